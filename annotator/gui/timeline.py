"""The video's time from left to right: a scrubber, the range to work on, and one lane per object."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu

from annotator.gui import lane_click, time_axis, timeline_drag, timeline_paint
from annotator.gui.kept_pictures import KeptPictures
from annotator.gui.lanes import Lane
from annotator.gui.plain_text import tool_tip
from annotator.gui.requests import ChooseObject, ChooseRange, SeekTo
from annotator.gui.time_axis import TimeAxis
from annotator.gui.timeline_drag import Drag, Grip
from annotator.gui.timeline_scene import (
    HEADER_WIDTH,
    LANE_HEIGHT,
    PLOT_HEIGHT,
    RIGHT_MARGIN,
    RULER_HEIGHT,
    Scene,
)
from annotator.gui.times import clock

_GRIP_PIXELS = 6.0  # how near the pointer must be to an end of the range
_DRAG_PIXELS = 4.0  # a hand that moves less on a lane only clicks
_ZOOM = 1.25


class Timeline(QAbstractScrollArea):
    """Shows where objects have masks; asks to seek, to choose a range or an object."""

    requested = Signal(object)  # a SeekTo, ChooseRange, ChooseObject or SelectObjects

    def __init__(self) -> None:
        super().__init__()
        self._axis = time_axis.whole(1, left=HEADER_WIDTH, width=1)
        self._lanes: Sequence[Lane] = ()
        self._lanes_version = 0
        self._pictures = KeptPictures()
        self._backdrop = QImage()  # null: to be drawn anew
        self._seconds: Callable[[int], float] = float
        self._frame_index = 0
        self._range = (0, 1)
        self._cuts: Sequence[int] = ()
        self._chosen: int | None = None
        self._selected: Collection[int] = ()
        self._drag: Drag | None = None
        self._make_menu: Callable[[], QMenu] = QMenu
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(RULER_HEIGHT + 2 * LANE_HEIGHT)
        self.setAccessibleName(self.tr("Timeline"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- what is shown -------------------------------------------------------------------------

    def set_video(self, frame_count: int, seconds: Callable[[int], float]) -> None:
        """Show another video; ``seconds`` gives the time of a frame."""
        self._seconds = seconds
        self._axis = time_axis.whole(frame_count, left=HEADER_WIDTH, width=self._axis_width())
        self._range = (0, self._axis.frame_count)
        self._frame_index = 0
        self.set_lanes(())

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """One lane per object, from top to bottom."""
        self._lanes = lanes
        self._lanes_version += 1
        self._fit_scroll_bar()
        self._redraw()

    def set_frame(self, frame_index: int) -> None:
        """Put the playhead on a frame, and scroll to it."""
        axis = time_axis.reveal(self._axis, frame_index)
        changed = self._frame_parts()
        self._frame_index = frame_index
        if axis == self._axis:
            self.viewport().update(changed | self._frame_parts())
        else:
            self._axis = axis
            self._redraw()

    def set_range(self, start: int, stop: int) -> None:
        """Mark the frames [start, stop) as those to work on."""
        self._range = (start, stop)
        self._redraw()

    def set_cuts(self, frame_indices: Sequence[int]) -> None:
        """Mark the frames on which a scene begins, ascending."""
        self._cuts = frame_indices
        self._redraw()

    def set_selected(self, object_ids: Collection[int], chosen_id: int | None) -> None:
        """Mark the lanes of objects as selected, one of them as that at work, and scroll to that."""
        self._selected, self._chosen = object_ids, chosen_id
        self._fit_scroll_bar()
        place = self._place_of(chosen_id)
        if place is not None:
            bar, page = self.verticalScrollBar(), self._lanes_height()
            top = place * LANE_HEIGHT
            bar.setValue(min(max(bar.value(), top + LANE_HEIGHT - page), top))
        self._redraw()

    def set_menu(self, make_menu: Callable[[], QMenu]) -> None:
        """What a right click offers."""
        self._make_menu = make_menu

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times fewer frames, around the playhead."""
        self._axis = time_axis.zoom_at(self._axis, self._axis.x_of(self._frame_index + 0.5), factor)
        self._redraw()

    def zoom_to(self, start: int, stop: int) -> None:
        """Show the frames [start, stop), from edge to edge."""
        self._axis = time_axis.fit(self._axis, start, stop)
        self._redraw()

    # --- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        area, scene = self.viewport().rect(), self.scene()
        if self._backdrop.isNull():
            self._backdrop = timeline_paint.draw_backdrop(area.size(), scene, self._pictures)
        painter = QPainter(self.viewport())
        painter.drawImage(0, 0, self._backdrop)
        timeline_paint.paint_frame(painter, area, scene)
        painter.end()

    def _frame_parts(self) -> QRegion:
        """What the frame at hand changes."""
        area = self.viewport().rect()
        return timeline_paint.frame_parts(area, self._axis, self._frame_index)

    def _redraw(self) -> None:
        """Paint everything anew."""
        self._backdrop = QImage()
        self.viewport().update()

    def scene(self) -> Scene:
        """All that is shown."""
        return Scene(
            axis=self._axis,
            lanes=self._lanes,
            lanes_version=self._lanes_version,
            seconds=self._seconds,
            frame_index=self._frame_index,
            frames=self._range,
            cuts=self._cuts,
            chosen=self._chosen,
            selected=self._selected,
            plotted=self._plotted(),
            scroll=self.verticalScrollBar().value(),
            ratio=self.devicePixelRatioF(),
            palette=self.palette(),
            font=self.font(),
        )

    # --- the hand ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        lane = self._lane_at(event.position())
        if lane is not None:
            self._choose(lane, event)
            if lane_click.only_selects(lane, event.modifiers()):
                return
        if event.button() is Qt.MouseButton.LeftButton and event.position().x() >= HEADER_WIDTH:
            grip = self._grip_at(event.position())
            x = event.position().x()
            self._drag = Drag(grip, x, self._axis.frame_at(x))
            if grip is Grip.NEW_RANGE:
                self.requested.emit(SeekTo(self._drag.anchor))
            else:
                self._follow(self._drag, event.position())

    def _choose(self, lane: Lane, event: QMouseEvent) -> None:
        on_name = event.position().x() < HEADER_WIDTH
        alone = on_name and event.button() is Qt.MouseButton.LeftButton
        self.requested.emit(lane_click.asked(self.scene(), lane, event.modifiers(), alone=alone))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            self._show_hints(event.position())
        else:
            self._follow(self._drag, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the stretch on which the object is, or is not, as the range."""
        lane = self._lane_at(event.position())
        on_frames = event.position().x() >= HEADER_WIDTH
        if lane is not None and lane.track is not None and on_frames:
            stretch = lane.track.stretch(self._axis.frame_at(event.position().x()))
            self.requested.emit(ChooseRange(*stretch))

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._axis = time_axis.zoom_at(self._axis, event.position().x(), _ZOOM**notches)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.angleDelta().x():
            first = self._axis.first - notches * self._axis.span / 10
            self._axis = time_axis.scroll_to(self._axis, first)
        else:
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() - notches * LANE_HEIGHT))
        event.accept()
        self._redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self._choose_beside(-1)
            case Qt.Key.Key_Down:
                self._choose_beside(1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_ZOOM)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _ZOOM)
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What the menu calls here is the frame under the pointer."""
        if event.reason() is QContextMenuEvent.Reason.Mouse and event.x() >= HEADER_WIDTH:
            self.requested.emit(SeekTo(self._axis.frame_at(event.x())))
        menu = self._make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _follow(self, drag: Drag, position: QPointF) -> None:
        still = abs(position.x() - drag.x) < _DRAG_PIXELS
        if drag.grip is not Grip.NEW_RANGE or not still:
            frame = self._axis.frame_at(position.x())
            self.requested.emit(timeline_drag.asked(drag, frame, self._range))

    def _choose_beside(self, step: int) -> None:
        place = self._place_of(self._chosen)
        if self._lanes:
            place = 0 if place is None else min(max(place + step, 0), len(self._lanes) - 1)
            self.requested.emit(ChooseObject(self._lanes[place].object_id))

    def _grip_at(self, position: QPointF) -> Grip:
        """What can be held at a position: on the ruler's lower half the ends of the range."""
        on_handles = RULER_HEIGHT / 2 < position.y() < RULER_HEIGHT
        for frame, grip in zip(self._range, (Grip.RANGE_START, Grip.RANGE_STOP), strict=True):
            if on_handles and abs(self._axis.x_of(frame) - position.x()) < _GRIP_PIXELS:
                return grip
        return Grip.PLAYHEAD if position.y() < RULER_HEIGHT else Grip.NEW_RANGE

    def _lane_at(self, position: QPointF) -> Lane | None:
        if not RULER_HEIGHT <= position.y() < RULER_HEIGHT + self._lanes_height():
            return None
        row = int((position.y() - RULER_HEIGHT + self.verticalScrollBar().value()) // LANE_HEIGHT)
        return self._lanes[row] if row < len(self._lanes) else None

    def _show_hints(self, position: QPointF) -> None:
        ends = (Grip.RANGE_START, Grip.RANGE_STOP)
        on_end = position.x() >= HEADER_WIDTH and self._grip_at(position) in ends
        shape = Qt.CursorShape.SizeHorCursor if on_end else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        frame, lane = self._axis.frame_at(position.x()), self._lane_at(position)
        hint = self.tr("frame {0} · {1}").format(frame, clock(self._seconds(frame)))
        if frame in self._cuts:
            hint += " · " + self.tr("a scene begins")
        if lane is not None:
            about = timeline_paint.describe(lane.frame_flags[frame])
            hint = lane.label if position.x() < HEADER_WIDTH else f"{lane.label} · {hint}\n{about}"
        self.viewport().setToolTip(tool_tip(hint))

    # --- the window around it ----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._resize_axis()
        self._fit_scroll_bar()
        self._redraw()
        super().resizeEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        kinds = (
            QEvent.Type.PaletteChange,
            QEvent.Type.FontChange,
            QEvent.Type.DevicePixelRatioChange,
        )
        if event.type() in kinds:
            self._redraw()
        super().changeEvent(event)

    def lane_rect(self, object_id: int) -> QRect:
        """Where an object's lane is, in the viewport."""
        row = [lane.object_id for lane in self._lanes].index(object_id)
        top = RULER_HEIGHT + row * LANE_HEIGHT - self.verticalScrollBar().value()
        return QRect(HEADER_WIDTH, top, round(self._axis.width), LANE_HEIGHT)

    @property
    def lanes(self) -> Sequence[Lane]:
        return self._lanes

    @property
    def axis(self) -> TimeAxis:
        return self._axis

    def _place_of(self, object_id: int | None) -> int | None:
        ids = (place for place, lane in enumerate(self._lanes) if lane.object_id == object_id)
        return next(ids, None)

    def _plotted(self) -> Lane | None:
        """The lane at work, if its track is known and there is room for a plot of it."""
        place = self._place_of(self._chosen)
        has_room = self.viewport().height() >= RULER_HEIGHT + 2 * LANE_HEIGHT + PLOT_HEIGHT
        if place is None or not has_room or self._lanes[place].track is None:
            return None
        return self._lanes[place]

    def _resize_axis(self) -> None:
        old = self._axis
        self._axis = TimeAxis(old.frame_count, old.left, self._axis_width(), old.first, old.span)

    def _axis_width(self) -> float:
        return max(float(self.viewport().width() - HEADER_WIDTH - RIGHT_MARGIN), 1.0)

    def _lanes_height(self) -> int:
        plot = PLOT_HEIGHT if self._plotted() is not None else 0
        return max(self.viewport().height() - RULER_HEIGHT - plot, LANE_HEIGHT)

    def _fit_scroll_bar(self) -> None:
        height = self._lanes_height()
        bar = self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setSingleStep(LANE_HEIGHT)
        bar.setRange(0, max(len(self._lanes) * LANE_HEIGHT - height, 0))

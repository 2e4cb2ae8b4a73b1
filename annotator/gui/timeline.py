"""The video's time from left to right: a scrubber, the range to work on, and one lane per object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from annotator.gui import time_axis, timeline_paint
from annotator.gui.lanes import Lane
from annotator.gui.plain_text import tool_tip
from annotator.gui.requests import ChooseObject, ChooseRange, SeekTo
from annotator.gui.time_axis import TimeAxis
from annotator.gui.timeline_paint import HEADER_WIDTH, LANE_HEIGHT, RULER_HEIGHT, Scene
from annotator.gui.times import clock

_GRIP = 6.0  # how near the pointer must be to an end of the range, pixels


class _Drag(Enum):
    NOTHING = 0
    PLAYHEAD = 1
    RANGE_START = 2
    RANGE_STOP = 3


class Timeline(QAbstractScrollArea):
    """Shows where objects have masks; asks to seek, to choose a range or an object."""

    requested = Signal(object)  # a SeekTo, ChooseRange or ChooseObject

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axis = time_axis.whole(1, left=HEADER_WIDTH, width=1)
        self._lanes: Sequence[Lane] = ()
        self._seconds: Callable[[int], float] = float
        self._frame_index = 0
        self._range = (0, 1)
        self._chosen: int | None = None
        self._drag = _Drag.NOTHING
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(RULER_HEIGHT + 2 * LANE_HEIGHT)
        self.setAccessibleName(self.tr("Timeline"))
        self.viewport().setMouseTracking(True)

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
        self._fit_scroll_bar()
        self.viewport().update()

    def set_frame(self, frame_index: int) -> None:
        """Put the playhead on a frame, and scroll to it."""
        self._frame_index = frame_index
        self._axis = time_axis.reveal(self._axis, frame_index)
        self.viewport().update()

    def set_range(self, start: int, stop: int) -> None:
        """Mark the frames [start, stop) as those to work on."""
        self._range = (start, stop)
        self.viewport().update()

    def set_chosen(self, object_id: int | None) -> None:
        """Mark an object's lane as the one at work, and scroll to it."""
        self._chosen = object_id
        place = next((i for i, lane in enumerate(self._lanes) if lane.object_id == object_id), None)
        if place is not None:
            bar, page = self.verticalScrollBar(), self._lanes_height()
            top = place * LANE_HEIGHT
            bar.setValue(min(max(bar.value(), top + LANE_HEIGHT - page), top))
        self.viewport().update()

    # --- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self.viewport())
        scene = Scene(
            axis=self._axis,
            lanes=self._lanes,
            seconds=self._seconds,
            frame_index=self._frame_index,
            frames=self._range,
            chosen=self._chosen,
            scroll=self.verticalScrollBar().value(),
            ratio=self.devicePixelRatioF(),
            palette=self.palette(),
        )
        timeline_paint.paint(painter, self.viewport().rect(), scene)
        painter.end()

    # --- the hand ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        lane = self._lane_at(event.position())
        if lane is not None:
            self.requested.emit(ChooseObject(lane.object_id))
        if event.position().x() >= HEADER_WIDTH:
            self._drag = self._handle_at(event.position())
            self._follow(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is _Drag.NOTHING:
            self._show_hints(event.position())
        else:
            self._follow(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self._drag = _Drag.NOTHING

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._axis = time_axis.zoom_at(self._axis, event.position().x(), 1.25**notches)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.angleDelta().x():
            first = self._axis.first - notches * self._axis.span / 10
            self._axis = time_axis.scroll_to(self._axis, first)
        else:
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() - notches * LANE_HEIGHT))
        event.accept()
        self.viewport().update()

    def _follow(self, position: QPointF) -> None:
        frame = self._axis.frame_at(position.x())
        start, stop = self._range
        match self._drag:
            case _Drag.PLAYHEAD:
                self.requested.emit(SeekTo(frame))
            case _Drag.RANGE_START:
                self.requested.emit(ChooseRange(min(frame, stop - 1), stop))
            case _Drag.RANGE_STOP:
                self.requested.emit(ChooseRange(start, max(frame + 1, start + 1)))
            case _Drag.NOTHING:
                pass

    def _handle_at(self, position: QPointF) -> _Drag:
        """Which end of the range is held at a position of the ruler's lower half, else the playhead."""
        on_handles = RULER_HEIGHT / 2 < position.y() < RULER_HEIGHT
        for frame, handle in zip(self._range, (_Drag.RANGE_START, _Drag.RANGE_STOP), strict=True):
            if on_handles and abs(self._axis.x_of(frame) - position.x()) < _GRIP:
                return handle
        return _Drag.PLAYHEAD

    def _lane_at(self, position: QPointF) -> Lane | None:
        if position.y() < RULER_HEIGHT:
            return None
        row = int((position.y() - RULER_HEIGHT + self.verticalScrollBar().value()) // LANE_HEIGHT)
        return self._lanes[row] if row < len(self._lanes) else None

    def _show_hints(self, position: QPointF) -> None:
        on_handle = position.x() >= HEADER_WIDTH and self._handle_at(position) is not _Drag.PLAYHEAD
        shape = Qt.CursorShape.SizeHorCursor if on_handle else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        frame, lane = self._axis.frame_at(position.x()), self._lane_at(position)
        hint = self.tr("frame {0} · {1}").format(frame, clock(self._seconds(frame)))
        if lane is not None:
            about = timeline_paint.describe(lane.frame_flags[frame])
            hint = lane.label if position.x() < HEADER_WIDTH else f"{lane.label} · {hint}\n{about}"
        self.viewport().setToolTip(tool_tip(hint))

    # --- the window around it ----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._resize_axis()
        self._fit_scroll_bar()
        super().resizeEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.PaletteChange:
            self.viewport().update()
        return super().viewportEvent(event)

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

    def _resize_axis(self) -> None:
        old = self._axis
        self._axis = TimeAxis(old.frame_count, old.left, self._axis_width(), old.first, old.span)

    def _axis_width(self) -> float:
        return max(float(self.viewport().width() - HEADER_WIDTH - timeline_paint.RIGHT_MARGIN), 1.0)

    def _lanes_height(self) -> int:
        return max(self.viewport().height() - RULER_HEIGHT, LANE_HEIGHT)

    def _fit_scroll_bar(self) -> None:
        height = self._lanes_height()
        bar = self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setSingleStep(LANE_HEIGHT)
        bar.setRange(0, max(len(self._lanes) * LANE_HEIGHT - height, 0))

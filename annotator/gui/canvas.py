"""The frame, its masks and the hand on them: zoom, pan, and a tool that reads the pointer.

The frame and the overlay are scaled once per change into a backdrop of the view's size; moving the
pointer only puts the markers over it, so hovering and painting stay quick at any frame size.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from annotator.gui import markers, viewport
from annotator.gui.overlay import NOTHING, Overlay
from annotator.gui.tools.brush import BrushTool
from annotator.gui.tools.point import PointTool
from annotator.gui.tools.tool import Tool
from annotator.gui.viewport import Viewport
from storage.records import FramePrompt

FIT_MARGIN = 12.0
CRISP_SCALE = 4.0  # from here on, pixels are shown as squares
WHEEL_NOTCH = 120.0


@dataclass(frozen=True, slots=True)
class Hover:
    """The frame pixel under the pointer; None where the pointer is not over the frame."""

    pixel_xy: tuple[int, int] | None


class Canvas(QWidget):
    """Shows one frame. Emits what the hand did; changes nothing itself."""

    gesture_made = Signal(object)  # a Gesture
    hovered = Signal(object)  # a Hover
    viewport_changed = Signal(object)  # a Viewport
    space_tapped = Signal()  # the space bar, let go without having panned
    brush_resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = QImage()
        self._overlay = self._draft = NOTHING
        self._backdrop = QImage()
        self._prompt = FramePrompt(0)
        self._viewport = Viewport()
        self._fitted = True
        self._tool: Tool = PointTool()
        self._colour = QColor("#e69f00")
        self._pointer: QPointF | None = None
        self._pan_from: QPointF | None = None
        self._space = _Space()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 200)
        self.setAccessibleName(self.tr("Video frame"))
        self._show_cursor()

    # --- what is shown -------------------------------------------------------------------------

    @property
    def viewport(self) -> Viewport:
        return self._viewport

    @property
    def frame_wh(self) -> tuple[int, int]:
        """The size of the frame shown; (0, 0) before there is one."""
        return self._frame.width(), self._frame.height()

    def set_frame(self, image: QImage, overlay: Overlay) -> None:
        """Show a frame with its masks. Zoom and pan stay, unless the frame has another size."""
        resized = image.size() != self._frame.size()
        self._frame = image
        self._overlay = overlay
        if resized:
            self.fit()
        self._redraw()

    def set_draft(self, overlay: Overlay, prompt: FramePrompt) -> None:
        """Show a mask that nobody accepted yet, and what asked for it."""
        self._draft = overlay
        self._prompt = prompt
        self._redraw()

    def set_tool(self, tool: Tool) -> None:
        """Put a tool in the hand; what the last one had begun is forgotten."""
        self._tool.cancel()
        self._tool = tool
        self._show_cursor()
        self.update()

    def set_colour(self, colour: str) -> None:
        """The colour that the brush shows: the object's."""
        self._colour = QColor(colour)

    def clear(self) -> None:
        """Show no frame."""
        self.set_draft(NOTHING, FramePrompt(0))
        self.set_frame(QImage(), NOTHING)

    # --- zoom and pan --------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole frame, and keep doing so when the window changes its size."""
        self._fitted = True
        if not self._frame.isNull():
            self._go(viewport.fit(self.frame_wh, self._view_wh(), margin=FIT_MARGIN))

    def actual_size(self) -> None:
        """One frame pixel on one pixel of the screen, around the middle of the view."""
        self.zoom(1 / (self._viewport.scale * self.devicePixelRatioF()))

    def zoom(self, factor: float, *, at: QPointF | None = None) -> None:
        """Zoom around a position of the view, or around its middle."""
        centre = QPointF(self.width() / 2, self.height() / 2) if at is None else at
        self._fitted = False
        self._go(viewport.zoom_at(self._viewport, centre.x(), centre.y(), factor))

    def _pan(self, by: QPointF) -> None:
        self._fitted = False
        self._go(viewport.pan(self._viewport, by.x(), by.y()))

    def _go(self, there: Viewport) -> None:
        if not self._frame.isNull():
            self._viewport = viewport.keep_in_view(there, self.frame_wh, self._view_wh())
            self.viewport_changed.emit(self._viewport)
            self._redraw()

    def _view_wh(self) -> tuple[int, int]:
        return self.width(), self.height()

    # --- painting ------------------------------------------------------------------------------

    def _redraw(self) -> None:
        self._backdrop = QImage()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self._backdrop.isNull():
            self._backdrop = self._draw_backdrop()
        painter = QPainter(self)
        painter.drawImage(0, 0, self._backdrop)
        if not self._frame.isNull():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            markers.draw_prompt(painter, self._prompt, self._viewport)
            markers.draw_preview(painter, self._tool.preview, self._viewport, self._colour)
            if isinstance(self._tool, BrushTool) and self._pointer is not None:
                markers.draw_brush(painter, self._pointer, self._tool.radius * self._viewport.scale)
        painter.end()

    def _draw_backdrop(self) -> QImage:
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        backdrop = QImage(size, QImage.Format.Format_RGB32)
        backdrop.setDevicePixelRatio(ratio)
        backdrop.fill(self.palette().color(QPalette.ColorRole.Dark))
        painter = QPainter(backdrop)
        smooth = self._viewport.scale * ratio < CRISP_SCALE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        for layer in (Overlay(self._frame, 0, 0), self._overlay, self._draft):
            if not layer.is_empty:
                painter.drawImage(self._view_rect(layer), layer.image)
        painter.end()
        return backdrop

    def _view_rect(self, layer: Overlay) -> QRectF:
        at, scale = self._viewport, self._viewport.scale
        left, top = at.left + layer.x * scale, at.top + layer.y * scale
        return QRectF(left, top, layer.image.width() * scale, layer.image.height() * scale)

    # --- the hand ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._frame.isNull():
            return
        if event.button() is Qt.MouseButton.MiddleButton or self._space.is_down:
            self._pan_from = event.position()
            self._space.used = True
            self._show_cursor()
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            secondary = event.button() is Qt.MouseButton.RightButton
            x, y = self._frame_position(event)
            self._report(self._tool.press(x, y, secondary=secondary))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._pan_from is not None:
            self._pan(event.position() - self._pan_from)
            self._pan_from = event.position()
        elif not self._frame.isNull():
            self._tool.move(*self._frame_position(event))
            self.hovered.emit(Hover(self._pixel_under(event.position())))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            self._pan_from = None
            self._show_cursor()
        elif not self._frame.isNull():
            self._tool.move(*self._frame_position(event))
            self._report(self._tool.release())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.hovered.emit(Hover(None))
        self.update()
        super().leaveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer = event.position()
        super().enterEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = (event.angleDelta().y() or event.angleDelta().x()) / WHEEL_NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.resize_brush(1.15**notches)
        else:
            self.zoom(1.2**notches, at=event.position())
        event.accept()

    def resize_brush(self, factor: float) -> None:
        """Make the brush larger or smaller, if it is the one in the hand."""
        if isinstance(self._tool, BrushTool):
            self._tool.resize(factor)
            self.brush_resized.emit()
            self.update()

    def _report(self, gesture: object) -> None:
        if gesture is not None:
            self.gesture_made.emit(gesture)

    def _frame_position(self, event: QMouseEvent) -> tuple[float, float]:
        return self._viewport.to_frame(event.position().x(), event.position().y())

    def _pixel_under(self, position: QPointF) -> tuple[int, int] | None:
        x, y = self._viewport.pixel_at(position.x(), position.y())
        width, height = self.frame_wh
        return (x, y) if 0 <= x < width and 0 <= y < height else None

    def _show_cursor(self) -> None:
        if self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space.is_down:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)

    # --- the space bar: held it pans, tapped it plays ----------------------------------------------

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            event.accept()  # comes as a key press, not as the shortcut of "play"
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._tool.cancel()
            self.update()
        elif event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._space = _Space(is_down=True)
            self._show_cursor()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._let_go_of_space(tapped=self._space.is_down and not self._space.used)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._let_go_of_space(tapped=False)
        super().focusOutEvent(event)

    def _let_go_of_space(self, *, tapped: bool) -> None:
        self._space = _Space()
        self._show_cursor()
        if tapped:
            self.space_tapped.emit()

    # --- the window around it ----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fitted:
            self.fit()
        else:
            self._go(self._viewport)
        self._redraw()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange):
            self._redraw()
        super().changeEvent(event)


@dataclass(slots=True)
class _Space:
    """Whether the space bar is held, and whether it panned meanwhile."""

    is_down: bool = False
    used: bool = False

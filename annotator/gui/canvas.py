"""A hand on the frame: what the pointer and the keys do there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu

from annotator.gui import canvas_paint, markers
from annotator.gui.frame_view import FrameView
from annotator.gui.hand import Hand
from annotator.gui.overlay import NOTHING, Overlay
from annotator.gui.prompt_handles import Handle
from annotator.gui.tools.brush import BrushTool
from annotator.gui.tools.outline import OutlineTool
from annotator.gui.tools.tool import Tool
from annotator.outlines import Contour
from storage.records import FramePrompt

GRIP = 8.0  # how far a hand may miss an anchor or a point, view pixels
WHEEL_NOTCH = 120.0
_TOOL_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Escape)


@dataclass(frozen=True, slots=True)
class Hover:
    """The frame pixel under the pointer; None where the pointer is not over the frame."""

    pixel_xy: tuple[int, int] | None


class Canvas(FrameView):
    """Emits what the hand did; changes nothing itself."""

    begun = Signal()  # the hand is at work
    gesture_made = Signal(object)  # a Gesture
    aimed = Signal(object)  # the prompt that a click would make here and now; None for none
    hovered = Signal(object)  # a Hover
    tool_changed = Signal()
    space_tapped = Signal()  # the space bar, let go without having panned
    brush_resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        # These, beside Return and Enter, complete the shape that was begun.
        self.finish_keys: Collection[QKeySequence] = ()
        self._draft = self._highlight = self._preview = NOTHING
        self._hand = Hand()
        self._colour = QColor("#e69f00")
        self._pointer: QPointF | None = None
        self._pan_from: QPointF | None = None
        self._space = _Space()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Video frame"))
        self.viewport_changed.connect(lambda _: self._set_grip())
        self._show_cursor()

    # --- what is shown -------------------------------------------------------------------------

    @property
    def tool(self) -> Tool:
        return self._hand.tool

    @property
    def is_dragging(self) -> bool:
        """Whether something was begun by a press that letting go ends."""
        return self._hand.is_dragging

    def set_draft(self, overlay: Overlay, prompt: FramePrompt) -> None:
        """Show a mask that nobody accepted yet, and what asked for it."""
        self._draft = overlay
        self._hand.show_prompt(prompt)
        self.redraw()

    def set_highlight(self, overlay: Overlay) -> None:
        """Show which object is under the pointer."""
        self._highlight = overlay
        self.update()

    def set_preview(self, overlay: Overlay) -> None:
        """Show what a click would get."""
        self._preview = overlay
        self.update()

    def set_contours(self, contours: tuple[Contour, ...]) -> None:
        """The outline for the tool that bends outlines."""
        if isinstance(self.tool, OutlineTool):
            self.tool.set_contours(contours)
            self.update()

    def set_tool(self, tool: Tool) -> None:
        """Put a tool in the hand; what the last one had begun is forgotten."""
        self._hand.take(tool)
        self._set_grip()
        self._aim()
        self._show_cursor()
        self.update()
        self.tool_changed.emit()

    def set_colour(self, colour: str) -> None:
        """The colour that the brush shows: the object's."""
        self._colour = QColor(colour)

    def clear(self) -> None:
        """Show no frame."""
        self._highlight = self._preview = NOTHING
        self.set_draft(NOTHING, FramePrompt(0))
        self.set_frame(QImage(), NOTHING)

    def overlays(self) -> Iterable[Overlay]:
        return (*super().overlays(), self._draft)

    def paint_over(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        canvas_paint.draw_overlays(painter, (self._highlight, self._preview), self.viewport)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        markers.draw_prompt(painter, self._hand.shown_prompt, self.viewport)
        markers.draw_preview(painter, self._hand.preview, self.viewport, self._colour)
        if isinstance(self.tool, BrushTool) and self._pointer is not None:
            markers.draw_brush(painter, self._pointer, self.tool.radius * self.viewport.scale)

    # --- the hand ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press(event, again=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._press(event, again=True)

    def _press(self, event: QMouseEvent, *, again: bool) -> None:
        if not self.has_frame:
            return
        if event.button() is Qt.MouseButton.MiddleButton or self._space.is_down:
            self._pan_from = event.position()
            self._space.used = True
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self.begun.emit()
            secondary = event.button() is Qt.MouseButton.RightButton
            x, y = self.viewport.to_frame(event.position().x(), event.position().y())
            handle = self._hand.handle_at(x, y)
            if secondary and handle is not None:
                self._offer_to_remove(handle, event.globalPosition().toPoint())
            else:
                self._report(self._hand.press(x, y, secondary=secondary, again=again))
        self._show_cursor()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._pan_from is not None:
            self.pan(event.position() - self._pan_from)
            self._pan_from = event.position()
        elif self.has_frame:
            self._hand.move(*self.viewport.to_frame(event.position().x(), event.position().y()))
            self.hovered.emit(Hover(self.pixel_under_pointer))
            self._aim()
            self._show_cursor()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            self._pan_from = None
        elif self.has_frame:
            self._hand.move(*self.viewport.to_frame(event.position().x(), event.position().y()))
            drawn = self._hand.release()
            self._aim()  # what is drawn is aimed at no more, on this frame or the next
            self._report(drawn)
        self._show_cursor()
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # the right button is a tool's

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.hovered.emit(Hover(None))
        self._aim()
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
        if isinstance(self.tool, BrushTool):
            self.tool.resize(factor)
            self.brush_resized.emit()
            self.update()

    @property
    def pixel_under_pointer(self) -> tuple[int, int] | None:
        """The frame pixel that the pointer is on."""
        if self._pointer is None:
            return None
        x, y = self.viewport.pixel_at(self._pointer.x(), self._pointer.y())
        width, height = self.frame_wh
        return (x, y) if 0 <= x < width and 0 <= y < height else None

    def _report(self, gesture: object) -> None:
        if gesture is not None:
            self.gesture_made.emit(gesture)

    def _aim(self) -> None:
        """Say which prompt a click would make now."""
        aim = None
        if self._pointer is not None and self.pixel_under_pointer is not None:
            aim = self._hand.aim(*self.viewport.to_frame(self._pointer.x(), self._pointer.y()))
        self.aimed.emit(aim)

    def _handle_under_pointer(self) -> Handle | None:
        if self._pointer is None or not self.has_frame:
            return None
        return self._hand.handle_at(*self.viewport.to_frame(self._pointer.x(), self._pointer.y()))

    def _offer_to_remove(self, handle: Handle, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove = menu.addAction(self.tr("Remove the prompt"))
        remove.triggered.connect(lambda: self._report(self._hand.remove(handle)))
        menu.popup(at)

    def _set_grip(self) -> None:
        self._hand.set_grip(GRIP / self.viewport.scale)

    def _show_cursor(self) -> None:
        if self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space.is_down:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._handle_under_pointer() is not None:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)

    # --- keys: those of a tool at work; and the space bar, which held pans and tapped plays ---------

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            busy = self._hand.is_busy and (event.key() in _TOOL_KEYS or self._finishes(event))
            removes = event.key() == Qt.Key.Key_Delete and self._handle_under_pointer() is not None
            if busy or removes or _is_space(event):
                event.accept()  # comes as a key press, not as the shortcut of an action
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        handle = self._handle_under_pointer()
        match event.key():
            case Qt.Key.Key_Escape:
                self._hand.cancel()
                self._aim()
            case _ if self._hand.is_busy and self._finishes(event):
                self._report(self.tool.finish())
            case Qt.Key.Key_Backspace if self._hand.is_busy:
                self.tool.take_back()
            case Qt.Key.Key_Delete if handle is not None:
                self._report(self._hand.remove(handle))
            case Qt.Key.Key_Space if _is_space(event):
                if not event.isAutoRepeat():
                    self._space = _Space(is_down=True)
                    self._show_cursor()
            case _:
                super().keyPressEvent(event)
        self.update()

    def _finishes(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return True
        return QKeySequence(event.keyCombination()) in self.finish_keys

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


def _is_space(event: QKeyEvent) -> bool:
    """The space bar alone; with another key it is the shortcut of an action."""
    return event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier


@dataclass(slots=True)
class _Space:
    """Whether the space bar is held, and whether it panned meanwhile."""

    is_down: bool = False
    used: bool = False

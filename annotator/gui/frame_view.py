"""One frame with its masks, zoomed and panned."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.gui import canvas_paint, viewport
from annotator.gui.canvas_paint import Scene
from annotator.gui.overlay import NOTHING, Overlay
from annotator.gui.viewport import Viewport

FIT_MARGIN = 12.0
LOOK_ASIDE = 0.2  # of the view's shorter side


class FrameView(QWidget):
    """Shows a frame; who inherits from it draws over it."""

    viewport_changed = Signal(object)  # a Viewport

    def __init__(self) -> None:
        super().__init__()
        self._frame = QImage()
        self._frame_wh = (0, 0)
        self._overlay = NOTHING
        self._grid = True
        self._backdrop = QImage()
        self._viewport = Viewport()
        self._fitted = True
        # It lies over the lower edge at times: the frame stays where it is, until it is fitted anew.
        self.bar: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(320, 200)

    # --- what is shown -------------------------------------------------------------------------

    @property
    def viewport(self) -> Viewport:
        return self._viewport

    @property
    def frame_wh(self) -> tuple[int, int]:
        """The size of the frame shown; (0, 0) before there is one."""
        return self._frame_wh

    @property
    def has_frame(self) -> bool:
        return not self._frame.isNull()

    @property
    def shrinking(self) -> float:
        """How many pixels of the screen a frame pixel gets, up to 1: what is drawn in more detail is
        not seen."""
        return min(1.0, self._viewport.scale * self.devicePixelRatioF())

    def set_frame(
        self, image: QImage, overlay: Overlay, *, frame_wh: tuple[int, int] | None = None
    ) -> None:
        """Show a frame with its masks. Zoom and pan stay, unless the frame has another size.

        ``frame_wh`` is the frame's size where the picture of it is a smaller one. Masks may be drawn on
        the picture already; then there is no ``overlay``.
        """
        frame_wh = frame_wh or (image.width(), image.height())
        resized = frame_wh != self._frame_wh
        self._frame, self._frame_wh = image, frame_wh
        self._overlay = overlay
        if resized:
            self.fit()
        self.redraw()

    def set_grid(self, *, shown: bool) -> None:
        """Show the borders of pixels where they are large."""
        self._grid = shown
        self.redraw()

    # --- zoom and pan --------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole frame, beside the bar if there is one, and keep doing so when the window
        changes its size."""
        self._fitted = True
        if self.has_frame:
            width, height = self._view_wh()
            if self.bar is not None and self.bar.isVisible():
                height -= self.bar.height()
            self._go(viewport.fit(self.frame_wh, (width, height), margin=FIT_MARGIN))

    def actual_size(self) -> None:
        """One frame pixel on one pixel of the screen, around the middle of the view."""
        self.zoom(1 / (self._viewport.scale * self.devicePixelRatioF()))

    def zoom(self, factor: float, *, at: QPointF | None = None) -> None:
        """Zoom around a position of the view, or around its middle."""
        centre = QPointF(self.width() / 2, self.height() / 2) if at is None else at
        self._fitted = False
        self._go(viewport.zoom_at(self._viewport, centre.x(), centre.y(), factor))

    def pan(self, by: QPointF) -> None:
        """Move the frame by view pixels."""
        self._fitted = False
        self._go(viewport.pan(self._viewport, by.x(), by.y()))

    def look_aside(self, right: int, down: int) -> None:
        """Look a part of the view further: 1 right or down, -1 left or up."""
        part = -min(self._view_wh()) * LOOK_ASIDE
        self.pan(QPointF(right * part, down * part))

    def _go(self, there: Viewport) -> None:
        if self.has_frame:
            self._viewport = viewport.keep_in_view(there, self.frame_wh, self._view_wh())
            self.viewport_changed.emit(self._viewport)
            self.redraw()

    def _view_wh(self) -> tuple[int, int]:
        return self.width(), self.height()

    # --- painting ------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw the frame and its masks anew; ``update`` draws only what lies over them."""
        self._backdrop = QImage()
        self.update()

    def overlays(self) -> Iterable[Overlay]:
        """The masks to draw on the frame, the lowest first."""
        return (self._overlay,)

    def paint_over(self, painter: QPainter) -> None:
        """Draw what lies over the frame and its masks."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        scene, painter = self._scene(), QPainter(self)
        if canvas_paint.is_ready_made(scene):
            canvas_paint.draw_ready_made(painter, scene, self.rect())
        else:
            if self._backdrop.isNull():
                self._backdrop = canvas_paint.draw_backdrop(scene, self.size())
            painter.drawImage(0, 0, self._backdrop)
        if self.has_frame:
            self.paint_over(painter)
        painter.end()

    def _scene(self) -> Scene:
        return Scene(
            frame=self._frame,
            frame_wh=self._frame_wh,
            overlays=tuple(self.overlays()),
            viewport=self._viewport,
            background=self.palette().color(QPalette.ColorRole.Dark),
            ratio=self.devicePixelRatioF(),
            grid=self._grid,
        )

    # --- the window around it ----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fitted:
            self.fit()
        else:
            self._go(self._viewport)
        self.redraw()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange):
            self.redraw()
        super().changeEvent(event)

"""What the canvas shows of a frame: the picture, its masks, and at high zoom the borders of its pixels.

The large pictures are scaled once per change into a backdrop of the view's size; what follows the
pointer is drawn over it, so hovering and painting stay quick at any frame size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from annotator.gui.overlay import Overlay
from annotator.gui.viewport import Viewport

CRISP_SCALE = 4.0  # from here on, pixels are shown as squares
GRID_SCALE = 10.0  # from here on, with borders
_GRID = QColor(128, 128, 128, 90)


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame in a view. ``frame`` may be smaller than the ``frame_wh`` pixels it stands for."""

    frame: QImage
    frame_wh: tuple[int, int]
    overlays: tuple[Overlay, ...]
    viewport: Viewport
    background: QColor
    ratio: float  # pixels of the screen per view pixel
    grid: bool


def draw_backdrop(scene: Scene, view: QSize) -> QImage:
    """The scene as a picture of the view's size."""
    backdrop = QImage(view * scene.ratio, QImage.Format.Format_RGB32)
    backdrop.setDevicePixelRatio(scene.ratio)
    backdrop.fill(scene.background)
    if not scene.frame.isNull():
        painter = QPainter(backdrop)
        smooth = scene.viewport.scale * scene.ratio < CRISP_SCALE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(_rect(scene.viewport, 0, 0, *scene.frame_wh), scene.frame)
        draw_overlays(painter, scene.overlays, scene.viewport)
        if scene.grid and scene.viewport.scale >= GRID_SCALE:
            _draw_grid(painter, scene, view)
        painter.end()
    return backdrop


def draw_overlays(painter: QPainter, overlays: Iterable[Overlay], viewport: Viewport) -> None:
    """Pictures of masks, each on its pixels of the frame."""
    for overlay in overlays:
        if not overlay.is_empty:
            width, height = overlay.image.width(), overlay.image.height()
            step = overlay.reduction
            rect = _rect(viewport, overlay.x, overlay.y, width * step, height * step)
            painter.drawImage(rect, overlay.image)


def _draw_grid(painter: QPainter, scene: Scene, view: QSize) -> None:
    """The borders of the pixels that are in the view."""
    at, (width, height) = scene.viewport, scene.frame_wh
    x0, y0 = (max(place, 0) for place in at.pixel_at(0, 0))
    x1, y1 = at.pixel_at(view.width(), view.height())
    x1, y1 = min(x1 + 1, width), min(y1 + 1, height)
    edges = _rect(at, x0, y0, x1 - x0, y1 - y0)
    columns = (at.left + x * at.scale for x in range(x0, x1 + 1))
    rows = (at.top + y * at.scale for y in range(y0, y1 + 1))
    painter.setPen(QPen(_GRID, 1 / scene.ratio))
    painter.drawLines([QLineF(x, edges.top(), x, edges.bottom()) for x in map(math.floor, columns)])
    painter.drawLines([QLineF(edges.left(), y, edges.right(), y) for y in map(math.floor, rows)])


def _rect(viewport: Viewport, x: float, y: float, width: float, height: float) -> QRectF:
    """Where pixels of the frame lie in the view."""
    scale = viewport.scale
    return QRectF(
        viewport.left + x * scale, viewport.top + y * scale, width * scale, height * scale
    )

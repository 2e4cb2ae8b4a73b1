"""What the canvas shows of a frame: the picture, its masks, and at high zoom the borders of its pixels.

The large pictures are scaled once per change into a backdrop of the view's size; what follows the
pointer is drawn over it, so hovering and painting stay quick at any frame size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion

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


def is_ready_made(scene: Scene) -> bool:
    """Whether the scene is its frame alone, made for this zoom on a screen of plain pixels: that is drawn
    as quickly as a backdrop of it."""
    rect = _rect(scene.viewport, 0, 0, *scene.frame_wh)
    return (
        scene.ratio == 1
        and not scene.frame.isNull()
        and _is_made_for(scene.frame, rect)
        and all(it.is_empty for it in scene.overlays)
        and not (scene.grid and scene.viewport.scale >= GRID_SCALE)
    )


def draw_ready_made(painter: QPainter, scene: Scene, view: QRect) -> None:
    """The scene without a backdrop, and what lies around the frame."""
    at = scene.viewport
    frame = QRect(_rect(at, 0, 0, *scene.frame_wh).topLeft().toPoint(), scene.frame.size())
    painter.setClipRegion(QRegion(view) - QRegion(frame))
    painter.fillRect(view, scene.background)
    painter.setClipping(False)
    painter.drawImage(frame.topLeft(), scene.frame)


def draw_backdrop(scene: Scene, view: QSize) -> QImage:
    """The scene as a picture of the view's size."""
    backdrop = QImage(view * scene.ratio, QImage.Format.Format_RGB32)
    backdrop.fill(scene.background)
    if not scene.frame.isNull():
        at = scene.viewport.scaled(scene.ratio)  # on the pixels of the screen
        painter = QPainter(backdrop)
        smooth = at.scale < CRISP_SCALE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        _draw_frame(painter, scene, at)
        draw_overlays(painter, scene.overlays, at)
        if scene.grid and scene.viewport.scale >= GRID_SCALE:
            _draw_grid(painter, scene.frame_wh, at, backdrop.size())
        painter.end()
    backdrop.setDevicePixelRatio(scene.ratio)
    return backdrop


def _draw_frame(painter: QPainter, scene: Scene, at: Viewport) -> None:
    """As it is where the picture was made for this zoom, which is much quicker than to scale it."""
    rect = _rect(at, 0, 0, *scene.frame_wh)
    if _is_made_for(scene.frame, rect):
        painter.drawImage(rect.topLeft().toPoint(), scene.frame)
    else:
        painter.drawImage(rect, scene.frame)


def _is_made_for(picture: QImage, rect: QRectF) -> bool:
    return rect.size().toSize() == picture.size()


def draw_onto(image: QImage, overlay: Overlay) -> None:
    """Draw masks onto a picture of the whole frame in their scale. May run on any thread."""
    painter = QPainter(image)
    draw_overlays(painter, (overlay,), Viewport(overlay.scale))
    painter.end()


def draw_overlays(painter: QPainter, overlays: Iterable[Overlay], viewport: Viewport) -> None:
    """Pictures of masks, each on its pixels of the frame; as they are where they were made for this zoom."""
    for overlay in overlays:
        there = Viewport(viewport.scale / overlay.scale, viewport.left, viewport.top)
        for it in overlay.pieces:
            rect = _rect(there, it.x, it.y, it.part.width(), it.part.height())
            if there.scale == 1:
                painter.drawImage(rect.topLeft().toPoint(), it.sheet, it.part)
            else:
                painter.drawImage(rect, it.sheet, it.part)


def _draw_grid(painter: QPainter, frame_wh: tuple[int, int], at: Viewport, view: QSize) -> None:
    """The borders of the pixels that are in the view."""
    x0, y0 = (max(place, 0) for place in at.pixel_at(0, 0))
    x1, y1 = at.pixel_at(view.width(), view.height())
    x1, y1 = min(x1 + 1, frame_wh[0]), min(y1 + 1, frame_wh[1])
    edges = _rect(at, x0, y0, x1 - x0, y1 - y0)
    columns = (math.floor(at.left + x * at.scale) for x in range(x0, x1 + 1))
    rows = (math.floor(at.top + y * at.scale) for y in range(y0, y1 + 1))
    painter.setPen(QPen(_GRID, 1))
    painter.drawLines([QLineF(x, edges.top(), x, edges.bottom()) for x in columns])
    painter.drawLines([QLineF(edges.left(), y, edges.right(), y) for y in rows])


def _rect(viewport: Viewport, x: float, y: float, width: float, height: float) -> QRectF:
    """Where pixels lie in the view."""
    scale = viewport.scale
    return QRectF(
        viewport.left + x * scale, viewport.top + y * scale, width * scale, height * scale
    )

"""All masks of a frame as one premultiplied picture, made once per change and drawn in one blit.

Each mask is decoded and blended only inside its box, so the cost follows what the objects cover, not
the size of the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from annotator.colours import rgb
from annotator.gui.images import overlay_image
from storage import masks
from storage.masks import BoolMask, Rle


@dataclass(frozen=True, slots=True)
class Layer:
    """One mask to show. ``emphasised``: it belongs to the object at work."""

    rle: Rle
    colour: str
    emphasised: bool = False


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """How masks are shown. ``opacity`` is that of their inside, 0..1; ``outline_px`` in frame pixels."""

    opacity: float = 0.45
    outline_px: int = 2
    outlined: bool = True
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Overlay:
    """The picture of all masks; its top left pixel lies at (x, y) of the frame."""

    image: QImage
    x: int
    y: int

    @property
    def is_empty(self) -> bool:
        return self.image.isNull()


NOTHING = Overlay(QImage(), 0, 0)


def compose(layers: Sequence[Layer], style: OverlayStyle) -> Overlay:
    """Blend the layers, the first one at the bottom. An object at work is shown a little stronger.

    May run on any thread.
    """
    visible = [layer for layer in layers if not layer.rle.is_empty]
    if not visible or not style.shown:
        return NOTHING
    left, top, right, bottom = _bounds(visible)
    image = QImage(right - left, bottom - top, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    for layer in visible:
        x, y, _, _ = layer.rle.box_xywh
        painter.drawImage(x - left, y - top, overlay_image(_pixels(layer, style)))
    painter.end()
    return Overlay(image, left, top)


def inner(crop: BoolMask, width: int) -> BoolMask:
    """The pixels of ``crop`` (h, w) that are at least ``width`` steps inside it."""
    padded = np.pad(crop, 1)
    for _ in range(width):
        core = padded[1:-1, 1:-1].copy()
        core &= padded[:-2, 1:-1]
        core &= padded[2:, 1:-1]
        core &= padded[1:-1, :-2]
        core &= padded[1:-1, 2:]
        padded[1:-1, 1:-1] = core
    return padded[1:-1, 1:-1]


def _pixels(layer: Layer, style: OverlayStyle) -> npt.NDArray[np.uint8]:
    """The layer inside its box: premultiplied blue, green, red, alpha (h, w, 4)."""
    crop = np.ascontiguousarray(masks.decode_crop(layer.rle))
    inside_opacity = min(style.opacity * (1.25 if layer.emphasised else 1.0), 1.0)
    outline_opacity = 1.0 if layer.emphasised else 0.9
    if not style.outlined:
        outline_opacity = inside_opacity
    colours = np.array(
        [0, *(_packed(layer.colour, it) for it in (outline_opacity, inside_opacity))]
    )
    place = crop.view(np.uint8)  # 0 outside, 1 on the outline, 2 inside it
    if style.outlined:
        place = place + inner(crop, style.outline_px)
    return colours.astype(np.uint32)[place].view(np.uint8).reshape(*crop.shape, 4)


def _packed(colour: str, opacity: float) -> int:
    """0xAARRGGBB with the colours multiplied by the opacity."""
    red, green, blue = (round(part * opacity) for part in rgb(colour))
    return round(opacity * 255) << 24 | red << 16 | green << 8 | blue


def _bounds(layers: Sequence[Layer]) -> tuple[int, int, int, int]:
    boxes = np.array([layer.rle.box_xywh for layer in layers])
    left, top = boxes[:, :2].min(axis=0)
    right, bottom = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    return int(left), int(top), int(right), int(bottom)

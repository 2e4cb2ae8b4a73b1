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
    """One mask to show. ``emphasised``: it belongs to the object at work. ``hollow``: its outline only."""

    rle: Rle
    colour: str
    emphasised: bool = False
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """How masks are shown. ``opacity`` is that of their inside, 0..1; ``outline_px`` in pixels of the
    overlay. ``isolated``: only that of the object at work; ``ghosts``: where it is a frame before and after."""

    opacity: float = 0.45
    outline_px: int = 2
    filled: bool = True
    outlined: bool = True
    shown: bool = True
    isolated: bool = False
    ghosts: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """The picture of all masks; its top left pixel lies at (x, y) of the frame, and each of its pixels
    stands for ``reduction`` x ``reduction`` of the frame's."""

    image: QImage
    x: int
    y: int
    reduction: int = 1

    @property
    def is_empty(self) -> bool:
        return self.image.isNull()


NOTHING = Overlay(QImage(), 0, 0)


def compose(layers: Sequence[Layer], style: OverlayStyle, *, reduction: int = 1) -> Overlay:
    """Blend the layers, the first one at the bottom. An object at work is shown a little stronger.

    With a ``reduction`` the picture is that much smaller than the frame on both sides. May run on any
    thread.
    """
    if not style.shown:
        return NOTHING
    crops = [(layer, *_reduced(layer.rle, reduction)) for layer in layers]
    crops = [(layer, crop, x, y) for layer, crop, x, y in crops if crop.size]
    if not crops:
        return NOTHING
    left, top = (min(it[axis] for it in crops) for axis in (2, 3))
    right = max(x + crop.shape[1] for _, crop, x, _ in crops)
    bottom = max(y + crop.shape[0] for _, crop, _, y in crops)
    image = QImage(right - left, bottom - top, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    for layer, crop, x, y in crops:
        painter.drawImage(x - left, y - top, overlay_image(_pixels(layer, crop, style)))
    painter.end()
    return Overlay(image, left * reduction, top * reduction, reduction)


def _reduced(rle: Rle, reduction: int) -> tuple[BoolMask, int, int]:
    """The mask inside its box, and the box's corner, of every so manieth pixel of the frame."""
    crop = masks.decode_crop(rle)
    x, y, _, _ = rle.box_xywh
    if reduction == 1:
        return crop, x, y
    x_first, y_first = -(-x // reduction), -(-y // reduction)
    crop = crop[y_first * reduction - y :: reduction, x_first * reduction - x :: reduction]
    return crop, x_first, y_first


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


def _pixels(layer: Layer, crop: BoolMask, style: OverlayStyle) -> npt.NDArray[np.uint8]:
    """The layer inside its box: premultiplied blue, green, red, alpha (h, w, 4)."""
    crop = np.ascontiguousarray(crop)
    inside_opacity = min(style.opacity * (1.25 if layer.emphasised else 1.0), 1.0)
    outline_opacity = 1.0 if layer.emphasised else 0.9
    outlined = style.outlined or layer.hollow
    if not outlined:
        outline_opacity = inside_opacity
    if layer.hollow or not style.filled:
        inside_opacity = 0.0
    colours = np.array(
        [0, *(_packed(layer.colour, it) for it in (outline_opacity, inside_opacity))]
    )
    place = crop.view(np.uint8)  # 0 outside, 1 on the outline, 2 inside it
    if outlined:
        place = place + inner(crop, style.outline_px)
    return colours.astype(np.uint32)[place].view(np.uint8).reshape(*crop.shape, 4)


def _packed(colour: str, opacity: float) -> int:
    """0xAARRGGBB with the colours multiplied by the opacity."""
    red, green, blue = (round(part * opacity) for part in rgb(colour))
    return round(opacity * 255) << 24 | red << 16 | green << 8 | blue

"""All masks of a frame as one premultiplied picture, made once per change and drawn in one blit.

Each mask is decoded and blended only inside its box, so the cost follows what the objects cover, not
the size of the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from annotator.colours import rgb
from storage import masks
from storage.masks import BoolMask, Rle

Pixels = npt.NDArray[np.uint8]  # (H, W, 4): blue, green, red, alpha; colours multiplied by alpha


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

    pixels: Pixels
    x: int
    y: int

    @property
    def is_empty(self) -> bool:
        return self.pixels.size == 0


NOTHING = Overlay(np.zeros((0, 0, 4), np.uint8), 0, 0)


def compose(layers: Sequence[Layer], style: OverlayStyle) -> Overlay:
    """Blend the layers, the first one at the bottom. An object at work is shown a little stronger."""
    visible = [layer for layer in layers if not layer.rle.is_empty]
    if not visible or not style.shown:
        return NOTHING
    left, top, right, bottom = _bounds(visible)
    pixels = np.zeros((bottom - top, right - left, 4), np.uint8)
    for layer in visible:
        x, y, w, h = layer.rle.box_xywh
        _blend(pixels[y - top : y - top + h, x - left : x - left + w], layer, style)
    return Overlay(pixels, left, top)


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


def _blend(target: Pixels, layer: Layer, style: OverlayStyle) -> None:
    crop = masks.decode_crop(layer.rle)
    opacity = min(style.opacity * (1.25 if layer.emphasised else 1.0), 1.0)
    if not style.outlined:
        _paint(target, crop, layer.colour, opacity)
        return
    inside = inner(crop, style.outline_px)
    _paint(target, inside, layer.colour, opacity)
    _paint(target, crop & ~inside, layer.colour, 1.0 if layer.emphasised else 0.9)


def _paint(target: Pixels, where: BoolMask, colour: str, opacity: float) -> None:
    """Source-over with premultiplied colours: new = source + old * (1 - alpha)."""
    alpha = round(opacity * 255)
    red, green, blue = (round(part * opacity) for part in rgb(colour))
    source = np.array([blue, green, red, alpha], np.uint16)
    below = target[where].astype(np.uint16)
    target[where] = source + (below * (255 - alpha) + 127) // 255


def _bounds(layers: Sequence[Layer]) -> tuple[int, int, int, int]:
    boxes = np.array([layer.rle.box_xywh for layer in layers])
    left, top = boxes[:, :2].min(axis=0)
    right, bottom = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    return int(left), int(top), int(right), int(bottom)

"""The masks of a frame as premultiplied pictures, made once per change and drawn where they lie.

Each mask is decoded and coloured only inside its box, so the cost follows what the objects cover, not
the size of the frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from annotator.colours import rgb
from annotator.gui.images import overlay_image
from storage import masks
from storage.masks import BoolMask, Rle
from storage.sampling import decode_sampled, samples

_DASH_PX = 6


@dataclass(frozen=True, slots=True)
class Layer:
    """One mask to show. ``emphasised``: it belongs to the object at work. ``hollow``: its outline only;
    ``dashed``: that in dashes, and its inside hatched."""

    rle: Rle
    colour: str
    emphasised: bool = False
    hollow: bool = False
    dashed: bool = False


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
class Piece:
    """The picture of one mask; (x, y) is the place of its top left pixel, in pixels of the overlay."""

    image: QImage
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """The pictures of all masks, the lowest first, with ``scale`` pixels for one of the frame's on both
    sides."""

    pieces: tuple[Piece, ...] = ()
    scale: float = 1.0

    @property
    def is_empty(self) -> bool:
        return not self.pieces


NOTHING = Overlay()


def compose(layers: Sequence[Layer], style: OverlayStyle, *, scale: float = 1.0) -> Overlay:
    """Colour the layers, the first one at the bottom. An object at work is shown a little stronger.

    ``scale``, up to 1: how many pixels to make for one of the frame's on both sides. More than the view
    has would be coloured for nothing, and scaled at every paint. May run on any thread.
    """
    if not style.shown:
        return NOTHING
    seen = [it for it in layers if not it.rle.is_empty]
    pieces = (
        Piece(overlay_image(_pixels(layer, crop, style)), x, y)
        for layer, (crop, x, y) in zip(seen, _crops([it.rle for it in seen], scale), strict=True)
    )
    return Overlay(tuple(pieces), scale)


def inner(crop: BoolMask, width: int) -> BoolMask:
    """The pixels of ``crop`` (h, w) that are at least ``width`` steps inside it."""
    import cv2  # takes a moment; the window is there before

    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    found = cv2.erode(
        crop.view(np.uint8),
        cross,
        iterations=width,
        borderType=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    return np.asarray(found, np.uint8).view(bool)


def _crops(rles: Sequence[Rle], scale: float) -> Iterator[tuple[BoolMask, int, int]]:
    """The pixels to colour of each mask, none of them empty, (h, w) bool, and where their first one lies in
    the overlay."""
    import cv2  # its transposition is several times quicker than numpy's

    if scale == 1:
        found = [(masks.decode_crop(rle), *rle.box_xywh[:2]) for rle in rles]
    else:
        found = decode_sampled(rles, samples(rles[0].frame_hw, scale)) if rles else []
    for crop, x, y in found:
        rows = cv2.transpose(crop.T.view(np.uint8))  # runs go down the columns, pictures along rows
        yield np.asarray(rows, np.uint8).view(bool), x, y


def _pixels(layer: Layer, crop: BoolMask, style: OverlayStyle) -> npt.NDArray[np.uint8]:
    """The layer inside its box: premultiplied blue, green, red, alpha (h, w, 4)."""
    import cv2  # takes a moment; the window is there before

    inside_opacity = min(style.opacity * (1.25 if layer.emphasised else 1.0), 1.0)
    outline_opacity = 1.0 if layer.emphasised else 0.9
    outlined = style.outlined or layer.hollow
    if not outlined:
        outline_opacity = inside_opacity
    if layer.hollow or not style.filled:
        inside_opacity = 0.0
    colours = _colours_of_places(layer.colour, outline_opacity, inside_opacity)
    place = crop.view(np.uint8)  # 0 outside, 1 on the outline, 2 inside it
    if outlined:
        place = place + inner(crop, style.outline_px).view(np.uint8)
    if layer.dashed:
        ys, xs = np.ogrid[: crop.shape[0], : crop.shape[1]]
        place = place * ((xs + ys) // _DASH_PX % 2 == 0)
    pixels = np.asarray(cv2.LUT(place, colours), np.int32)
    return pixels.view(np.uint8).reshape(*crop.shape, 4)


@lru_cache(maxsize=1024)
def _colours_of_places(
    colour: str, outline_opacity: float, inside_opacity: float
) -> npt.NDArray[np.int32]:
    """(256,) a pixel's colour for 0, 1 and 2: outside a mask, on its outline, inside it."""
    colours = np.zeros(256, np.uint32)
    colours[1:3] = [_packed(colour, it) for it in (outline_opacity, inside_opacity)]
    return colours.view(np.int32)


def _packed(colour: str, opacity: float) -> int:
    """0xAARRGGBB with the colours multiplied by the opacity."""
    red, green, blue = (round(part * opacity) for part in rgb(colour))
    return round(opacity * 255) << 24 | red << 16 | green << 8 | blue

"""The masks of a frame as premultiplied pictures, made once per change and drawn where they lie.

Each mask is decoded and coloured only inside its box, so the cost follows what the objects cover, not
the size of the frame. Masks of about the same height lie side by side on one sheet and are worked on at
once: each by itself, most of the time would go into the calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from annotator.colours import rgb
from annotator.gui.images import overlay_image
from storage.masks import Rle
from storage.sampling import Samples, ViewBoxes, boxes_in_view, decode_sheet, samples

_DASH_PX = 6
_MASKS_PER_SHEET = 80  # three colours each, of a table of 256
_SHEET_WIDTH = 8192  # pixels; Qt scales no picture that is wider than 32767


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
    """The picture of one mask, a part of a sheet; (x, y) is the place of its top left pixel, in pixels of
    the overlay."""

    sheet: QImage
    part: QRect
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

    @property
    def byte_count(self) -> int:
        sheets = {it.sheet.cacheKey(): it.sheet.sizeInBytes() for it in self.pieces}
        return sum(sheets.values())


NOTHING = Overlay()


def compose(layers: Sequence[Layer], style: OverlayStyle, *, scale: float = 1.0) -> Overlay:
    """Colour the layers, the first one at the bottom. An object at work is shown a little stronger.

    ``scale``, up to 1: how many pixels to make for one of the frame's on both sides. More than the view
    has would be coloured for nothing, and scaled at every paint. May run on any thread.
    """
    if not style.shown:
        return NOTHING
    seen = [it for it in layers if not it.rle.is_empty]
    if not seen:
        return NOTHING
    shown = samples(seen[0].rle.frame_hw, scale)
    boxes = boxes_in_view([it.rle for it in seen], shown)
    pieces: dict[int, Piece] = {}
    for places in _sheets(boxes):
        layers_here = [seen[it] for it in places]
        made = _draw_sheet(layers_here, style, shown, boxes.of(places))
        pieces.update(zip(places, made, strict=True))
    return Overlay(tuple(pieces[it] for it in range(len(seen))), scale)


def inner(sheet: npt.NDArray[np.uint8], width: int) -> npt.NDArray[np.uint8]:
    """The pixels of ``sheet``, (h, w) of 0 and 1, that are at least ``width`` steps inside a mask."""
    import cv2  # takes a moment; the window is there before

    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    found = cv2.erode(
        sheet,
        cross,
        iterations=width,
        borderType=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    return np.asarray(found, np.uint8)


def _sheets(boxes: ViewBoxes) -> Iterator[list[int]]:
    """Which masks lie together: as many as have colours and room, none less than half as high as the
    highest."""
    widths, heights = boxes.width.tolist(), boxes.height.tolist()
    places: list[int] = []
    room = _SHEET_WIDTH
    for place in sorted(range(len(heights)), key=lambda it: -heights[it]):
        is_low = bool(places) and 2 * heights[place] < heights[places[0]]
        if places and (is_low or len(places) == _MASKS_PER_SHEET or widths[place] > room):
            yield places
            places, room = [], _SHEET_WIDTH
        places.append(place)
        room -= widths[place] + 1
    yield places


def _draw_sheet(
    layers: Sequence[Layer], style: OverlayStyle, shown: Samples, boxes: ViewBoxes
) -> Iterator[Piece]:
    sheet, starts = decode_sheet([it.rle for it in layers], shown, boxes)
    image = _coloured(layers, sheet, starts, style)
    corners = zip(boxes.left.tolist(), boxes.top.tolist(), strict=True)
    sizes = zip(boxes.width.tolist(), boxes.height.tolist(), strict=True)
    for (x, y), (w, h), start in zip(corners, sizes, starts.tolist(), strict=True):
        yield Piece(image, QRect(start, 0, w, h), x, y)


def _coloured(
    layers: Sequence[Layer],
    sheet: npt.NDArray[np.uint8],
    starts: npt.NDArray[np.int64],
    style: OverlayStyle,
) -> QImage:
    """A sheet of masks, (h, w) of 0 and 1, that begin at the columns ``starts``, in their colours."""
    import cv2  # takes a moment; the window is there before

    height, width = sheet.shape
    widths = np.diff(starts, append=width)
    kind = sheet + inner(sheet, style.outline_px)  # 0 outside, 1 on the outline, 2 inside it
    if any(it.dashed for it in layers):
        ys, xs = np.arange(height)[:, None], np.arange(width) - np.repeat(starts, widths)
        is_whole = np.repeat([not it.dashed for it in layers], widths)
        kind *= is_whole | ((xs + ys) // _DASH_PX % 2 == 0)
    kind += np.repeat(np.arange(0, 3 * len(layers), 3, dtype=np.uint8), widths)
    colours = np.zeros(256, np.int32)
    colours[: 3 * len(layers)] = np.concatenate([_colours(it, style) for it in layers])
    image, pixels = overlay_image((height, width))
    cv2.LUT(kind, colours, dst=pixels)
    return image


def _colours(layer: Layer, style: OverlayStyle) -> npt.NDArray[np.int32]:
    """(3,) a pixel's colour outside the mask, on its outline, inside it."""
    inside_opacity = min(style.opacity * (1.25 if layer.emphasised else 1.0), 1.0)
    outline_opacity = 1.0 if layer.emphasised else 0.9
    if not (style.outlined or layer.hollow):
        outline_opacity = inside_opacity
    if layer.hollow or not style.filled:
        inside_opacity = 0.0
    return _packed_colours(layer.colour, outline_opacity, inside_opacity)


@lru_cache(maxsize=1024)
def _packed_colours(
    colour: str, outline_opacity: float, inside_opacity: float
) -> npt.NDArray[np.int32]:
    packed = [0, _packed(colour, outline_opacity), _packed(colour, inside_opacity)]
    return np.array(packed, np.uint32).view(np.int32)


def _packed(colour: str, opacity: float) -> int:
    """0xAARRGGBB with the colours multiplied by the opacity."""
    red, green, blue = (round(part * opacity) for part in rgb(colour))
    return round(opacity * 255) << 24 | red << 16 | green << 8 | blue

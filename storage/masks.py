"""A mask is a COCO RLE cropped to its bounding box: exact, small, and cheap to decode.

Runs are column-major and start with zeros, compressed as pycocotools does. Cropping makes decoding
cost what the object covers, not what the frame covers (seven times less at 1080p), and makes every
mask canonical: two masks with the same pixels are equal.

RLE and polygons that come from outside pass the gates :func:`from_coco` and :func:`from_polygons`;
pycocotools itself corrupts memory on counts that lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pycocotools import mask as coco_mask

from storage.counting import pixels
from storage.errors import FormatError
from storage.frame_size import MAX_PIXELS, check_frame_size

BoolMask = npt.NDArray[np.bool_]  # (H, W)
_Positions = npt.NDArray[np.int64]
_Corners = npt.NDArray[np.float64]  # (n, 2) x, y

MAX_POLYGONS = 10_000  # of one mask
MAX_OUTLINE = 1 << 21  # pixels along all its polygons; pycocotools needs 80 bytes for each
_MAX_FLOAT = 1e300
_MAX_BYTES_PER_RUN = 6  # 30 bits: more than MAX_PIXELS needs


@dataclass(frozen=True, slots=True)
class Rle:
    """The pixels of one object on one frame.

    ``frame_hw`` is the frame's (height, width); ``box_xywh`` the tight box around the pixels, all 0
    if there are none; ``counts`` the compressed runs inside that box; ``area`` the number of pixels.
    """

    frame_hw: tuple[int, int]
    box_xywh: tuple[int, int, int, int]
    counts: bytes
    area: int

    @property
    def is_empty(self) -> bool:
        return self.area == 0


def empty(frame_hw: tuple[int, int]) -> Rle:
    """The mask without pixels: the object is not on this frame."""
    return Rle(frame_hw, (0, 0, 0, 0), b"", 0)


def encode(mask: BoolMask | npt.NDArray[np.uint8]) -> Rle:
    """Encode a (H, W) bool or 0/1 array."""
    if mask.ndim != 2:
        raise ValueError(f"a mask is (H, W), got {mask.shape = }")
    return paste(mask, 0, 0, (mask.shape[0], mask.shape[1]))


def paste(crop: BoolMask | npt.NDArray[np.uint8], x: int, y: int, frame_hw: tuple[int, int]) -> Rle:
    """Encode a crop (h, w) whose top left pixel lies at (x, y) of the frame, wholly inside it."""
    columns = np.flatnonzero(crop.any(axis=0))
    if not len(columns):
        return empty(frame_hw)
    rows = np.flatnonzero(crop.any(axis=1))
    top, left = int(rows[0]), int(columns[0])
    tight = crop[top : rows[-1] + 1, left : columns[-1] + 1]
    packed = coco_mask.encode(np.asfortranarray(tight, dtype=np.uint8))
    box_xywh = (x + left, y + top, tight.shape[1], tight.shape[0])
    return Rle(frame_hw, box_xywh, packed["counts"], int(np.count_nonzero(tight)))


def decode(rle: Rle) -> BoolMask:
    """The mask as a bool array of the whole frame, (H, W)."""
    mask = np.zeros(rle.frame_hw, bool)
    x, y, w, h = rle.box_xywh
    mask[y : y + h, x : x + w] = decode_crop(rle)
    return mask


def decode_crop(rle: Rle) -> BoolMask:
    """The mask inside its box only, (h, w) bool."""
    _, _, w, h = rle.box_xywh
    if rle.is_empty:
        return np.zeros((0, 0), bool)
    crop: npt.NDArray[np.uint8] = coco_mask.decode({"size": [h, w], "counts": rle.counts})
    return crop.view(bool)


def decode_window(rle: Rle, box_xywh: tuple[int, int, int, int]) -> BoolMask:
    """The part of the mask that lies in a window of the frame, (h, w) bool of that window."""
    x, y, w, h = box_xywh
    window = np.zeros((h, w), bool)
    mx, my, mw, mh = rle.box_xywh
    x0, x1 = max(x, mx), min(x + w, mx + mw)
    y0, y1 = max(y, my), min(y + h, my + mh)
    if x0 < x1 and y0 < y1:
        window[y0 - y : y1 - y, x0 - x : x1 - x] = decode_crop(rle)[
            y0 - my : y1 - my, x0 - mx : x1 - mx
        ]
    return window


def contains(rle: Rle, x: int, y: int) -> bool:
    """Whether the pixel (x, y) belongs to the mask; quick, as no pixel is decoded."""
    left, top, w, h = rle.box_xywh
    if not (left <= x < left + w and top <= y < top + h):
        return False
    edges = np.cumsum(run_lengths(rle))
    return bool(np.searchsorted(edges, (x - left) * h + y - top, side="right") % 2)


def run_lengths(rle: Rle) -> _Positions:
    """The lengths of the runs inside the box, column by column, zeros first."""
    return _parse_counts(rle.counts)


def run_ends(rles: Sequence[Rle]) -> tuple[_Positions, _Positions]:
    """Where the runs inside the boxes end, (n,), those of one mask after those of the other; and the place
    of each mask's first one there, (m,). Masks are not empty."""
    counts = [rle.counts for rle in rles]
    runs, last = _parse_numbers(b"".join(counts))
    stops = np.searchsorted(last, np.cumsum([len(it) for it in counts]))
    firsts = np.concatenate(([0], stops[:-1])).astype(np.int64)
    for start, stop in zip(firsts.tolist(), stops.tolist(), strict=True):
        _add_up(runs[start:stop])
    ends = np.cumsum(runs)
    before = (ends - runs)[firsts]
    return ends - np.repeat(before, stops - firsts), firsts


# --- several masks -----------------------------------------------------------------------------


def union(masks: Sequence[Rle]) -> Rle:
    """All pixels of any of the masks (at least one mask, all of one frame size)."""
    x, y, w, h = window = _common_box(masks)
    total = np.zeros((h, w), bool)
    for rle in masks:
        total |= decode_window(rle, window)
    return paste(total, x, y, masks[0].frame_hw)


def subtract(rle: Rle, other: Rle) -> Rle:
    """The pixels of ``rle`` that are not in ``other``."""
    x, y, _, _ = rle.box_xywh
    return paste(decode_crop(rle) & ~decode_window(other, rle.box_xywh), x, y, rle.frame_hw)


def intersection_area(a: Rle, b: Rle) -> int:
    """How many pixels two masks share."""
    if a.is_empty or b.is_empty:
        return 0
    return int(np.count_nonzero(decode_crop(a) & decode_window(b, a.box_xywh)))


def iou(a: Rle, b: Rle) -> float:
    """Intersection over union; two empty masks agree (1.0)."""
    shared = intersection_area(a, b)
    total = a.area + b.area - shared
    return shared / total if total else 1.0


def _common_box(masks: Sequence[Rle]) -> tuple[int, int, int, int]:
    boxes = np.array([m.box_xywh for m in masks if not m.is_empty] or [(0, 0, 0, 0)])
    x0, y0 = boxes[:, :2].min(axis=0)
    x1, y1 = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    return int(x0), int(y0), int(x1 - x0), int(y1 - y0)


# --- to and from COCO's full-frame form ----------------------------------------------------------


def to_coco(rle: Rle) -> dict[str, Any]:
    """``{"size": [H, W], "counts": str}`` of the whole frame, byte for byte what pycocotools makes."""
    height, width = rle.frame_hw
    runs = to_coco_runs(rle)
    packed = coco_mask.frPyObjects({"size": [height, width], "counts": runs}, height, width)
    return {"size": [height, width], "counts": packed["counts"].decode("ascii")}


def to_coco_runs(rle: Rle) -> list[int]:
    """The uncompressed full-frame runs, zeros first."""
    height, width = rle.frame_hw
    starts, ends = _frame_intervals(rle)
    edges = np.empty(2 * len(starts) + 2, np.int64)
    edges[0], edges[1:-1:2], edges[2:-1:2], edges[-1] = 0, starts, ends, height * width
    runs: list[int] = np.diff(edges).tolist()
    if len(runs) > 1 and runs[-1] == 0:
        runs.pop()
    return runs


def from_coco(segmentation: Mapping[str, Any], frame_hw: tuple[int, int]) -> Rle:
    """Read a COCO RLE from outside, compressed (str or bytes) or not (list of int).

    Raises FormatError, and never passes anything to pycocotools, if the size is not the frame's, a
    run is negative or malformed, or the runs do not add up to the frame.
    """
    check_frame_size(frame_hw)
    size = segmentation.get("size")
    if not isinstance(size, list | tuple) or list(size) != list(frame_hw):
        raise FormatError(
            f"the RLE's size is {size!r}, but the frame is {list(frame_hw)} (height, width)"
        )
    counts = segmentation.get("counts")
    if isinstance(counts, str | bytes):
        runs = _parse_counts(counts)
    elif isinstance(counts, list):
        runs = _check_run_list(counts)
    else:
        raise FormatError(f"the RLE's counts are a {type(counts).__name__}, not text or a list")
    total = int(runs.sum())
    if len(runs) and runs.min() < 0:
        raise FormatError(f"the RLE has a negative run ({int(runs.min())})")
    if total != frame_hw[0] * frame_hw[1]:
        raise FormatError(
            f"the RLE's runs cover {pixels(total)}, the frame has {frame_hw[0] * frame_hw[1]}"
        )
    edges = np.cumsum(runs)
    filled = runs[1::2] > 0
    return _from_intervals(edges[0:-1:2][: len(filled)][filled], edges[1::2][filled], frame_hw)


def from_polygons(polygons: Iterable[Sequence[float]], frame_hw: tuple[int, int]) -> Rle:
    """Read COCO polygons from outside: lists x0, y0, x1, y1, ... in pixels, joined to one mask.

    Raises FormatError for coordinates that are not finite or lie far outside the frame, for fewer
    than three corners, and for more polygons or longer outlines than any mask has.
    """
    check_frame_size(frame_hw)
    height, width = frame_hw
    checked = [_check_polygon(polygon, frame_hw) for polygon in polygons]
    if not checked:
        return empty(frame_hw)
    if len(checked) > MAX_POLYGONS or sum(map(_outline, checked)) > MAX_OUTLINE:
        raise FormatError("the polygons are too many, or their outline is too long")
    lists = [corners.reshape(-1).tolist() for corners in checked]
    packed = coco_mask.merge(coco_mask.frPyObjects(lists, height, width))
    return encode(coco_mask.decode(packed).view(bool))


def _check_polygon(polygon: Sequence[float], frame_hw: tuple[int, int]) -> _Corners:
    """The polygon as (n, 2) x, y."""
    height, width = frame_hw
    if not isinstance(polygon, list | tuple) or len(polygon) < 6 or len(polygon) % 2:
        raise FormatError("a polygon needs at least three corners, as x0, y0, x1, y1, x2, y2")
    corners = _numbers(polygon).reshape(-1, 2)
    limit = np.array((width, height))
    far = (corners < -limit) | (corners > 2 * limit)
    if far.any():
        raise FormatError(
            f"the polygon's coordinate {corners[far][0]:g} lies far outside the frame"
        )
    return corners


def _numbers(values: Sequence[float]) -> _Corners:
    """The values as floats, (n,)."""
    if {int, float}.issuperset(map(type, values)):
        with suppress(OverflowError):  # an int that no float holds
            numbers = np.array(values, np.float64)
            if (np.abs(numbers) < _MAX_FLOAT).all():
                return numbers
    wrong = next(it for it in values if type(it) not in (int, float) or not abs(it) < _MAX_FLOAT)
    raise FormatError(f"the polygon's coordinate {wrong!r} is not a number")


def _outline(corners: _Corners) -> float:
    """Its length in pixels, as pycocotools steps along it."""
    return float(np.abs(corners - np.roll(corners, 1, axis=0)).max(axis=1).sum())


def _check_run_list(counts: list[Any]) -> _Positions:
    if any(type(run) is not int or abs(run) > MAX_PIXELS for run in counts):
        raise FormatError("the RLE's list of runs holds something that is not a pixel count")
    return np.array(counts, np.int64)


def _parse_counts(counts: str | bytes) -> _Positions:
    """Decompress COCO counts: 5 bits a byte, low first, from the fourth run on as differences to the
    run two before (pycocotools' ``rleFrString``, without its trust in the input)."""
    try:
        raw = counts.encode("ascii") if isinstance(counts, str) else counts
    except UnicodeEncodeError as error:
        raise FormatError("the RLE's counts hold a character that is not ASCII") from error
    runs, _ = _parse_numbers(raw)
    _add_up(runs)
    return runs


def _parse_numbers(raw: bytes) -> tuple[_Positions, _Positions]:
    """The numbers in compressed counts, (n,), and where the last byte of each lies."""
    codes = np.frombuffer(raw, np.uint8) - np.uint8(48)
    if not len(codes):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    if codes.max() > 63:
        raise FormatError("the RLE's counts hold a byte that compressed runs cannot have")
    last = np.flatnonzero(codes < 0x20)
    if not len(last) or last[-1] != len(codes) - 1:
        raise FormatError("the RLE's counts break off in the middle of a run")
    lengths = np.diff(last, prepend=-1)
    if lengths.max() > _MAX_BYTES_PER_RUN:
        raise FormatError("the RLE has a run longer than any frame")
    digits = (codes & 0x1F).astype(np.int64)
    values = digits[last]
    values -= (values & 0x10) << 1  # its fifth bit is the sign
    for place in range(1, lengths.max()):
        longer = np.flatnonzero(lengths > place)
        values[longer] = (values[longer] << 5) + digits[last[longer] - place]
    return values, last


def _add_up(runs: _Positions) -> None:
    """Make runs of the differences that a mask's numbers are from the fourth on."""
    np.cumsum(runs[1::2], out=runs[1::2])
    np.cumsum(runs[2::2], out=runs[2::2])


# --- intervals: [start, end) positions of the mask's runs, column-major --------------------------


def _frame_intervals(rle: Rle) -> tuple[_Positions, _Positions]:
    """The runs in positions of the whole frame."""
    height = rle.frame_hw[0]
    x, y, _, h = rle.box_xywh
    edges = np.cumsum(run_lengths(rle))
    ends = edges[1::2]
    starts = edges[0::2][: len(ends)]
    if h == height:
        return starts + x * height, ends + x * height
    columns, tops, bottoms = _split_at_columns(starts, ends, h)
    base = (columns + x) * height + y
    return base + tops, base + bottoms


def _split_at_columns(
    starts: _Positions, ends: _Positions, height: int
) -> tuple[_Positions, _Positions, _Positions]:
    """Cut runs where they go over into the next column: (column, first row, row after the last)."""
    first = starts // height
    pieces = (ends - 1) // height - first + 1
    run = np.repeat(np.arange(len(starts)), pieces)
    columns = first[run] + np.arange(len(run)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    tops = np.maximum(starts[run] - columns * height, 0)
    bottoms = np.minimum(ends[run] - columns * height, height)
    return columns, tops, bottoms


def _from_intervals(starts: _Positions, ends: _Positions, frame_hw: tuple[int, int]) -> Rle:
    if not len(starts):
        return empty(frame_hw)
    columns, tops, bottoms = _split_at_columns(starts, ends, frame_hw[0])
    x, y = int(columns[0]), int(tops.min())
    w, h = int(columns[-1]) - x + 1, int(bottoms.max()) - y
    starts, ends = (columns - x) * h + tops - y, (columns - x) * h + bottoms - y
    apart = np.flatnonzero(starts[1:] != ends[:-1])  # runs that touch become one
    starts = starts[np.concatenate(([0], apart + 1))]
    ends = ends[np.concatenate((apart, [len(ends) - 1]))]
    edges = np.empty(2 * len(starts) + 2, np.int64)
    edges[0], edges[1:-1:2], edges[2:-1:2], edges[-1] = 0, starts, ends, h * w
    runs = np.diff(edges)
    counts = runs[:-1] if runs[-1] == 0 else runs
    packed = coco_mask.frPyObjects({"size": [h, w], "counts": counts.tolist()}, h, w)
    return Rle(frame_hw, (x, y, w, h), packed["counts"], int((ends - starts).sum()))

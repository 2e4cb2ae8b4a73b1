"""A brush stroke, or a drawn area, as exact pixels."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from annotator.gui.tools.gestures import Path, Stroke
from storage import masks
from storage.masks import BoolMask, Rle


def rasterise(stroke: Stroke, frame_hw: tuple[int, int]) -> Rle:
    """Every pixel of the frame whose centre is within the radius of the stroke's path."""
    x0, y0, x1, y1 = _bounds(stroke, frame_hw)
    if x0 >= x1 or y0 >= y1:
        return masks.empty(frame_hw)
    crop = np.zeros((y1 - y0, x1 - x0), bool)
    ends = stroke.path[1:] or stroke.path
    for start, end in zip(stroke.path, ends, strict=False):
        _add_segment(
            crop, (start[0] - x0, start[1] - y0), (end[0] - x0, end[1] - y0), stroke.radius
        )
    return masks.paste(crop, x0, y0, frame_hw)


def fill(corners: Path, frame_hw: tuple[int, int]) -> Rle:
    """Every pixel of the frame whose centre lies inside the corners' polygon (even-odd)."""
    xs, ys = zip(*corners, strict=True)
    left, right = _span(min(xs), max(xs), 0, frame_hw[1])
    top, bottom = _span(min(ys), max(ys), 0, frame_hw[0])
    if left >= right or top >= bottom:
        return masks.empty(frame_hw)
    # An edge turns inside into outside for all that lies to the right of it in its rows.
    turns = np.zeros((bottom - top, right - left + 1), bool)
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        first, last = max(math.ceil(min(y0, y1)), top), min(math.ceil(max(y0, y1)), bottom)
        if first < last:
            rows = np.arange(first, last)
            columns = np.ceil(x0 + (rows - y0) * ((x1 - x0) / (y1 - y0))).astype(np.intp)
            turns[rows - top, np.clip(columns, left, right) - left] ^= True
    return masks.paste(np.logical_xor.accumulate(turns, axis=1)[:, :-1], left, top, frame_hw)


def _add_segment(
    crop: BoolMask, start: tuple[float, float], end: tuple[float, float], radius: float
) -> None:
    """Pixels near one straight piece, looked for only in its own box."""
    left, right = _span(start[0], end[0], radius, crop.shape[1])
    top, bottom = _span(start[1], end[1], radius, crop.shape[0])
    if left >= right or top >= bottom:
        return
    xs = np.arange(left, right, dtype=np.float64)[None, :]
    ys = np.arange(top, bottom, dtype=np.float64)[:, None]
    crop[top:bottom, left:right] |= _squared_distance(xs, ys, start, end) <= radius * radius


def _squared_distance(
    xs: npt.NDArray[np.float64],
    ys: npt.NDArray[np.float64],
    start: tuple[float, float],
    end: tuple[float, float],
) -> npt.NDArray[np.float64]:
    """From each point to the nearest one of the piece, (len(ys), len(xs))."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((xs - start[0]) * dx + (ys - start[1]) * dy) / length if length else 0.0 * (xs + ys)
    along = np.clip(along, 0.0, 1.0)
    nearest: npt.NDArray[np.float64] = (xs - start[0] - along * dx) ** 2
    return nearest + (ys - start[1] - along * dy) ** 2


def _bounds(stroke: Stroke, frame_hw: tuple[int, int]) -> tuple[int, int, int, int]:
    xs, ys = zip(*stroke.path, strict=True)
    left, right = _span(min(xs), max(xs), stroke.radius, frame_hw[1])
    top, bottom = _span(min(ys), max(ys), stroke.radius, frame_hw[0])
    return left, top, right, bottom


def _span(first: float, last: float, radius: float, limit: int) -> tuple[int, int]:
    """The pixels [start, stop) that can be within the radius of [first, last] or [last, first]."""
    low, high = min(first, last) - radius, max(first, last) + radius
    return max(math.ceil(low), 0), min(math.floor(high) + 1, limit)

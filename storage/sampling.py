"""A mask as a smaller view shows it, worked out from its runs: no pixel between those shown is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from storage import masks
from storage.masks import BoolMask, Rle

_Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Which columns and rows of a frame a view of another scale shows: for each pixel of the view the one
    in the middle of what lies under it.

    ``columns_before`` (W + 1,) counts those shown that lie left of each column, ``rows_before`` (H + 1,)
    those above each row.
    """

    columns_before: _Counts
    rows_before: _Counts


@lru_cache(maxsize=8)
def samples(frame_hw: tuple[int, int], scale: float) -> Samples:
    """For a view with ``scale`` pixels, up to 1, for one of the frame on both sides."""
    height, width = frame_hw
    return Samples(_shown_before(width, scale), _shown_before(height, scale))


def decode_sampled(rle: Rle, shown: Samples) -> tuple[BoolMask, int, int]:
    """The pixels that are shown of a mask that is not empty: its box, (h, w) bool, and the column and row
    of the view where that begins.

    A box that lies between two columns or rows that are shown is seen at its middle.
    """
    x, y, w, h = rle.box_xywh
    left, above = _inside(shown.columns_before, x, w), _inside(shown.rows_before, y, h)
    width, height = int(left[-1]), int(above[-1])
    columns, rows = np.divmod(np.cumsum(masks.run_lengths(rle)), h)
    is_shown = np.zeros(w + 1, np.int64)
    is_shown[:-1] = left[1:] - left[:-1]
    # Where each run ends among the pixels that are shown, column by column as the runs themselves.
    ends = left[columns] * height + above[rows] * is_shown[columns]
    is_mask = np.arange(len(ends)) % 2 == 1
    ends[1:] -= ends[:-1].copy()
    pixels = np.repeat(is_mask, ends).reshape(width, height).T
    return pixels, _begin(shown.columns_before, x), _begin(shown.rows_before, y)


def _shown_before(length: int, scale: float) -> _Counts:
    shown = ((np.arange(max(1, round(length * scale))) + 0.5) / scale).astype(np.int64)
    return np.searchsorted(shown, np.arange(length + 1))


def _inside(shown_before: _Counts, start: int, length: int) -> _Counts:
    """(length + 1,) how many columns or rows of a box are shown before each of its own."""
    inside: _Counts = shown_before[start : start + length + 1] - shown_before[start]
    if not inside[-1]:
        inside[length // 2 + 1 :] = 1
    return inside


def _begin(shown_before: _Counts, start: int) -> int:
    return min(int(shown_before[start]), int(shown_before[-1]) - 1)

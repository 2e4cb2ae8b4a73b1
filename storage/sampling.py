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

    ``scale``: how many pixels of the view there are, up to 1, for one of the frame on both sides.
    ``columns_before`` (W + 1,) counts those shown that lie left of each column, ``rows_before`` (H + 1,)
    those above each row.
    """

    scale: float
    columns_before: _Counts
    rows_before: _Counts


@lru_cache(maxsize=8)
def samples(frame_hw: tuple[int, int], scale: float) -> Samples:
    height, width = frame_hw
    return Samples(scale, _shown_before(width, scale), _shown_before(height, scale))


def decode_sampled(rle: Rle, shown: Samples) -> tuple[BoolMask, int, int]:
    """The pixels that are shown of a mask that is not empty: its box, (h, w) bool, and the column and row
    of the view where that begins.

    A box that lies between two columns or rows that are shown is seen at its middle.
    """
    x, y, w, h = rle.box_xywh
    left, view_x = _along(shown.columns_before, x, w, shown.scale)
    above, view_y = _along(shown.rows_before, y, h, shown.scale)
    width, height = int(left[-1]), int(above[-1])
    columns, rows = np.divmod(np.cumsum(masks.run_lengths(rle)), h)
    is_shown = np.zeros(w + 1, np.int64)
    is_shown[:-1] = left[1:] - left[:-1]
    # Where each run ends among the pixels that are shown, column by column as the runs themselves.
    ends = left[columns] * height + above[rows] * is_shown[columns]
    is_mask = np.arange(len(ends)) % 2 == 1
    ends[1:] -= ends[:-1].copy()
    pixels = np.repeat(is_mask, ends).reshape(width, height).T
    return pixels, view_x, view_y


def _shown_before(length: int, scale: float) -> _Counts:
    shown = ((np.arange(max(1, round(length * scale))) + 0.5) / scale).astype(np.int64)
    return np.searchsorted(np.minimum(shown, length - 1), np.arange(length + 1))


def _along(shown_before: _Counts, start: int, length: int, scale: float) -> tuple[_Counts, int]:
    """Of one side of a box: (length + 1,) how many of its columns or rows are shown before each, and where
    the first one shown lies in the view."""
    inside: _Counts = shown_before[start : start + length + 1] - shown_before[start]
    if inside[-1]:
        return inside, int(shown_before[start])
    inside[length // 2 + 1 :] = 1
    return inside, min(int((start + length // 2) * scale), int(shown_before[-1]) - 1)

"""Masks as a smaller view shows them, worked out from their runs: no pixel between those shown is decoded.

All masks of a frame are worked out at once: each by itself, most of the time would go into the calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from storage import masks
from storage.masks import BoolMask, Rle

_Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """Which columns, or rows, of a frame a view of another scale shows: for each of the view's the one in
    the middle of what lies under it.

    ``shown`` (v,) are those; ``is_shown`` (L + 1,) says 1 or 0 of each of the frame's, and 0 of the place
    behind them; ``before`` (L + 1,) counts those shown before each.
    """

    scale: float
    shown: _Places
    is_shown: _Places
    before: _Places

    def seen(self, starts: _Places, lengths: _Places) -> _Places:
        """Where boxes begin; one that lies between two that are shown is moved, its middle onto one."""
        middles = ((starts + lengths // 2) * self.scale).astype(np.int64)
        moved = self.shown[np.minimum(middles, len(self.shown) - 1)] - lengths // 2
        return np.where(self.before[starts + lengths] > self.before[starts], starts, moved)


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """What a view of a frame shows of its columns and of its rows."""

    columns: _Side
    rows: _Side


@lru_cache(maxsize=8)
def samples(frame_hw: tuple[int, int], scale: float) -> Samples:
    """``scale``: how many pixels of the view there are, up to 1, for one of the frame on both sides."""
    height, width = frame_hw
    return Samples(_side(width, scale), _side(height, scale))


def decode_sampled(rles: Sequence[Rle], shown: Samples) -> list[tuple[BoolMask, int, int]]:
    """For each mask, none of them empty, the pixels that are shown: its box, (h, w) bool, and the column
    and row of the view where that begins.

    A box that lies between two columns or rows that are shown is seen at its middle.
    """
    x, y, w, h = np.array([rle.box_xywh for rle in rles], np.int64).reshape(-1, 4).T
    x, y = shown.columns.seen(x, w), shown.rows.seen(y, h)
    left, above = shown.columns.before[x], shown.rows.before[y]
    widths, heights = shown.columns.before[x + w] - left, shown.rows.before[y + h] - above

    ends, firsts = masks.run_ends(rles)
    counts = np.diff(firsts, append=len(ends))
    columns, rows = np.divmod(ends, np.repeat(h, counts))
    columns += np.repeat(x, counts)
    rows += np.repeat(y, counts)
    # Where each run ends among the pixels that are shown, column by column as the runs themselves.
    ends = (shown.columns.before[columns] - np.repeat(left, counts)) * np.repeat(heights, counts)
    ends += (shown.rows.before[rows] - np.repeat(above, counts)) * shown.columns.is_shown[columns]

    runs = np.diff(ends, prepend=0)
    runs[firsts] = ends[firsts]
    is_mask = np.arange(counts.max(initial=0)) % 2 == 1
    sizes = zip(counts, widths, heights, strict=True)
    crops = (
        np.repeat(is_mask[:count], runs[first : first + count]).reshape(width, height).T
        for first, (count, width, height) in zip(firsts, sizes, strict=True)
    )
    return list(zip(crops, left.tolist(), above.tolist(), strict=True))


def _side(length: int, scale: float) -> _Side:
    shown = ((np.arange(max(1, round(length * scale))) + 0.5) / scale).astype(np.int64)
    shown = np.minimum(shown, length - 1)
    is_shown = np.zeros(length + 1, np.int64)
    is_shown[shown] = 1
    return _Side(scale, shown, is_shown, np.searchsorted(shown, np.arange(length + 1)))

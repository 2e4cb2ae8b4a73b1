"""Masks as a smaller view shows them, worked out from their runs: no pixel between those shown is decoded.

Many masks are worked out at once: each by itself, most of the time would go into the calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from storage import masks
from storage.masks import Rle

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


@dataclass(frozen=True, slots=True, eq=False)
class ViewBoxes:
    """Where masks lie in a view, in its pixels: each (m,), no side 0."""

    left: _Places
    top: _Places
    width: _Places
    height: _Places

    def of(self, some: Sequence[int]) -> ViewBoxes:
        """Those of some of the masks."""
        at = np.asarray(some, np.intp)
        return ViewBoxes(self.left[at], self.top[at], self.width[at], self.height[at])


def boxes_in_view(rles: Sequence[Rle], shown: Samples) -> ViewBoxes:
    """Of masks, none of them empty. A box that lies between two columns or rows that are shown is seen at
    its middle."""
    x, y, w, h = _boxes_in_frame(rles, shown)
    left, top = shown.columns.before[x], shown.rows.before[y]
    return ViewBoxes(left, top, shown.columns.before[x + w] - left, shown.rows.before[y + h] - top)


def decode_sheet(
    rles: Sequence[Rle], shown: Samples, boxes: ViewBoxes
) -> tuple[npt.NDArray[np.uint8], _Places]:
    """The pixels that are shown of masks, none of them empty, side by side: a sheet (h, w) of 0 and 1, as
    high as the highest of ``boxes``, and the column where each mask begins, (m,).

    Behind each mask is an empty column, and below it nothing, so that work on the sheet is work on each.
    """
    import cv2  # its transposition is several times quicker than numpy's

    x, y, _, heights = _boxes_in_frame(rles, shown)
    stops = np.cumsum(boxes.width + 1)
    starts = stops - boxes.width - 1
    height, width = int(boxes.height.max()), int(stops[-1])

    ends, firsts = masks.run_ends(rles)
    counts = np.diff(firsts, append=len(ends))
    columns, rows = np.divmod(ends, np.repeat(heights, counts))
    columns += np.repeat(x, counts)
    rows += np.repeat(y, counts)
    # Where each run ends on the sheet, column by column as the runs themselves.
    ends = (shown.columns.before[columns] + np.repeat(starts - boxes.left, counts)) * height
    down = shown.rows.before[rows] - np.repeat(boxes.top, counts)
    ends += down * shown.columns.is_shown[columns]

    is_mask = ((np.arange(len(ends)) - np.repeat(firsts, counts)) & 1).astype(np.uint8)
    runs = np.diff(ends, prepend=0, append=width * height)
    sheet = np.repeat(np.append(is_mask, np.uint8(0)), runs).reshape(width, height)
    # A run that goes on at the top of the next column has filled what is below its mask.
    for start, w, h in zip(starts.tolist(), boxes.width, boxes.height, strict=True):
        sheet[start : start + w, h:] = 0
    return np.asarray(cv2.transpose(sheet), np.uint8), starts


def _boxes_in_frame(
    rles: Sequence[Rle], shown: Samples
) -> tuple[_Places, _Places, _Places, _Places]:
    """Left, top, width and height of each box, moved to where it is seen."""
    x, y, w, h = np.array([rle.box_xywh for rle in rles], np.int64).reshape(-1, 4).T
    return shown.columns.seen(x, w), shown.rows.seen(y, h), w, h


def _side(length: int, scale: float) -> _Side:
    shown = ((np.arange(max(1, round(length * scale))) + 0.5) / scale).astype(np.int64)
    shown = np.minimum(shown, length - 1)
    is_shown = np.zeros(length + 1, np.int64)
    is_shown[shown] = 1
    return _Side(scale, shown, is_shown, np.searchsorted(shown, np.arange(length + 1)))

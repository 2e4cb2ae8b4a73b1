"""Pairs of objects whose boxes overlap, found without looking at all pairs of all frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from annotator.review.stretches import stretches

if TYPE_CHECKING:
    from storage.overview import MaskFacts

_REACH = 3  # frames; two objects that part for less have not parted


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two objects whose boxes overlap for a while: arrays (n,), one entry a frame, ascending.

    ``shared`` is the area of the boxes' intersection; ``least_area`` that of the smaller mask;
    ``checked`` says that both masks were checked.
    """

    object_ids: tuple[int, int]
    frames: npt.NDArray[np.int64]
    shared: npt.NDArray[np.int64]
    least_area: npt.NDArray[np.int64]
    checked: npt.NDArray[np.bool_]


def find_meetings(facts: MaskFacts) -> Iterator[Meeting]:
    """All meetings in a video."""
    by_frame = np.lexsort((facts.object_id, facts.frame_index))
    first, second = _pairs(facts.frame_index[by_frame], facts.box_xywh[by_frame])
    first, second = by_frame[first], by_frame[second]
    ids = np.stack((facts.object_id[first], facts.object_id[second]))
    order = np.lexsort((facts.frame_index[first], ids[1], ids[0]))
    first, second, ids = first[order], second[order], ids[:, order]
    edges = np.flatnonzero(np.any(np.diff(ids, axis=1) != 0, axis=0)) + 1
    for a, b in zip(np.split(first, edges), np.split(second, edges), strict=True):
        if len(a):
            yield from _meetings(facts, a, b)


def shared_box_area(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The area that boxes xywh (..., 4) share, pair by pair, (...)."""
    low = np.maximum(a[..., :2], b[..., :2])
    high = np.minimum(a[..., :2] + a[..., 2:], b[..., :2] + b[..., 2:])
    shared: npt.NDArray[np.int64] = np.prod(np.maximum(high - low, 0), axis=-1)
    return shared


def box_iou(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Intersection over union of boxes xywh (..., 4), pair by pair, (...)."""
    shared = shared_box_area(a, b)
    total = np.prod(a[..., 2:], axis=-1) + np.prod(b[..., 2:], axis=-1) - shared
    iou: npt.NDArray[np.float64] = shared / np.maximum(total, 1)
    return iou


def _pairs(
    frames: npt.NDArray[np.int64], boxes: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Places of masks (sorted by frame) on the same frame whose boxes overlap.

    Each mask is compared with its d-th follower, for d = 1, 2, ..., all masks at once.
    """
    found = [np.empty((2, 0), np.intp)]
    for d in count(1):
        here = np.flatnonzero(frames[d:] == frames[:-d])
        if not len(here):
            break
        here = here[shared_box_area(boxes[here], boxes[here + d]) > 0]
        found.append(np.stack((here, here + d)))
    first, second = np.concatenate(found, axis=1)
    return first, second


def _meetings(facts: MaskFacts, a: npt.NDArray[Any], b: npt.NDArray[Any]) -> Iterator[Meeting]:
    frames = facts.frame_index[a]
    shared = shared_box_area(facts.box_xywh[a], facts.box_xywh[b])
    least_area = np.minimum(facts.area[a], facts.area[b])
    checked = facts.checked[a] & facts.checked[b]
    object_ids = (int(facts.object_id[a[0]]), int(facts.object_id[b[0]]))
    for part in stretches(frames, reach=_REACH):
        yield Meeting(object_ids, frames[part], shared[part], least_area[part], checked[part])

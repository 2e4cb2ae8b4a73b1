"""Presentation times that always grow, whatever the container says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ticks = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def make_growing(pts: Sequence[int | None]) -> tuple[Ticks, Flags]:
    """Keep as many of the given pts as can stand in growing order; interpolate the others.

    ``pts`` are those of the frames in presentation order, None where the container has none. Returns
    them as int64 (n,), strictly growing, and bool (n,): which are the container's own.
    """
    count = len(pts)
    known = [i for i, value in enumerate(pts) if value is not None]
    # Of values less their place, a sequence that does not fall leaves a tick for every frame between.
    kept = _longest_rising([(pts[i] or 0) - i for i in known])
    places = np.array([known[k] for k in kept], np.int64)
    has_pts = np.zeros(count, bool)
    has_pts[places] = True
    if not len(places):
        return np.arange(count, dtype=np.int64), has_pts
    values = np.array([pts[i] for i in places], np.int64)
    return _interpolate(places, values, count), has_pts


def _interpolate(places: Ticks, values: Ticks, count: int) -> Ticks:
    """Between two known frames evenly, before and after all of them by the usual step."""
    usual = 1
    if len(values) > 1:
        usual = max(1, int(np.median(np.diff(values) // np.diff(places))))
    before, after = int(places[0]), count - 1 - int(places[-1])
    places = np.concatenate(([0] if before else [], places, [count - 1] if after else []))
    values = np.concatenate(
        ([values[0] - usual * before] if before else [], values,
         [values[-1] + usual * after] if after else [])
    ).astype(np.int64)  # fmt: skip
    places = places.astype(np.int64)
    frames = np.arange(count)
    left = np.clip(np.searchsorted(places, frames, side="right") - 1, 0, max(0, len(places) - 2))
    if len(places) == 1:
        return np.array(values + frames - places[0], np.int64)
    rise, run = np.diff(values)[left], np.diff(places)[left]
    ticks: Ticks = values[left] + (frames - places[left]) * rise // run
    return ticks


def _longest_rising(values: Sequence[int]) -> list[int]:
    """Places of a longest subsequence that never falls (patience sorting, O(n log n))."""
    tails: list[int] = []  # the smallest last value of a rising sequence of each length
    tail_places: list[int] = []
    previous: list[int] = []
    for place, value in enumerate(values):
        length = bisect_right(tails, value)
        previous.append(tail_places[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        tail_places[length : length + 1] = [place]
    chain: list[int] = []
    place = tail_places[-1] if tail_places else -1
    while place >= 0:
        chain.append(place)
        place = previous[place]
    return chain[::-1]

"""Masks whose area changes fast: the engine took more, or lost a part, at once or bit by bit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from annotator.review.stretches import stretches
from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:
    from storage.overview import MaskFacts

_SUDDEN_FACTOR = 1.6  # from one frame to the next
_GRADUAL_FACTOR, _GRADUAL_FRAMES = 2.0, 10
_TIMES_USUAL = 5  # so many times more than the track's own usual change
_LEAST_PIXELS = 100  # the area of something smaller changes by chance
_REACH = 3

Changes = npt.NDArray[np.float64]  # (n,), natural logarithms


def is_sudden(before: npt.NDArray[Any], after: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """(n,) whether each step of a track, between areas in pixels, is unlike its usual ones."""
    large = np.maximum(before, after) >= _LEAST_PIXELS
    sudden: npt.NDArray[np.bool_] = large & _unusual(np.log(after / before), _SUDDEN_FACTOR)
    return sudden


def find(video_id: int, tracks: Mapping[int, MaskFacts]) -> Iterator[Suspect]:
    """Frames at which the area changes unlike it usually does."""
    for object_id, track in tracks.items():
        shown = track.where(track.area > 0)
        steps = _steps(shown)
        sudden = _unusual(steps, _SUDDEN_FACTOR)
        for first, last, worst in _worst_of_each(shown, steps, sudden):
            why = f"Its area is suddenly {np.exp(steps[worst]):.0%} of what it was."
            place = (first - 1, last + 1, int(shown.frame_index[worst]))
            yield _suspect(video_id, object_id, place, steps[worst], why)
        drift = _sum_of_latest(np.where(sudden, 0, steps))
        for first, last, worst in _worst_of_each(shown, drift, _unusual(drift, _GRADUAL_FACTOR)):
            why = f"Its area came to {np.exp(drift[worst]):.0%} of what it was within a few frames."
            place = (max(first - _GRADUAL_FRAMES, 0), last + 1, int(shown.frame_index[worst]))
            yield _suspect(video_id, object_id, place, drift[worst], why)


def _steps(shown: MaskFacts) -> Changes:
    """The change since the frame before; 0 if there is no mask, or both were checked."""
    steps = np.zeros(len(shown))
    known = np.diff(shown.frame_index) == 1
    known &= ~(shown.checked[1:] & shown.checked[:-1])
    known &= np.maximum(shown.area[1:], shown.area[:-1]) >= _LEAST_PIXELS
    steps[1:] = np.where(known, np.diff(np.log(shown.area)), 0)
    return steps


def _sum_of_latest(steps: Changes) -> Changes:
    """The change over the latest frames, at each frame."""
    total = np.cumsum(steps)
    before = np.concatenate((np.zeros(_GRADUAL_FRAMES), total))[: len(total)]
    return total - before


def _unusual(changes: Changes, factor: float) -> npt.NDArray[np.bool_]:
    """(n,) which changes are larger than ``factor`` and than the usual ones."""
    usual = float(np.median(np.abs(changes))) if len(changes) else 0.0
    unusual: npt.NDArray[np.bool_] = np.abs(changes) > max(np.log(factor), _TIMES_USUAL * usual)
    return unusual


def _worst_of_each(
    shown: MaskFacts, changes: Changes, unusual: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, int, int]]:
    """First frame, last frame and place of the largest change of each stretch of unusual ones."""
    places = np.flatnonzero(unusual)
    frames = shown.frame_index[places]
    for part in stretches(frames, reach=_REACH):
        worst = places[part][np.argmax(np.abs(changes[places[part]]))]
        yield int(frames[part][0]), int(frames[part][-1]), int(worst)


def _suspect(
    video_id: int, object_id: int, place: tuple[int, int, int], change: float, why: str
) -> Suspect:
    start, stop, frame_index = place
    severity = 1 - float(np.exp(-abs(change)))
    return Suspect(Kind.AREA, severity, video_id, (object_id,), start, stop, frame_index, why)

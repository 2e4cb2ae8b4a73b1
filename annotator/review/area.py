"""Masks whose area changes suddenly: the engine took more, or lost a part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from annotator.review.steps import steps_of
from annotator.review.stretches import stretches
from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:
    from storage.overview import MaskFacts

_LEAST_FACTOR = 1.6
_TIMES_USUAL = 5  # so many times more than the track's own usual change
_LEAST_PIXELS = 100  # the area of something smaller changes by chance
_REACH = 3


def is_sudden(before: npt.NDArray[Any], after: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """(n,) whether each step of a track, between areas in pixels, is unlike its usual ones."""
    change = np.abs(np.log(after / before))
    usual = float(np.median(change)) if len(change) else 0.0
    large = np.maximum(before, after) >= _LEAST_PIXELS
    sudden: npt.NDArray[np.bool_] = large & (
        change > max(np.log(_LEAST_FACTOR), _TIMES_USUAL * usual)
    )
    return sudden


def find(video_id: int, tracks: Mapping[int, MaskFacts]) -> Iterator[Suspect]:
    """Steps from one frame to the next at which the area grows or shrinks unlike it usually does."""
    for object_id, track in tracks.items():
        steps = steps_of(track)
        change = np.log(steps.area_after / steps.area_before)
        sudden = is_sudden(steps.area_before, steps.area_after)
        frames, change = steps.after[sudden], change[sudden]
        for part in stretches(frames, reach=_REACH):
            worst = part.start + int(np.argmax(np.abs(change[part])))
            yield Suspect(
                Kind.AREA,
                1 - float(np.exp(-abs(change[worst]))),
                video_id,
                (object_id,),
                int(frames[part][0]) - 1,
                int(frames[part][-1]) + 1,
                int(frames[worst]),
                f"Its area is suddenly {np.exp(change[worst]):.0%} of what it was.",
            )

"""Between two frames that a person showed, an object is followed from both, and the two finds meet.

The walk from a keyframe is right where it begins and strays on its way, so the nearer a frame lies to one
of the two, the more the logits from there count.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model_backend.flow.keyframes import FollowedObject
from model_backend.flow.tracker import Estimate

_MOST_FRAMES = 300  # that two walks share; in a longer gap they share its middle
_LARGEST_LOGIT = 8.0
_STEPS = np.int8(127) / np.float32(_LARGEST_LOGIT)  # of a logit that is kept, for one


@dataclass(frozen=True, slots=True)
class Gap:
    """The frames between the keyframes ``start`` and ``stop``, both excluded."""

    start: int
    stop: int

    def share_of(self, step: int, frame_index: int) -> float:
        """How much the walk in steps of +1 or -1 counts on a frame, 0..1."""
        length = self.stop - self.start
        shared = min(length, _MOST_FRAMES)
        backward = (frame_index - self.start - (length - shared) / 2) / shared
        return min(max(backward if step < 0 else 1 - backward, 0.0), 1.0)

    def heard(self, step: int) -> range:
        """The frames on which the walk in steps of +1 or -1 counts, in its order."""
        unshared = max(self.stop - self.start - _MOST_FRAMES, 0) / 2
        if step < 0:
            return range(self.stop - 1, math.floor(self.start + unshared), -1)
        return range(self.start + 1, math.ceil(self.stop - unshared))


def find_gaps(obj: FollowedObject) -> Iterator[Gap]:
    """Between which of its keyframes an object is to be followed from both, in the order of frames."""
    for before, after in pairwise(sorted(obj.keyframes)):
        is_there = [obj.keyframes[it].shown.is_present for it in (before, after)]
        if after - before > 1 and all(is_there):
            yield Gap(before, after)


class Meeting:
    """What the first walk found in the gaps of one object, until the second one comes by: of one gap, if
    that comes as soon as the first is through."""

    def __init__(self, obj: FollowedObject) -> None:
        self.gaps = list(find_gaps(obj))
        self._found: dict[int, tuple[bytes, float]] = {}

    def keep(self, frame_index: int, estimate: Estimate) -> None:
        """What the first walk found; nothing outside of gaps, and where it found nothing."""
        gap = self._gap_of(frame_index)
        if gap and estimate.score > 0 and 0 < gap.share_of(1, frame_index) < 1:
            self._found[frame_index] = _pack(estimate), estimate.score

    def join(self, frame_index: int, second: Estimate, step: int) -> Estimate:
        """Both finds of a frame in one, of which the second walk comes in steps of +1 or -1; that of one
        walk alone where the other lost the object."""
        gap, kept = self._gap_of(frame_index), self._found.pop(frame_index, None)
        if gap is None or kept is None:
            return second
        first = _unpack(kept, second.logits.shape)
        if second.score == 0:
            return first
        share = np.float32(gap.share_of(step, frame_index))
        logits = (1 - share) * first.logits + share * second.logits
        return Estimate(logits, float((1 - share) * first.score + share * second.score))

    def _gap_of(self, frame_index: int) -> Gap | None:
        return next((it for it in self.gaps if it.start < frame_index < it.stop), None)


def _pack(estimate: Estimate) -> bytes:
    clipped = np.clip(estimate.logits, -_LARGEST_LOGIT, _LARGEST_LOGIT)
    return zlib.compress(np.rint(clipped * _STEPS).astype(np.int8).tobytes(), level=1)


def _unpack(kept: tuple[bytes, float], hw: tuple[int, ...]) -> Estimate:
    packed, score = kept
    levels = np.frombuffer(zlib.decompress(packed), np.int8).reshape(hw)
    return Estimate(levels.astype(np.float32) / _STEPS, score)

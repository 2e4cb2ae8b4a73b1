"""Between two frames that a person showed, an object is followed from both, and the two finds meet.

The walk from a keyframe is right where it begins and strays on its way, so the nearer a frame lies to one
of the two, the more the logits from there count.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model_backend.flow.keyframes import FollowedObject
from model_backend.flow.tracker import Estimate

_MOST_FRAMES = 300  # that the two share; in a longer gap they share its middle
_LARGEST_LOGIT = 8.0
_STEPS = np.int8(127) / np.float32(_LARGEST_LOGIT)  # of a logit that is kept, for one


@dataclass(frozen=True, slots=True)
class Gap:
    """The frames (``start``, ``stop``) between two keyframes, both excluded."""

    start: int
    stop: int

    def share_of_backward(self, frame_index: int) -> float:
        """How much the walk from the later keyframe counts, 0..1."""
        length = min(self.stop - self.start, _MOST_FRAMES)
        begin = self.start + (self.stop - self.start - length) / 2
        return min(max((frame_index - begin) / length, 0.0), 1.0)


class Meeting:
    """What the first walk found in the gaps of one object, until the second one comes by."""

    def __init__(self, obj: FollowedObject) -> None:
        self._gaps = list(_gaps(obj))
        self._found: dict[int, tuple[bytes, float]] = {}

    @property
    def has_gaps(self) -> bool:
        return bool(self._gaps)

    def keep(self, frame_index: int, estimate: Estimate) -> None:
        """What the first walk found; nothing outside of gaps, and where it found nothing."""
        gap = self._gap_of(frame_index)
        if gap and estimate.score > 0 and 0 < gap.share_of_backward(frame_index) < 1:
            self._found[frame_index] = _pack(estimate), estimate.score

    def joins(self, frame_index: int, step: int) -> bool:
        """Whether a second walk, in steps of +1 or -1, has something to say about a frame."""
        gap = self._gap_of(frame_index)
        return gap is not None and _share(gap, frame_index, step) > 0

    def join(self, frame_index: int, second: Estimate, step: int) -> Estimate:
        """Both finds of a frame in one; that of one walk alone where the other lost the object."""
        gap, kept = self._gap_of(frame_index), self._found.pop(frame_index, None)
        if gap is None or kept is None:
            return second
        first = _unpack(kept, second.logits.shape)
        if second.score == 0:
            return first
        share = np.float32(_share(gap, frame_index, step))
        logits = (1 - share) * first.logits + share * second.logits
        return Estimate(logits, float((1 - share) * first.score + share * second.score))

    def _gap_of(self, frame_index: int) -> Gap | None:
        return next((it for it in self._gaps if it.start < frame_index < it.stop), None)


def _gaps(obj: FollowedObject) -> Iterator[Gap]:
    for before, after in pairwise(sorted(obj.keyframes)):
        is_there = [obj.keyframes[it].shown.is_present for it in (before, after)]
        if after - before > 1 and all(is_there):
            yield Gap(before, after)


def _share(gap: Gap, frame_index: int, step: int) -> float:
    backward = gap.share_of_backward(frame_index)
    return backward if step < 0 else 1 - backward


def _pack(estimate: Estimate) -> bytes:
    clipped = np.clip(estimate.logits, -_LARGEST_LOGIT, _LARGEST_LOGIT)
    return zlib.compress(np.rint(clipped * _STEPS).astype(np.int8).tobytes(), level=1)


def _unpack(kept: tuple[bytes, float], hw: tuple[int, ...]) -> Estimate:
    packed, score = kept
    levels = np.frombuffer(zlib.decompress(packed), np.int8).reshape(hw)
    return Estimate(levels.astype(np.float32) / _STEPS, score)

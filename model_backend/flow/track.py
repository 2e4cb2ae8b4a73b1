"""One object on one walk through the frames: when it is followed, corrected, away, or not reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2

from model_backend.engine import ObjectResult
from model_backend.flow.frames import TrackedFrame
from model_backend.flow.gaps import Meeting
from model_backend.flow.keyframes import FollowedObject
from model_backend.flow.optical_flow import FlowEstimator, Map, Motion
from model_backend.flow.rivals import certain_logits
from model_backend.flow.scene_cut import is_scene_cut
from model_backend.flow.tracker import Claim, ObjectTracker, nowhere
from storage import masks
from storage.masks import Rle


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through the frames: each object from its origin on, in steps of +1 or -1.

    Walks but the first have been at their origins before and do not report them again. A second walk
    comes from the other side through a gap between keyframes.
    """

    origins: tuple[int, ...]
    end: int
    step: Literal[1, -1]
    is_first: bool = True
    is_second: bool = False

    @property
    def frames(self) -> range:
        """Those that are walked over, in order."""
        return range(self.start, self.end, self.step)

    @property
    def start(self) -> int:
        return min(self.origins) if self.step > 0 else max(self.origins)


@dataclass(frozen=True, slots=True)
class Step:
    """A frame and how the walk came to it; the first one of a walk has no frame ``before``."""

    frame_index: int
    frame: TrackedFrame
    before: TrackedFrame | None
    motion: Motion | None
    is_cut: bool


class Track:
    """One object on one walk."""

    def __init__(
        self,
        obj: FollowedObject,
        origin: int,
        walk: Walk,
        estimator: FlowEstimator,
        meeting: Meeting,
    ) -> None:
        """``meeting``: where the first walk leaves what it found for the second one."""
        self._object, self._origin, self._walk = obj, origin, walk
        self._meeting = meeting
        self._estimator = estimator
        self._tracker = ObjectTracker([keyframe.shown for keyframe in obj.keyframes.values()])
        self._claim: Claim | None = None
        self._is_present = False
        self._left_shot: TrackedFrame | None = None  # its last frame, while another shot is on

    def has_begun(self, frame_index: int) -> bool:
        return (frame_index - self._origin) * self._walk.step >= 0

    def reports(self, frame_index: int) -> bool:
        is_known = not self._walk.is_first and frame_index == self._origin
        return frame_index not in self._object.kept_frames and not is_known

    def look(self, step: Step) -> Map | None:
        """What the object claims of a frame, logits (h, w), beyond dispute where a person showed it; None
        if it is not looked for."""
        self._claim = None
        keyframe = self._object.keyframes.get(step.frame_index)
        if keyframe is not None:
            return certain_logits(keyframe.shown.coverage)
        motion = self._motion(step) if self._is_present else None
        if motion is None:
            return None
        self._claim = self._tracker.look(step.frame, motion)
        return self._claim.logits

    def settle(self, step: Step, left: Map | None, frame_hw: tuple[int, int]) -> ObjectResult:
        """Where the object is on a frame that it looked at; other objects left these logits of its claim."""
        number, keyframe = self._object.number, self._object.keyframes.get(step.frame_index)
        if keyframe is not None:
            self._tracker.correct(keyframe.shown)
            self._is_present, self._left_shot = keyframe.shown.is_present, None
            return ObjectResult(number, keyframe.rle, keyframe.score)
        estimate = nowhere(step.frame)
        if self._claim is not None and left is not None:
            estimate = self._tracker.settle(step.frame, self._claim, left)
        if self._walk.is_second:
            estimate = self._meeting.join(step.frame_index, estimate, self._walk.step)
        else:
            self._meeting.keep(step.frame_index, estimate)
        return ObjectResult(number, _full_size(estimate.logits, frame_hw), estimate.score)

    def _motion(self, step: Step) -> Motion | None:
        """How the picture moved since the object was last followed; None while another shot is on.

        After a cut the object is not looked for; but if a later cut leads back to where the shot was
        left, it is followed again from there.
        """
        if not step.is_cut:
            return None if self._left_shot else step.motion
        if self._left_shot is None:
            self._left_shot = step.before
            return None
        motion = self._estimator.motion(self._left_shot, step.frame)
        if is_scene_cut(self._left_shot, step.frame, motion):
            return None
        self._left_shot = None
        return motion


def _full_size(logits: Map, frame_hw: tuple[int, int]) -> Rle:
    height, width = frame_hw
    return masks.encode(cv2.resize(logits, (width, height), interpolation=cv2.INTER_LINEAR) > 0)

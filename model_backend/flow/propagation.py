"""Walk through the frames of a request and follow every object on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import cv2

from model_backend.engine import Direction, FrameResult, ObjectResult, PropagateRequest
from model_backend.flow.frames import RgbImage, TrackedFrame, prepare
from model_backend.flow.keyframes import FollowedObject, learn
from model_backend.flow.optical_flow import FlowEstimator, Map, Motion
from model_backend.flow.presets import Preset
from model_backend.flow.scene_cut import is_scene_cut
from model_backend.flow.tracker import ObjectTracker, nowhere
from storage import masks
from storage.masks import Rle


class Frames(Protocol):
    """Exact frames of a video, RGB uint8 (H, W, 3)."""

    def frame(self, frame_index: int) -> RgbImage: ...

    def stream(self, start: int, stop: int, step: Literal[1, -1]) -> Iterator[tuple[int, RgbImage]]:
        """The frames of range(start, stop, step) with their indices, in that order."""
        ...


@dataclass(frozen=True, slots=True)
class _Walk:
    """One way through the frames: each object from its origin on, in steps of +1 or -1.

    A return walk has been at its origins before and does not report them again.
    """

    origins: tuple[int, ...]
    end: int
    step: Literal[1, -1]
    is_return: bool = False

    @property
    def start(self) -> int:
        return min(self.origins) if self.step > 0 else max(self.origins)


@dataclass(frozen=True, slots=True)
class _Step:
    """A frame and how the walk came to it; the first one of a walk has no frame ``before``."""

    frame_index: int
    frame: TrackedFrame
    before: TrackedFrame | None
    motion: Motion | None
    is_cut: bool


class _Track:
    """One object on one walk."""

    def __init__(
        self, obj: FollowedObject, origin: int, walk: _Walk, estimator: FlowEstimator
    ) -> None:
        self._object, self._origin, self._walk = obj, origin, walk
        self._estimator = estimator
        self._tracker = ObjectTracker([keyframe.shown for keyframe in obj.keyframes.values()])
        self._is_present = False
        self._left_shot: TrackedFrame | None = None  # its last frame, while another shot is on

    def has_begun(self, frame_index: int) -> bool:
        return (frame_index - self._origin) * self._walk.step >= 0

    def reports(self, frame_index: int) -> bool:
        is_known = self._walk.is_return and frame_index == self._origin
        return frame_index not in self._object.kept_frames and not is_known

    def advance(self, step: _Step, frame_hw: tuple[int, int]) -> ObjectResult:
        number, keyframe = self._object.number, self._object.keyframes.get(step.frame_index)
        if keyframe is not None:
            self._tracker.correct(keyframe.shown)
            self._is_present, self._left_shot = keyframe.shown.is_present, None
            return ObjectResult(number, keyframe.rle, keyframe.score)
        motion = self._motion(step) if self._is_present else None
        estimate = self._tracker.step(step.frame, motion) if motion else nowhere(step.frame)
        return ObjectResult(number, _full_size(estimate.logits, frame_hw), estimate.score)

    def _motion(self, step: _Step) -> Motion | None:
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


def propagate(frames: Frames, request: PropagateRequest, preset: Preset) -> Iterator[FrameResult]:
    """Follow the objects of a request; one result for every frame that is walked over.

    What is found on a frame depends on the prompts and on the frames between it and where the object
    set out, not on how far the request goes on. ``scene_cut`` is in the order of the walk. Raises UserError for a prompt that cannot be used.
    """
    followed = [learn(it, frames.frame, preset) for it in request.objects]
    for walk in _walks(request, followed):
        yield from _follow(frames, followed, walk, preset)


def _walks(request: PropagateRequest, followed: Sequence[FollowedObject]) -> list[_Walk]:
    firsts = tuple(it.first for it in followed)
    forward = _Walk(firsts, request.stop, 1)
    match request.direction:
        case Direction.FORWARD:
            return [forward]
        case Direction.BACKWARD:
            return [_Walk(tuple(it.last for it in followed), request.start - 1, -1)]
        case Direction.BOTH:
            return [forward, _Walk(firsts, request.start - 1, -1, is_return=True)]


def _follow(
    frames: Frames, followed: Sequence[FollowedObject], walk: _Walk, preset: Preset
) -> Iterator[FrameResult]:
    estimator = FlowEstimator(preset)
    tracks = [
        _Track(obj, origin, walk, estimator)
        for obj, origin in zip(followed, walk.origins, strict=True)
    ]
    before: TrackedFrame | None = None
    for frame_index, image in frames.stream(walk.start, walk.end, walk.step):
        step = _step_to(frame_index, prepare(image, preset), before, estimator)
        results = [
            (track.reports(frame_index), track.advance(step, image.shape[:2]))
            for track in tracks
            if track.has_begun(frame_index)
        ]
        if before or not walk.is_return:
            wanted = tuple(result for is_wanted, result in results if is_wanted)
            yield FrameResult(frame_index, wanted, step.is_cut)
        before = step.frame


def _step_to(
    frame_index: int, frame: TrackedFrame, before: TrackedFrame | None, estimator: FlowEstimator
) -> _Step:
    if before is None:
        return _Step(frame_index, frame, None, None, is_cut=False)
    motion = estimator.motion(before, frame)
    return _Step(frame_index, frame, before, motion, is_scene_cut(before, frame, motion))


def _full_size(logits: Map, frame_hw: tuple[int, int]) -> Rle:
    height, width = frame_hw
    return masks.encode(cv2.resize(logits, (width, height), interpolation=cv2.INTER_LINEAR) > 0)

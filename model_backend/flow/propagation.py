"""Walk through the frames of a request and follow every object on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol

from model_backend.engine import Direction, FrameResult, PropagateRequest
from model_backend.flow.frames import RgbImage, TrackedFrame, prepare
from model_backend.flow.keyframes import FollowedObject, learn
from model_backend.flow.optical_flow import FlowEstimator
from model_backend.flow.presets import Preset
from model_backend.flow.scene_cut import is_scene_cut
from model_backend.flow.track import Step, Track, Walk


class Frames(Protocol):
    """Exact frames of a video, RGB uint8 (H, W, 3)."""

    def frame(self, frame_index: int) -> RgbImage: ...

    def stream(self, start: int, stop: int, step: Literal[1, -1]) -> Iterator[tuple[int, RgbImage]]:
        """The frames of range(start, stop, step) with their indices, in that order."""
        ...


def propagate(frames: Frames, request: PropagateRequest, preset: Preset) -> Iterator[FrameResult]:
    """Follow the objects of a request; one result for every frame that is walked over.

    What is found on a frame depends on the prompts and on the frames between it and where the object
    set out, not on how far the request goes on. ``scene_cut`` is in the order of the walk. Raises
    UserError for a prompt that cannot be used.
    """
    followed = [learn(it, frames.frame, preset) for it in request.objects]
    for walk in _walks(request, followed):
        yield from _follow(frames, followed, walk, preset)


def _walks(request: PropagateRequest, followed: Sequence[FollowedObject]) -> list[Walk]:
    firsts = tuple(it.first for it in followed)
    forward = Walk(firsts, request.stop, 1)
    match request.direction:
        case Direction.FORWARD:
            return [forward]
        case Direction.BACKWARD:
            return [Walk(tuple(it.last for it in followed), request.start - 1, -1)]
        case Direction.BOTH:
            return [forward, Walk(firsts, request.start - 1, -1, is_return=True)]


def _follow(
    frames: Frames, followed: Sequence[FollowedObject], walk: Walk, preset: Preset
) -> Iterator[FrameResult]:
    estimator = FlowEstimator(preset)
    tracks = [
        Track(obj, origin, walk, estimator)
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
) -> Step:
    if before is None:
        return Step(frame_index, frame, None, None, is_cut=False)
    motion = estimator.motion(before, frame)
    return Step(frame_index, frame, before, motion, is_scene_cut(before, frame, motion))

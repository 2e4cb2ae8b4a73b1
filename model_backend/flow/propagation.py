"""Walk through the frames of a request and follow every object on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, Self

from model_backend.engine import Direction, FrameResult, PropagateRequest
from model_backend.flow.frames import RgbImage, TrackedFrame, prepare
from model_backend.flow.gaps import Meeting
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

    Frames between two keyframes come a second time, followed from both sides. What is found on a frame
    depends on the prompts and on the frames between it and where the object set out, not on how far the
    request goes on. ``scene_cut`` is in the order of the walk. Raises UserError for a prompt that cannot
    be used.
    """
    followed = [_Followed.learned(learn(it, frames.frame, preset)) for it in request.objects]
    with_gaps = [it for it in followed if it.meeting.has_gaps]
    yield from _follow(frames, followed, _first_walk(request, followed), preset)
    if with_gaps:
        yield from _follow(frames, with_gaps, _second_walk(request, with_gaps), preset)
    if request.direction is Direction.BOTH:
        walk = Walk(_firsts(followed), request.start - 1, -1, is_return=True)
        yield from _follow(frames, followed, walk, preset)


@dataclass(frozen=True, slots=True)
class _Followed:
    """An object, and what its walks leave for each other."""

    object: FollowedObject
    meeting: Meeting

    @classmethod
    def learned(cls, obj: FollowedObject) -> Self:
        return cls(obj, Meeting(obj))


def _first_walk(request: PropagateRequest, followed: Sequence[_Followed]) -> Walk:
    if request.direction is Direction.BACKWARD:
        return Walk(_lasts(followed), request.start - 1, -1)
    return Walk(_firsts(followed), request.stop, 1)


def _second_walk(request: PropagateRequest, followed: Sequence[_Followed]) -> Walk:
    """The other way, through the gaps alone."""
    if request.direction is Direction.BACKWARD:
        return Walk(_firsts(followed), max(_lasts(followed)), 1, is_second=True)
    return Walk(_lasts(followed), min(_firsts(followed)), -1, is_second=True)


def _firsts(followed: Sequence[_Followed]) -> tuple[int, ...]:
    return tuple(it.object.first for it in followed)


def _lasts(followed: Sequence[_Followed]) -> tuple[int, ...]:
    return tuple(it.object.last for it in followed)


def _follow(
    frames: Frames, followed: Sequence[_Followed], walk: Walk, preset: Preset
) -> Iterator[FrameResult]:
    estimator = FlowEstimator(preset)
    tracks = [
        Track(it.object, origin, walk, estimator, it.meeting)
        for it, origin in zip(followed, walk.origins, strict=True)
    ]
    before: TrackedFrame | None = None
    for frame_index, image in frames.stream(walk.start, walk.end, walk.step):
        step = _step_to(frame_index, prepare(image, preset), before, estimator)
        results = [
            (track.reports(frame_index), track.advance(step, image.shape[:2]))
            for track in tracks
            if track.has_begun(frame_index)
        ]
        wanted = tuple(result for is_wanted, result in results if is_wanted)
        if walk.is_second:
            if wanted:
                yield FrameResult(frame_index, wanted)
        elif before or not walk.is_return:
            yield FrameResult(frame_index, wanted, step.is_cut)
        before = step.frame


def _step_to(
    frame_index: int, frame: TrackedFrame, before: TrackedFrame | None, estimator: FlowEstimator
) -> Step:
    if before is None:
        return Step(frame_index, frame, None, None, is_cut=False)
    motion = estimator.motion(before, frame)
    return Step(frame_index, frame, before, motion, is_scene_cut(before, frame, motion))

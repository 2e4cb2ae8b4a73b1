"""Objects followed on one walk through the frames, as far as is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, Self

from model_backend.engine import FrameResult, ObjectResult
from model_backend.flow.frames import RgbImage, TrackedFrame, prepare
from model_backend.flow.gaps import Meeting
from model_backend.flow.keyframes import FollowedObject
from model_backend.flow.optical_flow import FlowEstimator
from model_backend.flow.presets import Preset
from model_backend.flow.rivals import find_rivals, share_out
from model_backend.flow.scene_cut import is_scene_cut
from model_backend.flow.track import Step, Track, Walk


class Frames(Protocol):
    """Exact frames of a video, RGB uint8 (H, W, 3)."""

    def frame(self, frame_index: int) -> RgbImage: ...

    def stream(self, start: int, stop: int, step: Literal[1, -1]) -> Iterator[tuple[int, RgbImage]]:
        """The frames of range(start, stop, step) with their indices, in that order."""
        ...


@dataclass(frozen=True, slots=True)
class Followed:
    """An object, and what its walks leave for each other."""

    object: FollowedObject
    meeting: Meeting

    @classmethod
    def learned(cls, obj: FollowedObject) -> Self:
        return cls(obj, Meeting(obj))


class Walker:
    """A walk that goes on where it stopped."""

    def __init__(
        self, frames: Frames, followed: Sequence[Followed], walk: Walk, preset: Preset
    ) -> None:
        self._frames, self._walk, self._preset = frames, walk, preset
        self._estimator = FlowEstimator(preset)
        self._tracks = [
            Track(it.object, origin, walk, self._estimator, it.meeting)
            for it, origin in zip(followed, walk.origins, strict=True)
        ]
        self._rivals = find_rivals([it.object for it in followed])
        self._next = walk.start
        self._before: TrackedFrame | None = None

    def go_to_end(self) -> Iterator[FrameResult]:
        """As :meth:`go_to`, up to the last frame."""
        return self.go_to(self._walk.frames[-1])

    def go_to(self, frame_index: int) -> Iterator[FrameResult]:
        """Walk up to a frame, which is walked over too; one result for every frame that was not reported
        by another walk before."""
        step = self._walk.step
        if (frame_index - self._next) * step < 0:
            return  # it has been there
        for here, image in self._frames.stream(self._next, frame_index + step, step):
            came = self._step_to(here, prepare(image, self._preset))
            results = self._follow(came, image.shape[:2])
            if self._before is not None or self._walk.is_first:
                yield FrameResult(here, results, came.is_cut and not self._walk.is_second)
            self._before, self._next = came.frame, here + step

    def _follow(self, came: Step, frame_hw: tuple[int, int]) -> tuple[ObjectResult, ...]:
        """All objects on a frame; the results that are to be reported."""
        here = came.frame_index
        claims = [it.look(came) if it.has_begun(here) else None for it in self._tracks]
        left = share_out(claims, self._rivals)
        results = [
            (track.reports(here), track.settle(came, logits, frame_hw))
            for track, logits in zip(self._tracks, left, strict=True)
            if track.has_begun(here)
        ]
        return tuple(result for is_wanted, result in results if is_wanted)

    def _step_to(self, frame_index: int, frame: TrackedFrame) -> Step:
        if self._before is None:
            return Step(frame_index, frame, None, None, is_cut=False)
        motion = self._estimator.motion(self._before, frame)
        is_cut = is_scene_cut(self._before, frame, motion)
        return Step(frame_index, frame, self._before, motion, is_cut)

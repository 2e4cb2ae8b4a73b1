"""Which frames a request walks over, which of its objects are worked out where, and what is reported.

Forward, an object begins on its first prompted frame; backward, on its last. Both ways is forward from
the first, then backward from there. All its prompts condition an object from the beginning. Frames
before the range are worked out without being reported, so that those in it come out the same however
the range was cut; a walk that was cancelled goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import torch

from model_backend.engine import (
    Direction,
    FrameResult,
    ObjectPrompts,
    ObjectResult,
    PropagateRequest,
)
from model_backend.sam2 import prompts
from model_backend.sam2.allocator import give_back_freed_memory
from model_backend.sam2.cuts import with_cuts
from model_backend.sam2.frames import EncodedFrames
from model_backend.sam2.memory import Output
from model_backend.sam2.network import Network
from model_backend.sam2.tracker import Tracker, video_masks
from storage.errors import UserError
from storage.masks import encode
from storage.records import FramePrompt

_FRAMES_BETWEEN_TIDYING = 32


@dataclass(frozen=True, slots=True)
class Pass:
    """One way through the video, ``range(start, stop, step)``; ``begins`` says where each object begins."""

    start: int
    stop: int
    step: Literal[1, -1]
    begins: dict[int, int]

    def active(self, frame_index: int) -> list[int]:
        """The objects that have begun."""
        return [n for n, begin in self.begins.items() if (frame_index - begin) * self.step >= 0]


@dataclass(frozen=True, slots=True)
class Paused:
    """A walk that was cancelled before ``next_frame``, with all that its objects remember."""

    objects: tuple[ObjectPrompts, ...]
    direction: Direction
    tracker: Tracker
    next_frame: int

    def rest(self, request: PropagateRequest) -> Pass | None:
        """What is left of a request, if it asks for nothing that this walk already came by."""
        if (self.objects, self.direction) != (request.objects, request.direction):
            return None
        (wanted,) = passes(request)
        first = request.start if wanted.step == 1 else request.stop - 1
        if (first - self.next_frame) * wanted.step < 0:
            return None
        return replace(wanted, start=self.next_frame)


class Propagator:
    """Answers the requests about one video."""

    def __init__(
        self,
        network: Network,
        frames: EncodedFrames,
        *,
        frame_hw: tuple[int, int],
        frame_count: int,
    ) -> None:
        self._network, self._frames = network, frames
        self._frame_hw, self._frame_count = frame_hw, frame_count
        self._paused: Paused | None = None

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]:
        """Follow the objects of a request. Raises UserError, at once, for one that cannot be fulfilled."""
        self._check(request)
        paused, self._paused = self._paused, None
        if paused is not None and (rest := paused.rest(request)) is not None:
            return self._walk(request, paused.tracker, [rest])
        tracker = Tracker(self._network, self._frames, frame_count=self._frame_count)
        return self._begin(request, tracker)

    def _begin(self, request: PropagateRequest, tracker: Tracker) -> Iterator[FrameResult]:
        shown = [(it.number, prompt) for it in request.objects for prompt in it.prompts]
        for number, prompt in sorted(shown, key=lambda each: each[1].frame_index):
            self._show(tracker, number, prompt)
        yield from self._walk(request, tracker, passes(request))

    def _walk(
        self, request: PropagateRequest, tracker: Tracker, to_do: list[Pass]
    ) -> Generator[FrameResult, None, None]:
        for way in to_do:
            encoded = self._frames.stream(way.start, way.stop, way.step)
            for done, (frame, cut) in enumerate(with_cuts(encoded, way.step)):
                if done % _FRAMES_BETWEEN_TIDYING == 0:
                    give_back_freed_memory()
                index = frame.frame_index
                outputs = tracker.step(frame, way.active(index), backward=way.step == -1)
                found = self._results(request, index, outputs)
                if found:
                    if len(to_do) == 1 and request.direction is not Direction.BOTH:
                        self._paused = Paused(request.objects, request.direction, tracker, index + way.step)  # fmt: skip
                    yield FrameResult(index, found, scene_cut=cut)
        self._paused = None

    def _results(
        self, request: PropagateRequest, frame_index: int, outputs: dict[int, Output]
    ) -> tuple[ObjectResult, ...]:
        kept = {it.number for it in request.objects if frame_index in it.kept_frames}
        wanted = {n: output for n, output in outputs.items() if n not in kept}
        if not wanted or not request.start <= frame_index < request.stop:
            return ()
        rules = self._network.config.rules
        masks = video_masks(list(outputs.values()), self._frame_hw, non_overlapping=rules.non_overlapping_masks)  # fmt: skip
        rles = {n: encode(mask) for n, mask in zip(outputs, masks, strict=True) if n in wanted}
        # one wait for the device, not two for each object
        scores = torch.stack([torch.stack([it.score.sigmoid(), it.iou]) for it in wanted.values()])
        return tuple(
            ObjectResult(number, rles[number], score=score, predicted_iou=iou)
            for number, (score, iou) in zip(wanted, scores.tolist(), strict=True)
        )

    def _show(self, tracker: Tracker, number: int, prompt: FramePrompt) -> None:
        """Condition an object on a prompt. A mask is what its points and box led to, so it stands for them."""
        if prompt.mask is not None:
            tracker.add_mask(number, prompt.frame_index, prompts.mask_of(prompt))
        else:
            size = self._network.config.image_size
            points, labels = prompts.encode_points(prompt.points, prompt.box, self._frame_hw, size)
            tracker.add_points(number, prompt.frame_index, points, labels)
        tracker.begin()  # now, while the frame is encoded

    def _check(self, request: PropagateRequest) -> None:
        if not 0 <= request.start < request.stop <= self._frame_count:
            raise UserError(
                f"The frames {request.start} to {request.stop - 1} are not a range of this video: "
                f"choose one within 0 to {self._frame_count - 1}."
            )
        if not request.objects:
            raise UserError("There is no object to follow: show one first.")
        for each in request.objects:
            if not each.prompts:
                raise UserError(f"Object [{each.number}] has no prompt: show it on a frame first.")
            for prompt in each.prompts:
                prompts.check(prompt, self._frame_hw, self._frame_count)
                prompts.check_stands_alone(prompt)


def passes(request: PropagateRequest) -> list[Pass]:
    """The ways through the video that a request takes; empty ones are left out."""
    first = {it.number: min(p.frame_index for p in it.prompts) for it in request.objects}
    last = {it.number: max(p.frame_index for p in it.prompts) for it in request.objects}
    forward = Pass(min(first.values()), request.stop, 1, first)
    match request.direction:
        case Direction.FORWARD:
            return [forward]
        case Direction.BACKWARD:
            return [Pass(max(last.values()), request.start - 1, -1, last)]
        case Direction.BOTH:
            before = {number: frame_index - 1 for number, frame_index in first.items()}
            backward = Pass(max(before.values()), request.start - 1, -1, before)
            return [forward, backward]

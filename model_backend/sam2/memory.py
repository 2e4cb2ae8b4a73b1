"""What one object remembers, what of it attention sees on a frame, and what it may forget.

The window is the paper's: every conditioning frame, the six latest other frames as spatial memories and
the fifteen latest as object pointers. Everything older is dropped, so that what an object remembers
depends on how many frames a person prompted, never on how long the video is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from torch import Tensor

from model_backend.sam2.config import Rules


@dataclass(frozen=True, slots=True)
class Output:
    """What was worked out for one object on one frame.

    ``mask_logits`` (S/4, S/4) float32, ``pointer`` (C,), ``score`` and ``iou`` without dimensions: the
    logit that the object is there, and what the network thinks of the mask. ``memory`` (N, D) is None until it
    is needed, and again when attention will not look at it any more.
    """

    mask_logits: Tensor
    pointer: Tensor
    score: Tensor
    iou: Tensor
    memory: Tensor | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What attention sees of an object: memories with their age, pointers with their distance in frames."""

    memories: list[tuple[Tensor, int]]
    pointers: list[tuple[int, Tensor]]


@dataclass(slots=True)
class Pending:
    """The outcome of prompts that no propagation has used yet."""

    output: Output
    conditions: bool


@dataclass(slots=True)
class Track:
    """One object's memory bank.

    ``points`` are all points of a prompted frame so far, ``visited`` the frames that a propagation came
    by and whether it went backward; ``conditioning`` and ``tracked`` what was worked out there.
    """

    points: dict[int, tuple[Tensor, Tensor]] = field(default_factory=dict)
    pending: dict[int, Pending] = field(default_factory=dict)
    conditioning: dict[int, Output] = field(default_factory=dict)
    tracked: dict[int, Output] = field(default_factory=dict)
    visited: dict[int, bool] = field(default_factory=dict)

    def latest(self, frame_index: int) -> Output | None:
        """The newest output on a frame."""
        if frame_index in self.pending:
            return self.pending[frame_index].output
        return self.conditioning.get(frame_index) or self.tracked.get(frame_index)

    def accept(self, frame_index: int, output: Output, *, conditions: bool) -> None:
        """Take a prompted frame's output, with its memory, into the bank."""
        if conditions:
            self.conditioning[frame_index] = output
            self.tracked.pop(frame_index, None)
        else:
            self.tracked[frame_index] = output

    def unprompt(self, frame_index: int) -> None:
        """Take back the prompts of a frame; what they gave stays as if it had been tracked."""
        self.points.pop(frame_index, None)
        self.pending.pop(frame_index, None)
        if frame_index in self.conditioning:
            self.tracked[frame_index] = self.conditioning.pop(frame_index)
            self.visited.pop(frame_index, None)

    def recall(self, frame_index: int, frame_count: int, rules: Rules, *, backward: bool) -> Past:
        """What attention sees on a frame, coming from the frames before it (after it if ``backward``)."""
        chosen = _nearest(self.conditioning, frame_index, rules.conditioning_frames)
        others = self.tracked | {t: o for t, o in self.conditioning.items() if t not in chosen}
        step = 1 if backward else -1
        memories = [
            (output.memory, rules.memories - 1)
            for output in chosen.values()
            if output.memory is not None
        ]
        for distance in range(rules.memories - 1, 0, -1):
            output = others.get(frame_index + step * distance)
            if output is not None and output.memory is not None:
                memories.append((output.memory, distance - 1))
        pointers = [
            ((t - frame_index) * step, output.pointer)
            for t, output in chosen.items()
            if (t - frame_index) * step >= 0  # only past ones
        ]
        for distance in range(1, min(frame_count, rules.pointers)):
            output = others.get(frame_index + step * distance)
            if output is not None:
                pointers.append((distance, output.pointer))
        return Past(memories, pointers)

    def forget(self, frame_index: int, rules: Rules) -> None:
        """Drop what no frame from ``frame_index`` on can see, in the direction of either neighbour.

        What lies around a conditioning frame stays: a propagation back from there sees it.
        """
        for t, near in list(self._distances(frame_index)):
            output = self.tracked[t]
            if near >= rules.pointers:
                del self.tracked[t]
                self.visited.pop(t, None)
            elif output.memory is not None and near >= rules.memories:
                self.tracked[t] = replace(output, memory=None)

    def _distances(self, frame_index: int) -> Iterator[tuple[int, int]]:
        """How far each tracked frame is from the nearest place that may still look at it."""
        places = (frame_index, *self.conditioning)
        return ((t, min(abs(t - place) for place in places)) for t in self.tracked)


def _nearest(
    conditioning: dict[int, Output], frame_index: int, limit: int | None
) -> dict[int, Output]:
    """At most ``limit`` conditioning frames: the next on each side, then the nearest of the rest."""
    if limit is None or len(conditioning) <= limit:
        return conditioning
    before = max((t for t in conditioning if t < frame_index), default=None)
    after = min((t for t in conditioning if t >= frame_index), default=None)
    chosen = [t for t in (before, after) if t is not None]
    rest = sorted((t for t in conditioning if t not in chosen), key=lambda t: abs(t - frame_index))
    chosen += rest[: limit - len(chosen)]
    return {t: conditioning[t] for t in chosen}

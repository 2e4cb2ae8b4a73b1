"""What a person showed of an object, looked at before the tracker sets out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from model_backend.engine import ObjectPrompts
from model_backend.flow.first_mask import segment
from model_backend.flow.frames import RgbImage, prepare
from model_backend.flow.presets import Preset
from model_backend.flow.shown import Shown, show
from storage import masks
from storage.errors import UserError
from storage.masks import Rle
from storage.records import FramePrompt


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A frame on which a person showed an object: the answer there, and what it teaches."""

    rle: Rle
    score: float
    shown: Shown


@dataclass(frozen=True, slots=True)
class FollowedObject:
    """An object to follow; ``keyframes`` by frame index, ``kept_frames`` need no answer."""

    number: int
    keyframes: Mapping[int, Keyframe]
    kept_frames: frozenset[int]

    @property
    def first(self) -> int:
        return min(self.keyframes)

    @property
    def last(self) -> int:
        return max(self.keyframes)


def learn(
    prompts: ObjectPrompts, read: Callable[[int], RgbImage], preset: Preset
) -> FollowedObject:
    """Look at every prompted frame of an object; ``read`` gives a frame by its index.

    Raises UserError if a prompt cannot be used, or if all masks are empty.
    """
    keyframes = {p.frame_index: _keyframe(read(p.frame_index), p, preset) for p in prompts.prompts}
    if not any(keyframe.shown.is_present for keyframe in keyframes.values()):
        raise UserError(
            f"Object [{prompts.number}] is not there, or too small, on every frame that was marked: "
            "mark one where it can be seen."
        )
    return FollowedObject(prompts.number, keyframes, prompts.kept_frames)


def _keyframe(image: RgbImage, prompt: FramePrompt, preset: Preset) -> Keyframe:
    rle, score = prompt.mask, 1.0
    if rle is None:
        best = segment(image, prompt)[0]
        rle, score = best.rle, best.score
    return Keyframe(rle, score, show(prepare(image, preset), masks.decode(rle)))

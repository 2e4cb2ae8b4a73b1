"""A clip as the language model sees it, and what is kept of it from one question to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from model_backend.sam2.allocator import free_unused, is_out_of_memory
from model_backend.sam2.frames import Frames
from model_backend.unipixel.generation import Prompt, Reading
from model_backend.unipixel.kept import Kept
from model_backend.unipixel.memory_limits import with_fewer
from model_backend.unipixel.model import ClipFeatures, UniPixel
from model_backend.unipixel.preprocessing import Grid, patches_of, pixel_limits

_KEPT_CLIP_BYTES = 1 << 28  # eight clips of 16 frames, of the 3B model in bfloat16
_KEPT_READING_BYTES = 1 << 29  # six conversations about them

ClipKey = tuple[str, tuple[int, ...], int]
"""The video's fingerprint, the sampled frames, and how many were wanted."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Sampled frames of a video, seen by the vision tower."""

    key: ClipKey
    features: ClipFeatures

    @property
    def frames(self) -> tuple[int, ...]:
        return self.key[1]

    @property
    def grid(self) -> Grid:
        return self.features.grid

    @property
    def nbytes(self) -> int:
        return self.features.embeddings.nbytes + self.features.unmerged.nbytes


class Clips:
    """Clips that were looked at last, and for each the conversation that was read last."""

    def __init__(self, model: UniPixel) -> None:
        self._model = model
        self._clips: Kept[Clip] = Kept(_KEPT_CLIP_BYTES, lambda clip: clip.nbytes)
        self._readings: Kept[Reading] = Kept(_KEPT_READING_BYTES, lambda reading: reading.nbytes)

    def clip(self, fingerprint: str, frames: Frames, sampled: Sequence[int], wanted: int) -> Clip:
        """The clip of these frames; they are only read and seen if they were not kept."""
        key = (fingerprint, tuple(sampled), wanted)
        clip = self._clips.get(key)
        if clip is None:
            clip = Clip(key, self._see(frames, sampled, wanted))
            self._clips.put(key, clip)
        return clip

    @contextmanager
    def read(self, clip: Clip, prompt: Prompt) -> Iterator[tuple[Reading, Tensor]]:
        """A prompt about a clip, read: the reading, for one request alone, and its last hidden state (D,).

        Another request at the same time begins anew. What a failure left behind is not kept.
        """
        reading, hidden = self._begin(self._readings.take(clip.key), prompt)
        try:
            yield reading, hidden
        except GeneratorExit:
            self._readings.put(clip.key, reading)
            raise
        self._readings.put(clip.key, reading)

    def _begin(self, kept: Reading | None, prompt: Prompt) -> tuple[Reading, Tensor]:
        """Read a prompt; if it does not fit, let go of what is kept and hold a GPU's keys and values elsewhere."""
        reading = kept or Reading(self._model)
        try:
            return reading, reading.begin(prompt)
        except (torch.OutOfMemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
        del kept, reading
        self.forget()
        free_unused()
        reading = Reading(self._model, offloaded=self._model.device.type == "cuda")
        return reading, reading.begin(prompt)

    def forget(self) -> None:
        """Let go of everything, to make room."""
        self._clips.clear()
        self._readings.clear()

    @torch.inference_mode()
    def _see(self, frames: Frames, sampled: Sequence[int], wanted: int) -> ClipFeatures:
        pictures = [frames.frame(frame_index) for frame_index in sampled]
        patches, grid = patches_of(pictures, pixel_limits(len(sampled), wanted), self._model.device)
        return with_fewer(
            grid[0],
            lambda pairs: self._model.encode_clip(patches, grid, pairs=pairs),
            make_room=self.forget,
        )

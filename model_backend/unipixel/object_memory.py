"""The object memory bank: what `[n]` stands for, and how the model is reminded of it.

An entry is an object's number, its name and its masks by frame. For each clip that it was asked about
it also has one embedding for each pair of sampled frames that it is on, the paper's pooled features.
These follow from clip and masks alone: they are worked out once, and again when one of the masks that
they came from changes. The bank itself is rebuilt from what a request brings, which comes from the
project's rows, so a conversation goes on wherever it is opened again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from model_backend.engine import MemoryObject
from model_backend.unipixel.clips import Clip, ClipKey
from model_backend.unipixel.model import UniPixel
from model_backend.unipixel.preprocessing import mask_cells, pool_pairs
from storage.errors import UserError
from storage.masks import Rle, decode


@dataclass(frozen=True, slots=True)
class Reminder:
    """An object in a clip: the pairs of sampled frames that it is on, and an embedding (n, D) for each."""

    pairs: tuple[int, ...]
    embeddings: Tensor


@dataclass(slots=True)
class _Entry:
    name: str
    masks: Mapping[int, Rle]
    reminders: dict[ClipKey, Reminder] = field(default_factory=dict)


class ObjectMemoryBank:
    """Objects of one video by their number."""

    def __init__(self, model: UniPixel) -> None:
        self._model = model
        self._entries: dict[int, _Entry] = {}

    def add(self, known: MemoryObject) -> None:
        """Take in an object, or what has changed of it."""
        entry = _Entry(known.name, known.masks)
        old = self._entries.get(known.number)
        if old is not None:
            entry.reminders = {
                key: reminder
                for key, reminder in old.reminders.items()
                if _masks_in(key, old.masks) == _masks_in(key, known.masks)
            }
        self._entries[known.number] = entry

    def remove(self, number: int) -> None:
        """Forget an object. Raises UserError if it is not known."""
        self._known(number)
        del self._entries[number]

    def replace_all(self, objects: Iterable[MemoryObject]) -> None:
        """Know these objects and no others; what is unchanged keeps its reminders."""
        objects = list(objects)
        for number in self._entries.keys() - {it.number for it in objects}:
            self.remove(number)
        for known in objects:
            self.add(known)

    def frames(self, number: int) -> list[int]:
        """The frames that an object is on. Raises UserError if it is not known."""
        return sorted(t for t, rle in self._known(number).masks.items() if not rle.is_empty)

    def refer(self, number: int, clip: Clip) -> Reminder:
        """An object in a clip. Raises UserError if it is not known, or on none of the clip's frames."""
        entry = self._known(number)
        if clip.key not in entry.reminders:
            entry.reminders[clip.key] = self._remind(number, entry.masks, clip)
        return entry.reminders[clip.key]

    def _known(self, number: int) -> _Entry:
        if number not in self._entries:
            numbers = ", ".join(f"[{known}]" for known in sorted(self._entries)) or "none yet"
            raise UserError(f"There is no object [{number}] in this video; there are: {numbers}.")
        return self._entries[number]

    @torch.inference_mode()
    def _remind(self, number: int, masks: Mapping[int, Rle], clip: Clip) -> Reminder:
        there = _masks_in(clip.key, masks)
        if not there:
            raise UserError(f"Object [{number}] has no mask on the frames that the question is about: choose others, or follow it there first.")  # fmt: skip
        empty = np.zeros(next(iter(there.values())).frame_hw, bool)
        stack = np.stack([decode(there[t]) if t in there else empty for t in clip.frames])
        pooled = pool_pairs(torch.from_numpy(stack)[:, None])  # (T, 1, H, W) -> (T/2, 1, H, W)
        cells = mask_cells(pooled, clip.grid)[:, 0]  # (T/2, 1, h/2, w/2) -> (T/2, h/2, w/2)
        pairs = tuple(cells.flatten(1).any(dim=1).nonzero()[:, 0].tolist())
        return Reminder(pairs, self._model.encode_memory(clip.features, cells))


def _masks_in(key: ClipKey, masks: Mapping[int, Rle]) -> dict[int, Rle]:
    """The masks with pixels on a clip's frames."""
    return {t: masks[t] for t in key[1] if t in masks and not masks[t].is_empty}

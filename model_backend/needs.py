"""What a model takes: room on the disk, and memory of a GPU for each precision. Torch is not imported here.

The bytes of UniPixel follow from its published numbers of parameters. What a clip of 16 frames and its
masks take beside the weights was worked out, not measured (docs/measurements.md).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from model_backend import models
from model_backend.models import Model, State

_BESIDE_WEIGHTS = (
    2_500_000_000  # bytes in 16 bits: key-value prefix, vision tower at work, dense frames
)
_BITS_PER_NARROW_WEIGHT = {"8 bits": 8.5, "4 bits": 4.5}  # 32 weights share a scale of 16 bits


@dataclass(frozen=True, slots=True)
class Parameters:
    """How many a model has, and how many of them ``bits`` can narrow: the language model's layers."""

    all: int
    narrow: int


_UNIPIXEL = {
    "unipixel-3b": Parameters(all=3_881_764_174, narrow=2_774_773_760),
    "unipixel-7b": Parameters(all=8_438_974_798, narrow=6_525_621_760),
}


@dataclass(frozen=True, slots=True)
class Need:
    """A model, what of it is here, and what it takes.

    ``disk_bytes`` are still to be fetched, ``free_bytes`` the room there is for them; ``gpu_bytes`` by
    precision, least exact last, empty where nobody worked it out. ``command`` fetches it.
    """

    model: Model
    state: State
    disk_bytes: int
    free_bytes: int
    gpu_bytes: Mapping[str, int]

    @property
    def command(self) -> str:
        return f"maskbank models pull {self.model.name}"

    @property
    def fits_disk(self) -> bool:
        return self.disk_bytes <= self.free_bytes

    def precision_for(self, gpu_bytes: int) -> str | None:
        """The most exact precision in which it fits into a GPU's memory."""
        return next((name for name, it in self.gpu_bytes.items() if it <= gpu_bytes), None)


def needs_of(engine: str) -> list[Need]:
    """What the known models of an engine need, best first."""
    free = _free_bytes()
    return [
        Need(
            it.model,
            it.state,
            disk_bytes=0 if it.state is State.PRESENT else max(0, (it.model.bytes or 0) - it.bytes),
            free_bytes=free,
            gpu_bytes=gpu_bytes(it.model.name),
        )
        for it in models.list_models()
        if it.model.engine == engine
    ]


def gpu_bytes(name: str) -> dict[str, int]:
    """Memory of a GPU by precision, the language model narrowed last; empty for an unknown model."""
    parameters = _UNIPIXEL.get(name)
    if parameters is None:
        return {}
    wide = 2 * (parameters.all - parameters.narrow)
    narrowed = {
        precision: round(wide + parameters.narrow * bits / 8) + _BESIDE_WEIGHTS
        for precision, bits in _BITS_PER_NARROW_WEIGHT.items()
    }
    return {
        "float32": 4 * parameters.all + 2 * _BESIDE_WEIGHTS,
        "bfloat16": 2 * parameters.all + _BESIDE_WEIGHTS,
        **narrowed,
    }


def _free_bytes() -> int:
    """Room where models are kept, or would be."""
    folder = models.models_folder().absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free

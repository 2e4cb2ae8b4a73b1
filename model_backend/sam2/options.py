"""What a person can choose about the engine, checked before anything is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch

from model_backend.sam2.config import Rules
from storage.errors import UserError

_NAMES = (
    "checkpoint",
    "device",
    "image_size",
    "fill_hole_area",
    "remove_island_area",
    "non_overlapping",
    "compile",
)
_COMPILE = ("no", "yes", "graphs")


@dataclass(frozen=True, slots=True)
class Options:
    """``image_size`` None is the network's own; ``compile`` is "no", "yes" or "graphs" (with CUDA graphs)."""

    checkpoint: str | None
    device: torch.device
    image_size: int | None
    rules: Rules
    compile: str

    @property
    def dtype(self) -> torch.dtype:
        """In what the network computes."""
        return torch.bfloat16 if self.device.type == "cuda" else torch.float32


def read(options: Mapping[str, str]) -> Options:
    """The options as they were typed. Raises UserError for an unknown one or a value it cannot have."""
    unknown = sorted(options.keys() - set(_NAMES))
    if unknown:
        raise UserError(f"SAM 2 has no option {unknown[0]!r}: choose from {', '.join(_NAMES)}.")
    device = _device(options)
    return Options(
        checkpoint=options.get("checkpoint"),
        device=device,
        image_size=_number(options, "image_size") if "image_size" in options else None,
        rules=Rules(
            fill_hole_area=_number(options, "fill_hole_area"),
            remove_island_area=_number(options, "remove_island_area"),
            non_overlapping_masks=_yes(options, "non_overlapping"),
        ),
        compile=_compile(options, device),
    )


def _number(options: Mapping[str, str], name: str) -> int:
    text = options.get(name, "0")
    if not text.isdecimal():
        raise UserError(f"The option {name} is a number of pixels, not {text!r}.")
    return int(text)


def _yes(options: Mapping[str, str], name: str) -> bool:
    text = options.get(name, "no")
    if text not in {"yes", "no"}:
        raise UserError(f"The option {name} is yes or no, not {text!r}.")
    return text == "yes"


def _device(options: Mapping[str, str]) -> torch.device:
    name = options.get("device") or ("cuda" if torch.cuda.is_available() else "cpu")
    if name not in {"cuda", "cpu"}:
        raise UserError(f"SAM 2 runs on cuda or cpu, not on {name!r}.")
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("There is no GPU that torch can use: choose the device cpu.")
    return torch.device(name)


def _compile(options: Mapping[str, str], device: torch.device) -> str:
    how = options.get("compile", "no")
    if how not in _COMPILE:
        raise UserError(f"The option compile is {', '.join(_COMPILE[:-1])} or {_COMPILE[-1]}, not {how!r}.")  # fmt: skip
    if how == "graphs" and device.type != "cuda":
        raise UserError("CUDA graphs need a GPU: choose compile=yes or compile=no.")
    return how

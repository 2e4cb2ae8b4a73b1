"""The adapter layout: what was trained, on top of the checkpoints that it was trained from.

Linear layers that were adapted get ``W + alpha / r * B A`` (Hu et al. 2021, arXiv:2106.09685). The layout
was saved without the random codes of places and moments that `<|ref|>` is made of, and no other file has
them: such a checkpoint does not understand pointing. The full layout does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from model_backend.checkpoints import read_tensors
from storage.errors import UserError

ADAPTER, TRAINED = "adapter_model.safetensors", "pytorch_model.safetensors"
CODES = {  # and of how many coordinates they are
    "regions.ref_encoder.pe_layer.positional_encoding_gaussian_matrix": 2,
    "regions.tem_pe.positional_encoding_gaussian_matrix": 1,
}
_WRAPPER = "base_model.model."
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


def is_adapter(folder: Path) -> bool:
    """Whether a checkpoint's folder is in this layout."""
    return (folder / ADAPTER).exists() or (folder / TRAINED).exists()


def trained(folder: Path) -> dict[str, Tensor]:
    """The tensors that were trained as a whole, by the name that they have at run time."""
    path = folder / TRAINED
    return _unwrapped(read_tensors(path)) if path.exists() else {}


def updates(folder: Path) -> dict[str, Tensor]:
    """What is added to the weights of adapted layers, by the weight's name at run time."""
    if not (folder / ADAPTER).exists():
        return {}
    tensors, scale = (
        _unwrapped(read_tensors(folder / ADAPTER)),
        _scale(folder / "adapter_config.json"),
    )
    down = {name.removesuffix(_DOWN): it for name, it in tensors.items() if name.endswith(_DOWN)}
    up = {name.removesuffix(_UP): it for name, it in tensors.items() if name.endswith(_UP)}
    if len(tensors) != len(down) + len(up) or down.keys() != up.keys():
        raise UserError(f"{folder / ADAPTER} holds something other than pairs of LoRA matrices: it is not supported.")  # fmt: skip
    # (out, r) @ (r, in) -> (out, in)
    return {f"{name}.weight": scale * (up[name].float() @ down[name].float()) for name in down}


def no_codes(width: int) -> dict[str, Tensor]:
    """What stands for the codes that are missing; nothing is ever worked out with it."""
    return {name: torch.zeros(axes, width // 2) for name, axes in CODES.items()}


def base_path(folder: Path, config: dict[str, Any], key: str) -> Path:
    """A checkpoint that this one builds on: an absolute path, or one relative to its folder.

    Raises UserError if it is not there.
    """
    named = config.get(key)
    if not named:
        raise UserError(
            f"{folder / 'config.json'} does not say what the adapter builds on ({key})."
        )
    path = folder / str(named)
    if not path.exists():
        raise UserError(f"The adapter in {folder} builds on {path}, which is missing: put it there, or set {key} in config.json.")  # fmt: skip
    return path


def _unwrapped(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {
        name.removeprefix(_WRAPPER).replace(".default.", "."): it for name, it in tensors.items()
    }


def _scale(path: Path) -> float:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return float(content["lora_alpha"]) / float(content["r"])
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        raise UserError(f"{path} is missing or damaged: get the checkpoint again.") from error

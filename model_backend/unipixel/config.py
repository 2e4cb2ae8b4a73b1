"""How large a UniPixel is, and which numbers its special tokens have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from transformers import Qwen2_5_VLConfig

from model_backend.sam2.config import PUBLISHED, Rules, Sam2Config, from_yaml
from storage.errors import UserError

MODEL_TYPE = "pixel_qwen2_5_vl"

# UniPixel builds its SAM 2 without the published predictor's post-processing.
_SAM2_RULES = Rules(stable_single_mask=False, binarize_prompted_masks=False)
_SHARED_BY_ALL = {
    "patch_size": 14,
    "spatial_merge_size": 2,
    "temporal_patch_size": 2,
    "tokens_per_second": 2,
}
_PUBLISHED_YAML = {"t": "tiny", "s": "small", "b+": "base_plus", "l": "large"}


@dataclass(frozen=True, slots=True)
class UniPixelConfig:
    """Sizes and switches of one checkpoint.

    ``text`` and ``vision`` are transformers' configurations of Qwen2.5-VL's two halves. ``tied``: the
    head that gives logits is the embedding table. ``hidden_tokens`` is how many prompt tokens one
    `<|seg|>` gives SAM 2. ``makes_masks``: SAM 2 was trained with it (not so after stage 1).
    ``per_frame_masks``: each frame is segmented by itself, without tracking.
    """

    text: Any
    vision: Any
    tied: bool
    video_token: int
    ref_token: int
    seg_token: int
    mem_token: int
    stop_tokens: tuple[int, ...]
    hidden_tokens: int
    sam2: Sam2Config
    makes_masks: bool
    per_frame_masks: bool


def read(folder: Path) -> UniPixelConfig:
    """The configuration in a checkpoint's folder.

    Raises UserError if there is none, if it is broken or if it is another model's.
    """
    content = read_json(folder / "config.json")
    if content.get("model_type") != MODEL_TYPE:
        raise UserError(
            f"{folder} holds a model of the kind {content.get('model_type')!r}, not UniPixel "
            f"({MODEL_TYPE}): choose the folder of UniPixel-3B or UniPixel-7B."
        )
    try:
        return _parse(folder, content)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"{folder / 'config.json'} is not a UniPixel configuration: {error!r}.") from error  # fmt: skip


def _parse(folder: Path, content: Mapping[str, Any]) -> UniPixelConfig:
    flat = {key: value for key, value in content.items() if not key.endswith("_config")}
    qwen = Qwen2_5_VLConfig(
        text_config={**flat, **content.get("text_config", {}), "model_type": "qwen2_5_vl_text"},
        vision_config=dict(content["vision_config"]),
    )
    _check_vision(folder, qwen.vision_config)
    return UniPixelConfig(
        text=qwen.text_config,
        vision=qwen.vision_config,
        tied=content.get("tie_word_embeddings", True),  # left out when it has transformers' default
        video_token=content["video_token_id"],
        ref_token=content["ref_token_id"],
        seg_token=content["seg_token_id"],
        mem_token=content["mem_token_id"],
        stop_tokens=_stop_tokens(folder, content),
        hidden_tokens=content["sam2_hidden_tokens"],
        sam2=_sam2(folder, content),
        makes_masks=content.get("sam2_enable_decoder", True),
        per_frame_masks=content.get("sam2_batch_mode", False),
    )


def _check_vision(folder: Path, vision: object) -> None:
    """Preprocessing and positions are written for what all published checkpoints have in common."""
    for name, expected in _SHARED_BY_ALL.items():
        if getattr(vision, name) != expected:
            raise UserError(
                f"The checkpoint in {folder} has {name} = {getattr(vision, name)}; only {expected} is supported."
            )


def _stop_tokens(folder: Path, content: Mapping[str, Any]) -> tuple[int, ...]:
    path = folder / "generation_config.json"
    generation = read_json(path) if path.exists() else content
    stops = generation["eos_token_id"]
    return (stops,) if isinstance(stops, int) else tuple(stops)


def _sam2(folder: Path, content: Mapping[str, Any]) -> Sam2Config:
    """The SAM 2 part: a yaml in the folder, else one of the published sizes by its name."""
    name = content.get("sam2_config")
    if name is None:
        raise UserError(f"The checkpoint in {folder} has no SAM 2: it is a plain Qwen2.5-VL.")
    size = content["sam2_image_size"]
    stem = PurePosixPath(name).name.removesuffix(".yaml")
    path = folder / f"sam2_config_{stem}.yaml"
    if path.exists():
        return from_yaml(path, image_size=size, rules=_SAM2_RULES)
    return published_sam2(stem, image_size=size)


def published_sam2(stem: str, *, image_size: int) -> Sam2Config:
    """A published SAM 2 by the name of its yaml ("sam2.1_hiera_b+"), with UniPixel's rules."""
    family, _, size = stem.rpartition("_")
    config = PUBLISHED.get(f"{family}_{_PUBLISHED_YAML.get(size, size)}")
    if config is None:
        raise UserError(
            f"The checkpoint's SAM 2, {stem!r}, is not known: choose another checkpoint."
        )
    return replace(config, image_size=image_size, rules=_SAM2_RULES)


def read_json(path: Path) -> dict[str, Any]:
    """A file of a checkpoint's folder. Raises UserError if it is missing or broken."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UserError(
            f"There is no UniPixel in {path.parent}: {path.name} is missing."
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read: {error}.") from error
    if not isinstance(content, dict):
        raise UserError(f"{path} does not hold a configuration.")
    return content

"""How large a SAM 2 network is, and which rules its tracking follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from storage.errors import UserError

BACKBONE_STRIDE = 16  # pixels of the input image per cell of the lowest feature map
MASK_STRIDE = 4  # pixels of the input image per pixel of a low-resolution mask


@dataclass(frozen=True, slots=True)
class Rules:
    """What the network is not told by its weights. Defaults are the published video predictor's.

    ``corrections_condition``: a corrected frame becomes a conditioning frame, as in training; off, the
    next propagation overwrites it, as in the published predictor. Areas are in pixels of a
    low-resolution mask. ``conditioning_frames`` None attends to all of them.
    """

    memories: int = 7  # spatial memories: one conditioning frame and the six latest
    pointers: int = 16
    conditioning_frames: int | None = None
    corrections_condition: bool = True
    multimask_points: tuple[int, int] = 0, 1  # with so many, the best of three masks is taken
    stable_single_mask: bool = True  # if the single mask is unstable, take the best of three
    binarize_prompted_masks: bool = True  # before a prompted mask becomes a memory
    non_overlapping_masks: bool = False
    fill_hole_area: int = 0
    remove_island_area: int = 0


@dataclass(frozen=True, slots=True)
class Sam2Config:
    """Sizes of a network; the defaults are those that all published sizes share."""

    embed_dim: int
    heads: int
    stages: tuple[int, int, int, int]
    global_attention_blocks: tuple[int, ...]
    window_sizes: tuple[int, int, int, int] = (8, 4, 14, 7)
    background_size: tuple[int, int] = (7, 7)
    hidden_dim: int = 256
    memory_dim: int = 64
    memory_layers: int = 4
    memory_feed_forward_dim: int = 2048
    memory_fuser_layers: int = 2
    image_size: int = 1024
    occlusion_embedding: bool = True  # new in 2.1
    pointer_time_encoding: bool = True  # new in 2.1
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        if self.image_size % 32 or self.image_size <= 0:
            raise UserError(
                f"SAM 2 cannot work at {self.image_size} pixels: choose a multiple of 32."
            )

    @property
    def grid(self) -> int:
        """Cells on a side of the lowest feature map."""
        return self.image_size // BACKBONE_STRIDE


TINY = Sam2Config(96, 1, (1, 2, 7, 2), (5, 7, 9))
SMALL = Sam2Config(96, 1, (1, 2, 11, 2), (7, 10, 13))
BASE_PLUS = Sam2Config(112, 2, (2, 3, 16, 3), (12, 16, 20), background_size=(14, 14))
LARGE = Sam2Config(144, 2, (2, 6, 36, 4), (23, 33, 43), window_sizes=(8, 4, 16, 8))

PUBLISHED = {
    f"sam{version}_hiera_{size}": (
        config
        if version == "2.1"
        else replace(config, occlusion_embedding=False, pointer_time_encoding=False)
    )
    for version in ("2", "2.1")
    for size, config in (
        ("tiny", TINY),
        ("small", SMALL),
        ("base_plus", BASE_PLUS),
        ("large", LARGE),
    )
}


def from_yaml(path: Path, *, image_size: int, rules: Rules) -> Sam2Config:
    """Read the configuration file of the original code, as it lies in a UniPixel checkpoint's folder.

    The published predictor's post-processing is not in that file: ``rules`` says what applies, except
    for the number of memories and pointers and for corrections, which the file decides. Raises
    UserError for a file that is no such configuration, or one whose network this code does not know.
    """
    try:
        model = yaml.safe_load(path.read_text(encoding="utf-8"))["model"]
        _check_variant(path, model)
        return _from_model(model, image_size=image_size, rules=rules)
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"{path} is not a SAM 2 configuration: {error!r}.") from error


def _from_model(model: Mapping[str, Any], *, image_size: int, rules: Rules) -> Sam2Config:
    trunk = model["image_encoder"]["trunk"]
    return replace(
        BASE_PLUS,  # whose values the original's classes have as defaults
        embed_dim=trunk.get("embed_dim", BASE_PLUS.embed_dim),
        heads=trunk.get("num_heads", BASE_PLUS.heads),
        stages=tuple(trunk.get("stages", BASE_PLUS.stages)),
        global_attention_blocks=tuple(
            trunk.get("global_att_blocks", BASE_PLUS.global_attention_blocks)
        ),
        window_sizes=tuple(trunk.get("window_spec", BASE_PLUS.window_sizes)),
        background_size=tuple(
            trunk.get("window_pos_embed_bkg_spatial_size", BASE_PLUS.background_size)
        ),
        hidden_dim=model["image_encoder"]["neck"]["d_model"],
        memory_dim=model["memory_encoder"]["out_dim"],
        memory_layers=model["memory_attention"]["num_layers"],
        memory_feed_forward_dim=model["memory_attention"]["layer"]["dim_feedforward"],
        memory_fuser_layers=model["memory_encoder"]["fuser"]["num_layers"],
        image_size=image_size,
        occlusion_embedding=model.get("no_obj_embed_spatial", False),
        pointer_time_encoding=model.get("proj_tpos_enc_in_obj_ptrs", False),
        rules=replace(
            rules,
            memories=model.get("num_maskmem", 7),
            pointers=model.get("max_obj_ptrs_in_encoder", 16),
            corrections_condition=model.get("add_all_frames_to_correct_as_cond", False),
            multimask_points=(
                model.get("multimask_min_pt_num", 1),
                model.get("multimask_max_pt_num", 1),
            ),
        ),
    )


_SHARED_BY_ALL = {
    "directly_add_no_mem_embed": True,
    "fixed_no_obj_ptr": True,
    "iou_prediction_use_sigmoid": True,
    "multimask_output_for_tracking": True,
    "multimask_output_in_sam": True,
    "only_obj_ptrs_in_the_past_for_eval": True,
    "pred_obj_scores_mlp": True,
    "sigmoid_bias_for_mem_enc": -10.0,
    "sigmoid_scale_for_mem_enc": 20.0,
    "use_high_res_features_in_sam": True,
    "use_mask_input_as_output_without_sam": True,
    "use_mlp_for_obj_ptr_proj": True,
    "use_multimask_token_for_obj_ptr": True,
    "use_obj_ptrs_in_encoder": True,
}


def _check_variant(path: Path, model: Mapping[str, Any]) -> None:
    """Every published SAM 2 has these switches set so; a network trained otherwise would go wrong."""
    for switch, expected in _SHARED_BY_ALL.items():
        if model.get(switch) != expected:
            raise UserError(
                f"{path} describes a SAM 2 with {switch} = {model.get(switch)}; only {expected} is supported."
            )

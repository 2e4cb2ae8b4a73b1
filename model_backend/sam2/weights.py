"""The three layouts in which SAM 2's weights are found, and their names in transformers' modules.

original       `.pt` of the authors: {"model": {"image_encoder.trunk...": tensor}}
UniPixel       safetensors with the same names after a prefix, "sam2."
transformers   safetensors with the names of `Sam2VideoModel`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from model_backend.checkpoints import read_tensors
from storage.errors import UserError

UNIPIXEL_PREFIX = "sam2."

# Applied in this order, each to the result of the ones before it.
_RENAMES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # image encoder
        (r"^image_encoder\.trunk\.patch_embed\.proj\.", "vision_encoder.backbone.patch_embed.projection."),
        (r"^image_encoder\.trunk\.", "vision_encoder.backbone."),
        (r"^image_encoder\.neck\.convs\.(\d+)\.conv\.", r"vision_encoder.neck.convs.\1."),
        (r"^(vision_encoder\.backbone\.blocks\.\d+\.)norm([12])\.", r"\1layer_norm\2."),
        (r"^(vision_encoder\.backbone\.blocks\.\d+\.mlp\.)layers\.0\.", r"\1proj_in."),
        (r"^(vision_encoder\.backbone\.blocks\.\d+\.mlp\.)layers\.1\.", r"\1proj_out."),
        # prompt encoder
        (r"^sam_prompt_encoder\.pe_layer\.positional_encoding_gaussian_matrix$", "prompt_encoder.shared_embedding.positional_embedding"),
        (r"^sam_prompt_encoder\.mask_downscaling\.0\.", "prompt_encoder.mask_embed.conv1."),
        (r"^sam_prompt_encoder\.mask_downscaling\.1\.", "prompt_encoder.mask_embed.layer_norm1."),
        (r"^sam_prompt_encoder\.mask_downscaling\.3\.", "prompt_encoder.mask_embed.conv2."),
        (r"^sam_prompt_encoder\.mask_downscaling\.4\.", "prompt_encoder.mask_embed.layer_norm2."),
        (r"^sam_prompt_encoder\.mask_downscaling\.6\.", "prompt_encoder.mask_embed.conv3."),
        (r"^sam_prompt_encoder\.", "prompt_encoder."),
        # mask decoder
        (r"^sam_mask_decoder\.output_upscaling\.0\.", "mask_decoder.upscale_conv1."),
        (r"^sam_mask_decoder\.output_upscaling\.1\.", "mask_decoder.upscale_layer_norm."),
        (r"^sam_mask_decoder\.output_upscaling\.3\.", "mask_decoder.upscale_conv2."),
        (r"^sam_mask_decoder\.", "mask_decoder."),
        (r"^(mask_decoder\.transformer\.layers\.\d+\.)norm(\d)\.", r"\1layer_norm\2."),
        (r"^(mask_decoder\.transformer\.)norm_final_attn\.", r"\1layer_norm_final_attn."),
        (r"^(mask_decoder\.transformer\..*)\.out_proj\.", r"\1.o_proj."),
        (r"^(mask_decoder\.transformer\.layers\.\d+\.mlp\.)layers\.0\.", r"\1proj_in."),
        (r"^(mask_decoder\.transformer\.layers\.\d+\.mlp\.)layers\.1\.", r"\1proj_out."),
        (r"^(mask_decoder\.(?:output_hypernetworks_mlps\.\d+|iou_prediction_head|pred_obj_score_head)\.)layers\.0\.", r"\1proj_in."),
        (r"^(mask_decoder\.(?:output_hypernetworks_mlps\.\d+|iou_prediction_head|pred_obj_score_head)\.)layers\.1\.", r"\1layers.0."),
        (r"^(mask_decoder\.(?:output_hypernetworks_mlps\.\d+|iou_prediction_head|pred_obj_score_head)\.)layers\.2\.", r"\1proj_out."),
        # memory attention
        (r"^(memory_attention\.layers\.\d+\.)norm(\d)\.", r"\1layer_norm\2."),
        (r"^(memory_attention\.layers\.\d+\..*)\.out_proj\.", r"\1.o_proj."),
        (r"^memory_attention\.norm\.", "memory_attention.layer_norm."),
        # memory encoder
        (r"^(memory_encoder\.mask_downsampler\.)encoder\.0\.", r"\1layers.0.conv."),
        (r"^(memory_encoder\.mask_downsampler\.)encoder\.1\.", r"\1layers.0.layer_norm."),
        (r"^(memory_encoder\.mask_downsampler\.)encoder\.3\.", r"\1layers.1.conv."),
        (r"^(memory_encoder\.mask_downsampler\.)encoder\.4\.", r"\1layers.1.layer_norm."),
        (r"^(memory_encoder\.mask_downsampler\.)encoder\.6\.", r"\1layers.2.conv."),
        (r"^(memory_encoder\.mask_downsampler\.)encoder\.7\.", r"\1layers.2.layer_norm."),
        (r"^(memory_encoder\.mask_downsampler\.)encoder\.9\.", r"\1layers.3.conv."),
        (r"^(memory_encoder\.mask_downsampler\.)encoder\.10\.", r"\1layers.3.layer_norm."),
        (r"^(memory_encoder\.mask_downsampler\.)encoder\.12\.", r"\1final_conv."),
        (r"^memory_encoder\.pix_feat_proj\.", "memory_encoder.feature_projection."),
        (r"^memory_encoder\.out_proj\.", "memory_encoder.projection."),
        (r"^memory_encoder\.fuser\.", "memory_encoder.memory_fuser."),
        (r"^(memory_encoder\.memory_fuser\.layers\.\d+\.)dwconv\.", r"\1depthwise_conv."),
        (r"^(memory_encoder\.memory_fuser\.layers\.\d+\.)norm\.", r"\1layer_norm."),
        (r"^(memory_encoder\.memory_fuser\.layers\.\d+\.)pwconv([12])\.", r"\1pointwise_conv\2."),
        (r"^(memory_encoder\.memory_fuser\.layers\.\d+\.)(?:gamma|weight)$", r"\1scale"),
        # loose parameters and the pointer heads
        (r"^maskmem_tpos_enc$", "memory_temporal_positional_encoding"),
        (r"^no_mem_embed$", "no_memory_embedding"),
        (r"^no_mem_pos_enc$", "no_memory_positional_encoding"),
        (r"^no_obj_ptr$", "no_object_pointer"),
        (r"^no_obj_embed_spatial$", "occlusion_spatial_embedding_parameter"),
        (r"^obj_ptr_proj\.layers\.0\.", "object_pointer_proj.proj_in."),
        (r"^obj_ptr_proj\.layers\.1\.", "object_pointer_proj.layers.0."),
        (r"^obj_ptr_proj\.layers\.2\.", "object_pointer_proj.proj_out."),
        (r"^obj_ptr_tpos_proj\.", "temporal_positional_encoding_projection_layer."),
    )
)  # fmt: skip

_POINT_EMBEDDING = re.compile(r"^prompt_encoder\.point_embeddings\.(\d)\.weight$")
_SHARED_PE = "prompt_encoder.shared_embedding.positional_embedding"
_IMAGE_PE = "shared_image_embedding.positional_embedding"


def load(path: Path) -> dict[str, Tensor]:
    """A checkpoint's tensors under transformers' names, on the CPU, in the dtype they were saved in.

    ``path`` is a `.pt` or `.safetensors` file. Raises UserError for a file that is damaged, that
    would run code, or in which there is no SAM 2.
    """
    tensors = read_tensors(path)
    if any(name.startswith(UNIPIXEL_PREFIX) for name in tensors):
        tensors = without_prefix(tensors)
    if any(name.startswith("vision_encoder.") for name in tensors):
        return dict(tensors)
    if not any(name.startswith("image_encoder.trunk.") for name in tensors):
        raise UserError(f"There is no SAM 2 in {path}: it holds no image encoder.")
    return to_transformers(tensors)


def without_prefix(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The SAM 2 of a UniPixel checkpoint, without its prefix."""
    return {
        name.removeprefix(UNIPIXEL_PREFIX): tensor
        for name, tensor in tensors.items()
        if name.startswith(UNIPIXEL_PREFIX)
    }


def to_transformers(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Rename the original's tensors. Point embeddings are stacked to (4, C); one matrix serves twice."""
    renamed = {rename(name): tensor for name, tensor in tensors.items()}
    points = sorted(name for name in renamed if _POINT_EMBEDDING.match(name))
    if points:
        renamed["prompt_encoder.point_embed.weight"] = torch.cat([renamed.pop(n) for n in points])
    if _SHARED_PE in renamed:
        renamed[_IMAGE_PE] = renamed[_SHARED_PE]
    return renamed


def rename(name: str) -> str:
    """The transformers name of one tensor of the original."""
    for pattern, replacement in _RENAMES:
        name = pattern.sub(replacement, name)
    return name

"""The SAM 2 network: transformers' modules behind the five steps that tracking is made of.

    encode            frames -> features
    encode_prompt     points or mask logits -> what the decoder takes
    condition         features and what objects remember -> features for each object
    decode            features and prompts -> masks, how good they are, whether the object is there
    encode_memory     features and masks -> memories

Everything that depends on the image size alone is computed once. Float32 on the CPU; bfloat16 on a GPU,
where Fourier, sine and rotary codes stay in float32, as in the original.

Letters in shape comments: B objects, F frames, S image size, G = S/16 cells on a side, N = G*G,
C width of the network, D width of a memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn
from transformers import Sam2VideoConfig, Sam2VideoModel

from model_backend.sam2.attention import MemoryAttention, Recollection
from model_backend.sam2.config import Sam2Config
from model_backend.sam2.image_encoder import ImageEncoder
from model_backend.sam2.linear import replace_linear_layers
from model_backend.sam2.modules import Module
from storage.errors import UserError

ABSENT = -1024.0  # logit of every pixel of an object that is not there
_FREQUENCIES = (
    "shared_image_embedding.positional_embedding",
    "prompt_encoder.shared_embedding.positional_embedding",
    "memory_attention.rotary_emb.inv_freq",
)
_MEMORY_SCALE, _MEMORY_BIAS = 20.0, -10.0  # of a mask's probabilities, before they become a memory


@dataclass(frozen=True, slots=True)
class FrameFeatures:
    """One encoded frame: (1, C/8, S/4, S/4), (1, C/4, S/8, S/8) and (1, C, G, G)."""

    fine: Tensor
    middle: Tensor
    coarse: Tensor


@dataclass(frozen=True, slots=True)
class EncodedPrompt:
    """``sparse`` (B, P, C): points, corners of boxes, hidden states. ``dense`` (B or 1, C, G, G)."""

    sparse: Tensor
    dense: Tensor


@dataclass(frozen=True, slots=True)
class Decoded:
    """K masks for each of B objects.

    ``logits`` (B, K, S/4, S/4) float32, before an absent object's are blanked; ``ious`` (B, K), what
    the network thinks of them; ``tokens`` (B, K or 1, C); ``score`` (B, 1) float32, the logit that the
    object is there.
    """

    logits: Tensor
    ious: Tensor
    tokens: Tensor
    score: Tensor

    def best(self) -> Decoded:
        """The mask of each object that the network thinks most of."""
        choice = self.ious.argmax(dim=1)
        rows = torch.arange(len(choice), device=choice.device)
        token = choice if self.tokens.shape[1] > 1 else torch.zeros_like(choice)
        return Decoded(
            self.logits[rows, choice][:, None],
            self.ious[rows, choice][:, None],
            self.tokens[rows, token][:, None],
            self.score,
        )


class Network:
    """A SAM 2 with its weights, on one device."""

    def __init__(
        self,
        config: Sam2Config,
        weights: Mapping[str, Tensor],
        *,
        device: torch.device,
        dtype: torch.dtype,
    ) -> None:
        """Raises UserError if the weights are not those of a network of this configuration."""
        self.config, self.device, self.dtype = config, device, dtype
        model: Module = build(config)
        _load(model, weights)
        _cast(model, device, dtype)
        model.eval().requires_grad_(requires_grad=False)
        replace_linear_layers(model)
        self._model = model
        self._repeats_graphs = False
        self._compute_constants()

    @torch.inference_mode()
    def _compute_constants(self) -> None:
        model, config = self._model, self.config
        area = (1, config.hidden_dim, config.grid, config.grid)
        sine = model.vision_encoder.neck.position_encoding(area, self.device, torch.float32)
        area = (1, config.memory_dim, config.grid, config.grid)
        memory_sine = model.memory_encoder.position_encoding(area, self.device, torch.float32)
        model.memory_encoder.position_encoding = _NoPositions()
        self._image_encoder = ImageEncoder(
            model.vision_encoder, model.mask_decoder, config.image_size
        )
        ages = model.memory_temporal_positional_encoding[:, 0, 0]  # (7, 1, 1, D) -> (7, D)
        self._attention = MemoryAttention(
            model.memory_attention,
            frame_positions=sine[0].flatten(1).T,  # (C, G, G) -> (N, C)
            memory_positions=memory_sine[0].flatten(1).T,  # (D, G, G) -> (N, D)
            ages=ages.float(),
        )
        self._image_positions = model.get_image_wide_positional_embeddings().to(self.dtype)
        nowhere = torch.zeros(1, 1, 2, device=self.device)
        no_point = torch.full((1, 1), -1, dtype=torch.int32, device=self.device)
        self.no_prompt = self.encode_prompt(nowhere, no_point)

    def compile(self, *, cuda_graphs: bool = False) -> None:
        """Fuse the kernels of the encoders and the decoder. The first frames then take minutes.

        With ``cuda_graphs`` the GPU repeats the many small kernels of decoder and memory encoder from a
        recording. The image encoder is no part of it: its kernels are long, starting them costs nothing.
        """
        mode = "reduce-overhead" if cuda_graphs else "default"
        self._image_encoder.compile()
        self._model.mask_decoder.compile(mode=mode)
        self._model.memory_encoder.compile(mode=mode)
        self._repeats_graphs = cuda_graphs

    def _kept(self, output: Tensor) -> Tensor:
        """An output that stays: the next repetition of a CUDA graph writes over what the last one gave."""
        return output.clone() if self._repeats_graphs else output

    # --- the five steps --------------------------------------------------------------------------

    def encode(self, pixels: Tensor) -> list[FrameFeatures]:
        """Encode frames (F, 3, S, S), normalised."""
        maps = self._image_encoder(pixels.to(self.device, self.dtype))
        return [FrameFeatures(*(level[i : i + 1] for level in maps)) for i in range(len(pixels))]

    def encode_prompt(
        self, points: Tensor, labels: Tensor, mask_logits: Tensor | None = None
    ) -> EncodedPrompt:
        """Encode points (B, P, 2), in pixels of the S x S image, and their labels (B, P).

        Labels: 1 positive, 0 negative, 2 and 3 corners of a box, -1 none. ``mask_logits`` is
        (B, 1, S/4, S/4).
        """
        if mask_logits is not None:
            mask_logits = mask_logits.to(self.device, self.dtype)
        # the point batch of transformers is always one here: (B, P, 2) -> (B, 1, P, 2)
        sparse, dense = self._model.prompt_encoder(
            points[:, None].to(self.device), labels[:, None].to(self.device), None, mask_logits
        )
        return EncodedPrompt(sparse[:, 0].to(self.dtype), dense)

    def without_memory(self, frame: FrameFeatures) -> Tensor:
        """Features of a frame on which an object is seen for the first time, (1, C, G, G)."""
        embedding: Tensor = self._model.no_memory_embedding[0, 0, :, None, None]
        return frame.coarse + embedding

    def condition(self, frame: FrameFeatures, past: Sequence[Recollection]) -> Tensor:
        """Features of a frame in the light of what B objects remember, (B, C, G, G)."""
        cells = frame.coarse.flatten(2).transpose(1, 2)  # (1, C, G, G) -> (1, N, C)
        seen = self._attention(cells, past)
        # (B, N, C) -> (B, C, G, G)
        return seen.transpose(1, 2).reshape(len(past), -1, self.config.grid, self.config.grid)

    def decode(
        self, features: Tensor, frame: FrameFeatures, prompt: EncodedPrompt, *, multimask: bool
    ) -> Decoded:
        """Three masks for each object with ``multimask``, else one. ``features`` (B, C, G, G)."""
        logits, ious, tokens, score = self._model.mask_decoder(
            image_embeddings=features,
            image_positional_embeddings=self._image_positions,
            sparse_prompt_embeddings=prompt.sparse.expand(len(features), -1, -1)[:, None],
            dense_prompt_embeddings=prompt.dense,
            multimask_output=multimask,
            high_resolution_features=[frame.fine, frame.middle],
        )  # each (B, 1, ...)
        logits, ious, tokens, score = (self._kept(it[:, 0]) for it in (logits, ious, tokens, score))
        return Decoded(logits.float(), ious.float(), tokens, score.float())

    def encode_memory(
        self, frame: FrameFeatures, mask_logits: Tensor, score: Tensor, binarize: Tensor
    ) -> Tensor:
        """Make memories (B, N, D) of masks (B, 1, S, S) of objects whose presence has the logit ``score`` (B, 1).

        ``binarize`` (B,) bool: whose mask is taken as it was drawn, without its doubts.
        """
        hard = (mask_logits > 0).float()
        masks = torch.where(binarize[:, None, None, None], hard, mask_logits.sigmoid())
        masks = (masks * _MEMORY_SCALE + _MEMORY_BIAS).to(self.dtype)
        memory = self._kept(self._model.memory_encoder(frame.coarse, masks)[0])  # (B, D, G, G)
        if self.config.occlusion_embedding:
            absent = (score <= 0).to(self.dtype)[:, :, None, None]
            embedding = self._model.occlusion_spatial_embedding_parameter[..., None, None]
            memory = memory + absent * embedding
        return memory.flatten(2).transpose(1, 2).contiguous()  # (B, D, G, G) -> (B, N, D)

    # --- object pointers -------------------------------------------------------------------------

    def pointer(self, token: Tensor, *, present: Tensor) -> Tensor:
        """The object pointer of a mask's token (B, C); ``present`` (B, 1) bool."""
        pointer = self._model.object_pointer_proj(token)
        return torch.where(present, pointer, self._model.no_object_pointer)

    def shrink_mask(self, mask: Tensor) -> Tensor:
        """A binary mask (B, 1, S, S) as logits of the decoder's scale, (B, 1, S/4, S/4)."""
        logits: Tensor = self._model.mask_downsample(mask.to(self.device, self.dtype))
        return logits

    def pointer_tokens(self, pointers: Tensor, distances: Sequence[float]) -> tuple[Tensor, Tensor]:
        """Split pointers (P, C) into tokens of a memory's width, with the code of their distance.

        ``distances`` are in units of the farthest one. Two times (P * C/D, D).
        """
        pieces = self.config.hidden_dim // self.config.memory_dim
        tokens = pointers.reshape(-1, self.config.memory_dim)  # (P, C) -> (P * C/D, D)
        if not self.config.pointer_time_encoding:
            return tokens, torch.zeros_like(tokens)
        steps = torch.tensor(distances, dtype=torch.float32, device=pointers.device)
        code = _sine_1d(steps, self.config.hidden_dim).to(pointers.dtype)
        times = self._model.temporal_positional_encoding_projection_layer(code)  # (P, D)
        return tokens, times.repeat_interleave(pieces, dim=0)


def upsample(mask_logits: Tensor, size: int | tuple[int, int]) -> Tensor:
    """Bilinear, (B, K, h, w) -> (B, K, *size)."""
    size = (size, size) if isinstance(size, int) else size
    return F.interpolate(mask_logits, size=size, mode="bilinear", align_corners=False)


def build(config: Sam2Config) -> Sam2VideoModel:
    """The modules of a network of these sizes, with random weights, on the CPU."""
    model = Sam2VideoModel(_in_transformers(config))
    layers: Module = model.memory_attention.layers
    for layer in layers:  # transformers has the published 64 in its code
        attention = layer.cross_attn_image
        attention.k_proj = nn.Linear(config.memory_dim, config.hidden_dim)
        attention.v_proj = nn.Linear(config.memory_dim, config.hidden_dim)
    return model


def _in_transformers(config: Sam2Config) -> Sam2VideoConfig:
    """The same sizes by the names that transformers has for them."""
    sizes = [[config.image_size // stride] * 2 for stride in (4, 8, 16)]
    dims = [config.embed_dim << stage for stage in range(4)]
    backbone: dict[str, Any] = {
        "model_type": "sam2_hiera_det_model",
        "hidden_size": config.embed_dim,
        "num_attention_heads": config.heads,
        "blocks_per_stage": list(config.stages),
        "embed_dim_per_stage": dims,
        "num_attention_heads_per_stage": [config.heads << stage for stage in range(4)],
        "window_size_per_stage": list(config.window_sizes),
        "global_attention_blocks": list(config.global_attention_blocks),
        "window_positional_embedding_background_size": list(config.background_size),
    }
    return Sam2VideoConfig(
        vision_config={
            "model_type": "sam2_vision_model",
            "backbone_config": backbone,
            "backbone_channel_list": dims[::-1],
            "backbone_feature_sizes": sizes,
            "fpn_hidden_size": config.hidden_dim,
        },
        prompt_encoder_config={
            "hidden_size": config.hidden_dim,
            "image_size": config.image_size,
        },
        mask_decoder_config={
            "hidden_size": config.hidden_dim,
            "dynamic_multimask_via_stability": config.rules.stable_single_mask,
        },
        image_size=config.image_size,
        num_maskmem=config.rules.memories,
        memory_attention_hidden_size=config.hidden_dim,
        memory_attention_num_layers=config.memory_layers,
        memory_attention_feed_forward_hidden_size=config.memory_feed_forward_dim,
        memory_attention_rope_feat_sizes=sizes[2],
        memory_encoder_hidden_size=config.hidden_dim,
        memory_encoder_output_channels=config.memory_dim,
        mask_downsampler_embed_dim=config.hidden_dim,
        memory_fuser_num_layers=config.memory_fuser_layers,
        memory_fuser_embed_dim=config.hidden_dim,
        memory_fuser_intermediate_dim=4 * config.hidden_dim,
        enable_occlusion_spatial_embedding=config.occlusion_embedding,
        enable_temporal_pos_encoding_for_object_pointers=config.pointer_time_encoding,
    )


def _load(model: Module, weights: Mapping[str, Tensor]) -> None:
    own = model.state_dict()
    missing, unknown = own.keys() - weights.keys(), weights.keys() - own.keys()
    wrong = {name for name in own.keys() & weights.keys() if own[name].shape != weights[name].shape}
    if missing or unknown or wrong:
        example = min(missing or unknown or wrong)
        raise UserError(
            "The checkpoint is of another network than its configuration says "
            f"(tensors missing: {len(missing)}, unknown: {len(unknown)}, of another shape: {len(wrong)}, "
            f"among them {example}): choose the size that it was made for."
        )
    model.load_state_dict(weights)


def _cast(model: Module, device: torch.device, dtype: torch.dtype) -> None:
    """Rounded to bfloat16, the frequencies of the position codes would move points by pixels, and turn the
    memories of far cells by degrees: they stay in float32."""
    exact = {name: model.get_buffer(name).to(device, torch.float32, copy=True) for name in _FREQUENCIES}  # fmt: skip
    model.to(device=device, dtype=dtype)
    for name, tensor in exact.items():
        owner, _, buffer = name.rpartition(".")
        setattr(model.get_submodule(owner), buffer, tensor)


class _NoPositions(nn.Module):
    """Stands where transformers would compute the same position code again for every frame."""

    def forward(self, _shape: object, device: torch.device, dtype: torch.dtype) -> Tensor:
        return torch.empty(0, device=device, dtype=dtype)


def _sine_1d(positions: Tensor, dim: int) -> Tensor:
    """The sine code of Vaswani et al. 2017 as SAM 2 uses it: (P,) -> (P, dim), sines first."""
    half = torch.arange(dim // 2, dtype=torch.float32, device=positions.device)
    angles = positions[:, None] / 10000 ** (2 * (half // 2) / (dim // 2))
    return torch.cat([angles.sin(), angles.cos()], dim=-1)

"""UniPixel: Qwen2.5-VL, what is written over `<|ref|>` and `<|mem|>`, and what is read before `<|seg|>`.

Nothing is kept on the modules from one call to the next, so that requests cannot read each other's
state.

Letters in shape comments: L tokens, N visual tokens, D width of the language model, V width of the
vision tower, C width of SAM 2, P pairs of sampled frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import DynamicCache
from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import (
    Qwen2_5_VisionTransformerPretrainedModel,
    Qwen2_5_VLRMSNorm,
    Qwen2_5_VLTextModel,
)

from model_backend.unipixel.config import UniPixelConfig
from model_backend.unipixel.preprocessing import MERGE, PAIR, Grid
from model_backend.unipixel.regions import Region, RegionEncoder
from model_backend.unipixel.vision_attention import WindowAttention


@dataclass(frozen=True, slots=True)
class ClipFeatures:
    """What the vision tower sees of a clip.

    ``embeddings`` (N, D), in raster order, go into the prompt. ``unmerged`` (N, 4 * V) are the same
    before the last projection, in *window* order; memories are pooled from them.
    """

    embeddings: Tensor
    unmerged: Tensor
    grid: Grid


class UniPixel(nn.Module):
    """The model without its SAM 2."""

    def __init__(self, config: UniPixelConfig, *, attention: str) -> None:
        """``attention``: the name of an implementation of transformers ("sdpa", "flash_attention_2")."""
        super().__init__()
        self.config = config
        width, merged = config.text.hidden_size, config.vision.hidden_size * MERGE**2
        vision = Qwen2_5_VisionTransformerPretrainedModel
        self.visual = vision._from_config(config.vision, attn_implementation=attention)  # type: ignore[no-untyped-call]
        if attention == "sdpa":
            for block in self.visual.blocks:
                block.attn = WindowAttention(self.visual.config)
        text = Qwen2_5_VLTextModel._from_config(config.text, attn_implementation=attention)  # type: ignore[no-untyped-call]
        self.norm, text.norm = text.norm, nn.Identity()  # `<|seg|>` is read before the last norm
        self.language_model = text
        self.lm_head = nn.Linear(width, config.text.vocab_size, bias=False)
        if config.tied:
            self.lm_head.weight = text.embed_tokens.weight
        self.seg_head = nn.Sequential(
            Qwen2_5_VLRMSNorm(width),
            nn.Linear(width, width),
            nn.GELU(),
            nn.Linear(width, config.sam2.hidden_dim * config.hidden_tokens),
        )
        self.msk_proj = nn.Sequential(
            nn.Linear(merged, merged), nn.GELU(), nn.Linear(merged, width)
        )
        self.regions = RegionEncoder(width, config.sam2.hidden_dim, config.sam2.image_size)

    @property
    def device(self) -> torch.device:
        return self.norm.weight.device  # type: ignore[no-any-return]

    @property
    def dtype(self) -> torch.dtype:
        return self.norm.weight.dtype  # type: ignore[no-any-return]

    # --- what goes into the prompt -----------------------------------------------------------------

    def encode_clip(self, patches: Tensor, grid: Grid, *, pairs: int | None = None) -> ClipFeatures:
        """See a clip's patches (4 * N, 3 * 2 * 14 * 14), so many ``pairs`` of frames at a time.

        Attention does not reach from one pair to another, so that changes nothing but the memory needed.
        """
        pairs = pairs or grid[0]
        per_pair = grid[1] * grid[2]
        parts = [self._see(part, grid) for part in torch.split(patches, pairs * per_pair)]
        embeddings, unmerged = (torch.cat(states) for states in zip(*parts, strict=True))
        return ClipFeatures(embeddings, unmerged, grid)

    def _see(self, patches: Tensor, grid: Grid) -> tuple[Tensor, Tensor]:
        """Embeddings (N, D) and what they were made of (N, 4 * V), of some of a clip's pairs."""
        part = (len(patches) // (grid[1] * grid[2]), *grid[1:])
        seen = self.visual(
            patches.to(self.device), grid_thw=torch.tensor([part], device=self.device)
        )
        normed = self.visual.merger.ln_q(seen.last_hidden_state)
        # (4 * N, V) -> (N, 4 * V)
        return seen.pooler_output, normed.reshape(-1, normed.shape[-1] * MERGE**2)

    def encode_region(self, region: Region, grid: Grid) -> Tensor:
        """The embedding of one `<|ref|>`, (1, D)."""
        return self.regions(region, PAIR * grid[0])  # type: ignore[no-any-return]

    def encode_memory(self, clip: ClipFeatures, cells: Tensor) -> Tensor:
        """The embeddings of one object's `<|mem|>`, one for each pair of frames that it is on.

        ``cells`` (P, h/2, w/2) bool. The original pools features in window order by masks in raster
        order, and was trained so; windows do not reach across pairs, so at least the time is right.
        """
        inside = cells.flatten(1).to(self.device)  # (P, h/2, w/2) -> (P, N/P)
        features = clip.unmerged.reshape(*inside.shape, -1)  # (N, 4 * V) -> (P, N/P, 4 * V)
        pooled = [
            own[mask].mean(dim=0) for own, mask in zip(features, inside, strict=True) if mask.any()
        ]
        return self.msk_proj(torch.stack(pooled))  # type: ignore[no-any-return]

    def embed(
        self,
        tokens: Tensor,
        clip: ClipFeatures | None = None,
        regions: Sequence[Tensor] = (),
        memories: Sequence[Tensor] = (),
    ) -> Tensor:
        """Tokens (L,) as embeddings (L, D), with clip, regions and memories in their places."""
        tokens = tokens.to(self.device)
        embedded = self.language_model.embed_tokens(tokens)
        if clip is not None:
            embedded[tokens == self.config.video_token] = clip.embeddings
        if regions:
            embedded[tokens == self.config.ref_token] = torch.cat(list(regions))
        if memories:
            embedded[tokens == self.config.mem_token] = torch.cat(list(memories))
        return embedded  # type: ignore[no-any-return]

    # --- reading it --------------------------------------------------------------------------------

    def read(self, embedded: Tensor, positions: Tensor, cache: DynamicCache) -> Tensor:
        """Read on: (L, D) at positions (3, L), after what the cache holds -> hidden states (L, D)."""
        seen = self.language_model(
            inputs_embeds=embedded[None],
            position_ids=positions[:, None].to(self.device),
            past_key_values=cache,
            use_cache=True,
        )
        return seen.last_hidden_state[0]  # type: ignore[no-any-return]

    def logits(self, hidden: Tensor) -> Tensor:
        """What comes next, for hidden states (n, D): (n, vocabulary)."""
        return self.lm_head(self.norm(hidden))  # type: ignore[no-any-return]

    def mask_prompts(self, hidden: Tensor) -> Tensor:
        """Prompts for SAM 2 from hidden states (n, D) that announce a `<|seg|>`: (n, tokens, C)."""
        # (n, tokens * C) -> (n, tokens, C)
        return self.seg_head(hidden).unflatten(-1, (self.config.hidden_tokens, -1))  # type: ignore[no-any-return]

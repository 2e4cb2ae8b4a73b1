"""Attention inside windows of the vision tower, all windows of one size at a time.

transformers goes through the windows one by one, which is thousands of small calls for a clip. There
are at most four sizes of window in a frame: whole ones, and those cut at the right, below and in the
corner.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor
from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import (
    Qwen2_5_VLVisionAttention,
    apply_rotary_pos_emb_vision,
)


class WindowAttention(Qwen2_5_VLVisionAttention):
    """The same weights, the same result. M patches, h heads, d their width, W windows of n patches."""

    def forward(  # type: ignore[override]
        self,
        hidden_states: Tensor,
        cu_seqlens: Tensor,
        position_embeddings: tuple[Tensor, Tensor],
        **_: object,
    ) -> Tensor:
        """Attend inside each window: (M, h * d), windows from ``cu_seqlens`` (W + 1,) -> (M, h * d)."""
        # (M, 3 * h * d) -> three (M, h, d)
        parts = self.qkv(hidden_states).reshape(len(hidden_states), 3, self.num_heads, -1)
        query, key, value = parts.unbind(1)
        query, key = apply_rotary_pos_emb_vision(query, key, *position_embeddings)
        attended = torch.empty_like(value)
        for rows in _windows_by_size(cu_seqlens):
            # (M, h, d) -> (W, n, h, d) -> (W, h, n, d)
            q, k, v = (states[rows].transpose(1, 2) for states in (query, key, value))
            attended[rows] = F.scaled_dot_product_attention(q, k, v).transpose(1, 2)
        return self.proj(attended.flatten(1))  # type: ignore[no-any-return]  # (M, h, d) -> (M, h * d)


def _windows_by_size(bounds: Tensor) -> list[Tensor]:
    """The patches (W, n) of the windows of each size n."""
    starts, sizes = bounds[:-1].long(), bounds.diff()
    return [
        starts[sizes == size, None] + torch.arange(size, device=bounds.device)
        for size in torch.unique(sizes).tolist()
    ]

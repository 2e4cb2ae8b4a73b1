"""Memory attention: a frame's features look at what each object remembers.

The four layers are the paper's (section 4 and appendix C); their weights are transformers' modules.
What differs is how much is computed:

* On the CPU values are not projected. The rows of an attention matrix add up to one, so
  ``softmax(QK) (M Wv + bv) Wo + bo`` is ``(softmax(QK) M) (Wv Wo) + (bv Wo + bo)``, and M has a quarter
  of the columns. On a GPU the fused kernels want values as wide as keys, and win.
* A frame's cells look at each other through value and output projection in one, which is exact too.
* Up to the first look at memory all objects see the same frame, which is worked out once for them all.

Keys are projected anew on every frame. Kept, they would save two per cent of the time and take
sixteen times the room of the memories that they are made of.

Letters in shape comments: B objects, N cells of the feature map, M tokens of memory, P tokens of object
pointers, C width of the network, D width of a memory, A ages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from model_backend.sam2.modules import Module

_SCRATCH_SCORES = (
    1 << 21
)  # attention weights held at a time: 8 MiB in float32, to stay in the cache


@dataclass(frozen=True, slots=True)
class Recollection:
    """What one object sees of its past on one frame.

    ``memories`` (N, D) go with ``ages``, places in the table of temporal encodings. ``pointers`` is
    (P, D) with its temporal encoding ``pointer_times`` (P, D).
    """

    memories: Sequence[Tensor]
    ages: Sequence[int]
    pointers: Tensor
    pointer_times: Tensor

    @property
    def shape(self) -> tuple[int, int]:
        """Objects whose recollections have equal shapes can be worked out as one batch."""
        return len(self.memories), len(self.pointers)


class MemoryAttention:
    """transformers' `Sam2VideoMemoryAttention`, computed as this file's head says."""

    def __init__(
        self, module: Module, *, frame_positions: Tensor, memory_positions: Tensor, ages: Tensor
    ) -> None:
        """``frame_positions`` (N, C), ``memory_positions`` (N, D), ``ages`` (A, D), all float32."""
        self._layers = list(module.layers)
        self._norm = module.layer_norm
        self._folds_values = ages.device.type == "cpu"
        dtype = self._norm.weight.dtype
        self._frame_positions = (0.1 * frame_positions).to(dtype)
        self._places = memory_positions.to(dtype) + ages.to(dtype)[:, None]  # (A, N, D)
        cos, sin = module.rotary_emb(frame_positions, module.position_ids)  # (1, N, C), pairs equal
        self._rotation = torch.complex(cos[0, :, ::2], sin[0, :, ::2])  # (N, C/2)
        self._folded_self = [_fold(layer.self_attn) for layer in self._layers]
        self._folded = [_fold(layer.cross_attn_image) for layer in self._layers]

    def __call__(self, frame: Tensor, past: Sequence[Recollection]) -> Tensor:
        """Condition a frame (1, N, C) on the past of B objects of equal shapes: (B, N, C)."""
        state = self._see(0, frame + self._frame_positions)
        if not self._folds_values:
            return self._remember(state, past)
        # a CPU gains nothing from a batch, and needs the room of one object
        return torch.cat([self._remember(state, [it]) for it in past])

    def _remember(self, state: Tensor, past: Sequence[Recollection]) -> Tensor:
        """From the first look at memory on; ``state`` (1, N, C) of the frame alone."""
        tokens = torch.stack([torch.cat([*it.memories, it.pointers]) for it in past])
        placed = tokens + torch.stack([self._places_of(it) for it in past])  # (B, M + P, D)
        memories = len(past[0].memories)
        look = self._look_folded if self._folds_values else self._look
        for index, layer in enumerate(self._layers):
            if index:
                state = self._see(index, state)
            query = self._turn(layer.cross_attn_image.q_proj(layer.layer_norm2(state)))
            state = state + look(index, query, self._keys(index, placed, memories), tokens)
            state += layer.linear2(F.relu_(layer.linear1(layer.layer_norm3(state))))
        conditioned: Tensor = self._norm(state)
        return conditioned

    def _see(self, index: int, state: Tensor) -> Tensor:
        """Cells look at each other."""
        attention, (weight, bias) = self._layers[index].self_attn, self._folded_self[index]
        normed = self._layers[index].layer_norm1(state)
        query, key = self._turn(attention.q_proj(normed)), self._turn(attention.k_proj(normed))
        return _attend(query, key, F.linear(normed, weight)).add_(bias).add_(state)

    def _look(self, index: int, query: Tensor, keys: Tensor, tokens: Tensor) -> Tensor:
        attention = self._layers[index].cross_attn_image
        values = attention.v_proj(tokens)
        seen: Tensor = attention.o_proj(_attend(query.expand(len(keys), -1, -1), keys, values))
        return seen

    def _look_folded(self, index: int, query: Tensor, keys: Tensor, tokens: Tensor) -> Tensor:
        looks = [_attend_folded(*own) for own in zip(query.expand(len(keys), -1, -1), keys, tokens, strict=True)]  # fmt: skip
        return F.linear(torch.stack(looks), *self._folded[index])  # (B, N, D) -> (B, N, C)

    def _places_of(self, past: Recollection) -> Tensor:
        """Where and when each token is from, (M + P, D)."""
        return torch.cat([*(self._places[age] for age in past.ages), past.pointer_times])

    def _keys(self, index: int, placed: Tensor, memories: int) -> Tensor:
        """Keys of all tokens (B, M + P, D) in one layer, (B, M + P, C)."""
        keys: Tensor = self._layers[index].cross_attn_image.k_proj(placed)
        cells = len(self._rotation)
        # (B, M, C) -> (B, memories, N, C): every memory is turned alike, pointers are nowhere
        turned = keys[:, : memories * cells]
        self._turn(turned.view(len(keys), memories, cells, -1))
        return keys

    def _turn(self, x: Tensor) -> Tensor:
        """Rotary position encoding over the grid, in place; in float32 as in the original. (..., N, C)"""
        pairs = torch.view_as_complex(x.float().view(*x.shape[:-1], -1, 2))  # (..., N, C/2)
        pairs.mul_(self._rotation)
        if x.dtype != torch.float32:  # else ``pairs`` is ``x``
            x.copy_(torch.view_as_real(pairs).flatten(-2))
        return x


def _fold(attention: Module) -> tuple[Tensor, Tensor]:
    """Value and output projection as one: weight (C, D or C) and bias (C,), joined in float64."""
    value, output = attention.v_proj, attention.o_proj
    weight = output.weight.double() @ value.weight.double()
    bias = output.weight.double() @ value.bias.double() + output.bias.double()
    return weight.to(value.weight.dtype), bias.to(value.weight.dtype)


def _attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Attention with one head. (B, N, C), (B, M, C), (B, M, C) -> (B, N, C)"""
    return F.scaled_dot_product_attention(query[:, None], key[:, None], value[:, None])[:, 0]


def _attend_folded(query: Tensor, key: Tensor, tokens: Tensor) -> Tensor:
    """Attention with one head over values narrower than keys. (N, C), (M, C), (M, D) -> (N, D)

    Two matrix products and a softmax are faster here than torch's fused CPU kernel, which needs values
    as wide as keys.
    """
    query = query * key.shape[-1] ** -0.5
    parts = query.chunk(-(-len(query) * len(key) // _SCRATCH_SCORES))
    scratch = query.new_empty(len(parts[0]), len(key))
    looks = []
    for part in parts:
        scores = torch.mm(part, key.T, out=scratch[: len(part)])
        looks.append(torch.softmax(scores, dim=-1, out=scores) @ tokens)
    return torch.cat(looks)

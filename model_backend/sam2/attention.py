"""Memory attention: a frame's features look at what each object remembers.

The four layers are the paper's (section 4 and appendix C); their weights are transformers' modules.
What differs is how much is computed:

* A memory's keys in every layer are projected and rotated once, when the memory is made. What changes
  from frame to frame is how long ago that was, and that adds the same to every object's keys, since
  projection and rotation are linear.
* Values are not projected at all on the CPU. The rows of an attention matrix add up to one, so
  ``softmax(QK) (M Wv + bv) Wo + bo`` is ``(softmax(QK) M) (Wv Wo) + (bv Wo + bo)``, and M has a quarter
  of the columns. On a GPU the fused kernels want values as wide as keys, and win.
* A frame's cells look at each other through value and output projection in one, which is exact too.
* Up to the first look at memory all objects see the same frame, which is worked out once for them all.

Letters in shape comments: B objects, N cells of the feature map, M tokens of memory, P tokens of object
pointers, C width of the network, D width of a memory, L layers.
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
class Memory:
    """A spatial memory of one object: ``tokens`` (N, D) and, where they are kept, ``keys`` (L, N, C)."""

    tokens: Tensor
    keys: Tensor | None

    def without_keys(self) -> Memory:
        """The same memory in a fraction of the room; its keys are projected again when it is looked at."""
        return Memory(self.tokens, None)


@dataclass(frozen=True, slots=True)
class Recollection:
    """What one object sees of its past on one frame.

    ``memories`` go with ``ages``, places in the table of temporal encodings. ``pointers`` is (P, D)
    with its temporal encoding ``pointer_times`` (P, D).
    """

    memories: Sequence[Memory]
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
        self._keeps_keys = ages.device.type == "cpu"
        dtype = self._norm.weight.dtype
        self._frame_positions = (0.1 * frame_positions).to(dtype)
        self._memory_positions = memory_positions.to(dtype)
        self._ages = ages.to(dtype)
        cos, sin = module.rotary_emb(frame_positions, module.position_ids)  # (1, N, C), pairs equal
        self._rotation = torch.complex(cos[0, :, ::2], sin[0, :, ::2])  # (N, C/2)
        self._folded_self = [_fold(layer.self_attn) for layer in self._layers]
        if self._keeps_keys:
            self._age_keys = [self._keys_of_ages(layer.cross_attn_image) for layer in self._layers]
            self._folded = [_fold(layer.cross_attn_image) for layer in self._layers]

    def memory(self, tokens: Tensor) -> list[Memory]:
        """Make memories of tokens (B, N, D)."""
        if not self._keeps_keys:
            return [Memory(own, None) for own in tokens]
        keys = [self._project(index, tokens) for index in range(len(self._layers))]
        return [Memory(*own) for own in zip(tokens, torch.stack(keys, dim=1), strict=True)]

    def __call__(self, frame: Tensor, past: Sequence[Recollection]) -> Tensor:
        """Condition a frame (1, N, C) on the past of B objects of equal shapes: (B, N, C)."""
        state = frame + self._frame_positions
        look = self._look_kept if self._keeps_keys else self._look_projected
        for index, layer in enumerate(self._layers):
            state = state + self._self_attention(index, layer.layer_norm1(state))
            query = self._rotate(layer.cross_attn_image.q_proj(layer.layer_norm2(state)))
            state = state + look(index, query, past)
            state = state + layer.linear2(F.relu_(layer.linear1(layer.layer_norm3(state))))
        conditioned: Tensor = self._norm(state)
        return conditioned

    def _self_attention(self, index: int, normed: Tensor) -> Tensor:
        attention, (weight, bias) = self._layers[index].self_attn, self._folded_self[index]
        query = self._rotate(attention.q_proj(normed))
        key = self._rotate(attention.k_proj(normed))
        return _attend(query, key, F.linear(normed, weight)) + bias

    def _look_projected(self, index: int, query: Tensor, past: Sequence[Recollection]) -> Tensor:
        """Project keys and values of all objects anew, for a fused kernel."""
        attention = self._layers[index].cross_attn_image
        cells = len(self._memory_positions)
        spatial = len(past[0].memories) * cells
        tokens = _stack([[*(m.tokens for m in it.memories), it.pointers] for it in past])
        places = _stack(
            [
                [*(self._memory_positions + self._ages[age] for age in it.ages), it.pointer_times]
                for it in past
            ]
        )
        key = attention.k_proj(tokens + places)  # (B, M + P, C)
        # (B, M, C) -> (B, memories, N, C): every memory is rotated alike
        turned = self._rotate(
            key[:, :spatial].reshape(len(past), -1, cells, key.shape[-1])
        ).flatten(1, 2)
        key = torch.cat([turned, key[:, spatial:]], dim=1)
        query = query.expand(len(past), -1, -1)
        seen: Tensor = attention.o_proj(_attend(query, key, attention.v_proj(tokens)))
        return seen

    def _look_kept(self, index: int, query: Tensor, past: Sequence[Recollection]) -> Tensor:
        """Look with kept keys and unprojected values, object by object."""
        weight, bias = self._folded[index]
        queries = query.expand(len(past), -1, -1)
        looks = [
            _attend_folded(own, self._keys(index, it), torch.cat([*(m.tokens for m in it.memories), it.pointers]))
            for own, it in zip(queries, past, strict=True)
        ]  # fmt: skip
        return F.linear(torch.stack(looks), weight, bias)  # (B, N, D) -> (B, N, C)

    def _keys(self, index: int, past: Recollection) -> Tensor:
        """Keys of one object in one layer, (M + P, C)."""
        cells = len(self._memory_positions)
        k_proj = self._layers[index].cross_attn_image.k_proj
        rows = len(past.memories) * cells + len(past.pointers)
        keys = past.pointers.new_empty(rows, k_proj.out_features)
        for place, (memory, age) in enumerate(zip(past.memories, past.ages, strict=True)):
            own = self._project(index, memory.tokens) if memory.keys is None else memory.keys[index]
            torch.add(
                own, self._age_keys[index][age], out=keys[place * cells : (place + 1) * cells]
            )
        keys[len(past.memories) * cells :] = k_proj(past.pointers + past.pointer_times)
        return keys

    def _project(self, index: int, tokens: Tensor) -> Tensor:
        """Keys of memories (..., N, D) in one layer, without their age: (..., N, C)."""
        placed = tokens + self._memory_positions
        return self._rotate(self._layers[index].cross_attn_image.k_proj(placed))

    def _keys_of_ages(self, attention: Module) -> Tensor:
        """What each age adds to the keys: (A, N, C)."""
        added = F.linear(self._ages, attention.k_proj.weight)  # (A, C); the bias is in the keys
        cells = len(self._memory_positions)
        return self._rotate(added[:, None].expand(-1, cells, -1))

    def _rotate(self, x: Tensor) -> Tensor:
        """Rotary position encoding over the grid, in float32 as in the original. (..., N, C)"""
        pairs = torch.view_as_complex(x.float().reshape(*x.shape[:-1], -1, 2))  # (..., N, C/2)
        return torch.view_as_real(pairs * self._rotation).flatten(-2).to(x.dtype)  # (..., N, C)


def _stack(parts: Sequence[Sequence[Tensor]]) -> Tensor:
    """Join each object's parts (n, D) and stack the objects: (B, M + P, D)."""
    return torch.stack([torch.cat([*own]) for own in parts])


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
    as wide as keys, as long as they do not ask the system for new memory every time.
    """
    query = query * key.shape[-1] ** -0.5
    rows = max(1, _SCRATCH_SCORES // len(key))
    scores, weights = query.new_empty(2, min(rows, len(query)), len(key))
    seen = query.new_empty(len(query), tokens.shape[-1])
    for part, out in zip(torch.split(query, rows), torch.split(seen, rows), strict=True):
        n = len(part)
        torch.mm(part, key.T, out=scores[:n])
        torch.softmax(scores[:n], dim=-1, out=weights[:n])
        torch.mm(weights[:n], tokens, out=out)
    return seen

"""Memory attention: a frame's features look at what each object remembers.

The four layers are the paper's (section 4 and appendix C); their weights are transformers' modules.
What differs is how much is computed:

* Cells look at memory in the way that suits the device (`looks.py`).
* They look at each other through value and output projection in one, which is exact too.
* Up to what they see in memory first, all objects share one frame, which is worked out once for them all.

Keys are made, or done without, anew on every frame. Kept, they would save two per cent of the time and
take sixteen times the room of the memories that they are made of.

Letters in shape comments: B objects, N cells of the feature map, M maps of N memories, P tokens of object
pointers, C width of the network, D width of a memory, A ages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from model_backend.sam2.looks import AxialLook, FusedLook, Laid, Look, Tokens, attend, fold
from model_backend.sam2.modules import Module
from model_backend.sam2.rotary import turn


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
        dtype = self._norm.weight.dtype
        self._frame_positions = (0.1 * frame_positions).to(dtype)
        self._places = memory_positions.to(dtype) + ages.to(dtype)[:, None]  # (A, N, D)
        cos, sin = module.rotary_emb(frame_positions, module.position_ids)  # (1, N, C), pairs equal
        self._rotation = torch.complex(cos[0, :, ::2], sin[0, :, ::2])  # (N, C/2)
        self._folded_self = [fold(layer.self_attn) for layer in self._layers]
        # rounded to half precision, turned weights would be less exact than turned keys
        axial = ages.device.type == "cpu" and dtype.itemsize >= torch.float32.itemsize
        kind: type[Look] = AxialLook if axial else FusedLook
        self._looks = [kind(layer.cross_attn_image, self._rotation) for layer in self._layers]

    def __call__(self, frame: Tensor, past: Sequence[Recollection]) -> Tensor:
        """Condition a frame (1, N, C) on the past of B objects of equal shapes: (B, N, C)."""
        state = self._see(0, frame + self._frame_positions)
        portions = self._looks[0].lay_out([self._tokens(it) for it in past])
        seen = self._looks[0](self._query(0, state), portions)
        return torch.cat([self._go_on(state, *it) for it in zip(seen, portions, strict=True)])

    def _go_on(self, state: Tensor, seen: Tensor, portion: Tokens | Laid) -> Tensor:
        """From what was seen in the first layer on: ``state`` (1, N, C), ``seen`` (b, N, C)."""
        for index, layer in enumerate(self._layers):
            if index:
                state = self._see(index, state)
                (seen,) = self._looks[index](self._query(index, state), [portion])
            state = state + seen
            state += layer.linear2(F.relu_(layer.linear1(layer.layer_norm3(state))))
        conditioned: Tensor = self._norm(state)
        return conditioned

    def _see(self, index: int, state: Tensor) -> Tensor:
        """Cells look at each other."""
        attention = self._layers[index].self_attn
        normed = self._layers[index].layer_norm1(state)
        query, key = (turn(project(normed), self._rotation) for project in (attention.q_proj, attention.k_proj))  # fmt: skip
        return attend(query, key, self._folded_self[index](normed)).add_(state)

    def _query(self, index: int, state: Tensor) -> Tensor:
        """What cells ask of memory."""
        layer = self._layers[index]
        return turn(layer.cross_attn_image.q_proj(layer.layer_norm2(state)), self._rotation)

    def _tokens(self, past: Recollection) -> Tokens:
        bare = torch.cat([*past.memories, past.pointers])
        places = torch.cat([*(self._places[age] for age in past.ages), past.pointer_times])
        return Tokens(bare, bare + places, len(past.memories))

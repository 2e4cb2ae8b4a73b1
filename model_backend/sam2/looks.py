"""How the cells of a frame look at what objects remember: two ways to the same numbers.

`FusedLook`, for GPUs, makes keys and values of all tokens and leaves the rest to torch's fused attention.

`AxialLook`, for CPUs, does with half of the multiplications. SAM 2's rotary code is axial: one half of
a key's channels is turned by its token's column, the other by its row. For a token t at column x and row
y, t' = (t, 1), the key projection W' = (W, b) in its halves W'c and W'r, and a query q = (qc, qr),

    q . turn(W' t')  =  (turn_x(W'c)^T qc) . t'  +  (turn_y(W'r)^T qr) . t'

Both brackets are as narrow as a token, a quarter of a key. The first is worked out once for all tokens
of a column, the second once for all of a row, in all memories; keys are never made. Most channels turn so
slowly that what they add to the brackets of all columns are mixtures of a few: those are worked out, then
mixed (`_Axis`). Nor are values made: the rows of an attention matrix add up to one, so
``softmax(S) (T Wv + bv) Wo + bo`` is ``(softmax(S) T) (Wv Wo) + (bv Wo + bo)``. The 1 in t' adds up the
weights on the way, so that they are divided by their sum last, when little is left to divide.

Letters in shape comments: B objects, N cells of a G x G feature map, T tokens: M maps of N memories and P
tokens of object pointers, which are nowhere; C width of the network, D width of a token, E = D + 1,
K mixed brackets, R cells that look at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import e, isqrt, log, log2
from typing import Any, Protocol

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from model_backend.sam2.linear import linear_layer
from model_backend.sam2.modules import Module
from model_backend.sam2.rotary import turn

_CELLS = 128  # that look at a time for each thread, so that their weights stay in the cache
_SUMS = 1e-25, 1e30  # of exponentials that neither overflowed nor lost digits
_LEFT_OUT = 1e-8  # of slow channels: a tenth of what float32 rounds off


@dataclass(frozen=True, slots=True)
class Tokens:
    """What one object remembers: ``bare`` (T, D), and ``placed`` (T, D) with codes of place and time.

    First come ``maps`` times N memories, row by row, then pointers.
    """

    bare: Tensor
    placed: Tensor
    maps: int


class Look(Protocol):
    """One layer's look at memory, with its output projection."""

    def __init__(self, attention: Module, rotation: Tensor) -> None:
        """``attention`` is transformers' module, ``rotation`` (N, C/2) the complex code of the cells."""

    def lay_out(self, tokens: Sequence[Tokens]) -> list[Any]:
        """The memories of B objects, all of equal shape, in the portions that are best looked at together."""

    def __call__(self, query: Tensor, portions: Sequence[Any]) -> list[Tensor]:
        """What cells see in each portion by a turned query (1, N, C), or (b, N, C) for its b objects."""


# --- on a GPU ------------------------------------------------------------------------------------


class FusedLook:
    """All objects at once."""

    def __init__(self, attention: Module, rotation: Tensor) -> None:
        self._attention, self._rotation = attention, rotation

    def lay_out(self, tokens: Sequence[Tokens]) -> list[Tokens]:
        """One portion: (B, T, D)."""
        bare, placed = (torch.stack(all_) for all_ in zip(*((it.bare, it.placed) for it in tokens), strict=True))  # fmt: skip
        return [Tokens(bare, placed, tokens[0].maps)]

    def __call__(self, query: Tensor, portions: Sequence[Tokens]) -> list[Tensor]:
        return [self._see(query, it) for it in portions]

    def _see(self, query: Tensor, memory: Tokens) -> Tensor:
        values = self._attention.v_proj(memory.bare)
        seen = attend(query.expand(len(values), -1, -1), self._keys(memory), values)
        projected: Tensor = self._attention.o_proj(seen)
        return projected

    def _keys(self, memory: Tokens) -> Tensor:
        """(B, T, C); every map is turned alike."""
        keys: Tensor = self._attention.k_proj(memory.placed)
        cells = len(self._rotation)
        in_maps = keys[:, : memory.maps * cells]
        turn(in_maps.view(len(keys), memory.maps, cells, -1), self._rotation)
        return keys


def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Attention with one head. (B, N, C), (B, T, C), (B, T, C) -> (B, N, C)"""
    return F.scaled_dot_product_attention(query[:, None], key[:, None], value[:, None])[:, 0]


# --- on a CPU ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Laid:
    """What one object remembers, a 1 behind each token.

    ``grid`` (G, M * G, E): placed memories row by row, in a row map by map. ``pointers`` (P, E), placed.
    ``values`` (E, T): all bare tokens in the same order.
    """

    grid: Tensor
    pointers: Tensor
    values: Tensor


class AxialLook:
    """Objects one by one, a few cells at a time."""

    def __init__(self, attention: Module, rotation: Tensor) -> None:
        self._side = isqrt(len(rotation))
        weight = torch.cat([attention.k_proj.weight, attention.k_proj.bias[:, None]], dim=1)
        scale = len(weight) ** -0.5 * log2(e)  # of all scores
        weight = weight.double() * scale  # (C, E)
        by_column, by_row = rotation.view(self._side, self._side, 2, -1).unbind(2)
        dtype = attention.k_proj.weight.dtype
        in_columns, in_rows = weight.chunk(2)
        self._columns = _Axis.of(_turned(in_columns, by_column[0]), dtype)
        self._rows = _Axis.of(_turned(in_rows, by_row[:, 0]), dtype)
        self._nowhere = weight.T.to(dtype)
        self._output = fold(attention)

    def lay_out(self, tokens: Sequence[Tokens]) -> list[Laid]:
        """A portion for each object."""
        return [self._laid(it) for it in tokens]

    def _laid(self, tokens: Tokens) -> Laid:
        cells = tokens.maps * self._side**2
        bare, placed = (F.pad(it, (0, 1), value=1.0) for it in (tokens.bare, tokens.placed))
        values = torch.cat([self._by_row(bare[:cells]).flatten(0, 1), bare[cells:]])
        return Laid(self._by_row(placed[:cells]), placed[cells:], values.T.contiguous())

    def _by_row(self, maps: Tensor) -> Tensor:
        """(M * N, E) -> (G, M * G, E)"""
        side = self._side
        return maps.view(-1, side, side, maps.shape[-1]).transpose(0, 1).reshape(side, -1, maps.shape[-1])  # fmt: skip

    def __call__(self, query: Tensor, portions: Sequence[Laid]) -> list[Tensor]:
        seen: list[list[Tensor]] = [[] for _ in portions]
        for cells in torch.split(query[0], _CELLS * torch.get_num_threads()):
            asked = self._ask(cells.T)
            for memory, parts in zip(portions, seen, strict=True):
                parts.append(_answer(asked, memory))
        return [self._output(torch.cat(parts))[None] for parts in seen]

    def _ask(self, query: Tensor) -> _Asked:
        """The brackets of the formula for queries (C, R)."""
        in_columns, in_rows = query.chunk(2)
        return _Asked(self._columns.ask(in_columns), self._rows.ask(in_rows), self._nowhere @ query)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Half of the key projection as turned at each of G places along an axis.

    The first quarter of the channels turns fast, ``fast`` (G * E, C/8). What the others are at the G places
    is a product of two, found by singular values: ``mix`` (G, K) and ``slow`` (K * E, 3C/8). For the published
    network K is 9 of 32 places.
    """

    fast: Tensor
    slow: Tensor
    mix: Tensor

    @classmethod
    def of(cls, turned: Tensor, dtype: torch.dtype) -> _Axis:
        """From (G, E, C/2) float64."""
        channels = turned.shape[2]
        fast, slow = torch.split(turned, [channels // 4, channels - channels // 4], dim=2)
        mix, sizes, few = torch.linalg.svd(slow.flatten(1), full_matrices=False)
        kept = sizes >= _LEFT_OUT * sizes[0]
        few = few[kept].view(-1, slow.shape[2])
        return cls(fast.flatten(0, 1).to(dtype), few.to(dtype), (mix * sizes)[:, kept].to(dtype))

    def ask(self, query: Tensor) -> Tensor:
        """The bracket of the formula at all places for the half (C/2, R) of a query: (G, E, R)."""
        fast, slow = torch.split(query, [self.fast.shape[1], self.slow.shape[1]])
        places, few = self.mix.shape
        asked = (self.fast @ fast).view(places, -1)
        asked.addmm_(self.mix, (self.slow @ slow).view(few, -1))
        return asked.view(places, -1, query.shape[1])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What R cells ask of tokens in a column or row (G, E, R each), and of pointers (E, R)."""

    columns: Tensor
    rows: Tensor
    nowhere: Tensor


def _answer(asked: _Asked, memory: Laid) -> Tensor:
    """What R cells see in a memory, (R, D)."""
    seen = memory.values @ _scores(asked, memory).exp2_()
    if not _SUMS[0] < seen[-1].min() <= seen[-1].max() < _SUMS[1]:
        # so far from zero, exponentials need their maximum taken off
        seen = memory.values @ torch.softmax(_scores(asked, memory) * log(2), dim=0)
    return (seen[:-1] / seen[-1]).T


def _scores(asked: _Asked, memory: Laid) -> Tensor:
    """Attention before the softmax as powers of two, which are quicker to raise than those of e: (T, R)."""
    (side, width, _), cells = memory.grid.shape, asked.nowhere.shape[1]
    scores = memory.grid.new_empty(memory.values.shape[1], cells)
    in_grid = scores[: side * width]
    torch.bmm(memory.grid, asked.rows, out=in_grid.view(side, width, cells))
    columns = in_grid.view(-1, side, cells).transpose(0, 1)  # (G, G * M, R)
    columns.baddbmm_(memory.grid.view(-1, side, memory.grid.shape[2]).transpose(0, 1), asked.columns)  # fmt: skip
    torch.mm(memory.pointers, asked.nowhere, out=scores[side * width :])
    return scores


def _turned(weight: Tensor, rotation: Tensor) -> Tensor:
    """Half a projection (C/2, E), turned for each of G places (G, C/4) on its axis: (G, E, C/2)."""
    pairs = torch.view_as_complex(weight.T.contiguous().view(weight.shape[1], -1, 2))  # (E, C/4)
    turned = pairs * rotation.to(pairs.dtype)[:, None]  # (G, E, C/4)
    return torch.view_as_real(turned).flatten(2)


def fold(attention: Module) -> nn.Module:
    """Value and output projection as one linear layer, from D or C channels to C; joined in float64."""
    value, output = attention.v_proj, attention.o_proj
    weight = output.weight.double() @ value.weight.double()
    bias = output.weight.double() @ value.bias.double() + output.bias.double()
    return linear_layer(weight.to(value.weight.dtype), bias.to(value.weight.dtype))

"""Linear layers with weights of 8 or 4 bits, for cards on which the whole model does not fit.

A weight is kept as an integer and a scale for each group along a row, symmetric around zero; it is
widened when it is used. Only the layers of the language model are kept so: vision and masks lose more by
it than they weigh.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from model_backend.unipixel.model import UniPixel

BITS = (8, 4)
_GROUP = 32  # weights that share a scale


def quantise(model: UniPixel, bits: int) -> None:
    """Keep the weights of the language model's layers in so many bits."""
    for layer in model.language_model.layers:
        for name, child in list(layer.named_modules()):
            if isinstance(child, nn.Linear):
                layer.set_submodule(name, QuantisedLinear(child, bits))


class QuantisedLinear(nn.Module):
    """A linear layer whose weight (out, in) is kept in few bits, in groups of G along ``in``."""

    def __init__(self, linear: nn.Linear, bits: int) -> None:
        super().__init__()
        self._bits, self._shape = bits, linear.weight.shape
        # a short last group is filled up with zeros: (out, in) -> (out * groups, G)
        groups = F.pad(linear.weight, (0, -linear.in_features % _GROUP)).reshape(-1, _GROUP)
        scale = groups.abs().amax(dim=1, keepdim=True).float().clamp(min=1e-12) / _largest(bits)
        whole = (groups.float() / scale).round().to(torch.int8)
        self.whole = nn.Buffer(whole if bits == 8 else _pack(whole))
        self.scale = nn.Buffer(scale.to(linear.weight.dtype))
        self.bias = linear.bias

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) -> (..., out)"""
        return F.linear(x, self.weight(), self.bias)

    def weight(self) -> Tensor:
        """The weight, widened: (out, in)."""
        whole = self.whole if self._bits == 8 else _unpack(self.whole)
        rows = whole.to(self.scale.dtype) * self.scale  # (out * groups, G)
        return rows.reshape(self._shape[0], -1)[:, : self._shape[1]]  # -> (out, in)


def _largest(bits: int) -> int:
    return (1 << (bits - 1)) - 1


def _pack(whole: Tensor) -> Tensor:
    """Numbers -7..7 (n, G), two to a byte: uint8 (n, G/2)."""
    low, high = (whole + 8).to(torch.uint8).reshape(len(whole), -1, 2).unbind(-1)
    return low | high << 4


def _unpack(packed: Tensor) -> Tensor:
    """The reverse: (n, G/2) -> int8 (n, G)."""
    pairs = torch.stack([packed & 15, packed >> 4], dim=-1).to(torch.int8) - 8
    return pairs.flatten(1)  # (n, G/2, 2) -> (n, G)

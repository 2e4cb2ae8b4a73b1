"""Linear layers on a CPU, by whichever of torch's two libraries is faster at them there.

torch multiplies matrices of float32 with MKL and convolves with oneDNN, and a linear layer is a convolution
with a kernel of one pixel as well. Not on every processor does MKL do what it could: of AMD's Zen 5 it gets
110 billion operations a second and core, oneDNN 250. Which is faster is tried when it is first asked. The two
round differently, so only a clear lead counts: a machine shall give the same masks every time.
"""

from __future__ import annotations

from functools import cache
from math import inf
from time import perf_counter

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

_CLEAR_LEAD = 1.4  # measured: 2.2 on Zen 5
_TRIES = 5
_FEW_ROWS = 16  # are not worth a convolution's preparations


def linear_layer(weight: Tensor, bias: Tensor | None = None) -> nn.Module:
    """``x @ weight.T + bias`` as a module: weight (out, in), bias (out,), x (..., in)."""
    layer = _plain(weight, bias)
    return Convolution(layer) if _convolves(weight) else layer


def _plain(weight: Tensor, bias: Tensor | None) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, device="meta")
    layer.weight = nn.Parameter(weight, requires_grad=False)
    if bias is not None:
        layer.bias = nn.Parameter(bias, requires_grad=False)
    return layer


def hasten_linear_layers(module: nn.Module) -> None:
    """Change linear layers anywhere in a module into what is fastest; they keep their weights."""
    for parent in list(module.modules()):
        for name, child in parent.named_children():
            if type(child) is nn.Linear and _convolves(child.weight):
                setattr(parent, name, Convolution(child))


class Convolution(nn.Module):
    """A linear layer as a convolution of one pixel."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.weight, self.bias = layer.weight, layer.bias

    def forward(self, x: Tensor) -> Tensor:
        """(..., in) -> (..., out)"""
        rows = x.numel() // x.shape[-1]
        if rows < _FEW_ROWS:
            return F.linear(x, self.weight, self.bias)
        pixels = x.reshape(1, rows, 1, -1).permute(0, 3, 1, 2)  # (1, in, rows, 1), channels last
        out = F.conv2d(pixels, self.weight[:, :, None, None], self.bias)
        return out.permute(0, 2, 3, 1).reshape(*x.shape[:-1], -1)


def _convolves(weight: Tensor) -> bool:
    if weight.device.type != "cpu" or weight.dtype != torch.float32:
        return False
    return convolution_leads(torch.get_num_threads())


@cache
def convolution_leads(threads: int) -> bool:
    """Whether this machine convolves clearly faster than it multiplies matrices."""
    if threads == 1:  # torch leaves convolutions of one pixel to MKL then
        return False
    x = torch.ones(512 * threads, 512)  # each thread has as much to do, however many there are
    plain = _plain(torch.ones(512, 512), None)
    convolution = Convolution(plain)
    by_matrix = by_convolution = inf
    for _ in range(_TRIES):  # in turn, so that whatever else the machine does slows both
        by_matrix = min(by_matrix, _seconds(plain, x))
        by_convolution = min(by_convolution, _seconds(convolution, x))
    return by_matrix > _CLEAR_LEAD * by_convolution


@torch.inference_mode()
def _seconds(layer: nn.Module, x: Tensor) -> float:
    start = perf_counter()
    layer(x)
    return perf_counter() - start

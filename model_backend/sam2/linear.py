"""Linear layers on a CPU, by whichever of torch's two libraries is faster at them there.

torch multiplies matrices of float32 with MKL and convolves with oneDNN, and a linear layer is a convolution
with a kernel of one pixel as well. Not on every processor does MKL do what it could: of AMD's Zen 5 it gets
110 billion operations a second and core, oneDNN 250. The two round differently, so the processor alone
decides, not a trial: on a busy machine that would end now one way, now the other, and the same video get
other masks. Measured: docs/measurements.md.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

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


def replace_linear_layers(module: nn.Module) -> None:
    """Replace linear layers anywhere in a module by what is fastest here; they keep their weights."""
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
    return convolution_is_faster(torch.get_num_threads())


def convolution_is_faster(threads: int) -> bool:
    """Whether this machine convolves clearly faster than it multiplies matrices: AMD's from Zen 5 on."""
    if threads == 1:  # torch leaves convolutions of one pixel to MKL then
        return False
    can = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    is_amd = can.get("sse4a", False)
    return bool(is_amd and can.get("avx512_f", False) and can.get("avx_vnni", False))

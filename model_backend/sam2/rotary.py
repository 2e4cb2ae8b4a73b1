"""Rotary position encoding over a grid of cells."""

from __future__ import annotations

import torch
from torch import Tensor


def turn(x: Tensor, rotation: Tensor) -> Tensor:
    """Turn channel pairs of x (..., N, C) by ``rotation`` (N, C/2), complex, in place.

    In float32 as in the original, whatever x is.
    """
    pairs = torch.view_as_complex(x.float().view(*x.shape[:-1], -1, 2))  # (..., N, C/2)
    pairs.mul_(rotation)
    if x.dtype != torch.float32:  # else ``pairs`` is ``x``
        x.copy_(torch.view_as_real(pairs).flatten(-2))
    return x

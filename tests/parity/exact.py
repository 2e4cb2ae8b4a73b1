"""Our networks worked out in float64: the referee between float32 runs that sum in different orders.

What is float32 by definition stays so, and is the same bits in every run: pixels, and the codes of
positions (rotary, Fourier and sine), which the original rounds before it uses them.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest import mock

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from transformers.models.qwen2_5_vl import modeling_qwen2_5_vl as qwen
from transformers.models.sam2_video import modeling_sam2_video as sam2

from model_backend.sam2 import network
from model_backend.unipixel import regions

_POSITION_CODES = (
    (qwen.Qwen2_5_VLVisionRotaryEmbedding, "forward"),
    (qwen.Qwen2_5_VLRotaryEmbedding, "forward"),
    (sam2.Sam2VideoPositionalEmbedding, "forward"),
    (regions._FourierCode, "forward"),
    (network, "_sine_1d"),
)


@contextmanager
def float64() -> Iterator[None]:
    """Inside, a network that was loaded in float64 never rounds to float32 on its way."""
    with ExitStack() as stack:
        for owner, name in _POSITION_CODES:
            stack.enter_context(mock.patch.object(owner, name, _in_float32(getattr(owner, name))))
        stack.enter_context(_Widened())
        yield


class _Widened(TorchFunctionMode):
    """Whoever asks for float32 gets float64."""

    def __torch_function__(
        self, function: Callable[..., Any], types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        if function is Tensor.float:
            function = Tensor.double
        named = {name: _widened(it) for name, it in (kwargs or {}).items()}
        return function(*map(_widened, args), **named)


def _widened(argument: Any) -> Any:
    return torch.float64 if argument is torch.float32 else argument


def _in_float32(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def narrow(*args: Any) -> Any:
        with torch._C.DisableTorchFunction():
            return function(*(_narrowed(it) for it in args))

    return narrow


def _narrowed(argument: Any) -> Any:
    is_wide = isinstance(argument, Tensor) and argument.dtype == torch.float64
    return argument.float() if is_wide else argument

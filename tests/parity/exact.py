"""Our networks worked out in float64: the referee between float32 runs that sum in different orders.

What is float32 by definition stays so, and is the same bits in every run: pixels, and the codes of
positions (rotary, Fourier and sine), which the original rounds before it uses them.

How far equivalent runs of the original lie apart on one machine is recorded with the cases. That is the
tolerance of two runs most of whose rounding errors are the same; another processor, whose sums go another
way, errs in another direction, and so does the original itself when it runs there. So what may be added is
the rounding error itself, the smaller of both runs' distances to float64: a fault of our network would
enlarge the recording's, and a loss of precision ours.
"""

from collections.abc import Callable, Iterator, Sequence
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
from model_backend.sam2.attention import Recollection
from model_backend.sam2.network import FrameFeatures, Network
from model_backend.unipixel import regions

_POSITION_CODES = (
    (qwen.Qwen2_5_VLVisionRotaryEmbedding, "forward"),
    (qwen.Qwen2_5_VLRotaryEmbedding, "forward"),
    (sam2.Sam2VideoPositionalEmbedding, "forward"),
    (regions._FourierCode, "forward"),
    (network, "_sine_1d"),
)

# Worked out in float32, features of frames, and what memory attention makes of them, are off by 2 to 5
# units of the last place (root mean square).
_ROUNDING_OF_FEATURES = 4 * torch.finfo(torch.float32).eps


def distance(a: Tensor, b: Tensor) -> float:
    """The largest difference between the elements of two equally large tensors."""
    assert a.numel() == b.numel()
    differences = (a.flatten() - b.flatten()).abs()
    return float(differences.max()) if len(differences) else 0.0


def rounding(ours: Tensor, recorded: Tensor, exact: Tensor) -> float:
    """How far a float32 run lies from float64; see this file's head."""
    return min(distance(ours, exact), distance(recorded, exact))


@contextmanager
def features_off_by_rounding(sam2: Network, seed: int) -> Iterator[None]:
    """Inside, every feature of a frame is moved, up or down at random, as far as float32 rounds it.

    Once when the frame is encoded, and once for each object when it was seen in the light of its past.
    """
    random = torch.Generator().manual_seed(seed)

    def moved(level: Tensor) -> Tensor:
        directions = torch.randint(0, 2, level.shape, generator=random) * 2 - 1
        return level * (1 + _ROUNDING_OF_FEATURES * directions)

    def encode(pixels: Tensor) -> list[FrameFeatures]:
        return [
            FrameFeatures(*map(moved, (it.fine, it.middle, it.coarse)))
            for it in Network.encode(sam2, pixels)
        ]

    def condition(frame: FrameFeatures, past: Sequence[Recollection]) -> Tensor:
        return moved(Network.condition(sam2, frame, past))

    with (
        mock.patch.object(sam2, "encode", encode),
        mock.patch.object(sam2, "condition", condition),
    ):
        yield


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

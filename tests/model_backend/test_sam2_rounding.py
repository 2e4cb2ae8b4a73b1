"""The parts that we compute in our own order round no more than transformers' own, compared in float64."""

from copy import deepcopy

import pytest
import torch
from torch import Tensor

from model_backend.sam2 import linear
from model_backend.sam2.attention import MemoryAttention, Recollection
from model_backend.sam2.config import Sam2Config
from model_backend.sam2.image_encoder import ImageEncoder
from model_backend.sam2.modules import Module
from model_backend.sam2.network import Network, build
from tests.parity import exact

SIZE, CELLS = 256, 256  # windows of 14 do not tile its 16 x 16 cells
CONFIG = Sam2Config(
    embed_dim=32, heads=1, stages=(1, 2, 3, 1), global_attention_blocks=(4,), image_size=SIZE
)


@pytest.fixture(scope="module")
def model() -> Module:
    torch.manual_seed(0)
    return build(CONFIG).eval().requires_grad_(requires_grad=False)


@pytest.fixture(params=["by matrices", "by convolutions"])
def _layers(request, monkeypatch):
    """Linear layers as either library of torch works them out; which one a machine takes depends on it."""
    monkeypatch.setattr(linear, "convolution_is_faster", lambda _threads: request.param == "by convolutions")  # fmt: skip


def rounding(run: Tensor, truth: Tensor) -> float:
    """How far a run is from the truth, as a share of its size."""
    error = run.double().reshape(truth.shape) - truth
    return (error.square().mean() / truth.square().mean()).sqrt().item()


def encode(model: Module, pixels: Tensor) -> Tensor:
    """The coarsest features (1, C, G, G), which transformers has too; the finer ones are joined with the decoder."""
    ours = with_replaced_layers(model)
    encoder = ImageEncoder(ours.vision_encoder, ours.mask_decoder, SIZE)
    return encoder(pixels)[2]


def with_replaced_layers(model: Module) -> Module:
    """A copy with the fastest linear layers, as a `Network` has them."""
    ours = deepcopy(model)
    linear.replace_linear_layers(ours)
    return ours


@pytest.mark.usefixtures("_layers")
@torch.inference_mode()
def test_the_image_encoder(model):
    pixels = torch.randn(1, 3, SIZE, SIZE)
    with exact.float64():
        truth = encode(deepcopy(model).double(), pixels.double())
    plain = with_replaced_layers(model).vision_encoder(pixels).fpn_hidden_states[-1]
    assert rounding(encode(model, pixels), truth) <= 1.1 * rounding(plain, truth)


@pytest.mark.usefixtures("_layers")
@torch.inference_mode()
def test_memory_attention(model):
    frame, places = torch.randn(1, CELLS, 256), torch.randn(CELLS, 256)
    past = [Recollection([torch.randn(CELLS, 64) for _ in range(3)], (0, 1, 2), torch.randn(8, 64), torch.randn(8, 64))]  # fmt: skip
    codes = torch.randn(CELLS, 64), torch.randn(3, 64)

    def look(module: Module, dtype: torch.dtype) -> Tensor:
        attention = MemoryAttention(with_replaced_layers(module), frame_positions=places, memory_positions=codes[0], ages=codes[1])  # fmt: skip
        wide = [Recollection([m.to(dtype) for m in it.memories], it.ages, it.pointers.to(dtype), it.pointer_times.to(dtype)) for it in past]  # fmt: skip
        return attention(frame.to(dtype), wide)

    with exact.float64():
        truth = look(deepcopy(model.memory_attention).double(), torch.float64)
    ours = look(model.memory_attention, torch.float32)
    plain = plain_look(with_replaced_layers(model), frame, places, past[0], codes)
    assert rounding(ours, truth) <= 1.1 * rounding(plain, truth)


def plain_look(
    model: Module, frame: Tensor, places: Tensor, past: Recollection, codes: tuple[Tensor, Tensor]
) -> Tensor:
    """The same by transformers' module, which wants (tokens, batch, width)."""
    memory = torch.cat([*past.memories, past.pointers])
    times_and_places = torch.cat(
        [*(codes[0] + codes[1][age] for age in past.ages), past.pointer_times]
    )
    seen = model.memory_attention(
        frame.transpose(0, 1),
        memory[:, None],
        places[:, None],
        times_and_places[:, None],
        len(past.pointers),
    )
    return seen.transpose(0, 1)


def test_frequencies_of_position_codes_are_not_rounded_with_the_weights(model):
    """Of a bfloat16 network; the original works them out in float32 too."""
    wide, narrow = (
        Network(CONFIG, model.state_dict(), device=torch.device("cpu"), dtype=dtype)
        for dtype in (torch.float32, torch.bfloat16)
    )
    assert torch.equal(narrow._attention._rotation, wide._attention._rotation)
    assert torch.equal(narrow._image_positions, wide._image_positions.bfloat16())

"""Linear layers as convolutions, on processors where those are much faster."""

from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from model_backend.sam2 import linear
from model_backend.sam2.linear import Convolution, linear_layer, replace_linear_layers


@pytest.fixture
def convolution_is_faster(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    def say(lead: bool) -> None:
        monkeypatch.setattr(linear, "convolution_is_faster", lambda _threads: lead)

    return say


@pytest.mark.parametrize("shape", [(96,), (5, 96), (1, 1024, 96), (2, 16, 16, 96), (300, 3, 96)])
@pytest.mark.parametrize("bias", [torch.arange(40.0), None])
def test_a_convolution_is_the_linear_layer(convolution_is_faster, shape, bias):
    convolution_is_faster(True)
    x, weight = torch.randn(shape), torch.randn(40, 96)
    layer = linear_layer(weight, bias)
    assert isinstance(layer, Convolution)
    torch.testing.assert_close(layer(x), F.linear(x, weight, bias), rtol=1e-5, atol=1e-4)


def test_a_strided_view_is_taken_too(convolution_is_faster):
    convolution_is_faster(True)
    x, weight = torch.randn(4, 96, 300).transpose(1, 2), torch.randn(40, 96)
    torch.testing.assert_close(linear_layer(weight)(x), F.linear(x, weight), rtol=1e-5, atol=1e-4)


def test_layers_anywhere_in_a_module_are_changed_and_keep_their_weights(convolution_is_faster):
    convolution_is_faster(True)
    inner = nn.Linear(8, 8)
    module = nn.Sequential(nn.Linear(8, 8), nn.Sequential(nn.GELU(), inner))
    names = dict(module.state_dict())
    replace_linear_layers(module)
    assert [type(it) for it in module.modules() if not list(it.children())] == [Convolution, nn.GELU, Convolution]  # fmt: skip
    assert module[1][1].weight is inner.weight
    assert module.state_dict().keys() == names.keys()


def test_nothing_is_changed_where_convolutions_are_no_faster(convolution_is_faster):
    convolution_is_faster(False)
    module = nn.Sequential(nn.Linear(8, 8))
    replace_linear_layers(module)
    assert type(module[0]) is nn.Linear
    assert type(linear_layer(torch.randn(4, 8))) is nn.Linear


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
def test_only_float32_is_convolved(convolution_is_faster, dtype):
    convolution_is_faster(True)
    assert type(linear_layer(torch.randn(4, 8, dtype=dtype))) is nn.Linear


ZEN_5 = {"sse4a": True, "avx512_f": True, "avx_vnni": True}
OTHERS = {
    "Zen 4": {"sse4a": True, "avx512_f": True, "avx_vnni": False},
    "Xeon": {"sse4a": False, "avx512_f": True, "avx_vnni": True},
    "a desktop's Intel": {"sse4a": False, "avx512_f": False, "avx_vnni": True},
    "ARM": {"sve": True},
}


def test_the_processor_decides(monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: ZEN_5)
    assert linear.convolution_is_faster(threads=2)
    assert not linear.convolution_is_faster(threads=1), "torch multiplies matrices then either way"


@pytest.mark.parametrize("name", OTHERS)
def test_on_other_processors_matrices_are_multiplied(monkeypatch, name):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: OTHERS[name])
    assert not linear.convolution_is_faster(threads=2)

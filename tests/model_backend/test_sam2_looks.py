"""Both ways of looking at memory see what plain attention sees."""

from types import SimpleNamespace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from model_backend.sam2 import looks
from model_backend.sam2.looks import AxialLook, FusedLook, Tokens
from model_backend.sam2.rotary import turn

WIDTH, TOKEN_WIDTH = 16, 4

sizes = st.fixed_dictionaries(
    {"side": st.integers(1, 5), "maps": st.integers(1, 3), "pointers": st.integers(0, 7)}
)


def attention() -> SimpleNamespace:
    def narrow() -> nn.Linear:
        return nn.Linear(TOKEN_WIDTH, WIDTH)

    return SimpleNamespace(k_proj=narrow(), v_proj=narrow(), o_proj=nn.Linear(WIDTH, WIDTH))


def axial_rotation(side: int) -> Tensor:
    """Angles of the column in the first half of the pairs, of the row in the second: (N, C/2)."""
    angles = torch.arange(side)[:, None] / 3.0 ** torch.arange(WIDTH // 4)
    columns, rows = angles.expand(side, -1, -1), angles[:, None].expand(-1, side, -1)
    both = torch.cat([columns, rows], dim=-1).flatten(0, 1)
    return torch.polar(torch.ones_like(both), both)


def remembered(side: int, maps: int, pointers: int) -> Tokens:
    bare = torch.randn(maps * side**2 + pointers, TOKEN_WIDTH)
    return Tokens(bare, bare + torch.randn_like(bare), maps)


def plain(module: SimpleNamespace, rotation: Tensor, query: Tensor, memory: Tokens) -> Tensor:
    """Attention as it is written in the paper, in float64. (N, C) -> (N, C)"""
    keys = module.k_proj(memory.placed).double()
    for first in range(0, memory.maps * len(rotation), len(rotation)):
        turn(keys[first : first + len(rotation)], rotation)
    weights = torch.softmax(query.double() @ keys.T / WIDTH**0.5, dim=-1)
    seen: Tensor = module.o_proj((weights @ module.v_proj(memory.bare).double()).float())
    return seen


@pytest.mark.parametrize("kind", [AxialLook, FusedLook])
@settings(deadline=None)
@given(size=sizes, objects=st.integers(1, 3), seed=st.integers(0, 1000))
@torch.inference_mode()
def test_each_object_is_seen_as_plain_attention_sees_it(kind, size, objects, seed):
    torch.manual_seed(seed)
    module, rotation = attention(), axial_rotation(size["side"])
    query = torch.randn(1, size["side"] ** 2, WIDTH)
    memories = [remembered(**size) for _ in range(objects)]
    look = kind(module, rotation)
    seen = torch.cat(look(query, look.lay_out(memories)))
    expected = [plain(module, rotation, query[0], memory) for memory in memories]
    torch.testing.assert_close(seen, torch.stack(expected), atol=1e-5, rtol=1e-4)


def test_what_slow_channels_ask_is_mixed_of_few_places_exactly():
    """With the frequencies of the published network at 512 pixels."""
    torch.manual_seed(0)
    places, tokens, pairs = 32, 65, 64
    angles = torch.arange(places)[:, None] / 10000 ** (torch.arange(pairs).double() / pairs)
    turned = looks._turned(
        torch.randn(2 * pairs, tokens).double(), torch.polar(torch.ones_like(angles), angles)
    )
    axis, query = looks._Axis.of(turned, torch.float32), torch.randn(2 * pairs, 50)
    exact = turned @ query.double()
    assert axis.mix.shape == (places, 9)
    assert (axis.ask(query) - exact).abs().max() < 1e-6 * exact.abs().max()


@pytest.mark.parametrize("score", [400.0, -400.0])
@torch.inference_mode()
def test_scores_far_from_zero_neither_overflow_nor_vanish(score):
    torch.manual_seed(0)
    module, rotation = attention(), axial_rotation(1)  # where nothing is turned
    query, memory = torch.randn(1, 1, WIDTH), remembered(side=1, maps=3, pointers=3)
    module.k_proj.bias[:] = score * WIDTH**0.5 * query[0, 0] / query.square().sum()
    look = AxialLook(module, rotation)
    (seen,) = look(query, look.lay_out([memory]))
    expected = plain(module, rotation, query[0], memory)
    torch.testing.assert_close(seen[0], expected, atol=1e-3, rtol=1e-3)


@torch.inference_mode()
def test_more_cells_than_are_asked_at_a_time():
    torch.manual_seed(0)
    module, rotation = attention(), axial_rotation(15)
    query, memory = torch.randn(1, 225, WIDTH), remembered(side=15, maps=2, pointers=3)
    look = AxialLook(module, rotation)
    (seen,) = look(query, look.lay_out([memory]))
    torch.testing.assert_close(seen[0], plain(module, rotation, query[0], memory), atol=1e-5, rtol=1e-4)  # fmt: skip

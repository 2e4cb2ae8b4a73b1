"""The small parts of SAM 2: configurations, holes and islands, scene cuts, memory selection."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from model_backend.sam2.config import PUBLISHED, TINY, Rules, from_yaml
from model_backend.sam2.cuts import is_cut
from model_backend.sam2.engine import recognise
from model_backend.sam2.memory import Output, Track
from model_backend.sam2.network import Network, build
from model_backend.sam2.tidy import tidy
from model_backend.sam2.weights import rename
from storage.errors import UserError

# --- configurations ------------------------------------------------------------------------------


def test_four_sizes_of_two_versions_are_known():
    assert len(PUBLISHED) == 8
    assert not PUBLISHED["sam2_hiera_large"].occlusion_embedding
    assert PUBLISHED["sam2.1_hiera_large"].occlusion_embedding


@pytest.mark.parametrize("image_size", [0, -32, 500, 1000])
def test_an_image_size_that_the_network_cannot_have_is_refused(image_size):
    with pytest.raises(UserError, match="multiple of 32"):
        replace(TINY, image_size=image_size)


@pytest.mark.parametrize(
    "text", ["", "model: 3", "model: {image_encoder: {}}", "model: {num_maskmem: [", "- 1"]
)
def test_a_yaml_that_is_no_configuration_is_refused(tmp_path, text):
    (tmp_path / "sam2.yaml").write_text(text)
    with pytest.raises(UserError, match=r"sam2\.yaml"):
        from_yaml(tmp_path / "sam2.yaml", image_size=512, rules=Rules())


def test_a_checkpoint_says_itself_which_network_it_is_of():
    small = replace(TINY, image_size=64)
    with torch.device("meta"):
        weights = build(small).state_dict()
    assert recognise(weights) == TINY
    weights.pop("no_memory_embedding")
    with pytest.raises(UserError, match=r"another network.*tensors missing: 1"):
        Network(small, weights, device=torch.device("cpu"), dtype=torch.float32)


def test_names_of_the_original_become_names_of_transformers():
    assert (
        rename("image_encoder.trunk.blocks.3.mlp.layers.1.bias")
        == "vision_encoder.backbone.blocks.3.mlp.proj_out.bias"
    )
    assert (
        rename("sam_mask_decoder.transformer.layers.1.self_attn.out_proj.weight")
        == "mask_decoder.transformer.layers.1.self_attn.o_proj.weight"
    )
    assert (
        rename("memory_encoder.fuser.layers.0.gamma")
        == "memory_encoder.memory_fuser.layers.0.scale"
    )
    assert (
        rename("memory_encoder.mask_downsampler.encoder.12.bias")
        == "memory_encoder.mask_downsampler.final_conv.bias"
    )


# --- holes and islands ---------------------------------------------------------------------------


def test_small_holes_are_filled_and_small_islands_removed():
    logits = torch.full((20, 20), -5.0)
    logits[2:12, 2:12] = 5
    logits[4:6, 4:6] = -5  # a hole of 4 pixels
    logits[8:11, 8:11] = -5  # one of 9
    logits[15, 15] = logits[16, 16] = 5  # an island of 2, joined by a corner
    tidied = tidy(logits, hole_area=4, island_area=2) > 0
    assert tidied[4:6, 4:6].all()
    assert not tidied[8:11, 8:11].any()
    assert not tidied[15:, 15:].any()
    assert tidy(logits, hole_area=0, island_area=0) is logits


# --- scene cuts ----------------------------------------------------------------------------------


def scene(seed: int) -> np.ndarray:
    colour = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    return np.kron(colour, np.ones((20, 20, 1), np.uint8))


def test_another_scene_is_a_cut():
    assert is_cut(scene(1), scene(2))


def test_motion_and_light_are_none():
    picture = scene(1)
    assert not is_cut(picture, np.roll(picture, 30, axis=1))
    assert not is_cut(picture, (picture * 0.9).astype(np.uint8))
    assert not is_cut(picture, picture)


# --- what attention sees -------------------------------------------------------------------------


def output(frame_index: int) -> Output:
    return Output(
        torch.zeros(1, 1),
        torch.tensor([float(frame_index)]),
        torch.zeros(()),
        torch.zeros(()),
        torch.tensor([[float(frame_index)]]),
    )


def seen(track: Track, frame_index: int, *, backward: bool, rules: Rules | None = None):
    past = track.recall(frame_index, 1000, rules or Rules(), backward=backward)
    memories = [(int(memory), age) for memory, age in past.memories]
    return memories, [(distance, int(pointer)) for distance, pointer in past.pointers]


def test_attention_sees_the_conditioning_frames_the_six_latest_and_sixteen_pointers():
    track = Track(conditioning={0: output(0)}, tracked={t: output(t) for t in range(1, 30)})
    memories, pointers = seen(track, 30, backward=False)
    assert memories == [(0, 6), (24, 5), (25, 4), (26, 3), (27, 2), (28, 1), (29, 0)]
    assert pointers == [(30, 0), *((d, 30 - d) for d in range(1, 16))]


def test_backward_it_sees_what_lies_behind_in_that_direction():
    track = Track(
        conditioning={9: output(9)}, tracked={t: output(t) for t in range(4, 12) if t != 9}
    )
    memories, pointers = seen(track, 5, backward=True)
    assert memories == [(9, 6), (11, 5), (10, 4), (8, 2), (7, 1), (6, 0)]
    assert pointers == [(4, 9), (1, 6), (2, 7), (3, 8), (5, 10), (6, 11)]


def test_of_many_conditioning_frames_the_nearest_can_be_chosen():
    track = Track(conditioning={t: output(t) for t in (0, 40, 50, 90)}, tracked={51: output(51)})
    memories, _ = seen(track, 52, backward=False, rules=Rules(conditioning_frames=2))
    assert memories == [(50, 6), (90, 6), (51, 0)]


@settings(max_examples=30, deadline=None)
@given(
    conditioning=st.sets(st.integers(0, 99), min_size=1, max_size=3),
    now=st.integers(20, 99),
    backward=st.booleans(),
)
def test_forgetting_changes_nothing_that_is_seen_from_here_on(conditioning, now, backward):
    step = -1 if backward else 1

    def fresh() -> Track:
        tracked = {t: output(t) for t in range(100) if t not in conditioning}
        return Track(conditioning={t: output(t) for t in conditioning}, tracked=tracked)

    whole, forgetful = fresh(), fresh()
    forgetful.forget(now, Rules())
    assert seen(forgetful, now + step, backward=backward) == seen(
        whole, now + step, backward=backward
    )
    for place in conditioning:  # and from a conditioning frame in either direction
        assert seen(forgetful, place - 1, backward=True) == seen(whole, place - 1, backward=True)

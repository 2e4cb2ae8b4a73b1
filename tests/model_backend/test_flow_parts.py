"""The parts of the flow tracker, each on input whose answer is known."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_backend.flow.classifier import PixelClassifier, collect_pools
from model_backend.flow.features import FEATURE_COUNT, pixel_features
from model_backend.flow.frames import prepare, scaled_size
from model_backend.flow.optical_flow import FlowEstimator, warp
from model_backend.flow.presets import PRESETS
from model_backend.flow.scene_cut import is_scene_cut
from tests.shared import shared

HALF = PRESETS["half"]


def texture(seed, hw=(200, 300)):
    """A smooth random picture, RGB uint8 (H, W, 3)."""
    noise = np.random.default_rng(seed).normal(0, 1, (*hw, 3))
    return np.clip(128 + 300 * cv2.GaussianBlur(noise, (0, 0), 3), 0, 255).astype(np.uint8)


# --- frames and features -------------------------------------------------------------------------


def test_davis_frames_are_tracked_at_half_size_and_small_ones_are_never_enlarged():
    assert scaled_size((480, 854), 0.5) == (427, 240)
    assert scaled_size((1080, 1920), 0.5) == (427, 240)
    assert scaled_size((1920, 1080), 0.5) == (240, 427)
    assert scaled_size((90, 160), 0.5) == (160, 90)


@given(st.integers(1, 60), st.integers(1, 60))
@settings(max_examples=20, deadline=None)
def test_every_frame_size_has_finite_features(height, width):
    frame = prepare(texture(0, (height, width)), HALF)
    assert frame.features.shape == (height, width, FEATURE_COUNT)
    assert np.isfinite(frame.features).all()


def test_a_plain_picture_has_its_colour_everywhere_and_no_texture():
    features = pixel_features(np.full((40, 50, 3), (0.5, 0.2, -0.1), np.float32))
    for scale in range(4):
        assert features[..., 3 * scale : 3 * scale + 3] == pytest.approx(
            np.broadcast_to((0.5, 0.2, -0.1), (40, 50, 3)), abs=1e-4
        )
    assert np.abs(features[..., 12:]).max() < 2e-3


def test_texture_tells_vertical_from_horizontal_stripes():
    stripes = np.zeros((60, 60, 3), np.float32)
    stripes[:, ::4, 0] = stripes[:, 1::4, 0] = 1
    upright = pixel_features(stripes)[30, 30, 12:16]
    lying = pixel_features(stripes.transpose(1, 0, 2).copy())[30, 30, 12:16]
    assert upright[0] == pytest.approx(lying[0], rel=0.01)
    assert upright[1] > 0.1 > -0.1 > lying[1]


# --- classifier ----------------------------------------------------------------------------------


def test_the_classifier_learns_what_the_object_looks_like():
    rng = np.random.default_rng(0)
    features = rng.normal(0, 1, (60, 80, FEATURE_COUNT)).astype(np.float32)
    inside = np.zeros((60, 80), bool)
    inside[20:40, 30:50] = True
    features[inside, 5] += 4  # something to tell them apart
    pools = collect_pools(features, inside, np.ones_like(inside), 5000, rng)
    classifier = PixelClassifier(pools, rng)
    for _ in range(100):
        classifier.train(pools, batch=512, rate=5e-3)
    assert ((classifier.logits(features) > 0) == inside).mean() > 0.9


def test_pools_sort_pixels_by_side_and_distance_and_leave_out_the_doubtful():
    features = np.zeros((80, 80, FEATURE_COUNT), np.float32)
    features[..., 0], features[..., 1] = np.mgrid[:80, :80]
    inside = np.zeros((80, 80), bool)
    inside[:10, :10] = True
    certain = np.ones_like(inside)
    certain[0] = False
    pools = collect_pools(features, inside, certain, 100_000, np.random.default_rng(0))
    assert (len(pools.foreground), len(pools.near) + len(pools.far)) == (90, 79 * 80 - 90)
    y, x = np.maximum(pools.far[:, :2] - 9, 0).T
    assert np.hypot(y, x).min() > 23  # 25, of which the quick distance transform takes a little
    y, x = np.maximum(pools.near[:, :2] - 9, 0).T
    assert np.hypot(y, x).max() < 27
    few = collect_pools(features, inside, certain, 7, np.random.default_rng(0))
    assert (len(few.foreground), len(few.near), len(few.far)) == (7, 7, 7)


# --- motion --------------------------------------------------------------------------------------


def test_flow_points_to_where_every_pixel_came_from():
    before = texture(1)
    after = np.roll(before, (3, 5), axis=(0, 1))  # down 3, right 5
    motion = FlowEstimator(HALF).motion(prepare(before, HALF), prepare(after, HALF))
    inner = motion.backward[30:-30, 30:-30]
    assert np.median(inner, axis=(0, 1)) == pytest.approx([-5, -3], abs=0.1)
    assert motion.reliability[30:-30, 30:-30].mean() > 0.9


@pytest.mark.parametrize("hw", [(1, 1), (3, 200), (10, 100), (20, 427), (427, 20), (100, 3)])
@pytest.mark.parametrize("preset", PRESETS)
def test_flow_survives_frames_of_every_shape(hw, preset):
    frame = prepare(texture(5, hw), PRESETS[preset])
    motion = FlowEstimator(PRESETS[preset]).motion(frame, frame)
    assert motion.backward.shape == (*frame.hw, 2)
    assert np.abs(motion.backward).max() < 1
    assert motion.reliability.min() > 0.3


def test_warping_carries_a_picture_along():
    image = texture(2)[..., 0].astype(np.float32)
    flow = np.full((200, 300, 2), (-5, -3), np.float32)
    region = slice(50, 100), slice(60, 150)
    assert np.array_equal(warp(image, flow)[3:, 5:], image[:-3, :-5])
    assert np.array_equal(warp(image, flow[region], region), image[47:97, 55:145])


def test_what_was_hidden_before_is_not_trusted():
    before, after = texture(3), texture(3)
    after[60:140, 100:200] = texture(4)[60:140, 100:200]
    motion = FlowEstimator(HALF).motion(prepare(before, HALF), prepare(after, HALF))
    assert motion.reliability[70:130, 110:190].mean() < 0.3
    assert motion.reliability[:, :80].mean() > 0.9


# --- scene cuts ----------------------------------------------------------------------------------


def davis_frame(name, frame_index):
    path = shared("davis2016") / "JPEGImages" / "480p" / name / f"{frame_index:05}.jpg"
    return prepare(cv2.imread(str(path), cv2.IMREAD_COLOR_RGB), HALF)


def cut_between(before, after):
    return is_scene_cut(before, after, FlowEstimator(HALF).motion(before, after))


@pytest.mark.parametrize(("name", "frame_index"), [("drift-straight", 36), ("soapbox", 79)])
def test_fast_motion_is_no_cut(name, frame_index):
    assert not cut_between(davis_frame(name, frame_index - 1), davis_frame(name, frame_index))


@pytest.mark.parametrize(
    "pair", [("camel", "horsejump-high"), ("dance-twirl", "drift-straight"), ("blackswan", "libby")]
)
def test_another_scene_is_a_cut_even_in_like_colours(pair):
    assert cut_between(*(davis_frame(name, 20) for name in pair))

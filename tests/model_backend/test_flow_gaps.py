"""What is found between two keyframes from both sides, put together."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_backend.flow.classifier import Pools
from model_backend.flow.gaps import Gap, Meeting
from model_backend.flow.keyframes import FollowedObject, Keyframe
from model_backend.flow.shown import Shown
from model_backend.flow.tracker import Estimate
from storage import masks

HW = (4, 5)
BACKWARD, FORWARD = -1, 1


def keyframe(*, is_there=True):
    pixels = np.zeros((int(is_there), 3), np.float32)
    shown = Shown(np.zeros(HW, np.float32), Pools(pixels, pixels, pixels))
    return Keyframe(masks.encode(np.zeros(HW, bool)), 1.0, shown)


def meeting(*frame_indices, absent=()):
    keyframes = {it: keyframe(is_there=it not in absent) for it in frame_indices}
    return Meeting(FollowedObject(1, keyframes, frozenset()))


def estimate(logit, score=0.8):
    return Estimate(np.full(HW, np.float32(logit)), score)


LOST = estimate(-8, score=0.0)


@given(st.integers(0, 10_000), st.integers(2, 5000))
def test_the_nearer_keyframe_counts_more_and_in_the_middle_both_count_alike(start, length):
    gap = Gap(start, start + length)
    shares = [gap.share_of(BACKWARD, it) for it in range(start, start + length + 1)]
    assert (shares[0], shares[-1]) == (0, 1)
    assert all(a <= b for a, b in pairwise(shares))
    assert shares == pytest.approx([1 - it for it in reversed(shares)])


@given(st.integers(0, 10_000), st.integers(2, 5000), st.sampled_from([BACKWARD, FORWARD]))
def test_a_walk_is_heard_where_it_counts_from_its_keyframe_on(start, length, step):
    gap = Gap(start, start + length)
    between = range(start + 1, start + length)[::step]
    assert list(gap.heard(step)) == [it for it in between if gap.share_of(step, it) > 0]


def test_logits_and_scores_are_weighed_by_how_near_the_keyframes_are():
    two = meeting(10, 14)
    two.keep(11, estimate(4, score=0.9))
    joined = two.join(11, estimate(-4, score=0.5), BACKWARD)
    assert joined.logits == pytest.approx(np.full(HW, 2.0), abs=0.1)
    assert joined.score == pytest.approx(0.8)
    two.keep(11, estimate(4))
    assert two.join(11, estimate(-4), FORWARD).logits == pytest.approx(np.full(HW, -2.0), abs=0.1)


def test_the_one_that_did_not_lose_the_object_counts_alone():
    two = meeting(0, 4)
    two.keep(1, LOST)
    assert two.join(1, estimate(3), BACKWARD).logits == pytest.approx(np.full(HW, 3.0))
    two.keep(2, estimate(3))
    assert two.join(2, LOST, BACKWARD).logits == pytest.approx(np.full(HW, 3.0), abs=0.1)
    two.keep(3, LOST)
    assert two.join(3, LOST, BACKWARD) is LOST


def test_only_between_two_masks_is_a_gap():
    assert meeting(2, 5, 9, absent={9}).gaps == [Gap(2, 5)]
    assert meeting(3).gaps == meeting(3, 4).gaps == meeting(3, 6, absent={3}).gaps == []


def test_of_a_long_gap_only_the_middle_is_kept():
    long = meeting(0, 5000)
    for frame_index in range(1, 5000):
        long.keep(frame_index, estimate(1))
    assert len(long._found) < 300
    assert len(Gap(0, 5000).heard(BACKWARD)) == 2500 + 149

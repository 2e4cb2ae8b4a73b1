"""Objects that claim the same pixels: who gets them, and who competes at all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model_backend.flow.classifier import Pools
from model_backend.flow.keyframes import FollowedObject, Keyframe
from model_backend.flow.rivals import certain_logits, find_rivals, share_out
from model_backend.flow.shown import Shown
from storage import masks

HW = (3, 4)
ALL_RIVALS = [[1, 2], [0, 2], [0, 1]]
LOGITS = arrays(np.float32, HW, elements=st.floats(-13, 13, width=32))


def probability(logits):
    return 1 / (1 + np.exp(-logits.astype(np.float64)))


@given(st.lists(LOGITS, min_size=3, max_size=3))
def test_no_pixel_goes_to_two_objects_and_none_gets_more_than_it_claims(claims):
    left = share_out(claims, ALL_RIVALS)
    assert (sum(it > 0 for it in left) <= 1).all()
    assert sum(probability(it) for it in left).max() <= 1 + 3 * probability(np.float32(-4))
    assert all((it <= claim).all() for it, claim in zip(left, claims, strict=True))


@given(st.lists(LOGITS, min_size=3, max_size=3))
def test_a_pixel_that_goes_to_an_object_goes_to_the_one_that_claims_most(claims):
    left = np.array(share_out(claims, ALL_RIVALS))
    winners = np.argmax(left, axis=0)
    is_given = left.max(axis=0) > 0
    given_claims = np.take_along_axis(np.array(claims), winners[None], axis=0)[0]
    assert (given_claims == np.max(claims, axis=0))[is_given].all()


@given(LOGITS, LOGITS)
def test_who_has_no_rival_keeps_its_claim(one, other):
    assert np.array_equal(share_out([one, other], [[], []])[0], one)
    assert np.array_equal(share_out([one, None], [[1], [0]])[0], one)
    assert share_out([one, None], [[1], [0]])[1] is None


@given(LOGITS)
def test_what_a_person_showed_prevails(claim):
    shown = np.zeros(HW, np.float32)
    shown[1] = 1
    truth, left = share_out([certain_logits(shown), claim], [[1], [0]])
    assert np.array_equal(truth > 0, shown > 0.5)
    assert (left[1] < 0).all()
    assert np.array_equal(left[[0, 2]], claim[[0, 2]])


def test_far_from_the_others_an_object_is_as_it_would_be_alone():
    one, other = np.full(HW, np.float32(-8)), np.full(HW, np.float32(-8))
    one[0], other[2] = 6, 6
    assert np.array_equal(share_out([one, other], [[1], [0]]), [one, other])


def followed(number, **rows_by_frame):
    """An object that a person showed in rows [start, stop) of frames, as ``f3=(0, 2)``."""
    keyframes = {}
    for name, (start, stop) in rows_by_frame.items():
        coverage = np.zeros((20, 20), np.float32)
        coverage[start:stop] = 1
        pixels = np.zeros((1, 3), np.float32)
        shown = Shown(coverage, Pools(pixels, pixels, pixels))
        keyframes[int(name[1:])] = Keyframe(masks.encode(coverage > 0.5), 1.0, shown)
    return FollowedObject(number, keyframes, frozenset())


@pytest.mark.parametrize(
    ("one", "other", "compete"),
    [
        ({"f0": (0, 10)}, {"f0": (10, 20)}, True),  # beside each other
        ({"f0": (0, 11)}, {"f0": (10, 20)}, True),  # they touch
        ({"f0": (0, 10)}, {"f0": (0, 3)}, False),  # a hat on a head
        ({"f0": (0, 10)}, {"f5": (0, 3)}, True),  # shown on different frames: nobody knows
        ({"f0": (0, 10), "f5": (0, 10)}, {"f5": (0, 3)}, False),
    ],
)
def test_objects_compete_unless_they_were_shown_over_each_other(one, other, compete):
    rivals = find_rivals([followed(1, **one), followed(2, **other)])
    assert rivals == ([[1], [0]] if compete else [[], []])

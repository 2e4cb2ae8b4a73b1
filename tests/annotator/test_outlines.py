"""Bending a mask's outline changes the mask there and nowhere else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp

from annotator.outlines import add_anchor, bend, drop_anchor, find_contours, nearest, reshape
from storage import masks

HW = (60, 80)


def ring_and_part():
    """A square with a hole in it, and a part of its own to the right."""
    mask = np.zeros(HW, bool)
    mask[10:50, 10:50] = True
    mask[25:35, 25:35] = False
    mask[20:30, 60:70] = True
    return mask


def contours_of(mask):
    return find_contours(masks.encode(mask), tolerance_px=1.0)


def contour_at(mask, x, y):
    """The contour that has an anchor at (x, y), and which one it is."""
    for contour in contours_of(mask):
        for place, point in enumerate(contour.anchor_points.tolist()):
            if point == [x, y]:
                return contour, place
    raise AssertionError(f"no anchor at {x}, {y}")


def reshaped(mask, before, after):
    return masks.decode(reshape(masks.encode(mask), before, after))


def test_every_part_and_every_hole_has_a_border_with_anchors_at_its_corners():
    contours = contours_of(ring_and_part())
    assert sorted(it.is_hole for it in contours) == [False, False, True]
    assert all(len(it.anchors) >= 4 for it in contours)
    (square,) = (it for it in contours if [10, 10] in it.points.tolist())
    assert sorted(square.anchor_points.tolist()) == [[10, 10], [10, 49], [49, 10], [49, 49]]


@given(hnp.arrays(bool, (12, 14)))
def test_a_border_that_was_not_bent_changes_nothing(mask):
    rle = masks.encode(mask)
    for contour in find_contours(rle, tolerance_px=0.5):
        assert reshape(rle, contour, contour) == rle
        assert reshape(rle, contour, bend(contour, 0, 0, 0)) == rle


def test_pulling_a_corner_out_adds_only_there():
    mask = ring_and_part()
    corner, place = contour_at(mask, 10, 10)
    after = reshaped(mask, corner, bend(corner, place, -6, -6))
    assert after[4, 4]
    assert (after & mask == mask).all()
    ys, xs = np.nonzero(after != mask)
    assert xs.max() < 50
    assert ys.max() < 50
    assert (np.minimum(xs, ys) < 10).all()  # beyond the two sides that gave way


def test_pushing_a_side_in_over_the_hole_takes_away_and_fills_nothing():
    mask = ring_and_part()
    square, _ = contour_at(mask, 10, 10)
    _, at = nearest(square, 10, 30)
    square, place = add_anchor(square, at)
    after = reshaped(mask, square, bend(square, place, 30, 0))
    assert not after[30, 30]
    assert not (after & ~mask).any()
    assert (after[:, 60:70] == mask[:, 60:70]).all()


def test_pulling_a_side_over_another_part_keeps_that_part():
    mask = ring_and_part()
    square, _ = contour_at(mask, 10, 10)
    _, at = nearest(square, 49, 25)
    square, place = add_anchor(square, at)
    after = reshaped(mask, square, bend(square, place, 25, 0))
    assert (after & mask == mask).all()
    assert after[25, 55]


def test_a_hole_is_bent_like_any_border():
    mask = ring_and_part()
    (hole,) = (it for it in contours_of(mask) if it.is_hole)
    _, at = nearest(hole, 24, 30)
    hole, place = add_anchor(hole, at)
    wider = reshaped(mask, hole, bend(hole, place, -8, 0))
    assert not wider[30, 18]
    assert not (wider & ~mask).any()
    narrower = reshaped(mask, hole, bend(hole, place, 5, 0))
    assert narrower[30, 26]
    assert (narrower & mask == mask).all()


def test_small_shapes_of_the_border_move_along():
    mask = np.zeros(HW, bool)
    mask[20:50, 10:50] = True
    mask[19, 29:32] = True  # a bump that is too small for an anchor
    contour = contours_of(mask)[0]
    assert [29, 19] not in contour.anchor_points.tolist()
    _, at = nearest(contour, 30, 19)
    contour, place = add_anchor(contour, at)
    after = reshaped(mask, contour, bend(contour, place, 0, -10))
    assert after[9, 30]
    assert not after[9, 26]


def test_an_anchor_taken_out_leaves_a_straight_line_between_its_neighbours():
    mask = ring_and_part()
    square, place = contour_at(mask, 10, 10)
    after = reshaped(mask, square, drop_anchor(square, place))
    assert not after[12, 12]
    assert not (after & ~mask).any()
    assert after[48, 48]


def test_three_anchors_are_the_least():
    mask = np.zeros(HW, bool)
    mask[10:40, 10:40] = np.tri(30, dtype=bool)
    (triangle,) = contours_of(mask)
    while len(triangle.anchors) > 3:
        triangle = drop_anchor(triangle, 0)
    assert drop_anchor(triangle, 0) is None


@pytest.mark.parametrize("far", [(-100, 0), (0, -100), (200, 0), (0, 200)])
def test_beyond_the_frame_there_is_nothing(far):
    mask = ring_and_part()
    corner, place = contour_at(mask, 10, 10)
    assert reshaped(mask, corner, bend(corner, place, *far)).shape == HW


def test_a_mask_without_pixels_has_no_outline():
    assert find_contours(masks.empty(HW), tolerance_px=1.0) == ()

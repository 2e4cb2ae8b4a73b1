"""Outlines: what a polygon gives back of a mask, drawn as OpenCV and as COCO draw it."""

import cv2
import numpy as np
import pytest

from exporters.outlines import OutlineLoss, edge_outlines, fill_outline, one_outline
from storage import masks
from tests.exporters.datasets import box

RING = box(0, 0, 9, 9) & ~box(3, 3, 6, 6)


def random_masks(count=300, *, seed=4):
    """Noise, and smooth shapes with holes and parts."""
    rng = np.random.default_rng(seed)
    while count:
        frame_hw = rng.integers(1, 40, 2).tolist()
        noise = rng.random(frame_hw).astype(np.float32)
        blurred = cv2.GaussianBlur(noise, (0, 0), 2) > noise.mean()
        mask = blurred if count % 2 else noise < rng.random()
        if mask.any():
            count -= 1
            yield mask


def as_coco_draws(rle):
    polygons = [corners.reshape(-1).tolist() for corners in edge_outlines(rle)]
    return masks.from_polygons(polygons, rle.frame_hw)


def test_every_mask_comes_back_from_its_edges_as_coco_draws_them():
    for mask in random_masks():
        rle = masks.encode(mask)
        assert as_coco_draws(rle) == rle


def test_every_mask_of_one_part_comes_back_from_its_one_outline_holes_and_all():
    for mask in random_masks():
        _, parts = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
        rle = masks.encode(parts == 1)
        assert fill_outline(one_outline(rle), rle.frame_hw) == rle


def test_edges_are_one_polygon_a_part_and_as_short_as_can_be():
    (square,) = edge_outlines(masks.encode(box(2, 3, 5, 7)))
    assert sorted(square.tolist()) == [[3, 2], [3, 5], [7, 2], [7, 5]]
    two = box(0, 0, 2, 2) | box(2, 2, 4, 4)  # they touch at a corner
    assert [len(it) for it in edge_outlines(masks.encode(two))] == [4, 4]
    (ring,) = edge_outlines(masks.encode(RING))
    assert len(ring) == 4 + 4 + 2, "two squares, and the way there and back"


@pytest.mark.parametrize(
    ("mask", "corners"),
    [
        (box(2, 3, 5, 7), [[3, 2], [3, 4], [6, 2], [6, 4]]),
        (box(2, 3, 3, 4), [[3, 2], [3, 2], [3, 2]]),
        (box(2, 3, 3, 9), [[3, 2], [8, 2], [8, 2]]),
    ],
    ids=["square", "pixel", "row"],
)
def test_one_outline_has_few_points_but_three_at_least(mask, corners):
    assert sorted(one_outline(masks.encode(mask)).tolist()) == corners


def test_parts_are_joined_by_a_line_and_the_loss_is_what_it_covers():
    two = masks.encode(box(0, 0, 4, 4) | box(0, 10, 4, 14))
    back = fill_outline(one_outline(two), two.frame_hw)
    assert back.area - two.area == 6, "a line of one pixel between columns 3 and 10"
    loss = OutlineLoss()
    loss.add(two, two)
    assert loss.sentence("clip") is None
    loss.add(two, back)
    assert loss.sentence("clip, object 1") == (
        "clip, object 1: polygons changed 1 of 2 masks, to an IoU of 0.9211 on average over all, "
        "0.8421 at worst."
    )

"""Masks: exact, canonical, equal to pycocotools, and safe against RLE that lies."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pycocotools import mask as coco_mask

from storage import masks
from storage.errors import FormatError

any_mask = hnp.arrays(bool, hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=12))
counts_text = st.text(st.characters(min_codepoint=0, max_codepoint=127), max_size=30)


def coco_encode(mask):
    packed = coco_mask.encode(np.asfortranarray(mask, dtype=np.uint8))
    return {"size": list(mask.shape), "counts": packed["counts"].decode()}


@given(any_mask)
def test_decoding_gives_back_every_pixel(mask):
    rle = masks.encode(mask)
    assert np.array_equal(masks.decode(rle), mask)
    assert rle.area == mask.sum()


@given(any_mask)
def test_coco_form_is_byte_for_byte_that_of_pycocotools(mask):
    assert masks.to_coco(masks.encode(mask)) == coco_encode(mask)


@given(any_mask)
def test_reading_coco_gives_the_same_canonical_mask(mask):
    rle = masks.encode(mask)
    assert masks.from_coco(coco_encode(mask), mask.shape) == rle
    uncompressed = {"size": list(mask.shape), "counts": masks.to_coco_runs(rle)}
    assert masks.from_coco(uncompressed, mask.shape) == rle


def test_runs_of_length_zero_do_not_change_what_a_mask_is():
    plain = masks.from_coco({"size": [4, 2], "counts": [1, 2, 5]}, (4, 2))
    odd = masks.from_coco({"size": [4, 2], "counts": [1, 1, 0, 1, 5, 0]}, (4, 2))
    assert plain == odd


@given(any_mask, st.data())
def test_set_operations_agree_with_numpy(a, data):
    b = data.draw(hnp.arrays(bool, a.shape))
    rle_a, rle_b = masks.encode(a), masks.encode(b)
    assert np.array_equal(masks.decode(masks.union([rle_a, rle_b])), a | b)
    assert np.array_equal(masks.decode(masks.subtract(rle_a, rle_b)), a & ~b)
    assert masks.intersection_area(rle_a, rle_b) == (a & b).sum()
    expected = (a & b).sum() / (a | b).sum() if (a | b).any() else 1.0
    assert masks.iou(rle_a, rle_b) == expected


@given(any_mask, st.data())
def test_a_window_shows_what_the_whole_mask_shows_there(mask, data):
    height, width = mask.shape
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    w, h = data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y))
    window = masks.decode_window(masks.encode(mask), (x, y, w, h))
    assert np.array_equal(window, mask[y : y + h, x : x + w])
    assert masks.contains(masks.encode(mask), x, y) == mask[y, x]


@given(counts_text, st.integers(-5, 40), st.integers(-5, 40))
def test_any_text_as_counts_is_read_or_refused(counts, height, width):
    try:
        rle = masks.from_coco({"size": [height, width], "counts": counts}, (height, width))
    except FormatError:
        return
    assert masks.decode(rle).sum() == rle.area


@pytest.mark.parametrize(
    ("segmentation", "says"),
    [
        ({"size": [4, 4], "counts": "o\x00111"}, "byte that compressed runs cannot have"),
        ({"size": [4, 4], "counts": "é"}, "not ASCII"),
        ({"size": [4, 4], "counts": "P"}, "break off"),
        ({"size": [4, 4], "counts": "oooooooo0"}, "longer than any frame"),
        ({"size": [4, 4], "counts": [8]}, "cover 8 pixels"),
        ({"size": [4, 4], "counts": [20, -4]}, "negative run"),
        ({"size": [4, 4], "counts": [8.0, 8]}, "not a pixel count"),
        ({"size": [4, 4], "counts": None}, "not text or a list"),
        ({"size": [4, 5], "counts": [20]}, "size is"),
        ({"size": None, "counts": [16]}, "size is"),
        ({"counts": [16]}, "size is"),
    ],
)
def test_rle_that_lies_is_refused_with_the_reason(segmentation, says):
    with pytest.raises(FormatError, match=says):
        masks.from_coco(segmentation, (4, 4))


def test_a_huge_size_is_refused_before_anything_is_allocated():
    with pytest.raises(FormatError, match="not possible"):
        masks.from_coco({"size": [100_000, 100_000], "counts": [10**10]}, (100_000, 100_000))


def test_polygons_equal_pycocotools():
    polygons = [[1, 1, 8, 1, 8, 6, 1, 6], [10, 2, 14, 2, 12, 9]]
    expected = coco_mask.decode(coco_mask.merge(coco_mask.frPyObjects(polygons, 10, 16)))
    assert np.array_equal(masks.decode(masks.from_polygons(polygons, (10, 16))), expected)


@pytest.mark.parametrize(
    "polygon",
    [[1, 1, 2, 2], [0, 0, 1e9, 0, 0, 5], [0, 0, float("inf"), 0, 0, 5], [True] * 6, "012345"],
)
def test_polygons_that_would_harm_are_refused(polygon):
    with pytest.raises(FormatError):
        masks.from_polygons([polygon], (10, 16))


def test_no_polygon_is_no_pixel():
    assert masks.from_polygons([], (10, 16)).is_empty


def test_coco_form_goes_through_json():
    rle = masks.encode(np.eye(5, dtype=bool))
    assert masks.from_coco(json.loads(json.dumps(masks.to_coco(rle))), (5, 5)) == rle

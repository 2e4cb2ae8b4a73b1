"""A smaller view of a mask: the pixels in the middle of what each of its own shows, and never nothing."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from storage import masks
from storage.sampling import boxes_in_view, decode_sheet, samples

some_masks = hnp.arrays(bool, st.tuples(st.integers(1, 24), st.integers(1, 24)))


def in_view(mask, scale):
    """The whole view, (h, w) bool."""
    height, width = (max(1, round(side * scale)) for side in mask.shape)
    view = np.zeros((height, width), bool)
    rles, shown = [masks.encode(mask)], samples(mask.shape, scale)
    boxes = boxes_in_view(rles, shown)
    sheet, _ = decode_sheet(rles, shown, boxes)
    x, y, w, h = (int(it[0]) for it in (boxes.left, boxes.top, boxes.width, boxes.height))
    assert h > 0
    assert w > 0
    view[y : y + h, x : x + w] = sheet[:, :w]
    return view


def middles(length, scale):
    """For each pixel of the view, the one of the frame under its middle."""
    view_length = max(1, round(length * scale))
    return [min(int((it + 0.5) / scale), length - 1) for it in range(view_length)]


@given(some_masks.filter(np.any), st.floats(0.1, 1))
def test_each_pixel_of_the_view_shows_the_one_under_its_middle(mask, scale):
    rows, columns = (middles(side, scale) for side in mask.shape)
    x, y, w, h = masks.encode(mask).box_xywh
    if any(x <= it < x + w for it in columns) and any(y <= it < y + h for it in rows):
        assert np.array_equal(in_view(mask, scale), mask[np.ix_(rows, columns)])


@given(some_masks.filter(np.any))
def test_a_view_of_the_frames_size_is_the_mask(mask):
    assert np.array_equal(in_view(mask, 1.0), mask)


@given(
    st.lists(hnp.arrays(bool, (17, 13)).filter(np.any), min_size=1, max_size=5), st.floats(0.1, 1)
)
def test_masks_lie_side_by_side_on_a_sheet_with_nothing_between_and_below_them(found, scale):
    rles, shown = [masks.encode(mask) for mask in found], samples((17, 13), scale)
    boxes = boxes_in_view(rles, shown)
    sheet, starts = decode_sheet(rles, shown, boxes)
    assert sheet.shape == (boxes.height.max(), (boxes.width + 1).sum())
    for mask, x, y, w, h, start in zip(found, boxes.left, boxes.top, boxes.width, boxes.height,
                                       starts, strict=True):  # fmt: skip
        alone = in_view(mask, scale)[y : y + h, x : x + w]
        assert np.array_equal(sheet[:h, start : start + w], alone)
        sheet[:h, start : start + w] = 0
    assert not sheet.any()


@pytest.mark.parametrize("column", range(4, 8))
def test_a_line_between_two_pixels_of_the_view_is_seen(column):
    mask = np.zeros((40, 40), bool)
    mask[8:32, column] = True
    mask[16:24, column] = False  # a gap stays one
    view = in_view(mask, 0.25)
    assert view.sum() == 4
    assert view[2:8, 1].tolist() == [True, True, False, False, True, True]


def test_at_the_border_of_the_frame_it_stays_in_the_view():
    mask = np.zeros((40, 40), bool)
    mask[39, 39] = True
    assert in_view(mask, 0.1)[3, 3]


def test_a_large_mask_looks_as_one_made_smaller_with_care():
    mask = cv2.ellipse(np.zeros((2160, 3840), np.uint8), (1500, 900), (700, 400), 30, 0, 360, 1, -1)
    view = in_view(mask.astype(bool), 1 / 3)
    careful = cv2.resize(255 * mask, (1280, 720), interpolation=cv2.INTER_AREA) > 127
    assert masks.iou(masks.encode(view), masks.encode(careful)) > 0.995

"""The overlay: one premultiplied picture, equal to blending full frames."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter

from annotator.gui import overlay
from annotator.gui.overlay import Layer, OverlayStyle, compose
from storage import masks

SHAPE = (9, 11)
some_masks = st.lists(hnp.arrays(bool, SHAPE), min_size=1, max_size=3)
PLAIN = OverlayStyle(opacity=0.5, outlined=False)


def full_frame(made, shape=SHAPE):
    """The overlay on a frame of its own: premultiplied blue, green, red, alpha."""
    height, width = shape
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    for it in made.pieces:
        painter.drawImage(QPoint(it.x, it.y), it.sheet, it.part)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4).copy()


@given(some_masks)
def test_it_covers_exactly_the_masks(found):
    layers = [Layer(masks.encode(mask), "#ff8000") for mask in found]
    alpha = full_frame(compose(layers, PLAIN))[..., 3]
    assert np.array_equal(alpha > 0, np.any(found, axis=0))


@given(some_masks)
def test_layers_blend_as_source_over(found):
    colours = ("#ff8000", "#0040ff", "#20c060")
    layers = [
        Layer(masks.encode(mask), colour) for mask, colour in zip(found, colours, strict=False)
    ]
    expected = np.zeros((*SHAPE, 4))
    for mask, colour in zip(found, colours, strict=False):
        blue, green, red = (int(colour[i : i + 2], 16) for i in (5, 3, 1))
        source = np.array([blue, green, red, 255]) * 0.5
        expected[mask] = source + expected[mask] * 0.5
    made = full_frame(compose(layers, PLAIN)).astype(float)
    assert np.abs(made - expected).max() <= 2  # rounding of up to three layers
    assert (made[..., :3].max(axis=-1) <= made[..., 3]).all()  # premultiplied


@given(hnp.arrays(bool, SHAPE), st.integers(0, 3))
def test_the_inside_is_what_stays_after_steps_from_every_side(mask, width):
    expected = mask.copy()
    for _ in range(width):
        padded = np.pad(expected, 1)
        neighbours = (padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:])
        expected = expected & np.logical_and.reduce(neighbours)
    assert np.array_equal(overlay.inner(mask.view(np.uint8), width), expected)


def test_masks_beyond_the_colours_of_one_sheet_keep_their_own():
    """A hundred pixels, each a mask in a colour of its own."""
    layers = []
    for place in range(100):
        mask = np.zeros((10, 10), bool)
        mask.flat[place] = True
        layers.append(Layer(masks.encode(mask), f"#0000{2 * place:02x}"))
    made = full_frame(compose(layers, OverlayStyle(opacity=1, outlined=False)), (10, 10))
    assert np.array_equal(made[..., 0], 2 * np.arange(100).reshape(10, 10))


@pytest.mark.parametrize("mask_width", [1500, 19_000])
def test_no_sheet_is_wider_than_qt_can_draw(mask_width):
    """A wide frame with wide masks, each beside its neighbours on the sheet: all are where they belong."""
    shape = (12, 20_000)
    found = np.zeros((12, *shape), bool)
    for row, mask in enumerate(found):
        mask[row, row : row + mask_width] = True
    layers = [Layer(masks.encode(mask), "#ff8000") for mask in found]
    made = compose(layers, PLAIN)
    assert max(it.sheet.width() for it in made.pieces) <= 20_001
    assert np.array_equal(full_frame(made, shape)[..., 3] > 0, found.any(axis=0))


def test_nothing_to_show_is_no_picture():
    mask = masks.encode(np.eye(5, dtype=bool))
    assert compose([], PLAIN).is_empty
    assert compose([Layer(masks.empty(SHAPE), "#ffffff")], PLAIN).is_empty
    assert compose([Layer(mask, "#ffffff")], OverlayStyle(shown=False)).is_empty


def test_an_outline_is_stronger_than_the_inside():
    mask = np.zeros(SHAPE, bool)
    mask[1:8, 1:10] = True
    made = compose([Layer(masks.encode(mask), "#ffffff")], OverlayStyle(opacity=0.3, outline_px=1))
    alpha = full_frame(made)[..., 3]
    assert alpha[1, 1] > alpha[4, 5] > alpha[0, 0] == 0


@given(hnp.arrays(bool, SHAPE), st.floats(0.2, 1))
def test_a_smaller_overlay_is_the_mask_with_edges_off_by_a_pixel_at_most(mask, scale):
    height, width = (max(round(side * scale), 1) for side in SHAPE)
    made = compose([Layer(masks.encode(mask), "#ff8000")], PLAIN, scale=scale)
    shown = full_frame(made, (height + 1, width + 1))[..., 3] > 0
    for y, x in np.argwhere(shown):
        (top, left), (bottom, right) = ((np.array([y, x]) + it) / scale for it in (-1, 2))
        around = mask[
            max(int(top), 0) : int(np.ceil(bottom)), max(int(left), 0) : int(np.ceil(right))
        ]
        assert around.any()


def test_the_smallest_box_keeps_a_pixel_in_a_smaller_overlay():
    mask = np.zeros((40, 60), bool)
    mask[13, 17] = True
    made = compose([Layer(masks.encode(mask), "#ff8000")], PLAIN, scale=0.1)
    assert full_frame(made, (4, 6))[1, 1, 3] > 0


def test_a_mask_of_whole_pixels_of_the_view_is_exact_in_a_smaller_overlay():
    mask = np.zeros((40, 60), bool)
    mask[8:20, 4:40] = True
    made = compose([Layer(masks.encode(mask), "#ff8000")], PLAIN, scale=0.25)
    assert np.array_equal(full_frame(made, (10, 15))[..., 3] > 0, mask[::4, ::4])


def test_a_hollow_layer_and_an_unfilled_style_show_the_outline_only():
    mask = np.zeros(SHAPE, bool)
    mask[1:8, 1:10] = True
    rle = masks.encode(mask)
    for made in (
        compose([Layer(rle, "#ffffff", hollow=True)], PLAIN),
        compose([Layer(rle, "#ffffff")], OverlayStyle(filled=False)),
    ):
        alpha = full_frame(made)[..., 3]
        assert alpha[1, 5] > 200
        assert alpha[4, 5] == 0


def test_what_is_proposed_is_hatched():
    rle = masks.encode(np.ones((60, 80), bool))
    made = compose([Layer(rle, "#ffffff", dashed=True)], OverlayStyle(opacity=0.5, outline_px=1))
    inside = full_frame(made, (60, 80))[2:-2, 2:-2, 3]
    assert set(np.unique(inside)) == {0, 128}
    assert 0.3 < (inside > 0).mean() < 0.7

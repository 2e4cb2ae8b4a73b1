"""A picture that was shrunk for the view looks like one that the view shrinks."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from annotator.gui.canvas_paint import Scene, draw_backdrop, draw_onto
from annotator.gui.images import frame_image
from annotator.gui.overlay import Layer, OverlayStyle, compose
from annotator.gui.viewport import Viewport
from storage import masks
from tests.gui.looking import pixels_of

WH = (120, 80)


def smooth_frame():
    ys, xs = np.mgrid[: WH[1], : WH[0]]
    return np.dstack([2 * xs, 3 * ys, xs + ys]).astype(np.uint8)


def overlay(scale=1.0):
    mask = np.zeros(WH[::-1], bool)
    mask[20:60, 30:90] = True
    style = OverlayStyle(outlined=False)
    return compose([Layer(masks.encode(mask), "#ff8000")], style, scale=scale)


def backdrop(frame, overlays, *, scale, ratio=1.0, left=7.3, top=4.6):
    viewport = Viewport(scale, left, top)
    scene = Scene(frame, WH, overlays, viewport, QColor("black"), ratio=ratio, grid=False)
    return pixels_of(draw_backdrop(scene, QSize(140, 100))).astype(int)


@pytest.mark.parametrize(("scale", "ratio"), [(0.5, 1.0), (0.75, 1.0), (0.4, 1.5)])
def test_masks_drawn_ahead_on_a_shrunk_picture_lie_where_they_belong(scale, ratio):
    shrunk = round(WH[0] * scale * ratio), round(WH[1] * scale * ratio)
    ready = frame_image(smooth_frame(), size_wh=shrunk)
    draw_onto(ready, overlay(scale * ratio))
    ahead = backdrop(ready, (), scale=scale, ratio=ratio)
    late = backdrop(frame_image(smooth_frame()), (overlay(),), scale=scale, ratio=ratio)
    assert (np.abs(ahead - late).max(axis=-1) > 12).mean() < 0.05  # edges, by half a pixel


def test_a_much_smaller_picture_is_the_mean_of_the_pixels_that_it_stands_for():
    frame = np.random.default_rng(0).integers(0, 256, (80, 120, 3), np.uint8)
    means = frame.reshape(20, 4, 30, 4, 3).mean(axis=(1, 3))
    found = pixels_of(frame_image(frame, size_wh=(30, 20))).astype(int)
    assert np.abs(found - means).max() <= 1.5  # rounded at each halving


def test_a_picture_of_the_right_size_is_not_touched():
    frame = frame_image(smooth_frame())
    found = backdrop(frame, (), scale=1.0)
    assert (found[5 : 5 + WH[1], 7 : 7 + WH[0]] == smooth_frame()).all()

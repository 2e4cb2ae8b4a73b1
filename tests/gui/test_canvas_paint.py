"""A picture that was shrunk for the view looks like one that the view shrinks."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from annotator.gui.canvas_paint import (
    Scene,
    draw_backdrop,
    draw_onto,
    draw_ready_made,
    is_ready_made,
)
from annotator.gui.images import frame_image
from annotator.gui.overlay import NOTHING, Layer, OverlayStyle, compose
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


VIEW = QSize(140, 100)


def scene(frame, overlays=(), *, scale=1.0, ratio=1.0, grid=False):
    viewport = Viewport(scale, 7.3, 4.6)
    return Scene(frame, WH, overlays, viewport, QColor("black"), ratio=ratio, grid=grid)


def backdrop(frame, overlays, *, scale, ratio=1.0):
    drawn = draw_backdrop(scene(frame, overlays, scale=scale, ratio=ratio), VIEW)
    return pixels_of(drawn).astype(int)


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


@pytest.mark.parametrize("scale", [0.5, 1.0])
def test_a_picture_that_is_ready_made_is_drawn_as_its_backdrop_would_be(scale):
    size = round(WH[0] * scale), round(WH[1] * scale)
    shown = scene(frame_image(smooth_frame(), size_wh=size), (NOTHING,), scale=scale)
    assert is_ready_made(shown)
    view = QImage(VIEW, QImage.Format.Format_RGB32)
    view.fill(QColor("red"))
    painter = QPainter(view)
    draw_ready_made(painter, shown, view.rect())
    painter.end()
    assert (pixels_of(view) == pixels_of(draw_backdrop(shown, VIEW))).all()


def test_what_has_more_than_the_frame_or_another_size_is_not_ready_made():
    frame = frame_image(smooth_frame())
    assert is_ready_made(scene(frame))
    assert not is_ready_made(scene(frame, (overlay(),)))
    assert not is_ready_made(scene(frame, scale=0.5))
    assert not is_ready_made(scene(frame, ratio=2.0))
    assert not is_ready_made(scene(QImage()))
    large = frame_image(smooth_frame(), size_wh=(12 * WH[0], 12 * WH[1]))
    assert is_ready_made(scene(large, scale=12))
    assert not is_ready_made(scene(large, scale=12, grid=True))

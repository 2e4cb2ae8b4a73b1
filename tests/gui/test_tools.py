"""Tools: what a hand does becomes one gesture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.tools.box import BoxTool
from annotator.gui.tools.brush import MAX_RADIUS, MIN_RADIUS, BrushTool
from annotator.gui.tools.gestures import BoxDrawn, Picked, PointPlaced, Stroke, StrokeDrawn
from annotator.gui.tools.pick import PickTool
from annotator.gui.tools.point import PointTool
from annotator.gui.tools.raster import rasterise
from storage import masks
from storage.records import Box, Point

places = st.tuples(st.floats(-20, 40), st.floats(-20, 40))


@pytest.mark.parametrize(
    ("positive", "secondary", "adds"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, True)],
)
def test_the_other_button_means_the_opposite(positive, secondary, adds):
    tool = PointTool(positive=positive)
    assert tool.press(3.5, 4, secondary=secondary) == PointPlaced(Point(3.5, 4, positive=adds))


@given(places, places)
def test_a_box_is_the_same_from_any_corner(first, last):
    tool = BoxTool()
    tool.press(*first, secondary=False)
    tool.move(*last)
    xs, ys = sorted((first[0], last[0])), sorted((first[1], last[1]))
    assert tool.preview == Box(xs[0], ys[0], xs[1], ys[1])
    drawn = tool.release()
    is_box = min(xs[1] - xs[0], ys[1] - ys[0]) >= 2
    assert drawn == (BoxDrawn(Box(xs[0], ys[0], xs[1], ys[1])) if is_box else None)
    assert tool.preview is None


def test_a_cancelled_box_is_none():
    tool = BoxTool()
    tool.press(0, 0, secondary=False)
    tool.move(20, 20)
    tool.cancel()
    assert tool.release() is None


def test_a_stroke_goes_through_all_positions_and_the_other_button_erases():
    tool = BrushTool(radius=5)
    tool.press(1, 1, secondary=True)
    tool.move(4, 4)
    tool.move(4, 4)
    tool.move(9, 4)
    assert tool.release() == StrokeDrawn(Stroke(((1, 1), (4, 4), (9, 4)), 5), erases=True)
    assert tool.release() is None


def test_moving_without_a_button_paints_nothing():
    tool = BrushTool()
    tool.move(3, 3)
    assert tool.preview is None


def test_the_brush_keeps_a_size_that_can_paint():
    tool = BrushTool()
    tool.resize(1e9)
    assert tool.radius == MAX_RADIUS
    tool.resize(1e-9)
    assert tool.radius == MIN_RADIUS
    assert rasterise(Stroke(((4.5, 4.5),), tool.radius), (10, 10)).area == 4


def test_pick_names_the_pixel_under_the_pointer():
    assert PickTool().press(2.4, 2.6, secondary=False) == Picked(2, 3)


@given(st.lists(places, min_size=1, max_size=5), st.floats(0.75, 12))
def test_a_stroke_is_every_pixel_whose_centre_is_near_its_path(path, radius):
    height, width = 16, 21
    painted = masks.decode(rasterise(Stroke(tuple(path), radius), (height, width)))
    ys, xs = np.mgrid[:height, :width]
    distance = np.full((height, width), np.inf)
    for start, end in zip(path, path[1:] or path, strict=False):
        a, b = np.array(start), np.array(end)
        length = ((b - a) ** 2).sum()
        along = ((xs - a[0]) * (b - a)[0] + (ys - a[1]) * (b - a)[1]) / (length or 1)
        along = np.clip(along, 0, 1)
        near = (xs - a[0] - along * (b - a)[0]) ** 2 + (ys - a[1] - along * (b - a)[1]) ** 2
        distance = np.minimum(distance, np.sqrt(near))
    clear = np.abs(distance - radius) > 1e-6  # on the very edge, rounding decides
    assert np.array_equal(painted[clear], (distance <= radius)[clear])

"""Zoom and pan: exact about pixels at any zoom."""

import math

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui import viewport
from annotator.gui.viewport import Viewport

viewports = st.builds(
    Viewport, st.floats(1 / 64, 64), st.floats(-5000, 5000), st.floats(-5000, 5000)
)
positions = st.tuples(st.floats(-500, 5000), st.floats(-500, 5000))
sizes = st.tuples(st.integers(1, 8000), st.integers(1, 8000))


@given(viewports, positions)
def test_there_and_back_is_the_same_place(view, position):
    back = view.to_frame(*view.to_view(*position))
    assert math.dist(back, position) < 1e-6


@given(viewports, st.integers(-100, 8000), st.integers(-100, 8000))
def test_a_pixels_middle_belongs_to_it(view, x, y):
    assert view.pixel_at(*view.to_view(x, y)) == (x, y)


@given(viewports, positions)
def test_the_pixel_is_the_one_whose_centre_is_nearest(view, place):
    x, y = view.to_frame(*place)
    pixel_x, pixel_y = view.pixel_at(*place)
    assert abs(pixel_x - x) <= 0.5 + 1e-6
    assert abs(pixel_y - y) <= 0.5 + 1e-6


@given(viewports, positions, st.floats(0.01, 100))
def test_what_is_under_the_pointer_stays_there_when_zooming(view, pointer, factor):
    zoomed = viewport.zoom_at(view, *pointer, factor)
    assert math.dist(zoomed.to_view(*view.to_frame(*pointer)), pointer) < 1e-3
    assert viewport.MIN_SCALE <= zoomed.scale <= viewport.MAX_SCALE


@given(sizes, st.tuples(st.integers(200, 4000), st.integers(200, 4000)))
def test_fit_shows_the_whole_frame_in_the_middle(frame_wh, view_wh):
    view = viewport.fit(frame_wh, view_wh, margin=10)
    left, top = view.left, view.top
    right, bottom = left + frame_wh[0] * view.scale, top + frame_wh[1] * view.scale
    assert math.isclose(left, view_wh[0] - right, abs_tol=1e-6)
    assert math.isclose(top, view_wh[1] - bottom, abs_tol=1e-6)
    if view.scale > viewport.MIN_SCALE:
        assert min(left, top) >= 10 - 1e-6


@given(viewports, sizes)
def test_the_frame_cannot_be_pushed_out_of_sight(view, frame_wh):
    kept = viewport.keep_in_view(view, frame_wh, (800, 600), rest=40)
    assert kept.left <= 760
    assert kept.top <= 560
    assert kept.left + frame_wh[0] * kept.scale >= 40 - 1e-6
    assert kept.top + frame_wh[1] * kept.scale >= 40 - 1e-6

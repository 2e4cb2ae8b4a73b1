"""A timeline's axis: frames to pixels and back."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui import time_axis
from annotator.gui.times import clock, duration

frame_counts = st.integers(1, 200_000)


@st.composite
def axes(draw):
    axis = time_axis.whole(draw(frame_counts), left=100, width=draw(st.floats(50, 3000)))
    x = draw(st.floats(axis.left, axis.left + axis.width))
    return time_axis.zoom_at(axis, x, draw(st.floats(0.5, 5000)))


@given(axes(), st.data())
def test_a_frame_is_found_at_its_middle(axis, data):
    frame = data.draw(st.integers(0, axis.frame_count - 1))
    assert axis.frame_at(axis.x_of(frame + 0.5)) == frame


@given(axes(), st.floats(-1e6, 1e6))
def test_every_pixel_has_a_frame_of_the_video(axis, x):
    assert 0 <= axis.frame_at(x) < axis.frame_count


@given(axes())
def test_zooming_stays_within_the_video(axis):
    assert axis.first >= 0
    assert axis.first + axis.span <= axis.frame_count + 1e-6 * axis.frame_count or axis.span < 8.1


@given(axes(), st.data())
def test_a_revealed_frame_is_to_be_seen(axis, data):
    frame = data.draw(st.integers(0, axis.frame_count - 1))
    seen = time_axis.reveal(axis, frame)
    assert axis.left - 1e-3 <= seen.x_of(frame)
    assert seen.x_of(frame + 1) <= axis.left + axis.width + seen.pixels_per_frame * 1e-3 + 1e-3


@given(axes(), st.integers(1, 500))
def test_columns_cover_what_is_shown_in_order(axis, columns):
    edges = axis.column_edges(columns)
    assert (edges[1:] >= edges[:-1]).all()
    assert edges[0] == int(axis.first + 1e-9)


@given(axes())
def test_labels_do_not_crowd(axis):
    step = time_axis.tick_step(axis, min_pixels=70)
    assert step >= 1
    assert step == 1 or step * axis.pixels_per_frame >= 70 - 1e-6


def test_times_are_written_as_people_read_them():
    assert clock(62.5) == "1:02.50"
    assert clock(3600 + 62.499) == "1:01:02.50"
    assert duration(40) == "40 s"
    assert duration(200) == "3 min"
    assert duration(7500) == "2 h 05 min"

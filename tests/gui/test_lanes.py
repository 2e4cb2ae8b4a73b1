"""Lanes: nothing that happened on a frame is lost when many frames share a column."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from annotator.gui import lanes, time_axis
from annotator.gui.lanes import Lane, LaneStyle
from storage import masks
from storage.records import FramePrompt, Mask, Point, Source
from tests.storage.projects import (
    FRAME_COUNT,
    FRAME_HW,
    add_object,
    add_video,
    new_project,
    rectangle,
)

STYLE = LaneStyle(height=12, gap=2, background="#000000", empty="#101010", keyframe="#ffffff",
                  prompt="#00ffff")  # fmt: skip


@given(
    hnp.arrays(np.uint8, st.tuples(st.integers(1, 4), st.integers(1, 60))),
    st.integers(1, 80),
    st.floats(1, 8),
    st.floats(0, 1),
)
def test_a_column_is_the_union_of_its_frames(flags, columns, zoom, place):
    axis = time_axis.whole(flags.shape[1], left=0, width=100)
    axis = time_axis.zoom_at(axis, place * 100, zoom)
    edges = axis.column_edges(columns)
    binned = lanes.bin_columns(flags, edges)
    for column in range(columns):
        first = min(edges[column], flags.shape[1] - 1)
        stop = max(edges[column + 1], first + 1)
        assert np.array_equal(binned[:, column], np.bitwise_or.reduce(flags[:, first:stop], axis=1))


def test_a_single_keyframe_among_ten_thousand_frames_is_seen():
    flags = np.full(10_000, lanes.PRESENT, np.uint8)
    flags[5_432] |= lanes.KEYFRAME
    axis = time_axis.whole(10_000, left=0, width=500)
    pixels = lanes.paint_lanes([Lane(1, "1", "#e69f00", flags)], axis, 500, STYLE)
    assert pixels.shape == (12, 500, 4)
    white = np.flatnonzero((pixels[3] == 255).all(axis=-1))
    assert white.tolist() == [270, 271, 272]


def test_flags_say_what_the_project_says(tmp_path):
    square, nothing = rectangle(2, 2, 4, 4), masks.empty(FRAME_HW)
    with new_project(tmp_path / "a.maskbank") as project:
        with project.edit("marks") as edit:
            tracked = add_object(edit, add_video(edit))
            edit.put_masks(
                [
                    Mask(tracked.id, 0, square, Source.HUMAN),
                    Mask(tracked.id, 1, square, Source.ENGINE, score=0.9, verified=True),
                    Mask(tracked.id, 2, square, Source.ENGINE, score=0.2),
                    Mask(tracked.id, 3, nothing, Source.ENGINE, score=0.9, locked=True),
                ]
            )
            edit.put_prompt(tracked.id, FramePrompt(0, points=(Point(3, 3),)))
        flags = lanes.flags_of(project.track_marks(tracked.id), FRAME_COUNT)
    assert len(flags) == FRAME_COUNT
    assert flags[:5].tolist() == [
        lanes.PRESENT | lanes.KEYFRAME | lanes.PROMPTED,
        lanes.PRESENT | lanes.VERIFIED,
        lanes.PRESENT | lanes.DOUBTFUL,
        lanes.ABSENT | lanes.KEYFRAME | lanes.LOCKED,  # locking holds on to a mask: a keyframe
        0,
    ]


def test_everything_a_lane_says_of_a_frame_looks_different():
    axis = time_axis.whole(40, left=0, width=40)
    pictures = []
    for more in (0, lanes.KEYFRAME, lanes.PROMPTED, lanes.LOCKED, lanes.VERIFIED, lanes.DOUBTFUL,
                 lanes.SUDDEN):  # fmt: skip
        flags = np.full(40, lanes.PRESENT, np.uint8)
        flags[10:30] |= np.uint8(more)
        pictures.append(lanes.paint_lanes([Lane(1, "1", "#e69f00", flags)], axis, 40, STYLE))
    for place, picture in enumerate(pictures):
        assert (picture[:, :9] == pictures[0][:, :9]).all()  # where nothing is special
        for other in pictures[:place]:
            assert (picture[:, 12:28] != other[:, 12:28]).any()

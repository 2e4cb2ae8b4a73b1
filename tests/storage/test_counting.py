"""How many of something, and which, in English."""

import pytest

from storage import counting


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 frames of 0 videos"),
        (1, "1 frame of 1 video"),
        (2, "2 frames of 2 videos"),
        (21, "21 frames of 21 videos"),
    ],
)
def test_one_is_said_of_one_only(count, said):
    assert f"{counting.frames(count)} of {counting.videos(count)}" == said


def test_a_verb_goes_with_its_count():
    both = ("{n} mask is there.", "{n} masks are there.")
    assert [counting.counted(it, *both) for it in (1, 3)] == [
        "1 mask is there.",
        "3 masks are there.",
    ]


def test_one_frame_is_no_stretch_of_frames():
    assert [counting.which_frames(3, stop) for stop in (4, 5)] == ["frame 3", "frames 3 to 4"]

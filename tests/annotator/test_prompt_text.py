"""Prompts and ranges from the command line."""

import errno
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.prompt_text import parse_box, parse_point, parse_range, read_mask
from storage.errors import UserError
from storage.records import Box, Point
from tests.storage.projects import FRAME_HW, facts


def test_points_add_unless_they_end_in_zero():
    assert parse_point("3,4") == Point(3, 4)
    assert parse_point("3,4,1") == Point(3, 4)
    assert parse_point("3.5,4,0") == Point(3.5, 4, positive=False)


def test_a_box_is_two_corners():
    assert parse_box("1,2,30,40") == Box(1, 2, 30, 40)


@given(st.integers(1, 50), st.data())
def test_any_range_inside_the_video_is_understood(frame_count, data):
    start = data.draw(st.integers(0, frame_count - 1))
    stop = data.draw(st.integers(start + 1, frame_count))
    assert parse_range(f"{start}:{stop}", frame_count) == (start, stop)


def test_either_end_of_a_range_may_be_left_out():
    assert parse_range(None, 9) == parse_range(":", 9) == (0, 9)
    assert parse_range("4:", 9) == (4, 9)
    assert parse_range(":4", 9) == (0, 4)


@pytest.mark.parametrize("text", ["", "1", "1,2,3,4", "a,b", "1,nan", "1,2,5", "1,,2"])
def test_a_point_that_is_none_is_refused(text):
    with pytest.raises(UserError):
        parse_point(text)


@pytest.mark.parametrize("text", ["1,2,3", "5,5,1,1", "0,0,inf,1"])
def test_a_box_that_is_none_is_refused(text):
    with pytest.raises(UserError):
        parse_box(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not understood"),
        ("5", "not understood"),
        ("-1:3", "not understood"),
        ("a:b", "not understood"),
        ("5:5", "holds no frame"),
        ("6:5", "holds no frame"),
        ("0:10", "outside the video, whose frames are 0 to 8"),
        ("9:", "outside the video"),
    ],
)
def test_a_range_that_is_none_of_the_video_is_refused(text, says):
    with pytest.raises(UserError, match=says):
        parse_range(text, 9)


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_every_pixel_of_a_mask_image_that_is_not_black_counts(tmp_path, depth, channels):
    pixels = np.zeros((*FRAME_HW, *channels), depth)
    pixels[2:5, 3:7] = 1
    pixels[8, 9] = 200
    cv2.imwrite(str(tmp_path / "mask.png"), pixels)
    assert read_mask(tmp_path / "mask.png", facts()).area == 3 * 4 + 1


@pytest.mark.parametrize("content", [b"", b"no image"])
def test_a_mask_file_that_is_no_image_is_refused(tmp_path, content):
    (tmp_path / "mask.png").write_bytes(content)
    with pytest.raises(UserError, match=r"mask\.png is not an image"):
        read_mask(tmp_path / "mask.png", facts())


def test_a_mask_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    def denied(_path):
        raise PermissionError(errno.EACCES, "Permission denied")

    (tmp_path / "mask.png").touch()
    monkeypatch.setattr(Path, "read_bytes", denied)  # because root may read every file
    with pytest.raises(UserError, match=r"mask\.png cannot be read: Permission denied"):
        read_mask(tmp_path / "mask.png", facts())

"""What readers make of what they found."""

import pytest

from exporters.frame_map import NO_FRAME_MAP
from exporters.imported import imported_video, with_known_videos
from storage.errors import FormatError


def test_of_two_videos_of_one_name_the_name_is_said():
    found = [
        imported_video(it, None, frame_hw=(4, 4), frame_indices=(0,)) for it in ("a", "b", "a")
    ]
    with pytest.raises(FormatError, match="same video, 'a'"):
        with_known_videos(found, NO_FRAME_MAP)

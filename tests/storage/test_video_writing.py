"""Writing a video: what is read back is what was written."""

from fractions import Fraction

import numpy as np
import pytest

from storage.errors import VideoError
from storage.records import VideoSource
from storage.video import open_frames, scan_video, write_video
from tests import videos


def read(path):
    source = VideoSource(path, *scan_video(path))
    with open_frames(source) as reader:
        return source, [picture for _, picture in reader.stream(0, len(reader))]


@pytest.mark.parametrize("size", [(160, 96), (161, 97)])
def test_every_frame_comes_back_in_order(tmp_path, size):
    path = tmp_path / "v.mp4"
    frames = (videos.numbered(i, size=size) for i in range(50))
    assert write_video(path, frames, rate=Fraction(30_000, 1001)) == 50
    source, pictures = read(path)
    assert [videos.number_of(p[: size[1], : size[0]]) for p in pictures] == list(range(50))
    assert source.facts.rate == Fraction(30_000, 1001)
    assert (source.facts.width, source.facts.height) == (
        size[0] + size[0] % 2,
        size[1] + size[1] % 2,
    )
    assert [p.name for p in tmp_path.iterdir()] == ["v.mp4"]


def test_real_times_are_kept(tmp_path):
    seconds = [0.0, 0.013, 0.5, 0.533, 2.0]
    frames = [videos.numbered(i) for i in range(5)]
    write_video(tmp_path / "v.mp4", frames, rate=Fraction(30), pts_seconds=seconds)
    source, _ = read(tmp_path / "v.mp4")
    assert [source.frames.seconds(i) for i in range(5)] == pytest.approx(seconds, abs=1e-4)


@pytest.mark.parametrize(
    "colour", [(255, 0, 0), (0, 255, 0), (0, 0, 255), (250, 200, 20), (0, 0, 0)]
)
def test_colours_survive(tmp_path, colour):
    write_video(
        tmp_path / "v.mp4", [np.full((96, 160, 3), colour, np.uint8)] * 2, rate=Fraction(25)
    )
    _, pictures = read(tmp_path / "v.mp4")
    assert np.abs(pictures[1].astype(int) - colour).max() <= 4


def test_a_failure_leaves_the_last_good_file(tmp_path):
    path = tmp_path / "v.mp4"
    write_video(path, [videos.numbered(1)], rate=Fraction(30))
    good = path.read_bytes()

    def broken():
        yield videos.numbered(2)
        raise RuntimeError("the painter broke")

    with pytest.raises(RuntimeError, match="the painter broke"):
        write_video(path, broken(), rate=Fraction(30))
    assert path.read_bytes() == good
    assert [p.name for p in tmp_path.iterdir()] == ["v.mp4"]


def test_no_frame_is_no_video(tmp_path):
    with pytest.raises(VideoError, match="no frame to write"):
        write_video(tmp_path / "v.mp4", [], rate=Fraction(30))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(VideoError, match=r"v\.mp4 cannot be written"):
        write_video(tmp_path / "none" / "v.mp4", [videos.numbered(1)], rate=Fraction(30))

"""The small copy for scrubbing: the same frames, quick to reach, within its limit."""

import os
import time
from fractions import Fraction

import numpy as np
import pytest

from storage.errors import VideoError
from storage.proxy_options import ProxyOptions
from storage.records import VideoSource
from storage.video import open_proxy, scan_video, write_proxy, write_video
from storage.video.proxy import SUFFIX, proxy_path, proxy_size

COUNT, HEIGHT, WIDTH = 12, 60, 80


def grey(frame_index):
    return 10 + 20 * frame_index


@pytest.fixture
def source(tmp_path):
    """A clip whose frames tell their number by their brightness."""
    path = tmp_path / "clip.mp4"
    frames = (np.full((HEIGHT, WIDTH, 3), grey(i), np.uint8) for i in range(COUNT))
    write_video(path, frames, rate=Fraction(24))
    return VideoSource(path, *scan_video(path))


@pytest.fixture
def options(tmp_path):
    return ProxyOptions(tmp_path / "cache" / "proxies", max_side_px=40)


def silent(done, total):
    pass


def test_every_frame_is_there_by_its_index_in_a_smaller_size(source, options):
    write_proxy(source, options, progress=silent)
    with open_proxy(source.facts, options) as proxy:
        for frame_index in (7, 0, COUNT - 1, 3, 3):
            picture = proxy.frame(frame_index)
            assert picture.shape == (30, 40, 4)
            assert abs(float(picture[..., :3].mean()) - grey(frame_index)) < 3


def test_a_frame_is_the_same_picture_each_time(source, options):
    """In rows of any number of bytes: threads of the scaler used to write over each other's."""
    write_proxy(source, options, progress=silent)
    with open_proxy(source.facts, options) as proxy:
        for width in (97, 98, 99, 100):
            first = proxy.frame(5, (width, 75))[..., :3].copy()
            assert all(
                np.array_equal(proxy.frame(5, (width, 75))[..., :3], first) for _ in range(30)
            )


def test_a_frame_comes_in_the_size_that_is_wanted(tmp_path, options):
    """Half of it dark: the border stays in the middle, and sharp."""
    path = tmp_path / "halves.mp4"
    halves = np.full((HEIGHT, WIDTH, 3), 20, np.uint8)
    halves[:, WIDTH // 2 :] = 220
    write_video(path, [halves] * 2, rate=Fraction(24))
    source = VideoSource(path, *scan_video(path))
    write_proxy(source, options, progress=silent)
    with open_proxy(source.facts, options) as proxy:
        for width, height in ((100, 75), (40, 30), (31, 23)):
            picture = proxy.frame(1, (width, height))[..., :3]
            assert picture.shape == (height, width, 3)
            assert np.abs(picture[:, : int(0.45 * width)].astype(int) - 20).max() < 12
            assert np.abs(picture[:, int(0.55 * width) + 1 :].astype(int) - 220).max() < 12


def test_colours_survive(tmp_path, options):
    path = tmp_path / "red.mp4"
    write_video(path, [np.full((HEIGHT, WIDTH, 3), (200, 40, 30), np.uint8)] * 2, rate=Fraction(24))
    source = VideoSource(path, *scan_video(path))
    write_proxy(source, options, progress=silent)
    with open_proxy(source.facts, options) as proxy:
        blue, green, red, _ = proxy.frame(1).mean(axis=(0, 1))
        assert np.abs(np.array((red, green, blue)) - (200, 40, 30)).max() < 8


def test_progress_is_told_and_a_cancelled_copy_leaves_nothing(source, options):
    told = []
    write_proxy(source, options, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, COUNT) for done in range(1, COUNT + 1)]
    proxy_path(source.facts, options).unlink()

    class Cancelled(Exception):
        pass

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_proxy(source, options, progress=stop)
    assert list(options.folder.iterdir()) == []


def test_there_is_none_before_it_is_made(source, options):
    assert open_proxy(source.facts, options) is None


@pytest.mark.parametrize("keep", [0, 5, 100, -1, -9])
def test_a_copy_that_is_not_whole_is_none(source, options, keep):
    path = write_proxy(source, options, progress=silent)
    path.write_bytes(path.read_bytes()[:keep])
    assert open_proxy(source.facts, options) is None


def test_a_damaged_frame_is_said(source, options):
    path = write_proxy(source, options, progress=silent)
    content = bytearray(path.read_bytes())
    content[:200] = bytes(200)
    path.write_bytes(content)
    with open_proxy(source.facts, options) as proxy, pytest.raises(VideoError):
        proxy.frame(0)


def test_those_used_longest_ago_make_room(source, options):
    options.folder.mkdir(parents=True)
    for age, name in enumerate(("newer", "older", "oldest"), 1):
        path = options.folder / f"{name}{SUFFIX}"
        path.write_bytes(bytes(30_000))
        os.utime(path, (1_000 - age, 1_000 - age))
    small = ProxyOptions(options.folder, limit_bytes=50_000, max_side_px=40)
    made = write_proxy(source, small, progress=silent)
    assert sorted(it.name for it in options.folder.iterdir()) == sorted(
        [f"newer{SUFFIX}", made.name]
    )


def test_what_a_killed_program_left_of_the_copy_goes_after_a_day(source, options):
    options.folder.mkdir(parents=True)
    made = proxy_path(source.facts, options)
    another = options.folder / f".other{SUFFIX}.2.part"
    left, being_written = (options.folder / f".{made.name}.{pid}.part" for pid in (2, 3))
    for path, age_hours in ((left, 25), (being_written, 23), (another, 25)):
        path.write_bytes(b"part")
        os.utime(path, (time.time() - 3600 * age_hours,) * 2)
    write_proxy(source, options, progress=silent)
    assert set(options.folder.iterdir()) == {made, being_written, another}


def test_a_long_video_gets_smaller_frames_instead_of_too_large_a_copy(source, tmp_path):
    roomy = ProxyOptions(tmp_path)
    assert proxy_size(source.facts, roomy) == (WIDTH, HEIGHT)
    tight = ProxyOptions(tmp_path, limit_bytes=COUNT * 200)
    width, height = proxy_size(source.facts, tight)
    assert 0.15 * width * height <= 220

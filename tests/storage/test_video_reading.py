"""Streams, the cache, reading ahead, and folders of images."""

import contextlib
import threading
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from fractions import Fraction

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import VideoError
from storage.records import VideoKind, VideoSource
from storage.video import ReadAhead, images, open_frames, scan_images, scan_video
from storage.video.cache import FrameCache
from storage.video.images import read_image
from storage.video.timestamps import make_growing
from tests import videos

FRAME_BYTES = videos.WIDTH * videos.HEIGHT * 3


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = videos.write(tmp_path_factory.mktemp("video") / "v.mp4", gop=50)
    return VideoSource(path, *scan_video(path))


def folder_source(path):
    return VideoSource(path, *scan_video(path))


def numbers(frames):
    return [videos.number_of(picture) for _, picture in frames]


# --- streams -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "stop", "step"),
    [(0, 120, 1), (33, 71, 1), (119, -1, -1), (70, 30, -1), (0, -1, -1), (5, 5, 1), (5, 5, -1)],
)
def test_a_stream_gives_the_frames_of_the_range(source, start, stop, step):
    with open_frames(source) as reader:
        found = list(reader.stream(start, stop, step))
    assert [i for i, _ in found] == list(range(start, stop, step))
    assert numbers(found) == list(range(start, stop, step))


def test_a_backward_stream_holds_no_more_than_its_stretch(source, monkeypatch):
    monkeypatch.setattr("storage.video.reader._BACKWARD_BYTES", 7 * FRAME_BYTES)
    with open_frames(source) as reader:
        assert numbers(reader.stream(119, -1, -1)) == list(range(119, -1, -1))


def test_streams_run_beside_each_other_and_beside_single_frames(source):
    with open_frames(source) as reader:
        forward, backward = reader.stream(10, 60), reader.stream(60, 10, -1)
        for k, ((i, a), (j, b)) in enumerate(zip(forward, backward, strict=True)):
            assert (i, j) == (10 + k, 60 - k)
            assert videos.number_of(a), videos.number_of(b) == (i, j)
            assert videos.number_of(reader.frame(k)) == k


@pytest.mark.parametrize("wrong", [-1, videos.FRAMES])
def test_frames_outside_the_video_are_our_bug(source, wrong):
    with open_frames(source) as reader:
        with pytest.raises(IndexError):
            reader.frame(wrong)
        with pytest.raises(IndexError):
            reader.stream(wrong, wrong + 1)


# --- cache -------------------------------------------------------------------------------------


def test_nobody_can_change_what_the_cache_holds(source):
    with open_frames(source) as reader:
        picture = reader.frame(3)
        with pytest.raises(ValueError, match="read-only"):
            picture[:] = 0
        assert reader.frame(3) is picture


def test_the_cache_of_a_reader_stays_below_its_limit(source):
    with open_frames(source, cache_bytes=10 * FRAME_BYTES + 1) as reader:
        for frame_index in (5, 90, 6, 91, 7, 3, 60, 61, 62, 63, 64, 65, 66):
            reader.frame(frame_index)
            assert reader.cache.used_bytes <= 10 * FRAME_BYTES
        assert [i for i in range(videos.FRAMES) if i in reader.cache] == [3, 7, *range(60, 67), 91]


actions = st.lists(st.tuples(st.booleans(), st.integers(0, 8), st.integers(1, 40)), max_size=60)


@given(limit=st.integers(0, 100), actions=actions)
def test_the_cache_behaves_like_a_list_from_oldest_to_newest(limit, actions):
    cache = FrameCache(limit)
    model: list[tuple[int, int]] = []  # (frame index, bytes), oldest first
    for is_put, frame_index, size in actions:
        known = [entry for entry in model if entry[0] == frame_index]
        if is_put:
            cache.put(frame_index, np.zeros(size, np.uint8))
            if size <= limit:
                model = [entry for entry in model if entry[0] != frame_index] + [
                    (frame_index, size)
                ]
        else:
            found = cache.get(frame_index)
            assert [found.nbytes] == [known[0][1]] if known else found is None
            model = [entry for entry in model if entry not in known] + known
        while sum(size for _, size in model) > limit:
            model.pop(0)
        assert cache.used_bytes == sum(size for _, size in model) <= limit
        assert {i for i in range(9) if i in cache} == {i for i, _ in model}


# --- reading ahead -----------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "expected"), [((40,), range(40, 73)), ((60, 59), range(27, 60))])
def test_frames_in_the_direction_of_travel_are_there_before_they_are_asked_for(
    source, asked, expected
):
    with open_frames(source) as reader, ReadAhead(reader) as read_ahead:
        for frame_index in asked:
            assert videos.number_of(read_ahead.ask(frame_index).result(30)) == frame_index
        deadline = time.monotonic() + 30
        while not all(i in reader.cache for i in expected) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert [i for i in expected if i not in reader.cache] == []


def test_a_frame_in_the_cache_is_there_at_once(source):
    with open_frames(source) as reader, ReadAhead(reader) as read_ahead:
        picture = read_ahead.ask(7).result(30)
        again = read_ahead.ask(7)
        assert again.done()
        assert again.result() is picture


def test_the_newest_request_wins(source):
    with open_frames(source) as reader, ReadAhead(reader) as read_ahead:
        futures = [read_ahead.ask(i % 100) for i in range(500)]
        assert videos.number_of(futures[-1].result(30)) == 99
        assert any(future.cancelled() for future in futures)
        assert all(future.done() for future in futures)


@pytest.mark.parametrize("steps", [0, 1, 20])
def test_a_frame_that_is_wanted_no_more_is_given_up_on_the_way(source, steps):
    """Frame 45 is far from its keyframe; afterwards every frame is still the right one."""
    asked = iter([True] * steps)
    with open_frames(source) as reader:
        assert reader.frame_while(lambda: next(asked, False), 45) is None
        assert [videos.number_of(reader.frame(i)) for i in (45, 3, 46)] == [45, 3, 46]


def test_at_rest_nothing_is_decoded_ahead_until_the_next_request(source):
    with open_frames(source) as reader, ReadAhead(reader) as read_ahead:
        futures = [read_ahead.ask(i) for i in (49, 90)]
        read_ahead.rest()
        for future in futures:
            with contextlib.suppress(CancelledError):
                future.result(30)
        assert videos.number_of(read_ahead.ask(10).result(30)) == 10


def test_rest_ends_the_decoding_ahead_that_goes_on(source, monkeypatch):
    """The first frame that is loaded ahead sends it to rest; one at most is decoded after that."""
    with open_frames(source) as reader, ReadAhead(reader) as read_ahead:
        ended, load = threading.Event(), reader.load

        def load_and_rest(start, stop, *, go_on):
            read_ahead.rest()
            load(start, stop, go_on=go_on)
            ended.set()

        monkeypatch.setattr(reader, "load", load_and_rest)
        read_ahead.ask(0).result(30)
        assert ended.wait(30)
        assert [i for i in range(len(reader)) if i in reader.cache] == [0, 1]


def test_a_small_cache_is_never_overfilled_by_reading_ahead(source):
    with open_frames(source, cache_bytes=6 * FRAME_BYTES) as reader:
        with ReadAhead(reader) as read_ahead:
            for i in range(30):
                read_ahead.ask(i).result(30)
                assert reader.cache.used_bytes <= 6 * FRAME_BYTES
        assert 29 in reader.cache


def test_closing_cancels_what_waits_and_ends_the_thread(source):
    with open_frames(source) as reader:
        read_ahead = ReadAhead(reader)
        futures = [read_ahead.ask(i) for i in range(50)]
        read_ahead.close()
        assert all(future.done() for future in futures)
        assert "read-ahead" not in {thread.name for thread in threading.enumerate()}


def test_who_asks_for_a_lost_frame_is_told(tmp_path):
    folder = make_folder(tmp_path / "f", ["1.png", "2.png"])
    source = folder_source(folder)
    (folder / "2.png").write_bytes(b"no image")
    with open_frames(source) as reader, ReadAhead(reader) as read_ahead:
        assert read_ahead.ask(0).result(30).shape == (96, 160, 3)
        with pytest.raises(VideoError, match=r"2\.png is damaged"):
            read_ahead.ask(1).result(30)


# --- folders of images -------------------------------------------------------------------------


def make_folder(path, names, size=(videos.WIDTH, videos.HEIGHT)):
    path.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        picture = cv2.cvtColor(videos.numbered(number, size=size), cv2.COLOR_RGB2BGR)
        kind = "." + name.rsplit(".")[-1].lower()
        (path / name).write_bytes(cv2.imencode(kind, picture)[1].tobytes())
    return path


def test_a_folder_is_read_in_the_order_in_which_people_count(tmp_path):
    names = ["a1.png", "a2.jpg", "a10.JPEG", "a11.png", "b.png", "ä\n%03d.png"]
    source = folder_source(make_folder(tmp_path / "concat:f", names))
    assert source.frames.names == tuple(names)
    assert source.facts.kind is VideoKind.FOLDER
    assert (source.facts.rate, source.facts.frame_count) == (Fraction(30), 6)
    assert source.frames.seconds(3) == pytest.approx(0.1)
    with open_frames(source) as reader:
        assert numbers(reader.stream(0, 6)) == [0, 1, 2, 3, 4, 5]
        assert numbers(reader.stream(5, -1, -1)) == [5, 4, 3, 2, 1, 0]
        assert videos.number_of(reader.frame(4)) == 4


def test_some_images_of_a_folder_are_a_video_in_the_order_in_which_they_are_named(tmp_path):
    folder = make_folder(tmp_path / "f", ["1.png", "2.png", "3.png"])
    (folder / "2.png").write_bytes(b"no image, and nobody asked for it")
    whole = VideoSource(folder, *scan_images(folder, ["3.png", "1.png"]))
    turned = VideoSource(folder, *scan_images(folder, ["1.png", "3.png"]))
    assert whole.facts.fingerprint != turned.facts.fingerprint
    with open_frames(whole) as frames, open_frames(turned) as other_way:
        assert np.array_equal(frames.frame(0), other_way.frame(1))
    with pytest.raises(VideoError, match=r"4\.png cannot be read"):
        scan_images(folder, ["4.png"])


def test_a_folder_has_the_rate_that_it_is_given(tmp_path):
    make_folder(tmp_path, ["1.png", "2.png"])
    facts, frames = scan_video(tmp_path, folder_rate=Fraction(24_000, 1001))
    assert facts.rate == Fraction(24_000, 1001)
    assert frames.seconds(1) == pytest.approx(1001 / 24_000)


def test_colours_are_rgb(tmp_path):
    red = np.zeros((8, 8, 3), np.uint8)
    red[..., 2] = 255  # OpenCV writes BGR
    (tmp_path / "1.png").write_bytes(cv2.imencode(".png", red)[1].tobytes())
    with open_frames(folder_source(tmp_path)) as reader:
        assert reader.frame(0)[0, 0].tolist() == [255, 0, 0]


def test_a_photo_is_turned_upright(tmp_path):
    upright = videos.numbered(9, size=(96, 160))
    jpeg = cv2.imencode(".jpg", np.rot90(upright))[1].tobytes()  # lies on its left side
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"  # orientation 6
    exif = b"\xff\xe1" + (len(tiff) + 8).to_bytes(2) + b"Exif\0\0" + tiff
    (tmp_path / "1.jpg").write_bytes(jpeg[:2] + exif + jpeg[2:])
    source = folder_source(tmp_path)
    assert (source.facts.width, source.facts.height) == (96, 160)
    with open_frames(source) as reader:
        assert videos.number_of(reader.frame(0)) == 9


def test_an_image_of_another_size_is_named(tmp_path):
    make_folder(tmp_path, ["1.png", "2.png", "3.png"])
    make_folder(tmp_path, ["2.png"], size=(80, 48))
    with pytest.raises(VideoError, match=r"2\.png is 80 x 48 pixels, but 1\.png is 160 x 96"):
        scan_video(tmp_path)


def test_adding_a_folder_that_is_cancelled_reads_no_more_images(tmp_path, monkeypatch):
    make_folder(tmp_path, [f"{i}.png" for i in range(200)])
    read, is_shut = [], threading.Event()

    class TwoThreads(ThreadPoolExecutor):
        """The images after the first are only read when it is told to end."""

        def __init__(self):
            super().__init__(2)

        def shutdown(self, *, wait=True, cancel_futures=False):
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            is_shut.set()
            super().shutdown(wait=wait)

    def read_when_shut(path):
        if path.name != "0.png":
            is_shut.wait(30)
        read.append(path)
        return read_image(path)

    def cancel(_done):
        raise CancelledError

    monkeypatch.setattr(images, "ThreadPoolExecutor", TwoThreads)
    monkeypatch.setattr(images, "read_image", read_when_shut)
    with pytest.raises(CancelledError):
        scan_video(tmp_path, progress=cancel)
    assert len(read) <= 3


def test_a_folder_without_images_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("none")
    with pytest.raises(VideoError, match="has no images"):
        scan_video(tmp_path)


# --- times that the container gets wrong ---------------------------------------------------------


@given(st.lists(st.none() | st.integers(-1000, 1000), min_size=1, max_size=40))
def test_any_times_are_made_to_grow_and_those_kept_are_the_containers(pts):
    ticks, has_pts = make_growing(pts)
    assert len(ticks) == len(has_pts) == len(pts)
    assert (np.diff(ticks) > 0).all()
    assert all(ticks[i] == pts[i] for i in np.flatnonzero(has_pts))


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=40, unique=True).map(sorted))
def test_times_that_grow_are_all_kept(pts):
    ticks, has_pts = make_growing(pts)
    assert ticks.tolist() == pts
    assert has_pts.all()


def test_one_wrong_time_costs_no_other():
    ticks, has_pts = make_growing([0, 10, 9999, 30, 40, 50, None])
    assert ticks.tolist() == [0, 10, 20, 30, 40, 50, 60]
    assert has_pts.tolist() == [True, True, False, True, True, True, False]

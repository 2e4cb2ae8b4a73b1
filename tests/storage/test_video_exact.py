"""Frame i is frame i: on every hard kind of file, in any order, in both directions, pixel for pixel."""

import random
from fractions import Fraction

import numpy as np
import pytest

from storage.records import VideoKind, VideoSource
from storage.video import open_frames, scan_video
from tests import videos
from tests.shared import ROOT


def scan(path):
    facts, frames = scan_video(path)
    return VideoSource(path, facts, frames)


@pytest.fixture(scope="module", params=videos.HARD_VIDEOS)
def hard(request, tmp_path_factory):
    path = videos.HARD_VIDEOS[request.param](tmp_path_factory.mktemp("hard") / "video")
    source = scan(path)
    with open_frames(source, cache_bytes=0) as reader:
        pictures = [picture for _, picture in reader.stream(0, len(reader))]
    return source, pictures


def test_the_sequence_shows_every_number_once_in_order(hard):
    source, pictures = hard
    numbers = [videos.number_of(np.rot90(p, source.facts.rotation_degrees // 90)) for p in pictures]
    assert numbers == list(range(len(pictures)))
    assert len(pictures) == source.facts.frame_count == len(source.frames)
    assert source.facts.damage or len(pictures) == videos.FRAMES


def test_sixty_random_accesses_are_all_right(hard):
    source, pictures = hard
    wanted = random.Random(7).choices(range(len(pictures)), k=60)
    with open_frames(source, cache_bytes=0) as reader:
        wrong = [i for i in wanted if not np.array_equal(reader.frame(i), pictures[i])]
    assert wrong == []


def test_the_stream_backward_gives_the_same_pictures(hard):
    source, pictures = hard
    last = len(pictures) - 1
    with open_frames(source) as reader:
        backward = dict(reader.stream(last, -1, -1))
    assert list(backward) == list(range(last, -1, -1))
    assert all(np.array_equal(backward[i], pictures[i]) for i in backward)


def test_the_table_is_one_of_growing_times_with_an_entry_at_its_start(hard):
    source, _ = hard
    frames = source.frames
    assert (np.diff(frames.pts) > 0).all()
    assert len(set(frames.decode_index.tolist())) == len(frames)
    assert frames.keyframe[0]
    assert not frames.names


def test_times_are_those_that_were_written(tmp_path):
    ticks = [0, 7, 8, 100, 101, 1000, 5000]
    path = videos.write(tmp_path / "v.mp4", frames=7, ticks=ticks, time_base=Fraction(1, 1000))
    source = scan(path)
    seconds = [source.frames.seconds(i) for i in range(7)]
    assert seconds == pytest.approx([t / 1000 for t in ticks], abs=1e-4)
    assert source.frames.has_pts.all()
    assert source.facts.rate == pytest.approx(Fraction(6, 5), rel=1e-3)


def test_missing_times_are_filled_in(tmp_path):
    path = videos.HARD_VIDEOS["negative start, some pts missing"](tmp_path / "v")
    frames = scan(path).frames
    assert 0 < (~frames.has_pts).sum() < 30
    assert [round(frames.seconds(i) * 1000) for i in range(4)] == [0, 33, 66, 99]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_rotated_videos_are_upright(tmp_path, degrees):
    path = videos.rotate(videos.write(tmp_path / "v.mp4", frames=40), degrees)
    source = scan(path)
    size = (videos.HEIGHT, videos.WIDTH) if degrees != 180 else (videos.WIDTH, videos.HEIGHT)
    assert source.facts.rotation_degrees == degrees
    assert (source.facts.width, source.facts.height) == size
    with open_frames(source) as reader:
        picture = reader.frame(33)
    assert picture.shape == (size[1], size[0], 3)
    as_coded = np.rot90(picture, degrees // 90)  # numpy turns counterclockwise
    assert videos.number_of(as_coded) == 33


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("one frame.mp4", {"frames": 1}),
        ("one pixel.mkv", {"codec": "ffv1", "size": (1, 1), "pix_fmt": "bgr0", "frames": 3}),
        ("odd.mkv", {"codec": "ffv1", "size": (161, 97), "pix_fmt": "yuv444p", "frames": 9}),
        ("odd.mp4", {"codec": "libx264", "size": (161, 97), "pix_fmt": "yuv444p", "frames": 9}),
        ("ten bit.mp4", {"codec": "libx265", "pix_fmt": "yuv420p10le", "frames": 9,
                         "options": {"x265-params": "log-level=none:pools=1"}}),
        ("grey.mkv", {"codec": "ffv1", "pix_fmt": "gray", "frames": 9}),
        ("huge.mp4", {"codec": "mpeg4", "size": (7680, 4320), "frames": 2}),
    ],
)  # fmt: skip
def test_unusual_pictures_open(tmp_path, name, settings):
    source = scan(videos.write(tmp_path / name, **settings))
    width, height = settings.get("size", (videos.WIDTH, videos.HEIGHT))
    last = settings["frames"] - 1
    assert (source.facts.width, source.facts.height) == (width, height)
    assert source.facts.frame_count == last + 1
    with open_frames(source) as reader:
        picture = reader.frame(last)
    assert picture.shape == (height, width, 3)
    assert picture.dtype == np.uint8
    assert min(width, height) == 1 or videos.number_of(picture) == last


def test_a_video_that_changes_its_size_keeps_that_of_its_first_frame(tmp_path):
    parts = [
        videos.write(tmp_path / "a.ts", frames=20),
        videos.write(tmp_path / "b.ts", frames=20, size=(320, 192)),
    ]
    source = scan(videos.join(parts, tmp_path / "both.ts"))
    assert source.facts.frame_count == 40
    with open_frames(source) as reader:
        assert {picture.shape for _, picture in reader.stream(0, 40)} == {(96, 160, 3)}
        assert [videos.number_of(reader.frame(i)) for i in (39, 5, 25)] == [19, 5, 5]


def test_facts_of_a_plain_file(tmp_path):
    facts = scan(videos.write(tmp_path / "v.mp4")).facts
    assert (facts.kind, facts.codec) == (VideoKind.FILE, "h264")
    assert (facts.width, facts.height, facts.frame_count) == (160, 96, videos.FRAMES)
    assert (facts.rate, facts.rotation_degrees, facts.damage) == (30, 0, None)


def test_progress_grows_to_one(tmp_path):
    seen = []
    scan_video(videos.write(tmp_path / "v.mp4"), progress=seen.append)
    assert seen == sorted(seen)
    assert len(seen) > 2
    assert seen[-1] == 1.0


@pytest.mark.parametrize(
    ("suffix", "mux"), [(".mkv", {}), (".mp4", {"movflags": "frag_keyframe+empty_moov"})]
)
def test_a_file_cut_off_says_so_and_is_usable_up_to_there(tmp_path, suffix, mux):
    whole = videos.write(tmp_path / f"whole{suffix}", mux=mux)
    source = scan(videos.cut(whole, tmp_path / f"v{suffix}", 0.6))
    assert "cut off" in source.facts.damage
    assert 40 < source.facts.frame_count < videos.FRAMES


def test_damage_in_the_middle_says_where_and_the_rest_is_read(tmp_path):
    path = videos.write(tmp_path / "v.mp4", frames=90)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = b"\xa5" * 40
    path.write_bytes(data)
    source = scan(path)
    assert "damaged" in source.facts.damage
    assert "the first at frame" in source.facts.damage
    with open_frames(source) as reader:
        assert videos.number_of(reader.frame(len(reader) - 1)) == 89
        for frame_index, picture in reader.stream(0, len(reader)):
            assert np.array_equal(picture, reader.frame(frame_index))


@pytest.mark.parametrize("name", sorted(p.name for p in (ROOT / "videos").glob("*.mp4")))
def test_real_clips_read_at_random_equal_the_sequence(name):
    source = scan(ROOT / "videos" / name)
    wanted = random.Random(1).sample(range(len(source.frames)), 20)
    with open_frames(source, cache_bytes=0) as reader:
        found = {i: hash(reader.frame(i).tobytes()) for i in wanted}
        sequence = {i: hash(p.tobytes()) for i, p in reader.stream(0, len(reader)) if i in found}
    assert found == sequence

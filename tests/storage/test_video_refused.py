"""What cannot be read is refused with one sentence; odd names are only names."""

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from storage.errors import VideoError
from storage.records import VideoSource
from storage.video import find_fingerprint, open_frames, scan_video, supported_codecs
from tests import videos


def scan(path):
    return VideoSource(path, *scan_video(path))


def write_bytes(path, data):
    path.write_bytes(data)
    return path


def no_moov(folder):
    return videos.cut(videos.write(folder / "whole.mp4", frames=5), folder / "cut.mp4", 0.5)


def no_frame(folder):
    whole = videos.write(
        folder / "a.mp4", mux={"movflags": "frag_keyframe+empty_moov"}
    ).read_bytes()
    return write_bytes(folder / "v.mp4", whole[: whole.index(b"moof") - 4])


def flic(folder):
    """A header of Autodesk's animation format, whose decoder has a known hole."""
    header = (128).to_bytes(4, "little") + b"\x12\xaf" + (1).to_bytes(2, "little")
    return write_bytes(folder / "v.mp4", header + bytes([64, 1, 200, 0, 8, 0]) + bytes(200))


def magicyuv(folder):
    return videos.write(folder / "v.avi", codec="magicyuv", pix_fmt="yuv444p", frames=3)


def playlist(folder):
    path = folder / "v.mp4"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n")
    return path


def concat_script(folder):
    part = videos.write(folder / "part.mp4", frames=3)
    path = folder / "v.mp4"
    path.write_text(f"ffconcat version 1.0\nfile {part.name}\n")
    return path


REFUSED = {
    "a missing file": (lambda f: f / "none.mp4", "no file .*none.mp4"),
    "an address": (lambda f: Path("https://example.org/v.mp4"), "is an address; only files"),
    "an empty file": (lambda f: write_bytes(f / "v.mp4", b""), "v.mp4 is empty"),
    "text": (lambda f: write_bytes(f / "v.mp4", b"hello world\n" * 99), "is not a video"),
    "zeros": (lambda f: write_bytes(f / "v.mkv", bytes(9999)), "is not a video"),
    "no moov": (no_moov, "has no index"),
    "sound": (lambda f: videos.write_sound(f / "v.m4a"), "has only sound"),
    "no frame": (no_frame, "has no frame"),
    "flic": (flic, "format that is not read"),
    "magicyuv": (magicyuv, "coded in magicyuv, which is not read for safety"),
    "gif": (lambda f: videos.write(f / "v.gif", codec="gif", pix_fmt="rgb8"), "format that is not"),
    "a playlist of addresses": (playlist, "not"),
    "a script of files": (concat_script, "not"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_sentence(tmp_path, name):
    make, says = REFUSED[name]
    with pytest.raises(VideoError, match=says) as caught:
        scan_video(make(tmp_path))
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["with spaces.mp4", "日本語 🎬.mp4", "line\nbreak.mp4", "%03d.mp4", "-i.mp4", "concat:a|b.mp4",
     "file:x.mp4", "http:x.mp4", "'quotes\".mp4", "#?&=.mp4", "no suffix", "v" * 251 + ".mp4"],
)  # fmt: skip
@pytest.mark.parametrize("as_relative", [True, False])
def test_any_name_is_only_a_name(tmp_path, monkeypatch, name, as_relative):
    videos.write(tmp_path / "v.mp4", frames=3).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    source = scan(Path(name) if as_relative else tmp_path / name)
    with open_frames(source) as reader:
        assert videos.number_of(reader.frame(2)) == 2


def test_a_file_that_changed_since_it_was_added_is_not_read(tmp_path):
    source = scan(videos.write(tmp_path / "v.mp4", frames=20))
    videos.write(source.path, frames=21)
    with pytest.raises(VideoError, match=r"has changed since it was added.*re-link"):
        open_frames(source)


def test_a_file_that_is_gone_can_be_linked_again(tmp_path):
    source = scan(videos.write(tmp_path / "v.mp4", frames=20))
    source.path.rename(tmp_path / "moved.mp4")
    with pytest.raises(VideoError, match=r"is not there any more.*re-link"):
        open_frames(source)
    assert find_fingerprint(tmp_path / "moved.mp4") == source.facts.fingerprint


def test_a_file_that_is_replaced_while_it_is_open_says_so(tmp_path):
    source = scan(videos.write(tmp_path / "v.mp4", frames=20))
    with open_frames(source) as reader:
        assert videos.number_of(reader.frame(0)) == 0
        videos.write(tmp_path / "other.mp4", frames=21).replace(source.path)
        with pytest.raises(VideoError, match=r"has changed since it was added.*re-link"):
            reader.frame(10)
        source.path.unlink()
        with pytest.raises(VideoError, match="is not there any more"):
            reader.frame(11)


def test_a_file_that_was_only_touched_is_still_read(tmp_path):
    source = scan(videos.write(tmp_path / "v.mp4", frames=20))
    with open_frames(source) as reader:
        source.path.touch()
        assert videos.number_of(reader.frame(10)) == 10


@pytest.mark.parametrize("place", [0, 0.5, 0.999])
def test_the_fingerprint_notices_a_change_anywhere_it_looks(tmp_path, place):
    data = bytearray(np.random.default_rng(1).bytes(300_000))
    before = find_fingerprint(write_bytes(tmp_path / "a", data))
    data[int(len(data) * place)] ^= 1
    assert find_fingerprint(write_bytes(tmp_path / "b", data)) != before
    assert find_fingerprint(write_bytes(tmp_path / "c", data + b"x")) != before


def test_the_allowed_decoders_are_there_and_the_dangerous_ones_are_not():
    names = supported_codecs()
    assert {"h264", "hevc", "vp8", "vp9", "mpeg4", "mjpeg", "prores", "ffv1"} <= set(names)
    assert not {"magicyuv", "flic", "gif"} & set(names)
    assert set(names) <= av.codecs_available


def test_the_vocabulary_does_not_import_pyav():
    code = "import storage.records, storage.masks, sys; sys.exit('av' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_as_far_as_it_goes_or_refused(tmp_path, seed):
    random = np.random.default_rng(seed)
    suffix, codec = [(".mp4", "libx264"), (".ts", "libx264"), (".webm", "libvpx"),
                     (".avi", "mpeg4"), (".mkv", "libx264")][seed % 5]  # fmt: skip
    data = bytearray(videos.write(tmp_path / f"v{suffix}", codec=codec, frames=40).read_bytes())
    for place in random.integers(0, len(data), 1 + seed % 7):
        data[place] ^= 1 << random.integers(8)
    try:
        source = scan(write_bytes(tmp_path / f"v{suffix}", data))
    except VideoError:
        return
    with open_frames(source) as reader:
        assert [i for i, _ in reader.stream(0, len(reader))] == list(range(len(reader)))
        assert reader.frame(len(reader) - 1).shape[2] == 3

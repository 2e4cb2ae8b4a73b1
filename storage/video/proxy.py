"""A small copy of a video for a hand that moves quickly: every frame a JPEG of its own, in one file.

Exact frames cost what lies between them and their keyframe; a JPEG costs a millisecond or two, wherever
it is. Copies are made from the exact frames, so they have the same indices. They lie in a cache folder
that stays within a limit: the copies that were used longest ago go.

The file: JPEGs one after the other; where each begins and the last one ends, int64 (n + 1,); n, int64;
``MAGIC``.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Interpolation, VideoReformatter

from storage.errors import VideoError
from storage.proxy_options import ProxyOptions
from storage.records import VideoFacts, VideoSource
from storage.video.reader import open_frames

MAGIC = b"mbproxy1"
SUFFIX = ".mbproxy"
_INT64 = np.dtype("<i8")
_BYTES_PER_PIXEL = 0.15  # of a JPEG of this quality, generously
_QUALITY = 75  # of 100
_DAY_SECONDS = 24 * 3600
_Places = npt.NDArray[np.int64]


def proxy_path(facts: VideoFacts, options: ProxyOptions) -> Path:
    """Where the copy of a video is, or would be."""
    return options.folder / f"{facts.fingerprint[:40]}-{options.max_side_px}{SUFFIX}"


def proxy_size(facts: VideoFacts, options: ProxyOptions) -> tuple[int, int]:
    """Width and height of its frames, both even: smaller for a video so long that it would not fit."""
    pixels = facts.width * facts.height
    fitting = options.limit_bytes / (_BYTES_PER_PIXEL * pixels * facts.frame_count)
    scale = min(1.0, options.max_side_px / max(facts.width, facts.height), math.sqrt(fitting))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (facts.width, facts.height))
    return width, height


def write_proxy(
    source: VideoSource, options: ProxyOptions, *, progress: Callable[[int, int], None]
) -> Path:
    """Make the copy of a video, and room for it; it is there whole or not at all.

    ``progress(done, total)`` may raise to cancel. Raises VideoError if a frame cannot be read or there
    is no room on the disk.
    """
    path = proxy_path(source.facts, options)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        _remove_left_behind(path)
        _write(part, source, proxy_size(source.facts, options), progress)
        part.replace(path)
        make_room(options, keep=path)
    except OSError as error:
        raise VideoError(f"The copy of {source.path.name} for scrubbing cannot be written to "
                         f"{options.folder}: {error.strerror}.") from error  # fmt: skip
    finally:
        part.unlink(missing_ok=True)
    return path


def _remove_left_behind(path: Path) -> None:
    """Delete what programs that were killed while they made this copy left of it."""
    long_ago = time.time() - _DAY_SECONDS  # nothing that is still written is as old
    for part in path.parent.glob(f".{path.name}.*.part"):
        with suppress(FileNotFoundError):  # another program removes them too
            if part.stat().st_mtime < long_ago:
                part.unlink()


def make_room(options: ProxyOptions, *, keep: Path) -> None:
    """Delete the copies that were used longest ago until all fit the limit; ``keep`` stays."""
    copies = [(it, it.stat()) for it in options.folder.glob(f"*{SUFFIX}")]
    room = options.limit_bytes - sum(stat.st_size for _, stat in copies)
    for path, stat in sorted(copies, key=lambda it: it[1].st_mtime):
        if room < 0 and path != keep:
            path.unlink(missing_ok=True)
            room += stat.st_size


def open_proxy(facts: VideoFacts, options: ProxyOptions) -> ProxyReader | None:
    """The copy of a video, which counts as used now; None if there is none that is whole."""
    path = proxy_path(facts, options)
    try:
        places = _read_places(path)
        if len(places) != facts.frame_count + 1:
            return None
        os.utime(path)
        return ProxyReader(path, places)
    except OSError:
        return None  # a cache that is gone is not an error


class ProxyReader:
    """Frames of a copy by index, smaller than the video's. For one thread."""

    def __init__(self, path: Path, places: _Places) -> None:
        self._file = path.open("rb")
        self._places = places
        # FFmpeg's, which is twice as quick as libjpeg; it scales what it decoded in the same pass that
        # colours it.
        self._decoder = av.CodecContext.create("mjpeg", "r")
        self._decoder.thread_count = 1
        self._scaler = VideoReformatter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def discard(self) -> None:
        """Close the copy and delete it, to be made anew."""
        self.close()
        Path(self._file.name).unlink(missing_ok=True)

    def frame(
        self, frame_index: int, size_wh: tuple[int, int] | None = None
    ) -> npt.NDArray[np.uint8]:
        """A frame: blue, green, red and a byte that means nothing, uint8 (h, w, 4), scaled to ``size_wh``.

        Raises VideoError if the copy is damaged there.
        """
        start, stop = (int(it) for it in self._places[frame_index : frame_index + 2])
        self._file.seek(start)
        try:
            (small,) = self._decoder.decode(av.Packet(self._file.read(stop - start)))
        except (av.FFmpegError, ValueError) as error:  # no picture: ffmpeg says so or gives none
            raise VideoError(f"The copy for scrubbing {self._file.name} is damaged: "
                             "delete it, and it is made anew.") from error  # fmt: skip
        width, height = size_wh or (small.width, small.height)
        # On one thread: with several, the end of a row that is no multiple of 16 bytes runs over what another
        # thread has written of the next one.
        scaled = self._scaler.reformat(
            small, width, height, format="bgra", interpolation=Interpolation.BILINEAR, threads=1
        )
        return np.asarray(scaled.to_ndarray(), np.uint8)


def _write(
    path: Path, source: VideoSource, size_wh: tuple[int, int], progress: Callable[[int, int], None]
) -> None:
    total = source.facts.frame_count
    places = [0]
    with path.open("wb") as file:
        for done, jpeg in enumerate(_jpegs(source, size_wh), 1):
            file.write(jpeg)
            places.append(file.tell())
            progress(done, total)
        file.write(np.array([*places, total], _INT64).tobytes() + MAGIC)


def _jpegs(source: VideoSource, size_wh: tuple[int, int]) -> Iterator[bytes]:
    with open_frames(source, cache_bytes=0) as reader:
        for _, picture in reader.stream(0, len(reader)):
            much_smaller = 2 * size_wh[0] <= picture.shape[1]
            how = cv2.INTER_AREA if much_smaller else cv2.INTER_LINEAR
            small = cv2.resize(picture, size_wh, interpolation=how)
            bgr = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
            _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
            yield jpeg.tobytes()


def _read_places(path: Path) -> _Places:
    """Where each frame begins and the last one ends; empty if the file is not whole."""
    nothing = np.zeros(0, np.int64)
    tail = _INT64.itemsize + len(MAGIC)
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - tail))
        count, magic = int.from_bytes(file.read(_INT64.itemsize), "little"), file.read()
        end = size - tail - (count + 1) * _INT64.itemsize
        if magic != MAGIC or end <= 0:
            return nothing
        file.seek(end)
        places = np.frombuffer(file.read((count + 1) * _INT64.itemsize), _INT64).astype(np.int64)
    sound = places[-1] == end and bool((np.diff(places) > 0).all())
    return places if sound else nothing

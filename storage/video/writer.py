"""Writing a video: H.264 in mp4, which everything plays."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import count
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream

from storage.errors import VideoError
from storage.video.cache import Picture

_TIME_BASE = Fraction(1, 90_000)
_BT709 = 1  # FFmpeg's number for the colours of HD video
_LIMITED_RANGE = 1


def write_video(
    path: Path,
    frames: Iterable[Picture],
    *,
    rate: Fraction,
    pts_seconds: Iterable[float] | None = None,
    codec: str = "h264",
) -> int:
    """Write uint8 RGB (H, W, 3) frames of one size to an mp4 file; returns how many there were.

    Frame i is shown at ``pts_seconds[i]`` (growing), or without them at i / ``rate``. An odd width or
    height is made even by repeating the last column or row, as H.264 needs it. The file appears whole,
    or not at all. Raises VideoError if there is no frame or the file cannot be written.
    """
    times = (i / rate for i in count()) if pts_seconds is None else map(Fraction, pts_seconds)
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        written = _write(part, frames, times, rate, codec)
        part.replace(path)
    except OSError as error:
        raise VideoError(f"{path.name} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return written


def _write(
    path: Path, frames: Iterable[Picture], times: Iterator[Fraction], rate: Fraction, codec: str
) -> int:
    written = 0
    with av.open(str(path.resolve()), "w", format="mp4") as container:
        stream = container.add_stream(codec, rate=rate.limit_denominator(100_000))
        assert isinstance(stream, VideoStream)
        for written, (picture, seconds) in enumerate(zip(frames, times, strict=False), 1):
            if written == 1:
                _describe(stream, picture)
            container.mux(stream.encode(_to_frame(picture, seconds)))
        if not written:
            raise VideoError("There is no frame to write: choose a range that has some.")
        container.mux(stream.encode(None))
    return written


def _describe(stream: VideoStream, picture: Picture) -> None:
    context = stream.codec_context
    stream.height, stream.width = (side + side % 2 for side in picture.shape[:2])
    stream.pix_fmt = "yuv420p"
    context.time_base = _TIME_BASE
    context.options = {"crf": "18", "preset": "veryfast"}
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    context.color_range = _LIMITED_RANGE


def _to_frame(picture: Picture, seconds: Fraction) -> av.VideoFrame:
    height, width = picture.shape[:2]
    even = np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    frame = av.VideoFrame.from_ndarray(even, format="rgb24").reformat(
        format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG"
    )
    frame.pts, frame.time_base = round(seconds / _TIME_BASE), _TIME_BASE
    return frame

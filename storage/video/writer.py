"""Writing a video: H.264 in mp4, which everything plays, or ProRes in mov, which is edited."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream

from storage.errors import VideoError
from storage.video.cache import Picture
from storage.video.codecs import H264, OutputCodec

_TIME_BASE = Fraction(1, 90_000)
_BT709 = 1  # FFmpeg's number for the colours of HD video
_LIMITED_RANGE = 1


def write_video(
    path: Path,
    frames: Iterable[Picture],
    *,
    rate: Fraction,
    pts_seconds: Iterable[float | Fraction] | None = None,
    time_base: Fraction = _TIME_BASE,
    codec: OutputCodec = H264,
) -> int:
    """Write uint8 RGB (H, W, 3) frames of one size to a file; returns how many there were.

    A codec with alpha takes RGBA (H, W, 4). Frame i is shown at ``pts_seconds[i]`` (growing), to the
    nearest tick of ``time_base`` seconds, or without them at i / ``rate``. An odd width or height is
    made even by repeating the last column or row, as H.264 needs it. The file appears whole, or not at
    all. Raises VideoError if there is no frame or the file cannot be written.
    """
    if pts_seconds is None:
        times = (i / rate for i in count())
    else:
        times = (Fraction(it) for it in pts_seconds)
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        written = _write(part, frames, times, _Output(codec, rate, time_base))
        part.replace(path)
    except OSError as error:
        raise VideoError(f"{path.name} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return written


@dataclass(frozen=True, slots=True)
class _Output:
    codec: OutputCodec
    rate: Fraction
    time_base: Fraction


def _write(
    path: Path, frames: Iterable[Picture], times: Iterator[Fraction], output: _Output
) -> int:
    written = 0
    # Else a start that is not zero is rounded to milliseconds.
    options = {"movie_timescale": str(output.time_base.denominator)}
    with av.open(
        str(path.resolve()), "w", format=output.codec.container, options=options
    ) as container:
        rate = output.rate.limit_denominator(100_000)
        stream = container.add_stream(output.codec.encoder, rate=rate)
        assert isinstance(stream, VideoStream)
        for written, (picture, seconds) in enumerate(zip(frames, times, strict=False), 1):
            if written == 1:
                _describe(stream, picture, output)
            container.mux(stream.encode(_to_frame(picture, seconds, output)))
        if not written:
            raise VideoError("There is no frame to write: choose a range that has some.")
        container.mux(stream.encode(None))
    return written


def _describe(stream: VideoStream, picture: Picture, output: _Output) -> None:
    context = stream.codec_context
    stream.height, stream.width = (side + side % 2 for side in picture.shape[:2])
    stream.pix_fmt = output.codec.pixel_format
    context.time_base = output.time_base
    context.options = dict(output.codec.options)
    context.colorspace = context.color_primaries = context.color_trc = _BT709
    context.color_range = _LIMITED_RANGE


def _to_frame(picture: Picture, seconds: Fraction, output: _Output) -> av.VideoFrame:
    height, width = picture.shape[:2]
    even = np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    source_format = "rgba" if output.codec.has_alpha else "rgb24"
    # With more threads, FFmpeg's conversion to ten bits gets pixels where two of them meet differently
    # from run to run.
    frame = av.VideoFrame.from_ndarray(even, format=source_format).reformat(
        format=output.codec.pixel_format,
        dst_colorspace="ITU709",
        dst_color_range="MPEG",
        threads=1,
    )
    frame.pts, frame.time_base = round(seconds / output.time_base), output.time_base
    return frame

"""Videos made for tests: every frame carries its number in its pixels, so that a wrong one shows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

WIDTH, HEIGHT = 160, 96
FRAMES = 120
_BITS, _COLUMNS = 12, 6
_CELL_W, _CELL_H = 24, 40


def numbered(number: int, *, size: tuple[int, int] = (WIDTH, HEIGHT)) -> np.ndarray:
    """A picture uint8 RGB (H, W, 3) of (width, height) with twelve bits as light and dark blocks."""
    picture = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    for rows, columns, bit in _cells():
        picture[rows, columns] = 220 if number >> bit & 1 else 30
    width, height = size
    rows, columns = np.arange(height) * HEIGHT // height, np.arange(width) * WIDTH // width
    return picture[rows][:, columns]


def number_of(picture: np.ndarray) -> int:
    """The number in a picture, whatever its size."""
    height, width = picture.shape[:2]
    rows, columns = np.arange(HEIGHT) * height // HEIGHT, np.arange(WIDTH) * width // WIDTH
    picture = picture[rows][:, columns]
    return sum(int(picture[r, c].mean() > 125) << bit for r, c, bit in _cells(margin=6))


def _cells(margin: int = 0) -> Iterator[tuple[slice, slice, int]]:
    """Rows and columns of each bit's block, smaller by a margin on every side."""
    for bit in range(_BITS):
        row, column = divmod(bit, _COLUMNS)
        top, left = 4 + row * (_CELL_H + 8), 2 + column * (_CELL_W + 2)
        yield (
            slice(top + margin, top + _CELL_H - margin),
            slice(left + margin, left + _CELL_W - margin),
            bit,
        )


def write(
    path: Path,
    *,
    codec: str = "libx264",
    frames: int = FRAMES,
    options: dict[str, str] | None = None,
    mux: dict[str, str] | None = None,
    gop: int = 30,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    pix_fmt: str = "yuv420p",
    container_format: str | None = None,
    ticks: Sequence[int] | None = None,
    time_base: Fraction = Fraction(1, 30),
) -> Path:
    """Write a video of numbered frames; frame i is shown at ``ticks[i]`` of ``time_base``."""
    with av.open(str(path), "w", format=container_format, options=mux or {}) as container:
        stream = container.add_stream(codec, rate=30, options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.codec_context.gop_size = gop
        stream.codec_context.time_base = time_base
        stream.codec_context.thread_count = 1  # libvpx's wait in a loop, for minutes beside others
        for i in range(frames):
            frame = av.VideoFrame.from_ndarray(numbered(i, size=size), format="rgb24")
            frame.pts, frame.time_base = (ticks[i] if ticks else i), time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def cut(source: Path, path: Path, share: float) -> Path:
    """The first part of a file, as after an interrupted copy."""
    data = source.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def rotate(path: Path, degrees_clockwise: int) -> Path:
    """Write a display matrix into an mp4's track header, as a phone does."""
    corner = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[degrees_clockwise]
    a, b, c, d = (value << 16 for value in corner)
    matrix = b"".join(v.to_bytes(4, signed=True) for v in (a, b, 0, c, d, 0, 0, 0, 1 << 30))
    data = bytearray(path.read_bytes())
    start = data.index(b"tkhd") + 4 + 40  # version 0: after times, ids, duration, layer and volume
    data[start : start + 36] = matrix
    path.write_bytes(data)
    return path


def join(parts: Iterable[Path], path: Path) -> Path:
    """MPEG-TS files one after the other, which is again an MPEG-TS file."""
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


def write_sound(path: Path) -> Path:
    """A file with sound only."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _x264(parameters: str) -> dict[str, str]:
    return {"preset": "veryfast", "x264-params": parameters}


def _uneven_ticks(frames: int) -> list[int]:
    steps = np.random.default_rng(3).integers(5, 90, frames)
    return np.cumsum(steps).tolist()


def _steady_ticks(first: int, step: int) -> list[int]:
    return [first + step * i for i in range(FRAMES)]


_MS = Fraction(1, 1000)
_ALT_REF = {"auto-alt-ref": "1", "lag-in-frames": "16", "cpu-used": "8"}
_FRAGMENTED = {"movflags": "frag_keyframe+empty_moov"}

# By name: a maker that gets the path without suffix and returns the video's path.
HARD_VIDEOS: dict[str, Callable[[Path], Path]] = {
    "cfr h264, gop 250": lambda p: write(p.with_suffix(".mp4"), gop=250),
    "variable frame rate": lambda p: write(
        p.with_suffix(".mp4"), ticks=_uneven_ticks(FRAMES), time_base=_MS
    ),
    "h264 open gop": lambda p: write(
        p.with_suffix(".mp4"), options=_x264("open-gop=1:keyint=20:bframes=3:scenecut=0")
    ),
    "h264 b-pyramid, no reorder depth given": lambda p: write(
        p.with_suffix(".mp4"), options=_x264("keyint=40:bframes=6:b-pyramid=normal")
    ),
    "h264 intra refresh": lambda p: write(
        p.with_suffix(".mp4"), options=_x264("intra-refresh=1:keyint=30")
    ),
    "h264 interlaced": lambda p: write(p.with_suffix(".ts"), options=_x264("tff=1:keyint=30")),
    "hevc open gop": lambda p: write(
        p.with_suffix(".mp4"),
        codec="libx265",
        options={
            "preset": "ultrafast",
            "x265-params": "open-gop=1:keyint=20:bframes=4:log-level=none:pools=1",
        },
    ),
    "start at 5 s": lambda p: write(
        p.with_suffix(".mp4"), ticks=_steady_ticks(5000, 33), time_base=_MS
    ),
    "negative start, some pts missing": lambda p: write(
        p.with_suffix(".mkv"),
        ticks=_steady_ticks(-500, 33),
        time_base=_MS,
        mux={"avoid_negative_ts": "disabled"},
    ),
    "h264 b-frames in avi, many pts missing": lambda p: write(
        p.with_suffix(".avi"), options=_x264("keyint=30:bframes=3")
    ),
    "mpeg-ts": lambda p: write(p.with_suffix(".ts")),
    "mpeg-4 b-frames in avi": lambda p: write(
        p.with_suffix(".avi"), codec="mpeg4", options={"bf": "2"}
    ),
    "mpeg-2 program stream": lambda p: write(
        p.with_suffix(".mpg"), codec="mpeg2video", container_format="vob", gop=15
    ),
    "fragmented mp4": lambda p: write(p.with_suffix(".mp4"), mux=_FRAGMENTED),
    "vp8 alt-ref": lambda p: write(p.with_suffix(".webm"), codec="libvpx", options=_ALT_REF),
    "vp9 alt-ref": lambda p: write(p.with_suffix(".webm"), codec="libvpx-vp9", options=_ALT_REF),
    "av1": lambda p: write(
        p.with_suffix(".mp4"), codec="libsvtav1", options={"preset": "10", "crf": "15"}
    ),
    "prores, 10 bit": lambda p: write(
        p.with_suffix(".mov"), codec="prores_ks", pix_fmt="yuv422p10le"
    ),
    "truncated mkv": lambda p: cut(write(p.with_suffix(".whole.mkv")), p.with_suffix(".mkv"), 0.6),
    "truncated fragmented mp4": lambda p: cut(
        write(p.with_suffix(".whole.mp4"), mux=_FRAGMENTED), p.with_suffix(".mp4"), 0.6
    ),
    "rotated by 90": lambda p: rotate(write(p.with_suffix(".mp4")), 90),
}

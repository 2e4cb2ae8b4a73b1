"""How fast frames are read, beside plain PyAV and OpenCV on the same clips.

    python -m benchmarks.video clip.mp4 ...
    python -m benchmarks.video --root folder-of-clips

Random access is timed with an empty cache. The ratio is the time of the other reader divided by ours:
more than 1 is in our favour. OpenCV's frames are checked against ours, because a wrong frame is worth
nothing however soon it comes.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import av
import cv2
import numpy as np

from storage.records import VideoSource
from storage.video import open_frames, scan_video


class Timing(NamedTuple):
    """Frames a second one after the other, and milliseconds to a random frame."""

    sequential_fps: float
    random_p50_ms: float
    random_p95_ms: float
    wrong: int


def time_each(get: Callable[[int], object], wanted: list[int]) -> list[float]:
    """Milliseconds of each call."""
    times = []
    for frame_index in wanted:
        started = time.perf_counter()
        get(frame_index)
        times.append(1000 * (time.perf_counter() - started))
    return times


def frames_per_second(frames: Iterable[object]) -> float:
    started = time.perf_counter()
    count = sum(1 for _ in frames)
    return count / (time.perf_counter() - started)


def timing(fps: float, times: list[float], wrong: int = 0) -> Timing:
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return Timing(fps, statistics.median(times), p95, wrong)


def of_maskbank(source: VideoSource, wanted: list[int]) -> Timing:
    with open_frames(source, cache_bytes=0) as reader:
        fps = frames_per_second(reader.stream(0, len(reader)))
        return timing(fps, time_each(reader.frame, wanted))


def of_pyav(path: Path, wanted: list[int]) -> Timing:
    """Plain PyAV, which knows no frame numbers: it decodes from the start and counts."""

    def decode(stop: int | None = None):
        with av.open(str(path)) as container:
            container.streams.video[0].thread_type = "AUTO"
            for i, frame in enumerate(container.decode(video=0)):
                if stop is None or i == stop:
                    yield frame.to_ndarray(format="rgb24")
                if i == stop:
                    return

    times = time_each(lambda i: next(decode(i)), wanted)
    return timing(frames_per_second(decode()), times)


def of_opencv(source: VideoSource, wanted: list[int]) -> Timing:
    """OpenCV's seek by frame number, counting how many frames are not the ones asked for."""
    capture = cv2.VideoCapture(str(source.path))

    def seek(frame_index: int) -> np.ndarray | None:
        capture.set(cv2.CAP_PROP_POS_FRAMES, frame_index)
        return capture.read()[1]

    times = time_each(seek, wanted)
    with open_frames(source) as reader:
        wrong = sum(not shows(seek(i), reader.frame(i)) for i in wanted)
    capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
    fps = frames_per_second(iter(lambda: capture.read()[0], False))
    capture.release()
    return timing(fps, times, wrong)


def shows(bgr: np.ndarray | None, rgb: np.ndarray) -> bool:
    """Whether two pictures are of the same frame; the colour conversions differ a little."""
    if bgr is None or bgr.shape != rgb.shape:
        return False
    return float(np.abs(bgr[..., 1].astype(int) - rgb[..., 1]).mean()) < 1


def report(path: Path, accesses: int) -> None:
    started = time.perf_counter()
    source = VideoSource(path.resolve(), *scan_video(path))
    scan_seconds = time.perf_counter() - started
    facts = source.facts
    print(f"\n{path.name}: {facts.codec} {facts.width} x {facts.height}, {facts.frame_count} frames, "
          f"{int(source.frames.keyframe.sum())} keyframes")  # fmt: skip
    print(f"  scan {scan_seconds:.2f} s ({facts.frame_count / scan_seconds:.0f} frames/s)")
    wanted = random.Random(0).choices(range(facts.frame_count), k=accesses)
    ours = of_maskbank(source, wanted)
    print("  reader     sequential fps   random p50 ms   random p95 ms   wrong   ratios to ours")
    for name, found in (
        ("maskbank", ours),
        ("PyAV", of_pyav(path, wanted)),
        ("OpenCV", of_opencv(source, wanted)),
    ):
        ratios = (ours.sequential_fps / found.sequential_fps,
                  found.random_p50_ms / ours.random_p50_ms,
                  found.random_p95_ms / ours.random_p95_ms)  # fmt: skip
        print(f"  {name:9} {found.sequential_fps:15.0f} {found.random_p50_ms:15.1f} "
              f"{found.random_p95_ms:15.1f} {found.wrong:7}   {ratios[0]:.2f} {ratios[1]:.2f} "
              f"{ratios[2]:.2f}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", nargs="*", type=Path)
    parser.add_argument("--root", type=Path, help="a folder: all its mp4 clips")
    parser.add_argument("--accesses", type=int, default=40, help="random accesses a clip")
    arguments = parser.parse_args()
    for path in [
        *arguments.clips,
        *(sorted(arguments.root.glob("*.mp4")) if arguments.root else []),
    ]:
        report(path, arguments.accesses)


if __name__ == "__main__":
    main()

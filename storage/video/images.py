"""A folder of images as a video: one file a frame, in the order in which a person counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from storage.errors import VideoError
from storage.records import FrameTable, VideoFacts, VideoKind, VideoSource
from storage.video.cache import Picture
from storage.video.going_on import GoOn, always

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})
FOLDER_RATE = Fraction(30)  # a convention: images have no times


def image_names(folder: Path) -> tuple[str, ...]:
    """The names of a folder's images in natural order ("2.jpg" before "10.jpg")."""
    names = (p.name for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES and p.is_file())
    return tuple(sorted((n for n in names if not n.startswith(".")), key=_natural_order))


def scan_folder(
    path: Path,
    names: tuple[str, ...],
    fingerprint: str,
    report: Callable[[float], None],
    rate: Fraction,
) -> tuple[VideoFacts, FrameTable]:
    """Read every one of these images of a folder once.

    Raises VideoError naming the first that is damaged or of another size.
    """
    if not names:
        raise VideoError(f"The folder {path.name} has no images (.jpg, .jpeg or .png).")
    height, width = _common_size(path, names, report)
    count = len(names)
    suffix = Path(names[0]).suffix.lower().lstrip(".")
    facts = VideoFacts(VideoKind.FOLDER, width, height, count, rate, 0, suffix, fingerprint)
    return facts, FrameTable(
        time_base=1 / rate,
        pts=np.arange(count, dtype=np.int64),
        has_pts=np.ones(count, bool),
        decode_index=np.arange(count, dtype=np.int32),
        keyframe=np.ones(count, bool),
        names=names,
    )


class FolderDecoder:
    """Reads the frames of an image folder; see FileDecoder for what a decoder does."""

    def __init__(self, source: VideoSource) -> None:
        self._source = source

    def pictures(
        self, start: int, stop: int, *, go_on: GoOn = always
    ) -> Iterator[tuple[int, Picture]]:
        facts = self._source.facts
        for frame_index in range(start, stop):
            if not go_on():
                return
            path = self._source.path / self._source.frames.names[frame_index]
            picture = read_image(path)
            if picture.shape[:2] != facts.frame_hw:
                raise VideoError(f"{path.name} has another size than when it was added: "
                                 "put the old image back, or add the folder anew.")  # fmt: skip
            yield frame_index, picture

    def close(self) -> None:
        """Nothing stays open between two frames."""


def read_image(path: Path) -> Picture:
    """An image as uint8 RGB (H, W, 3), turned upright by its EXIF orientation."""
    try:
        # From memory, because OpenCV does not open every name on every system.
        pixels = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    except OSError as error:
        raise VideoError(f"The image {path.name} cannot be read: {error.strerror}.") from error
    except cv2.error:
        pixels = None
    if pixels is None:
        raise VideoError(f"The image {path.name} is damaged: copy it again, or take it away.")
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)


def _common_size(
    path: Path, names: tuple[str, ...], report: Callable[[float], None]
) -> tuple[int, int]:
    first: tuple[int, int] | None = None
    with _threads() as pool:
        sizes = pool.map(lambda name: read_image(path / name).shape[:2], names)
        for done, (name, (height, width)) in enumerate(zip(names, sizes, strict=True), 1):
            first = first or (height, width)
            if (height, width) != first:
                raise VideoError(f"{name} is {width} x {height} pixels, but {names[0]} is {first[1]} x "
                                 f"{first[0]}: all images of a folder must have one size.")  # fmt: skip
            report(done / len(names))
    assert first is not None  # there is at least one name
    return first


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """What waits for a thread when the block ends with an error, or is cancelled, is not done any more."""
    with ThreadPoolExecutor() as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _natural_order(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """Digits compare as numbers, all else as text; the name itself settles "01" against "1"."""
    parts = re.split(r"([0-9]+)", name.lower())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts], name

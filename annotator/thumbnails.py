"""Small pictures of frames, kept in the person's cache folder and found again by what is in the video."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import numpy.typing as npt

from storage.video import open_frames

if TYPE_CHECKING:
    from storage.records import VideoSource

Image = npt.NDArray[np.uint8]  # RGB (h, w, 3)
Box = tuple[int, int, int, int]  # x, y, w, h in pixels of the frame

MOST_BYTES = 64 << 20
_MOST_KEPT_BYTES = 32 << 20  # of the frame decoded last: one of 4K
_SIZE_WH = (192, 108)
_AROUND = 1.6  # so many times the box is shown


@dataclass(frozen=True, slots=True)
class ThumbnailKey:
    """Which picture: a frame of a video by its fingerprint (None: the one that stands for the video),
    whole or around a box."""

    fingerprint: str
    frame_index: int | None = None
    box_xywh: Box | None = None

    @property
    def file_name(self) -> str:
        box = "" if self.box_xywh is None else "-" + "-".join(map(str, self.box_xywh))
        frame = "cover" if self.frame_index is None else self.frame_index
        return f"{self.fingerprint[:32]}-{frame}{box}.jpg"


class ThumbnailStore:
    """The files of one folder, at most ``most_bytes`` of them; the oldest go first."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._since_tidied = most_bytes  # the first picture finds what others left

    def get(self, key: ThumbnailKey) -> Image | None:
        """The picture, if it was made before."""
        try:
            data = np.frombuffer((self._folder / key.file_name).read_bytes(), np.uint8)
        except OSError:
            return None
        found = cv2.imdecode(data, cv2.IMREAD_COLOR) if len(data) else None
        return None if found is None else _swap_red_and_blue(found)

    def put(self, key: ThumbnailKey, image: Image) -> None:
        """Keep a picture; a cache that cannot be written keeps nothing."""
        data = cv2.imencode(".jpg", _swap_red_and_blue(image))[1].tobytes()
        path = self._folder / key.file_name
        unfinished = path.with_name(f"{path.name}.{os.getpid()}~")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(data)
            unfinished.replace(path)
        except OSError:
            return
        self._since_tidied += len(data)
        if self._since_tidied > self._most_bytes // 16:
            self.tidy()

    def tidy(self) -> None:
        """Remove the oldest files until the rest fits."""
        self._since_tidied = 0
        files = sorted(self._files())
        excess = sum(size for _, size, _ in files) - self._most_bytes
        for _, size, path in files:
            if excess <= 0:
                return
            excess -= size
            with suppress(OSError):  # another window has it open, or removed it
                path.unlink()

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """When each was written, its size, and it; also those that a crash left unfinished."""
        for path in self._folder.glob("*.jpg*"):
            with suppress(OSError):  # another window removed it meanwhile
                found = path.stat()
                yield found.st_mtime, found.st_size, path


class ThumbnailMaker:
    """Decodes frames and makes them small; things on one frame, one after another, have it decoded once."""

    def __init__(self) -> None:
        self._last: tuple[tuple[str, int], Image] | None = None

    def make(self, source: VideoSource, key: ThumbnailKey) -> Image:
        """Raises VideoError if the frame cannot be decoded."""
        frame_index = _cover_frame(source) if key.frame_index is None else key.frame_index
        picture = self._frame(source, frame_index)
        if key.box_xywh is not None:
            x0, y0, x1, y1 = _window(key.box_xywh, (source.facts.width, source.facts.height))
            picture = picture[y0:y1, x0:x1]
        return _shrunk(picture)

    def _frame(self, source: VideoSource, frame_index: int) -> Image:
        wanted = source.facts.fingerprint, frame_index
        if self._last is not None and self._last[0] == wanted:
            return self._last[1]
        with open_frames(source, cache_bytes=0) as frames:
            picture = frames.frame(frame_index)
        self._last = (wanted, picture) if picture.nbytes <= _MOST_KEPT_BYTES else None
        return picture


def _shrunk(picture: Image) -> Image:
    height, width = picture.shape[:2]
    scale = min(_SIZE_WH[0] / width, _SIZE_WH[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    shrinks = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small: Image = cv2.resize(picture, size, interpolation=shrinks).astype(np.uint8, copy=False)
    return small


def _cover_frame(source: VideoSource) -> int:
    """The frame that stands for a video: a quick one to reach, some way in, where titles are over."""
    wanted = source.facts.frame_count // 5
    keyframes = np.flatnonzero(source.frames.keyframe[: wanted + 1])
    return int(keyframes[-1]) if len(keyframes) else 0


def _window(box_xywh: Box, frame_wh: tuple[int, int]) -> Box:
    """The part of the frame around a box, in the shape of a thumbnail: x0, y0, x1, y1."""
    x, y, w, h = box_xywh
    scale = _AROUND * max(w / _SIZE_WH[0], h / _SIZE_WH[1], 0.25)
    sizes = (
        min(round(scale * side), whole) for side, whole in zip(_SIZE_WH, frame_wh, strict=True)
    )
    width, height = sizes
    x0 = min(max(x + w // 2 - width // 2, 0), frame_wh[0] - width)
    y0 = min(max(y + h // 2 - height // 2, 0), frame_wh[1] - height)
    return x0, y0, x0 + max(width, 1), y0 + max(height, 1)


def _swap_red_and_blue(image: npt.NDArray[Any]) -> Image:
    return np.ascontiguousarray(image[..., ::-1], np.uint8)

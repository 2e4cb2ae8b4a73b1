"""Reading frames: any one at any time, or many in order."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from types import TracebackType
from typing import Literal, Protocol, Self

from storage.records import VideoKind, VideoSource
from storage.video.cache import FrameCache, Picture
from storage.video.container import ThreadType
from storage.video.decoder import FileDecoder
from storage.video.going_on import GoOn, always
from storage.video.images import FolderDecoder

DEFAULT_CACHE_BYTES = 256 << 20
_BACKWARD_BYTES = 64 << 20  # how many decoded bytes a backward stream holds


class Decoder(Protocol):
    """Gives every frame of [start, stop) in order while ``go_on()`` holds, or raises VideoError."""

    def pictures(
        self, start: int, stop: int, *, go_on: GoOn = always
    ) -> Iterator[tuple[int, Picture]]: ...

    def close(self) -> None: ...


def open_frames(source: VideoSource, *, cache_bytes: int = DEFAULT_CACHE_BYTES) -> FrameReader:
    """Open a video for reading. Raises VideoError if it is missing or is not the one that was added."""
    return FrameReader(source, cache_bytes=cache_bytes)


class FrameReader:
    """Frames of one video by index; a context manager, safe to use from several threads.

    Pictures are uint8 RGB (H, W, 3), upright, and read-only, because the cache shares them.
    """

    def __init__(self, source: VideoSource, *, cache_bytes: int) -> None:
        self._source = source
        self._decoder = _open_decoder(source, "SLICE")  # frame threads are slower to start anew
        self._lock = Lock()
        self.cache = FrameCache(cache_bytes)

    def __len__(self) -> int:
        return len(self._source.frames)

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
        with self._lock:
            self._decoder.close()
            self.cache.clear()

    def frame(self, frame_index: int) -> Picture:
        """Exactly this frame. Raises VideoError if it cannot be decoded any more."""
        picture = self.frame_while(always, frame_index)
        assert picture is not None
        return picture

    def frame_while(self, go_on: GoOn, frame_index: int) -> Picture | None:
        """The same, or None if ``go_on()`` ceases to hold on the way there."""
        self._check_range(frame_index, frame_index + 1)
        picture = self.cache.get(frame_index)
        if picture is not None:
            return picture
        with self._lock:
            found = list(self._decoder.pictures(frame_index, frame_index + 1, go_on=go_on))
        return self._keep(*found[0]) if found else None

    def load(self, start: int, stop: int, *, go_on: GoOn) -> None:
        """Decode the frames [start, stop) into the cache, for as long as ``go_on()`` holds."""
        self._check_range(start, stop)
        with self._lock:
            for frame_index, picture in self._decoder.pictures(start, stop):
                self._keep(frame_index, picture)
                if not go_on():
                    return

    def stream(
        self, start: int, stop: int, step: Literal[1, -1] = 1
    ) -> Iterator[tuple[int, Picture]]:
        """The frames of ``range(start, stop, step)`` with their indices, past the cache.

        A stream decodes by itself: several may run at once, and memory stays bounded in both
        directions (backward, stretches of frames are decoded and handed out in reverse).
        """
        if step == 1:
            self._check_range(start, stop)
            return self._forward(start, stop)
        self._check_range(stop + 1, start + 1)
        return self._backward(stop + 1, start + 1)

    def _forward(self, start: int, stop: int) -> Iterator[tuple[int, Picture]]:
        decoder = _open_decoder(self._source, "AUTO")
        try:
            for frame_index, picture in decoder.pictures(start, stop):
                yield frame_index, _read_only(picture)
        finally:
            decoder.close()

    def _backward(self, start: int, stop: int) -> Iterator[tuple[int, Picture]]:
        decoder = _open_decoder(self._source, "AUTO")
        try:
            while start < stop:
                first = max(start, self._stretch_start(stop))
                stretch = list(decoder.pictures(first, stop))
                while stretch:
                    frame_index, picture = stretch.pop()
                    yield frame_index, _read_only(picture)
                stop = first
        finally:
            decoder.close()

    def _stretch_start(self, stop: int) -> int:
        """The start of the stretch to decode before ``stop``: its keyframe, if memory allows."""
        keyframes = self._source.frames.keyframe[:stop].nonzero()[0]
        keyframe = int(keyframes[-1]) if len(keyframes) else 0
        return max(keyframe, stop - max(1, _BACKWARD_BYTES // self.frame_bytes))

    @property
    def frame_bytes(self) -> int:
        return self._source.facts.width * self._source.facts.height * 3

    def _keep(self, frame_index: int, picture: Picture) -> Picture:
        picture = _read_only(picture)
        self.cache.put(frame_index, picture)
        return picture

    def _check_range(self, start: int, stop: int) -> None:
        if not 0 <= start <= stop <= len(self):
            raise IndexError(f"frames [{start}, {stop}) are not in a video of {len(self)}")


def _open_decoder(source: VideoSource, thread_type: ThreadType) -> Decoder:
    if source.facts.kind is VideoKind.FOLDER:
        return FolderDecoder(source)
    return FileDecoder(source, thread_type=thread_type)


def _read_only(picture: Picture) -> Picture:
    picture.flags.writeable = False
    return picture

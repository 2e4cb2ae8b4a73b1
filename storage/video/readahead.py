"""Decoding ahead of a person who steps or scrubs through a video, on a thread of its own."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from functools import partial
from threading import Condition, Thread
from types import TracebackType
from typing import Self

from storage.errors import VideoError
from storage.video.cache import Picture
from storage.video.reader import FrameReader

_MAX_AHEAD = 64


class ReadAhead:
    """Gets the frame that was asked for last, then those that follow in the direction of travel.

    The newest request wins: one that has not begun is cancelled. ``rest`` leaves the processor to others
    until the next one. ``close`` (or leaving the context) ends the thread; it does not close the reader.
    """

    def __init__(self, reader: FrameReader) -> None:
        self._reader = reader
        room = reader.cache.limit_bytes // (2 * reader.frame_bytes)
        self._ahead = min(_MAX_AHEAD, room)  # half the cache, so that what lies behind stays in it
        self._changed = Condition()
        self._request: tuple[int, Future[Picture]] | None = None
        self._rests = False
        self._closed = False
        self._thread = Thread(target=self._work, name="read-ahead", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def ask(self, frame_index: int) -> Future[Picture]:
        """Ask for a frame. The future gives it, raises VideoError, or is cancelled by a newer request.

        A frame in the cache is there at once; callbacks for others run on the read-ahead thread.
        """
        future: Future[Picture] = Future()
        if (picture := self._reader.cache.get(frame_index)) is not None:
            future.set_result(picture)
        with self._changed:
            replaced, self._request = self._request, (frame_index, future)
            self._rests = False
            self._changed.notify()
        if replaced is not None:
            replaced[1].cancel()
        return future

    def rest(self) -> None:
        """Cancel what is asked for, even if it has begun, and decode nothing until the next request."""
        with self._changed:
            self._rests = True
            replaced, self._request = self._request, None
        if replaced is not None:
            replaced[1].cancel()

    def close(self) -> None:
        """Cancel what is waiting and end the thread."""
        with self._changed:
            self._closed = True
            replaced, self._request = self._request, None
            self._changed.notify()
        if replaced is not None:
            replaced[1].cancel()
        self._thread.join()

    def _work(self) -> None:
        last = 0
        while (request := self._next_request()) is not None:
            frame_index, future = request
            if future.done() or self._answer(frame_index, future):
                self._fill(frame_index, 1 if frame_index >= last else -1)
            last = frame_index

    def _next_request(self) -> tuple[int, Future[Picture]] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._request is not None)
            request, self._request = self._request, None
            return request

    def _answer(self, frame_index: int, future: Future[Picture]) -> bool:
        if not future.set_running_or_notify_cancel():
            return False
        try:
            picture = self._reader.frame_while(self._is_wanted, frame_index)
            if picture is None:
                raise CancelledError
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked, and is raised there
            future.set_exception(error)
            return False
        future.set_result(picture)
        return True

    def _is_wanted(self) -> bool:
        return not (self._rests or self._closed)

    def _fill(self, frame_index: int, direction: int) -> None:
        """Load stretches of half the room, until less than half of it is missing."""
        half = self._ahead // 2
        while half and self._undisturbed():
            edge = frame_index + direction
            while edge in self._reader.cache:
                edge += direction
            far = edge + direction * (half - 1)
            start, stop = max(0, min(edge, far)), min(len(self._reader), max(edge, far) + 1)
            if abs(edge - frame_index) > half or start >= stop:
                return
            try:
                self._reader.load(start, stop, go_on=partial(self._still_useful, start, stop))
            except VideoError:
                return  # nobody asked for that frame yet; who does will be told

    def _still_useful(self, start: int, stop: int) -> bool:
        """Whether to go on loading a stretch: yes, unless a frame outside it is waited for. Backward,
        a stretch costs as much as its keyframe is far, whether one frame of it is kept or all."""
        with self._changed:
            if self._closed or self._request is None:
                return self._is_wanted()
            frame_index, future = self._request
            return future.done() or start <= frame_index < stop

    def _undisturbed(self) -> bool:
        with self._changed:
            return self._request is None and self._is_wanted()

"""Frames that were made ready, kept for a while: those shown last, and those that come next."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from annotator.gui.ready_frame import FrameRequest, ReadyFrame

LIMIT_BYTES = 192 << 20


class ReadyCache:
    """The least recently used go first. For one thread."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._frames: OrderedDict[FrameRequest, ReadyFrame] = OrderedDict()
        self._bytes = 0

    def __contains__(self, request: FrameRequest) -> bool:
        return _key(request) in self._frames

    def get(self, request: FrameRequest) -> ReadyFrame | None:
        """The answer to an equal request, as the answer to this one."""
        ready = self._frames.get(_key(request))
        if ready is None:
            return None
        self._frames.move_to_end(_key(request))
        return replace(ready, request=request)

    def put(self, ready: ReadyFrame) -> None:
        self._drop(_key(ready.request))
        self._frames[_key(ready.request)] = ready
        self._bytes += _bytes(ready)
        while self._bytes > self._limit_bytes and len(self._frames) > 1:
            self._drop(next(iter(self._frames)))

    def _drop(self, key: FrameRequest) -> None:
        if (dropped := self._frames.pop(key, None)) is not None:
            self._bytes -= _bytes(dropped)


def _key(request: FrameRequest) -> FrameRequest:
    return replace(request, serial=0)


def _bytes(ready: ReadyFrame) -> int:
    return ready.image.sizeInBytes() + ready.overlay.byte_count

"""Pictures kept in memory: the least recently used go first, and the bytes never exceed the limit."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]  # (H, W, 3) RGB


class FrameCache:
    """Pictures by frame index; safe to use from several threads."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._pictures: OrderedDict[int, Picture] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @property
    def limit_bytes(self) -> int:
        return self._limit_bytes

    @property
    def used_bytes(self) -> int:
        return self._bytes

    def __contains__(self, frame_index: int) -> bool:
        return frame_index in self._pictures

    def get(self, frame_index: int) -> Picture | None:
        """The picture, which counts as used now, or None."""
        with self._lock:
            picture = self._pictures.get(frame_index)
            if picture is not None:
                self._pictures.move_to_end(frame_index)
            return picture

    def put(self, frame_index: int, picture: Picture) -> None:
        """Keep a picture, at the cost of those used longest ago; not if it alone exceeds the limit."""
        if picture.nbytes > self._limit_bytes:
            return
        with self._lock:
            if (replaced := self._pictures.pop(frame_index, None)) is not None:
                self._bytes -= replaced.nbytes
            while self._bytes + picture.nbytes > self._limit_bytes:
                _, oldest = self._pictures.popitem(last=False)
                self._bytes -= oldest.nbytes
            self._pictures[frame_index] = picture
            self._bytes += picture.nbytes

    def clear(self) -> None:
        with self._lock:
            self._pictures.clear()
            self._bytes = 0

"""The videos that an engine's process keeps open from one request to the next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from model_backend.engine import Engine, EngineSession
from model_backend.wire import VideoKey, key_of
from storage.records import VideoSource

KEPT_SESSIONS = 2  # besides those that a stream is reading


class OpenVideos:
    """Sessions on the videos that were used last; the one used longest ago is closed first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[VideoKey, EngineSession] = OrderedDict()
        self._in_use: list[EngineSession] = []

    @contextmanager
    def use(self, video: VideoSource) -> Iterator[EngineSession]:
        """The session on a video; it is not closed before it was used."""
        session = self._session(video)
        self._in_use.append(session)
        try:
            while len(self._kept) > KEPT_SESSIONS:
                self._close_unless_used(self._kept.popitem(last=False)[1])
            yield session
        finally:
            self._in_use.remove(session)
            self._close_unless_used(session)

    def release(self, key: VideoKey) -> None:
        """Keep a video no longer; it is closed now, or by the last that uses it."""
        if session := self._kept.pop(key, None):
            self._close_unless_used(session)

    def _session(self, video: VideoSource) -> EngineSession:
        key = key_of(video)
        if key not in self._kept:
            self._kept[key] = self._engine.open(video)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _close_unless_used(self, session: EngineSession) -> None:
        if all(session is not other for other in (*self._in_use, *self._kept.values())):
            session.close()

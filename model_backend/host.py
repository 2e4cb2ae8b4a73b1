"""Runs an engine in a process of its own, so that nothing it does can take the program along.

A :class:`HostedSession` is used like the engine's own session. Any thread may ask at any time; the
engine works on one thing at a time. A ``segment`` goes before every stream: it is answered between two
items of a running propagation, so an engine must allow that. Streams are served first come, first
served; one whose consumer is slow (the engine runs at most a few items ahead of it) leaves its time to
the next. Closing a stream cancels it within one item.

The process starts with the first request. If it dies, requests under way raise EngineCrashed after
what had been delivered, and the next request starts another process. Nothing is timed: an engine that hangs
is ended by ``stop``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from platformdirs import user_log_path

from model_backend import wire
from model_backend.engine import (
    AnswerMask,
    AnswerText,
    AskRequest,
    Candidate,
    Capability,
    EngineError,
    EngineInfo,
    FrameResult,
    PropagateRequest,
)
from model_backend.process import EngineProcess, Inbox
from model_backend.registry import choose_engine
from storage.records import FramePrompt, VideoSource


class EngineHost:
    """An engine in its own process. A context manager; safe to use from several threads."""

    def __init__(
        self,
        engine: str,
        options: Mapping[str, str] | None = None,
        *,
        factory: str | None = None,
        log_path: Path | None = None,
    ) -> None:
        """``engine`` is a name of the registry or "auto"; with ``factory`` ("module:function", called
        in the process with the options) it is only a label, and nothing is known of what it can do. What the engine prints goes to
        ``log_path``, a file of bounded size.

        Raises UserError for an unknown engine, EngineUnavailable for one that cannot run here.
        """
        entry = None if factory else choose_engine(engine, options)
        self.name = entry.name if entry else engine
        self.capabilities = entry.capabilities if entry else frozenset(Capability)
        self._load = wire.Load(
            entry.factory if entry else cast("str", factory), dict(options or {})
        )
        self._log_path = (
            log_path or user_log_path("maskbank", appauthor=False) / f"engine-{self.name}.log"
        )
        self._lock = threading.Lock()
        self._process: EngineProcess | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The engine's process, None before the first request."""
        process = self._process
        return process.pid if process else None

    def info(self) -> EngineInfo:
        """Who the engine is; waits until it is loaded. Raises what keeps it from loading."""
        process = self._running_process()
        (info,) = _items(process, *process.identify())
        return cast("EngineInfo", info)

    def session(self, video: VideoSource) -> HostedSession:
        """The engine at work on one video. Costs nothing until it is used."""
        return HostedSession(self, video)

    def stop(self) -> None:
        """End the process at once, whatever it is doing, as when it hangs; the next request starts
        another. Requests under way raise EngineError."""
        with self._lock:
            process, self._process = self._process, None
        if process:
            process.stop()

    def close(self) -> None:
        """Stop for good: later requests raise EngineError."""
        self._closed = True
        self.stop()

    def stream(self, request: wire.Request, video: VideoSource) -> Iterator[Any]:
        """What the engine answers, as it comes; closing the iterator cancels the request."""
        process = self._running_process()
        yield from _items(process, *process.call(request, video))

    def release(self, video: VideoSource) -> None:
        """Let the engine close a video."""
        process = self._process
        if process:
            process.release(video)

    def _running_process(self) -> EngineProcess:
        with self._lock:
            if self._closed:
                raise EngineError("The engine was closed.")
            if self._process is None or self._process.is_gone:
                self._process = EngineProcess(self._load, name=self.name, log_path=self._log_path)
            return self._process


def _items(process: EngineProcess, job: int, inbox: Inbox) -> Iterator[Any]:
    """The items of a job until it ends; raises what it ends by. Forgets the job whoever ends it."""
    try:
        while isinstance(reply := inbox.get(), wire.Item):
            process.grant(job)
            yield reply.value
        if isinstance(reply, wire.Failure):
            raise reply.as_error()
    finally:
        process.forget(job)


class HostedSession:
    """An EngineSession whose engine lives in the host's process; same methods, same errors.

    Two sessions on one video share what the engine keeps of it. ``close`` lets the engine give that up;
    a session that is used again afterwards opens the video anew.
    """

    def __init__(self, host: EngineHost, video: VideoSource) -> None:
        self._host = host
        self._video = video

    def segment(self, prompt: FramePrompt, known: Sequence[FramePrompt] = ()) -> list[Candidate]:
        request = wire.Segment(prompt, tuple(known))
        (candidates,) = self._host.stream(request, self._video)
        return cast("list[Candidate]", candidates)

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]:
        return self._host.stream(request, self._video)

    def ask(self, request: AskRequest) -> Iterator[AnswerText | AnswerMask]:
        return self._host.stream(request, self._video)

    def close(self) -> None:
        self._host.release(self._video)

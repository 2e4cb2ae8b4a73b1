"""The engine's process: makes the engine and works on the host's calls, one item at a time.

All engine work happens on the main thread. Between two items of a stream the worker reads what the
host said meanwhile, so a cancel takes effect within one frame, and a person's click is answered while
a propagation runs. Streams that wait for the same worker are served first come, first served; one
whose consumer is slow leaves its time to the next.
"""

from __future__ import annotations

import faulthandler
import os
import queue
import signal
import sys
import threading
import traceback
from collections import OrderedDict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from model_backend.engine import (
    AskRequest,
    Engine,
    EngineError,
    EngineOutOfMemory,
    EngineSession,
    PropagateRequest,
)
from model_backend.registry import load_factory
from model_backend.wire import (
    Call,
    Cancel,
    Credit,
    End,
    Failure,
    Introduce,
    Item,
    Load,
    Message,
    Release,
    Reply,
    VideoKey,
    read_messages,
    write,
)
from storage.errors import UserError
from storage.records import FramePrompt, VideoSource

KEPT_SESSIONS = (
    2  # videos that stay open for the next call; one more is open while a stream reads it
)
_BORDER_MODULES = ("storage.errors", "model_backend.engine")
_NO_MEMORY_TEXTS = ("out of memory", "can't allocate memory", "insufficient memory")


def main() -> None:
    """Serve the host on standard input and output until it goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the host, which cancels in order
    faulthandler.enable()
    messages, replies = _take_over_standard_streams()
    inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(messages, inbox), daemon=True).start()
    try:
        _serve(inbox, replies)
    except BaseException:  # noqa: BLE001  the host sees a crash, the log why
        traceback.print_exc()
    os._exit(1)


def _take_over_standard_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The two pipes, out of reach of libraries that print: those print into the log instead."""
    messages, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return messages, replies


def _listen(messages: IO[bytes], inbox: queue.SimpleQueue[Message]) -> None:
    try:
        for message in read_messages(messages):
            inbox.put(message)
    except BaseException:  # noqa: BLE001  the log says why the process ended
        traceback.print_exc()
    os._exit(0)  # the host closed the pipe or died; whatever the main thread is doing, it ends here


def _serve(inbox: queue.SimpleQueue[Message], replies: IO[bytes]) -> None:
    load = inbox.get()
    assert isinstance(load, Load)
    try:
        engine = load_factory(load.factory)(load.options)
    except Exception as error:  # noqa: BLE001  the host raises it
        write(replies, failure_of(None, error))
        return
    worker = _Worker(engine, replies)
    while True:
        job = worker.next_job()
        if job is None or not inbox.empty():
            worker.handle(inbox.get())
        else:
            worker.step(job)


class _OpenVideos:
    """Sessions on the videos that were used last; the one used longest ago is closed first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._videos: dict[VideoKey, VideoSource] = {}
        self._kept: OrderedDict[VideoKey, EngineSession] = OrderedDict()
        self._in_use: list[EngineSession] = []

    def introduce(self, key: VideoKey, video: VideoSource) -> None:
        self._videos[key] = video

    def release(self, key: VideoKey) -> None:
        self._videos.pop(key, None)
        if session := self._kept.pop(key, None):
            self._close_unless_used(session)

    @contextmanager
    def use(self, key: VideoKey) -> Iterator[EngineSession]:
        if key not in self._kept:
            self._kept[key] = self._engine.open(self._videos[key])
        self._kept.move_to_end(key)
        session = self._kept[key]
        self._in_use.append(session)
        try:
            while len(self._kept) > KEPT_SESSIONS:
                self._close_unless_used(self._kept.popitem(last=False)[1])
            yield session
        finally:
            self._in_use.remove(session)
            self._close_unless_used(session)

    def _close_unless_used(self, session: EngineSession) -> None:
        if all(session is not other for other in (*self._in_use, *self._kept.values())):
            session.close()


@dataclass(slots=True)
class _Job:
    number: int
    urgent: bool  # a person waits for it
    credit: int
    items: Generator[Any, None, None]


class _Worker:
    """The jobs at hand, and which one is next."""

    def __init__(self, engine: Engine, replies: IO[bytes]) -> None:
        self._engine = engine
        self._replies = replies
        self._videos = _OpenVideos(engine)
        self._jobs: dict[int, _Job] = {}

    def handle(self, message: Message) -> None:
        match message:
            case Introduce(key, video):
                self._videos.introduce(key, video)
            case Release(key):
                self._videos.release(key)
            case Call(number, request, _, credit):
                urgent = isinstance(request, FramePrompt)
                self._jobs[number] = _Job(number, urgent, credit, self._items(message))
            case Credit(number) if number in self._jobs:
                self._jobs[number].credit += 1
            case Cancel(number) if number in self._jobs:
                self._end(self._jobs[number])

    def next_job(self) -> _Job | None:
        """A click goes before a stream, else the oldest is next; None if every consumer has enough for now."""
        ready = [job for job in self._jobs.values() if job.credit]
        return min(ready, key=lambda job: (not job.urgent, job.number), default=None)

    def step(self, job: _Job) -> None:
        """Work out one item of a job and send it."""
        reply: Reply
        try:
            reply = Item(job.number, next(job.items))
            job.credit -= 1
        except StopIteration:
            reply = End(job.number)
        except Exception as error:  # noqa: BLE001  the host raises it
            reply = failure_of(job.number, error)
        if not isinstance(reply, Item):
            del self._jobs[job.number]
        write(self._replies, reply)

    def _end(self, job: _Job) -> None:
        del self._jobs[job.number]
        job.items.close()

    def _items(self, call: Call) -> Generator[Any, None, None]:
        if call.key is None:
            yield self._engine.info
            return
        with self._videos.use(call.key) as session:
            match call.request:
                case FramePrompt():
                    yield session.segment(call.request)
                case PropagateRequest():
                    yield from session.propagate(call.request)
                case AskRequest():
                    yield from session.ask(call.request)


def failure_of(job: int | None, error: Exception) -> Failure:
    """An exception in words that the host knows, without a class of the engine's own.

    An error of the accelerator itself leaves every later call in this process failing, so the process
    ends here; the host sees a crash and starts another.
    """
    text = "".join(traceback.format_exception(error))
    names = {kind.__name__ for kind in type(error).__mro__}
    if _is_out_of_memory(names, str(error)):
        kind: type[Exception] = EngineOutOfMemory
        sentence = (
            "The engine ran out of memory; work on fewer objects or smaller frames at a time."
        )
    elif "AcceleratorError" in names or "CUDA error" in str(error):
        print(text, file=sys.stderr, flush=True)  # noqa: T201  standard error is the log
        os._exit(1)
    elif isinstance(error, UserError | EngineError):
        kind = next(kind for kind in type(error).__mro__ if kind.__module__ in _BORDER_MODULES)
        sentence = str(error)
    else:
        kind = EngineError
        sentence = f"The engine failed: {type(error).__name__}: {error}"
    return Failure(job, kind, sentence, text)


def _is_out_of_memory(names: set[str], text: str) -> bool:
    """By name and text: torch is not imported here, and its CPU allocator raises RuntimeError."""
    return bool(names & {"MemoryError", "OutOfMemoryError"}) or any(
        words in text.lower() for words in _NO_MEMORY_TEXTS
    )

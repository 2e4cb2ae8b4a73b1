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
import threading
import traceback
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from model_backend.engine import (
    AskRequest,
    Engine,
    EngineInfo,
    PropagateRequest,
)
from model_backend.failures import failure_of
from model_backend.open_videos import OpenVideos
from model_backend.registry import load_factory
from model_backend.wire import (
    Call,
    Cancel,
    Credit,
    End,
    Identify,
    Introduce,
    Item,
    Load,
    Message,
    Release,
    Reply,
    Request,
    Segment,
    VideoKey,
    pack,
    read_messages,
)
from storage.records import VideoSource


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
        _send(replies, failure_of(None, error))
        return
    worker = _Worker(engine, replies)
    while True:
        job = worker.next_job()
        if job is None or not inbox.empty():
            worker.handle(inbox.get())
        else:
            worker.step(job)


@dataclass(slots=True)
class _Job:
    number: int
    credit: int
    items: Generator[Any, None, None]
    urgent: bool = False  # a person waits for it


class _Worker:
    """The videos and jobs at hand, and which job is next."""

    def __init__(self, engine: Engine, replies: IO[bytes]) -> None:
        self._engine = engine
        self._replies = replies
        self._open_videos = OpenVideos(engine)
        self._videos: dict[VideoKey, VideoSource] = {}
        self._jobs: dict[int, _Job] = {}

    def handle(self, message: Message) -> None:
        match message:
            case Introduce(key, video):
                self._videos[key] = video
            case Release(key):
                del self._videos[key]
                self._open_videos.release(key)
            case Identify(number):
                self._jobs[number] = _Job(number, 1, self._info(), urgent=True)
            case Call(number, request, key, credit):
                items = self._items(request, self._videos[key])
                urgent = isinstance(request, Segment)
                self._jobs[number] = _Job(number, credit, items, urgent=urgent)
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
        _send(self._replies, reply)

    def _end(self, job: _Job) -> None:
        del self._jobs[job.number]
        job.items.close()

    def _info(self) -> Generator[EngineInfo, None, None]:
        yield self._engine.info

    def _items(self, request: Request, video: VideoSource) -> Generator[Any, None, None]:
        with self._open_videos.use(video) as session:
            match request:
                case Segment(prompt, known):
                    yield session.segment(prompt, known)
                case PropagateRequest():
                    yield from session.propagate(request)
                case AskRequest():
                    yield from session.ask(request)


def _send(replies: IO[bytes], reply: Reply) -> None:
    replies.write(pack(reply))
    replies.flush()

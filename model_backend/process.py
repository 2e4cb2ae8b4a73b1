"""One engine process as its host sees it: messages in, replies sorted by job, and how it ended.

Three threads serve a process, so that nobody who asks is ever held up by a pipe: one writes, one
reads and in the end tidies up, one keeps the log. All end with the process. The process ends with us,
however we end, because its standard input then closes.
"""

from __future__ import annotations

import itertools
import logging
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from model_backend import wire
from model_backend.engine import EngineCrashed, EngineError
from model_backend.process_log import open_log
from storage.records import VideoSource

AHEAD_ITEMS = 4  # how far a stream runs ahead of its consumer
_LINE_BYTES = 1 << 12  # a progress bar never ends its line
_LAST_LINES = 30
_PATIENCE_SECONDS = 2.0  # between asking a process to end and ending it

# Not multiprocessing: its spawned child imports the program's main module, and with it the window.
_BOOTSTRAP = """
import sys
sys.path[:] = sys.argv[1:]
del sys.argv[1:]
from model_backend.worker import main
main()
"""

Inbox = queue.SimpleQueue[wire.Reply]


class EngineProcess:
    """An engine at work in a process of its own, from its start to its end."""

    def __init__(self, load: wire.Load, *, name: str, log_path: Path) -> None:
        self._ended: wire.Failure | None = None
        self._name = name
        self._log_path = log_path
        self._last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._stopping = False
        self._lock = threading.Lock()  # over _inboxes and _introduced; never held while waiting
        self._inboxes: dict[int, Inbox] = {}
        self._introduced: set[wire.VideoKey] = set()
        self._numbers = itertools.count()
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._popen = subprocess.Popen(
            [sys.executable, "-c", _BOOTSTRAP, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._send(load)
        self._writer = _start_thread(self._write_messages, f"{name}: writer")
        self._logger = _start_thread(self._keep_log, f"{name}: log")
        self._reader = _start_thread(self._serve_until_end, f"{name}: reader")

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def is_gone(self) -> bool:
        return self._ended is not None or self._popen.poll() is not None

    def identify(self) -> tuple[int, Inbox]:
        """Ask who the engine is; else as :meth:`call`."""
        with self._lock:
            job, inbox = self._new_job()
            self._send(wire.Identify(job))
        return job, inbox

    def call(self, request: wire.Request, video: VideoSource) -> tuple[int, Inbox]:
        """Start a job; its replies come into the inbox. Raises what ended the process if it is gone."""
        with self._lock:
            job, inbox = self._new_job()
            self._send(wire.Call(job, request, self._introduce(video), AHEAD_ITEMS))
        return job, inbox

    def grant(self, job: int) -> None:
        """Say that an item of the job was taken."""
        self._send(wire.Credit(job))

    def forget(self, job: int) -> None:
        """Say that nobody waits for the job. Takes no lock: the garbage collector may call it."""
        if self._inboxes.pop(job, None) is not None:
            self._send(wire.Cancel(job))

    def release(self, video: VideoSource) -> None:
        """Let the engine close a video, as soon as no stream reads it."""
        key = wire.key_of(video)
        with self._lock:
            if key in self._introduced:
                self._introduced.remove(key)
                self._send(wire.Release(key))

    def stop(self) -> None:
        """End the process, whatever it is doing, and the threads that serve it."""
        self._stopping = True
        for end in (self._popen.terminate, self._popen.kill):
            end()
            self._reader.join(_PATIENCE_SECONDS)

    def _new_job(self) -> tuple[int, Inbox]:
        if self._ended:
            raise self._ended.as_error()
        job, inbox = next(self._numbers), Inbox()
        self._inboxes[job] = inbox
        return job, inbox

    def _send(self, message: wire.Message) -> None:
        """Packed here, so that the sender may change what it sent, and hears if it cannot be sent."""
        self._outbox.put(wire.pack(message))

    def _introduce(self, video: VideoSource) -> wire.VideoKey:
        """Send a video once, not with every call: the frame table of a long one is megabytes."""
        key = wire.key_of(video)
        if key not in self._introduced:
            self._introduced.add(key)
            self._send(wire.Introduce(key, video))
        return key

    # --- the three threads -----------------------------------------------------------------------

    def _write_messages(self) -> None:
        assert self._popen.stdin
        with suppress(OSError), self._popen.stdin as pipe:  # the reader hears of its end
            while (packed := self._outbox.get()) is not None:
                pipe.write(packed)
                pipe.flush()

    def _keep_log(self) -> None:
        """Keep what the process prints: all of it in a file of bounded size, the last lines here."""
        assert self._popen.stderr
        with self._popen.stderr as pipe, closing(open_log(self._log_path)) as log:
            while line := pipe.readline(_LINE_BYTES):
                text = line.decode(errors="replace").rstrip()
                self._last_lines.append(text)
                log.handle(logging.makeLogRecord({"msg": text, "process": self._popen.pid}))

    def _serve_until_end(self) -> None:
        failure = self._sort_replies()
        exit_code = self._popen.wait()
        self._outbox.put(None)
        self._writer.join()
        self._logger.join(_PATIENCE_SECONDS)  # a grandchild may still hold the pipe
        ended = failure or self._end_of_process(exit_code)
        with self._lock:
            self._ended = ended
            waiting = list(self._inboxes)
        for job in waiting:
            self._deliver(replace(ended, job=job))

    def _sort_replies(self) -> wire.Failure | None:
        """Deliver every reply until the process ends; returns why the engine did not start, if so."""
        assert self._popen.stdout
        try:
            with self._popen.stdout as pipe:
                for reply in wire.read_replies(pipe):
                    if isinstance(reply, wire.Failure) and reply.job is None:
                        return reply
                    self._deliver(reply)
        except pickle.UnpicklingError:
            pass  # the process died in the middle of a reply
        except Exception as error:  # noqa: BLE001  those who wait must hear of it, whatever it is
            self._popen.kill()
            sentence = f"The engine {self._name} was ended for what it sent: {error}."
            return wire.Failure(None, EngineCrashed, sentence)
        return None

    def _deliver(self, reply: wire.Reply) -> None:
        assert reply.job is not None
        take = self._inboxes.get if isinstance(reply, wire.Item) else self._inboxes.pop
        if inbox := take(reply.job, None):
            inbox.put(reply)

    def _end_of_process(self, exit_code: int) -> wire.Failure:
        if self._stopping:
            return wire.Failure(None, EngineError, "The engine was stopped before it had answered.")
        sentence = (
            f"The engine {self._name} ended unexpectedly ({describe_exit(exit_code)}). What it had "
            f"delivered is kept; ask again to start it anew. Its log is {self._log_path}."
        )
        return wire.Failure(None, EngineCrashed, sentence, "\n".join(self._last_lines))


def describe_exit(code: int) -> str:
    """An exit code in words; ``code`` is as subprocess gives it, negative for a signal."""
    if code >= 0:
        return f"exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"number {-code}"
    hint = ", which the system also sends when memory runs out" if name == "SIGKILL" else ""
    return f"signal {name}{hint}"


def _start_thread(target: Callable[[], None], name: str) -> threading.Thread:
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread

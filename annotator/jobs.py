"""Slow work beside the person's: one after another on a worker thread, watched, paused, cancelled.

Work of different lanes does not wait for each other: a download goes on while an engine follows objects.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from model_backend.engine import EngineError
from storage.errors import UserError


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class JobKind(StrEnum):
    """What a job does; all but OTHER are worth to be remembered."""

    PROPAGATE = "propagate"
    ASK = "ask"
    EXPORT = "export"
    IMPORT = "import"
    DOWNLOAD = "download"
    OTHER = "other"


class Lane(StrEnum):
    """Jobs of one lane run one after another."""

    WORK = "jobs"
    DOWNLOADS = "downloads"
    BACKGROUND = "background"  # what nobody waits for; it leaves the processor to others
    EDITS = "edits"  # what a person changes meanwhile does not wait for an engine
    ENGINE = "engine control"  # what ends a job that hangs must not wait for it


_NICE = 15
FINISHED = frozenset({JobState.DONE, JobState.CANCELLED, JobState.FAILED})


class Cancelled(Exception):
    """The person cancelled the job; what was saved stays."""


class Report(Protocol):
    """Told how far the work is, at every step. Raises Cancelled once the job is to end; returns only
    when a paused job goes on."""

    def __call__(self, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: a sentence for the person, and where it lies if it made files."""

    sentence: str
    path: Path | None = None


Work = Callable[[Report], Result | None]


@dataclass(frozen=True, slots=True)
class JobStatus:
    """What there is to show of a job. ``error`` is the exception that ended it.

    ``asked`` is what it will be at its next step, as a person paused or cancelled it. ``seconds`` is how long it worked, without pauses; ``submitted_at`` ISO 8601, UTC.
    ``begun_done`` and ``begun_seconds`` are what was done, and after how long, when its total was first
    known: rate and time left count from there, as a download that goes on has bytes that came before.
    """

    id: int
    title: str
    state: JobState = JobState.WAITING
    asked: JobState | None = None
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    begun_done: int = 0
    begun_seconds: float = 0.0
    error: Exception | None = None
    result: Result | None = None
    kind: JobKind = JobKind.OTHER
    lane: Lane = Lane.WORK
    parameters: Mapping[str, str] = field(default_factory=dict)
    submitted_at: str = ""

    @property
    def steps_per_second(self) -> float:
        seconds = self.seconds - self.begun_seconds
        return (self.done - self.begun_done) / seconds if seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """None while it cannot be known."""
        rate = self.steps_per_second
        return (self.total - self.done) / rate if self.total and rate > 0 else None


Listener = Callable[[JobStatus], None]


class JobQueue:
    """Runs the jobs of each lane in the order they were submitted, unless they are moved.

    ``listener`` gets a JobStatus at every step, on the thread where it happens. A failed job ends only
    itself.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._changed = threading.Condition()  # guards what follows
        self._jobs: dict[int, _Job] = {}  # all that there ever were
        self._unfinished: dict[int, _Job] = {}
        self._waiting: list[_Job] = []
        self._is_closed = False
        self._workers = [
            threading.Thread(target=self._run, args=(lane,), name=f"maskbank-{lane}", daemon=True)
            for lane in Lane
        ]
        for worker in self._workers:
            worker.start()

    def submit(
        self,
        title: str,
        work: Work,
        *,
        kind: JobKind = JobKind.OTHER,
        lane: Lane = Lane.WORK,
        parameters: Mapping[str, str] | None = None,
    ) -> int:
        """Queue ``work``; returns the job's id. ``parameters`` are what it is remembered by."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._changed:
            status = JobStatus(
                id=len(self._jobs) + 1,
                title=title,
                kind=kind,
                lane=lane,
                parameters=dict(parameters or {}),
                submitted_at=now,
            )
            job = self._jobs[status.id] = self._unfinished[status.id] = _Job(status, work)
            self._waiting.append(job)  # its worker takes it when the listener knows of it
            self._listener(status)
            self._changed.notify_all()
        return status.id

    def cancel(self, job_id: int) -> None:
        """End a job at its next step, or at once if it has not begun."""
        job = self._jobs[job_id]
        with self._changed:
            begun = job not in self._waiting
            if not begun:
                self._waiting.remove(job)
        job.cancel()
        if begun:
            job.tell_asked(self._listener)
        else:
            self._finish(job)

    def pause(self, job_id: int) -> None:
        """Let a job wait at its next step until it is resumed; its lane waits with it."""
        job = self._jobs[job_id]
        job.go_on.clear()
        job.tell_asked(self._listener)

    def resume(self, job_id: int) -> None:
        self._jobs[job_id].go_on.set()

    def move_up(self, job_id: int) -> None:
        """Let a job that has not begun run before the one that was before it in its lane."""
        with self._changed:
            lane = [it for it in self._waiting if it.status.lane is self._jobs[job_id].status.lane]
            place = next((i for i, it in enumerate(lane) if it.status.id == job_id), 0)
            if place > 0:
                first, second = (
                    self._waiting.index(lane[place - 1]),
                    self._waiting.index(lane[place]),
                )
                self._waiting[first], self._waiting[second] = lane[place], lane[place - 1]
        self._listener(self._jobs[job_id].status)

    def unfinished(self) -> list[JobStatus]:
        """Those at work, then those that wait, in the order they will run."""
        with self._changed:
            waiting = [job.status for job in self._waiting]
            ids = {it.id for it in waiting}
            begun = [job.status for it, job in self._unfinished.items() if it not in ids]
        return [it for it in begun if it.state not in FINISHED] + waiting

    def wait(self, job_id: int) -> JobStatus:
        """Block until a job has ended."""
        self._jobs[job_id].finished.wait()
        return self._jobs[job_id].status

    def close(self) -> None:
        """Cancel everything and wait for the workers to end."""
        with self._changed:
            for job in self._unfinished.values():
                job.cancel()
            self._is_closed = True
            self._changed.notify_all()
        for worker in self._workers:
            worker.join()

    def _run(self, lane: Lane) -> None:
        # Elsewhere than on Linux threads have no priority of their own.
        if lane is Lane.BACKGROUND and sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while (job := self._next(lane)) is not None:
            self._finish(job)

    def _finish(self, job: _Job) -> None:
        job.run(self._listener)
        with self._changed:
            del self._unfinished[job.status.id]

    def _next(self, lane: Lane) -> _Job | None:
        """The lane's next job, as soon as there is one; None when the queue is closed and empty."""
        with self._changed:
            while True:
                job = next((it for it in self._waiting if it.status.lane is lane), None)
                if job is not None:
                    self._waiting.remove(job)
                if job is not None or self._is_closed:
                    return job
                self._changed.wait()


class _Job:
    def __init__(self, status: JobStatus, work: Work) -> None:
        self.status = status
        self.go_on = threading.Event()
        self.go_on.set()
        self.finished = threading.Event()
        self._cancelled = threading.Event()
        self._telling = threading.RLock()  # what is told last is so
        self._work = work
        self._started = 0.0

    def cancel(self) -> None:
        self._cancelled.set()
        self.go_on.set()

    def run(self, listener: Listener) -> None:
        """Work to the end, on the caller's thread."""
        self._started = time.monotonic()

        def tell(**what: object) -> None:
            self._tell(listener, seconds=time.monotonic() - self._started, **what)

        def report(done: int, total: int) -> None:
            if not self.go_on.is_set():
                tell(state=JobState.PAUSED)
                self._rest()
            if self._cancelled.is_set():
                raise Cancelled
            begun: dict[str, object] = {}
            if total and not self.status.total:
                seconds = time.monotonic() - self._started
                begun = {"begun_done": done, "begun_seconds": seconds}
            tell(state=JobState.RUNNING, done=done, total=total, **begun)

        try:
            report(0, 0)
            tell(state=JobState.DONE, result=self._work(report))
        except Cancelled:
            tell(state=JobState.CANCELLED)
        except (UserError, EngineError) as error:
            tell(state=JobState.FAILED, error=error)
        except Exception as error:  # noqa: BLE001  our bug ends this job, not the program; its traceback is kept
            tell(state=JobState.FAILED, error=error)
        finally:
            del self._work  # with the session and whatever else it holds
            self.finished.set()

    def tell_asked(self, listener: Listener) -> None:
        """Let be known what a person asked for, unless the job has ended."""
        with self._telling:
            if self.status.state not in FINISHED:
                self._tell(listener)

    def _tell(self, listener: Listener, **what: object) -> None:
        with self._telling:
            status = replace(self.status, **what)  # type: ignore[arg-type]
            self.status = replace(status, asked=self._asked(status.state))
            listener(self.status)

    def _asked(self, state: JobState) -> JobState | None:
        if state in FINISHED:
            return None
        if self._cancelled.is_set():
            return JobState.CANCELLED
        return JobState.PAUSED if not self.go_on.is_set() and state is not JobState.PAUSED else None

    def _rest(self) -> None:
        """Until the job is resumed or cancelled; this time is not counted."""
        paused = time.monotonic()
        self.go_on.wait()
        self._started += time.monotonic() - paused

"""Slow work beside the person's: one after another on a worker thread, watched and cancellable.

What nobody waits for has a thread of its own, in the background, so that nothing waits behind it.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from model_backend.engine import EngineError
from storage.errors import UserError


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


FINISHED = frozenset({JobState.DONE, JobState.CANCELLED, JobState.FAILED})


class Cancelled(Exception):
    """The person cancelled the job; what was saved stays."""


class Report(Protocol):
    """Told how far the work is, at every step. Raises Cancelled once the job is to end."""

    def __call__(self, done: int, total: int) -> None: ...


Work = Callable[[Report], None]


@dataclass(frozen=True, slots=True)
class JobStatus:
    """What there is to show of a job. ``error`` is the exception that ended it; nobody waits for one in
    the ``background``."""

    id: int
    title: str
    state: JobState = JobState.WAITING
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    error: Exception | None = None
    background: bool = False

    @property
    def steps_per_second(self) -> float:
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """None while it cannot be known."""
        if not self.done or not self.total:
            return None
        return (self.total - self.done) * self.seconds / self.done


class JobQueue:
    """Runs jobs in the order they were submitted; those in the background beside the others.

    ``listener`` gets a JobStatus at every step, on the worker thread. A failed job ends only itself.
    """

    def __init__(self, listener: Callable[[JobStatus], None]) -> None:
        self._listener = listener
        self._jobs: dict[int, _Job] = {}
        self._lane = _Lane("maskbank-jobs", listener)
        self._background = _Lane("maskbank-background", listener, nice=True)

    def submit(self, title: str, work: Work, *, background: bool = False) -> int:
        """Queue ``work``; returns the job's id."""
        job = _Job(JobStatus(len(self._jobs) + 1, title, background=background), work)
        self._jobs[job.status.id] = job
        self._listener(job.status)
        (self._background if background else self._lane).put(job)
        return job.status.id

    def cancel(self, job_id: int) -> None:
        """End a job at its next step, or before its first."""
        self._jobs[job_id].cancelled.set()

    def unfinished(self) -> list[JobStatus]:
        return [job.status for job in self._jobs.values() if job.status.state not in FINISHED]

    def wait(self, job_id: int, timeout_seconds: float | None = None) -> JobStatus:
        """Block until a job has ended (or the time is up)."""
        self._jobs[job_id].finished.wait(timeout_seconds)
        return self._jobs[job_id].status

    def close(self) -> None:
        """Cancel everything and wait for the workers to end."""
        for job in self._jobs.values():
            job.cancelled.set()
        for lane in (self._lane, self._background):
            lane.close()


class _Lane:
    """A thread that runs one job after the other. ``nice``: it leaves the processor to others."""

    def __init__(
        self, name: str, listener: Callable[[JobStatus], None], *, nice: bool = False
    ) -> None:
        self._listener = listener
        self._nice = nice
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._worker = threading.Thread(target=self._run, name=name, daemon=True)
        self._worker.start()

    def put(self, job: _Job) -> None:
        self._waiting.put(job)

    def close(self) -> None:
        self._waiting.put(None)
        self._worker.join()

    def _run(self) -> None:
        if self._nice and sys.platform == "linux":  # elsewhere a thread has no priority of its own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)
        while (job := self._waiting.get()) is not None:
            job.run(self._listener)


class _Job:
    def __init__(self, status: JobStatus, work: Work) -> None:
        self.status = status
        self.cancelled = threading.Event()
        self.finished = threading.Event()
        self._work = work

    def run(self, listener: Callable[[JobStatus], None]) -> None:
        started = time.monotonic()

        def tell(**what: object) -> None:
            self.status = replace(self.status, seconds=time.monotonic() - started, **what)  # type: ignore[arg-type]
            listener(self.status)

        def report(done: int, total: int) -> None:
            if self.cancelled.is_set():
                raise Cancelled
            tell(state=JobState.RUNNING, done=done, total=total)

        try:
            report(0, 0)
            self._work(report)
            tell(state=JobState.DONE)
        except Cancelled:
            tell(state=JobState.CANCELLED)
        except (UserError, EngineError) as error:
            tell(state=JobState.FAILED, error=error)
        except Exception as error:  # noqa: BLE001  our bug ends this job, not the program; its traceback is kept
            tell(state=JobState.FAILED, error=error)
        finally:
            self.finished.set()

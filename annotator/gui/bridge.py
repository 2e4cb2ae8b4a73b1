"""The one place where what happens on worker threads becomes Qt signals on the window's thread.

Everything below calls plain functions, on whichever thread it works. A signal that is emitted on another
thread than its receiver's is queued by Qt, so the window only ever runs on its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.said import Said
from model_backend.engine import AnswerMask, AnswerText
from storage.changes import Changes
from storage.records import Video

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.propagation import Progress
    from annotator.proposals import Question
    from annotator.session import Session


@dataclass(frozen=True, slots=True)
class Opened:
    """A project is open; ``video`` is the one to show, None if it holds none. ``close`` closes the
    project; None if it was open before. ``count`` videos were asked for, and a sentence in ``failures``
    for each other one that could not be read."""

    session: Session
    video: Video | None
    close: Callable[[], None] | None = None
    count: int = 1
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of the answer to a question came."""

    answer_id: int
    question: Question
    item: AnswerText | AnswerMask


class Bridge(QObject):
    """Signals, each with one frozen dataclass."""

    changed = Signal(object)  # Changes: something in the project is different now
    stepped = Signal(object)  # Changes: what an undo or a redo changed
    job_changed = Signal(object)  # JobStatus
    followed = Signal(object)  # Progress: a propagation reached a frame
    heard = Signal(object)  # Heard
    opened = Signal(object)  # Opened
    said = Signal(object)  # Said: a job has something to say

    def tell_changes(self, changes: Changes) -> None:
        """A listener for :meth:`Session.subscribe`."""
        self.changed.emit(changes)

    def tell_stepped(self, changes: Changes) -> None:
        self.stepped.emit(changes)

    def tell_job(self, status: object) -> None:
        """A listener for :class:`annotator.jobs.JobQueue`."""
        self.job_changed.emit(status)

    def tell_progress(self, progress: Progress) -> None:
        self.followed.emit(progress)

    def tell_heard(self, heard: Heard) -> None:
        self.heard.emit(heard)

    def tell_opened(self, opened: Opened) -> None:
        self.opened.emit(opened)

    def tell(self, said: Said) -> None:
        self.said.emit(said)

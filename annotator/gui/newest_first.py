"""Many slow answers off the UI thread, the newest question first: what came into view last is looked at
now. Older questions that nobody waits for any more fall off the end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

Question = TypeVar("Question", bound=Hashable)
log = logging.getLogger(__name__)


class NewestFirst(QObject, Generic[Question]):
    """One worker thread, started with the first question; ``work`` runs on it.

    Answers arrive as signals on the thread that owns this object. A question that raises is answered
    with None.
    """

    answered = Signal(object, object)  # the question, and what ``work`` returned

    def __init__(
        self, work: Callable[[Question], object], *, name: str, most_waiting: int = 60
    ) -> None:
        super().__init__()
        self._work, self._name, self._most_waiting = work, name, most_waiting
        self._wake = threading.Condition()
        self._waiting: dict[Question, None] = {}
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, question: Question) -> None:
        """Ask, or say that a question that waits is still of interest."""
        with self._wake:
            self._waiting.pop(question, None)
            self._waiting[question] = None
            if len(self._waiting) > self._most_waiting:
                del self._waiting[next(iter(self._waiting))]
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._wake.notify()

    def close(self) -> None:
        """Answer nothing any more, and wait for the worker to end."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or bool(self._waiting))
                if self._closed:
                    return
                question, _ = self._waiting.popitem()
            answer = self._try(question)
            if not self._closed:
                self.answered.emit(question, answer)

    def _try(self, question: Question) -> object:
        try:
            return self._work(question)
        except Exception:
            log.exception("%s: a question has no answer", self._name)
            return None

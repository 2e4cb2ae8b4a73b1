"""Slow answers off the UI thread, where only the newest question matters."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

Request = TypeVar("Request")


class Latest(QObject, Generic[Request]):
    """One worker thread. A question that a newer one overtook is not worked out.

    ``work`` runs on the worker, ``close_work`` too, once, at its end; ``spare_work`` again and again while
    no question waits, until it returns False. Answers arrive as signals on the thread that owns this
    object.
    """

    answered = Signal(object)  # what ``work`` returned
    failed = Signal(object)  # the exception that it raised

    def __init__(
        self,
        work: Callable[[Request], object],
        *,
        name: str,
        close_work: Callable[[], None] = lambda: None,
        spare_work: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__()
        self._work = work
        self._close_work = close_work
        self._spare_work = spare_work
        self._wake = threading.Condition()
        self._next: Request | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, request: Request) -> None:
        """Ask; an older question that is still waiting is dropped."""
        with self._wake:
            self._next = request
            self._wake.notify()

    def stop(self) -> None:
        """Answer nothing any more; the worker ends when it has finished what it is at."""
        with self._wake:
            self._closed = True
            self._wake.notify()

    def close(self) -> None:
        """Stop, and wait for the worker to end."""
        self.stop()
        self._thread.join()

    @property
    def is_over(self) -> bool:
        """Whether the worker has ended."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while (request := self._wait()) is not None:
                self._answer(request)
                while self._is_idle and self._work_ahead():
                    pass
        finally:
            self._close_work()

    @property
    def _is_idle(self) -> bool:
        with self._wake:
            return not self._closed and self._next is None

    def _wait(self) -> Request | None:
        with self._wake:
            self._wake.wait_for(lambda: self._closed or self._next is not None)
            request, self._next = self._next, None
            return None if self._closed else request

    def _answer(self, request: Request) -> None:
        try:
            answer = self._work(request)
        except Exception as error:  # noqa: BLE001  shown to the person by whoever listens
            self._emit(self.failed, error)
        else:
            self._emit(self.answered, answer)

    def _work_ahead(self) -> bool:
        try:
            return self._spare_work()
        except Exception as error:  # noqa: BLE001  as above
            self._emit(self.failed, error)
            return False

    def _emit(self, signal: object, value: object) -> None:
        if not self._closed:
            signal.emit(value)  # type: ignore[attr-defined]

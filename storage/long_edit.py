"""An edit of many transactions: what a propagation saves, frame by frame."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from sqlalchemy import Connection

from storage.changes import Changes
from storage.edit import Edit
from storage.history import Recorder, Watch


class LongEdit(Edit):
    """One undo step of many transactions, each of which :meth:`commit` ends.

    A transaction begins with the first change after a commit; until it ends, no other edit can begin.
    Belongs to one thread at a time.
    """

    def __init__(
        self,
        stack: ExitStack,
        transaction: Callable[[], AbstractContextManager[Connection]],
        label: str,
        folder: Path,
        watch: Watch | None = None,
    ) -> None:
        self._stack = stack  # holds the open transaction; the caller closes it
        self._transaction = transaction
        self._label = label
        self._folder = folder
        self._watch = watch
        self._current = None
        self._edit_id: int | None = None
        self._is_over = False

    @property
    def _recorder(self) -> Recorder:
        if self._is_over:
            raise RuntimeError("this edit is over")
        if self._current is None:
            connection = self._stack.enter_context(self._transaction())
            self._current = Recorder(connection, self._label, self._edit_id, self._watch)
        return self._current

    @property
    def edit_id(self) -> int | None:
        """The step in the history; None until something was committed."""
        return self._edit_id

    def commit(self) -> Changes:
        """Make everything so far permanent; returns what changed since the last commit."""
        recorder, self._current = self._current, None
        if recorder is None:
            return Changes()
        with self._stack:
            recorder.close()
        self._edit_id = recorder.edit_id
        return recorder.changes

    def close(self) -> None:
        """From now on this edit refuses every change."""
        self._is_over = True

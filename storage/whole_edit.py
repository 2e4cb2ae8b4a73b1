"""An edit of many transactions that is all or nothing: what an import adds, a little at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from sqlalchemy import Connection

from storage import history, sqlite
from storage.changes import Changes, merge
from storage.claims import Claims
from storage.history import Recorder
from storage.long_edit import LongEdit

_SECONDS_AT_ONCE = 0.03  # that others wait for; the window stutters at three times as much


class WholeEdit(LongEdit):
    """Adds much without letting others wait. ``changes`` is all that it changed, taken back or not."""

    def __init__(
        self,
        stack: ExitStack,
        transaction: Callable[[], AbstractContextManager[Connection]],
        label: str,
        folder: Path,
        claims: Claims,
    ) -> None:
        super().__init__(stack, transaction, label, folder, claims.add)
        self._since: float | None = None  # when the transaction began
        self._committed: list[Changes] = []

    @property
    def changes(self) -> Changes:
        return merge((*self._committed, super().changes))

    @property
    def _recorder(self) -> Recorder:
        recorder = super()._recorder
        self._since = self._since or time.monotonic()
        return recorder

    def give_way(self) -> bool:
        """Commit if others have waited for long enough; whether that was so. Call it often."""
        is_time = self._since is not None and time.monotonic() - self._since > _SECONDS_AT_ONCE
        if is_time:
            self.commit()
        return is_time

    def commit(self) -> Changes:
        """Make what was done since the last commit permanent, unless the edit fails later."""
        if self._current is not None and self._current.edit_id is not None:
            sqlite.mark_unfinished(self._current.connection, self._current.edit_id)
        changes = super().commit()
        self._since = None
        self._committed.append(changes)
        return changes


def take_back(
    connection: Connection, begin: Callable[[], AbstractContextManager[object]], edit_id: int
) -> None:
    """Undo and forget a step in short transactions, each of which ``begin`` begins on the connection.

    If that is cut short, the rest is still marked as unfinished.
    """
    is_there = True
    while is_there:
        with begin():
            until = time.monotonic() + _SECONDS_AT_ONCE
            is_there = history.peel(connection, edit_id)
            while is_there and time.monotonic() < until:
                is_there = history.peel(connection, edit_id)
            if not is_there:
                sqlite.mark_unfinished(connection, None)

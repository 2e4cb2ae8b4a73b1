"""Who may write: one thread at a time, in the order in which they asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, get_ident


class FairLock:
    """A lock that a thread which takes it again and again cannot keep from another one that waits.

    Whoever waits holds the place of the next one, so that the last one queues up behind it.
    """

    def __init__(self) -> None:
        self._next, self._held = Lock(), Lock()
        self._owner: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether any thread holds it at this moment."""
        return self._held.locked()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it for a block. RuntimeError if this thread holds it already."""
        if self._owner == get_ident():
            raise RuntimeError("an edit is open in this thread already")
        with self._next:
            self._held.acquire()
        self._owner = get_ident()
        try:
            yield
        finally:
            self._owner = None
            self._held.release()

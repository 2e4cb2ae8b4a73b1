"""What becomes of a record that is wrong: the reading ends there, or goes on without it, as asked.

Readers put :func:`one_record` around what concerns a single record. A FormatError in it ends the reading,
unless somebody reads within :func:`passing_over`: then it is noted, and the next record is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from storage.errors import FormatError

_note: ContextVar[Callable[[FormatError], None] | None] = ContextVar("note", default=None)


@contextmanager
def passing_over(note: Callable[[FormatError], None]) -> Iterator[None]:
    """In the block, readers pass over what is wrong with single records and tell ``note`` of it.

    The masks of a data set are read when they are asked for: ask for them in the block too.
    """
    token = _note.set(note)
    try:
        yield
    finally:
        _note.reset(token)


@contextmanager
def one_record() -> Iterator[None]:
    """Around everything that cannot be read if this one record is wrong, and nothing else."""
    try:
        yield
    except FormatError as error:
        note = _note.get()
        if note is None:
            raise
        note(error)

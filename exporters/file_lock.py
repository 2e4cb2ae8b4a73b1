"""A lock on a file that ends with the process, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def held_lock(path: Path) -> Iterator[None]:
    """Hold the lock for a block. Raises OSError if somebody else holds it."""
    with path.open("wb") as file:
        _lock(file)
        yield


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock."""
    try:
        with held_lock(path):
            return False
    except OSError:
        return True

"""A lock on a file that ends with the process, however it ends."""

from __future__ import annotations

import errno
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


_UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


@contextmanager
def held_lock(path: Path) -> Iterator[None]:
    """Hold the lock for a block; on a file system without locks, only make the file.

    Raises OSError if somebody else holds it.
    """
    with path.open("wb") as file:
        try:
            _lock(file)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
        yield


def is_abandoned(path: Path) -> bool:
    """Whether it is sure that no living process holds the lock."""
    with path.open("wb") as file:
        try:
            _lock(file)
        except OSError:
            return False
    return True

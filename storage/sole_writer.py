"""One process at a time writes to a project, or fetches a model."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def sole_writer(path: Path) -> Iterator[str | None]:
    """Hold the right to write to a path; yields why not, if another process has it.

    The system lets go of the lock file when the process ends, however it ends.
    """
    lock_path = Path(f"{path}.lock")
    try:
        descriptor = _open_locked(lock_path)
    except BlockingIOError:
        yield "another window or program is at work on it"
        return
    except OSError as error:
        yield f"it cannot be locked ({error.strerror})"
        return
    try:
        yield None
    finally:
        with suppress(OSError):  # Windows keeps it while it is open
            lock_path.unlink()
        os.close(descriptor)


def _open_locked(lock_path: Path) -> int:
    while True:
        descriptor = os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(descriptor)
            # Whoever held the lock before removed the file; then this is the lock of nothing.
            if lock_path.exists() and os.path.samestat(os.fstat(descriptor), lock_path.stat()):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Raise BlockingIOError if another process holds the lock."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

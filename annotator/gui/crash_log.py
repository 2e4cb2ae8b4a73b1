"""A program that is killed by a fault in native code leaves a note; the next start finds it.

While the program runs, Python's fault handler holds a file open, to write the stacks of all threads
into. A normal end removes the file, so that one with text in it is from a crash.
"""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from platformdirs import user_log_path

_PREFIX = "crash-"


@contextmanager
def crash_log(folder: Path | None = None) -> Iterator[list[str]]:
    """Watch over the block; yields what earlier crashes left, each told once."""
    folder = folder or user_log_path("maskbank", ensure_exists=True)
    left = list(_take(folder))
    path = folder / f"{_PREFIX}{os.getpid()}.txt"
    with path.open("w", encoding="utf-8") as file:
        faulthandler.enable(file)
        try:
            yield left
        finally:
            faulthandler.disable()
    path.unlink()


def _take(folder: Path) -> Iterator[str]:
    """The notes of programs that are gone; they are removed once read."""
    for path in sorted(folder.glob(f"{_PREFIX}*.txt")):
        if _is_running(path):
            continue
        with suppress(OSError):
            text = path.read_text("utf-8", errors="replace")
            path.unlink()
            if text.strip():
                yield text


def _is_running(path: Path) -> bool:
    """Whether the program that writes the note still runs."""
    number = path.stem.removeprefix(_PREFIX)
    if not number.isdigit():
        return True  # not ours
    import psutil

    return bool(psutil.pid_exists(int(number)))  # signal 0 would be Ctrl-C on Windows

"""Where what an engine's process prints is kept: a file that never grows beyond a bound."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_BYTES = 1 << 20  # of the log, and again of the one before it


def open_log(path: Path) -> logging.Handler:
    """Writes one line a record, with its time and process; writes nothing where that is impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        return logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(message)s"))
    return handler


class _LogFile(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  as logging spells it
        """A log that cannot be written (full disk) stops nobody; its last lines are in memory."""

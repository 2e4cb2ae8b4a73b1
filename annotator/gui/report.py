"""What a person can send us about a fault: versions, machine, what happened; nothing of the project."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime
from importlib.metadata import version

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

_PACKAGES = ("maskbank", "PySide6-Essentials", "torch", "transformers", "av", "numpy", "sqlalchemy")


def report_on(error: BaseException) -> str:
    """A report on an exception that nobody expected."""
    return report("".join(traceback.format_exception(error)))


def report(what_happened: str) -> str:
    """Plain text, to be read before it is sent: a traceback can hold names of files."""
    lines = [
        f"Maskbank fault report, {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        f"system: {platform.platform()}, {platform.machine()}",
        f"Python {platform.python_version()}, Qt {qVersion()} on {QGuiApplication.platformName()}",
        *(f"{name} {version(name)}" for name in _PACKAGES),
        "",
        what_happened,
    ]
    return "\n".join(lines)

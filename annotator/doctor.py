"""What this machine has for Maskbank, what is missing, and how to get it."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

from model_backend.doctor import Finding, examine_engines
from storage.video import ffmpeg_version, supported_codecs

_SAFE_SQLITE = (3, 51, 3)
_PACKAGES = (
    "maskbank",
    "PySide6-Essentials",
    "torch",
    "transformers",
    "opencv-contrib-python-headless",
    "av",
    "sqlalchemy",
    "alembic",
    "numpy",
    "pycocotools",
)


def diagnose() -> list[Finding]:
    """Look at versions, SQLite, codecs, the GPU, and start every engine once. Takes seconds."""
    return [
        Finding("Python", platform.python_version()),
        *(_package(name) for name in _PACKAGES),
        _sqlite(),
        Finding("FFmpeg in av", ffmpeg_version()),
        Finding("Video codecs", ", ".join(supported_codecs())),
        *examine_engines(),
    ]


def diagnosis_text(findings: list[Finding]) -> str:
    """One line each; what to do stands below what is not fine."""
    lines = []
    for it in findings:
        lines.append(f"{'ok' if it.fine else '--'}  {it.name:32}  {it.value}")
        if it.advice:
            lines.append(f"{'':38}{it.advice}")
    return "\n".join(lines)


def _package(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, "missing", fine=False, advice=f"pip install {name}")


def _sqlite() -> Finding:
    if sqlite3.sqlite_version_info >= _SAFE_SQLITE:
        return Finding("SQLite", sqlite3.sqlite_version)
    advice = (
        "Before 3.51.3 a checkpoint that races with a write can damage a file; Maskbank avoids it by "
        "checkpointing only where it writes. Do not open projects with other SQLite programs meanwhile."
    )
    return Finding("SQLite", sqlite3.sqlite_version, advice=advice)

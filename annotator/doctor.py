"""What this machine has for Maskbank, what is missing, and how to get it."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from model_backend.registry import ENGINES, EngineEntry
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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``advice`` says what to do if it is not ``fine``."""

    name: str
    value: str
    fine: bool = True
    advice: str = ""


def diagnose() -> list[Finding]:
    """Look at versions, SQLite, codecs, the GPU and the engines. Imports no engine."""
    return [
        Finding("Python", platform.python_version()),
        *(_package(name) for name in _PACKAGES),
        _sqlite(),
        Finding("FFmpeg in av", ffmpeg_version()),
        Finding("Video codecs", ", ".join(supported_codecs())),
        _gpu(),
        *(_engine(entry) for entry in ENGINES),
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


def _gpu() -> Finding:
    """Ask the driver, not torch: importing torch takes seconds."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return Finding("GPU", "none found", advice="Not needed: the flow engine runs without one.")
    query = [tool, "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"]
    answer = subprocess.run(query, capture_output=True, text=True, timeout=20, check=False)
    if answer.returncode != 0:
        return Finding(
            "GPU", "the driver does not answer", fine=False, advice=answer.stdout.strip()
        )
    return Finding("GPU", answer.stdout.strip())


def _engine(entry: EngineEntry) -> Finding:
    status = entry.availability()
    value = f"{'ready' if status.available else 'not ready'}: {entry.title}"
    advice = "" if status.available else status.reason
    return Finding(f"Engine {entry.name}", value, fine=status.available, advice=advice)

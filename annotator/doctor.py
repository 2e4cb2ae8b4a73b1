"""What this machine has for Maskbank, what is missing, and how to get it."""

from __future__ import annotations

import platform
from dataclasses import dataclass

from model_backend.registry import describe_engines

_SAFE_SQLITE = (3, 51, 3)
_PACKAGES = ("maskbank", "PySide6-Essentials", "torch", "transformers", "opencv-contrib-python-headless", "av",
             "sqlalchemy", "alembic", "numpy", "pycocotools")  # fmt: skip


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
        _codecs(),
        _gpu(),
        *(_engine(row) for row in describe_engines()),
    ]


def diagnosis_text(findings: list[Finding]) -> str:
    """One line each; what to do stands below what is not fine."""
    lines = []
    for it in findings:
        lines.append(f"{'ok ' if it.fine else '-- '} {it.name:32} {it.value}")
        if it.advice:
            lines.append(f"{'':36} {it.advice}")
    return "\n".join(lines)

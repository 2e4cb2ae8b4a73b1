"""Where the real data lies that some tests need; none of it is in the repository."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("MASKBANK_SHARED", Path(__file__).parents[2] / "shared"))


def shared(name: str) -> Path:
    """The path of a shared file or folder; skips the test, saying so, where it is missing."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(
            f"needs the shared data {name!r}: put it beside the project or set MASKBANK_SHARED"
        )
    return path

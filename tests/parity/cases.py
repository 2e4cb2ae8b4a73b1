"""Recorded runs of the original code: inputs, outputs and how exactly it repeats itself.

``REFERENCE_DIR`` names another folder of cases of the same shape.
"""

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.shared import ROOT

REFERENCE = Path(os.environ.get("REFERENCE_DIR", ROOT / "reference"))


@dataclass(frozen=True)
class Case:
    """One recorded run."""

    name: str
    info: dict[str, Any]
    arrays: dict[str, np.ndarray]

    @property
    def checkpoint(self) -> Path:
        return REFERENCE / self.info["checkpoint"]

    def pictures(self) -> list[np.ndarray]:
        """The frames, RGB uint8 (H, W, 3)."""
        paths = sorted((REFERENCE / self.info["frames_folder"]).glob("*.png"))
        return [cv2.imread(str(path))[..., ::-1].copy() for path in paths]


def names(prefix: str) -> list[str]:
    """The float32 cases whose name begins so; none where the data is missing."""
    folders = sorted((REFERENCE / "cases").glob(f"{prefix}*/manifest.json"))
    return [path.parent.name for path in folders if not path.parent.name.endswith("_bf16")]


def load(name: str) -> Case:
    folder = REFERENCE / "cases" / name
    if not folder.exists():
        pytest.skip(f"needs the reference case {name}: set REFERENCE_DIR or MASKBANK_SHARED")
    info = json.loads((folder / "manifest.json").read_text())["info"]
    with np.load(folder / "data.npz") as data:
        return Case(name, info, dict(data))


@cache
def tolerances() -> dict[str, Any]:
    """How far equivalent runs of the original lie apart, by "<way of running>/<case>"."""
    return json.loads((REFERENCE / "tolerances.json").read_text())

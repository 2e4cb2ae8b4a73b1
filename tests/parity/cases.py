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
    return [name for name in _all() if name.startswith(prefix) and not _is_bfloat16(name)]


def unipixel_names(*, bfloat16: bool = False, recording: str = "input_ids") -> list[str]:
    """The cases of the whole model in this precision in which such an array is recorded."""
    alike = (name for name in _all() if _is_bfloat16(name) == bfloat16)
    return [name for name in alike if {"input_ids", recording} <= _manifest(name)["arrays"].keys()]


def _all() -> list[str]:
    return sorted(path.parent.name for path in (REFERENCE / "cases").glob("*/manifest.json"))


def _is_bfloat16(name: str) -> bool:
    return bool(_manifest(name)["info"].get("dtype") == "bfloat16")


@cache
def _manifest(name: str) -> dict[str, Any]:
    return json.loads((REFERENCE / "cases" / name / "manifest.json").read_text())


def load(name: str) -> Case:
    folder = REFERENCE / "cases" / name
    if not folder.exists():
        pytest.skip(f"needs the reference case {name}: set REFERENCE_DIR or MASKBANK_SHARED")
    with np.load(folder / "data.npz") as data:
        return Case(name, _manifest(name)["info"], dict(data))


@cache
def tolerances() -> dict[str, Any]:
    """How far equivalent runs of the original lie apart, by "<way of running>/<case>"."""
    return json.loads((REFERENCE / "tolerances.json").read_text())


def tolerance(field: str, info: dict[str, Any]) -> float:
    """The farthest that equivalent runs lay apart in a field, among recorded cases of the same kind.

    Cases of one picture have no chain of memories along which differences grow, and are a kind of their own.
    """
    figures = {
        way: differences[field] for way, differences in tolerances().items() if field in differences
    }
    alike = [
        figure for way, figure in figures.items()
        if _is_picture(_manifest(way.partition("/")[2])["info"]) == _is_picture(info)
    ]  # fmt: skip
    return max(alike or figures.values())


def _is_picture(info: dict[str, Any]) -> bool:
    return bool(info["num_frames"] == 1)

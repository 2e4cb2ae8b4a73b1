"""Frames that lie close together, as stretches."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt


def stretches(frames: npt.NDArray[Any], *, reach: int = 1) -> list[slice]:
    """Where ascending frames (n,) lie at most ``reach`` apart, as slices of the array."""
    if not len(frames):
        return []
    starts = np.flatnonzero(np.diff(frames) > reach) + 1
    edges = [0, *starts.tolist(), len(frames)]
    return [slice(start, stop) for start, stop in pairwise(edges)]

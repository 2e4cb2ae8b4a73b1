"""From each frame of a track to the next one that shows the object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from storage.overview import MaskFacts


@dataclass(frozen=True, slots=True)
class Steps:
    """Arrays (n,), (n, 4) of boxes: a track before and after each step that nobody checked."""

    before: npt.NDArray[np.int64]  # frames
    after: npt.NDArray[np.int64]
    box_before: npt.NDArray[np.int64]
    box_after: npt.NDArray[np.int64]


def steps_of(track: MaskFacts, *, longest: int = 1) -> Steps:
    """The steps over at most ``longest`` frames, but those between two checked masks."""
    shown = track.where(track.area > 0)
    frames = shown.frame_index
    here = np.flatnonzero((np.diff(frames) <= longest) & ~(shown.checked[:-1] & shown.checked[1:]))
    return Steps(frames[here], frames[here + 1], shown.box_xywh[here], shown.box_xywh[here + 1])

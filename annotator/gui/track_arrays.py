"""A track as arrays with one entry a frame of the video: what a timeline draws and counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from annotator.gui.lanes import KEYFRAME, LOCKED, PRESENT, VERIFIED, Flags, flags_of, flags_of_mask
from storage.records import Mask

if TYPE_CHECKING:  # the window is there before these are loaded
    from storage.project import TrackMarks

Areas = npt.NDArray[np.int32]  # (frames,), pixels; 0 where the object is not
Scores = npt.NDArray[np.float32]  # (frames,), 0..1; nan where there is none

SUDDEN_RATIO = 1.6  # a mask that grows or shrinks by more from one frame to the next is suspicious


@dataclass(frozen=True, slots=True)
class TrackArrays:
    flags: Flags
    areas: Areas
    scores: Scores

    @classmethod
    def of(cls, marks: TrackMarks, frame_count: int) -> Self:
        """All marks of a track."""
        areas, scores = np.zeros(frame_count, np.int32), np.full(frame_count, np.nan, np.float32)
        areas[marks.frame_index] = marks.area
        scores[marks.frame_index] = marks.score
        return cls(flags_of(marks, frame_count), areas, scores)

    def copy(self) -> Self:
        return type(self)(self.flags.copy(), self.areas.copy(), self.scores.copy())

    def forget(self, frames: npt.NDArray[np.intp]) -> None:
        """There is no mask on these frames any more."""
        self.flags[frames], self.areas[frames], self.scores[frames] = 0, 0, np.nan

    def note(self, mask: Mask, *, prompted: bool) -> None:
        """There is this mask."""
        self.flags[mask.frame_index] = flags_of_mask(mask, prompted=prompted)
        self.areas[mask.frame_index] = mask.rle.area
        self.scores[mask.frame_index] = np.nan if mask.score is None else mask.score

    # --- what is seen in them ------------------------------------------------------------------

    def sudden(self) -> npt.NDArray[np.bool_]:
        """(frames,) where a mask that nobody stood for is much larger or smaller than the one before."""
        areas = self.areas.astype(np.float32)
        before, after = areas[:-1], areas[1:]
        larger, smaller = np.maximum(before, after), np.minimum(before, after)
        free = (self.flags[1:] & (KEYFRAME | LOCKED | VERIFIED)) == 0
        found = np.zeros(len(areas), bool)
        found[1:] = free & (smaller > 0) & (larger > SUDDEN_RATIO * smaller)
        return found

    def verified_share(self) -> float | None:
        """How many of the masks a person made or verified, 0..1; None if there are none."""
        masks = int(np.count_nonzero(self.flags))
        kept = int(np.count_nonzero(self.flags & (KEYFRAME | VERIFIED)))
        return kept / masks if masks else None

    def portrait_frame(self) -> int | None:
        """The frame that shows the object best: the largest mask that a person made, else the largest."""
        by_person = np.where(self.flags & KEYFRAME, self.areas, 0)
        areas = by_person if by_person.any() else self.areas
        return int(areas.argmax()) if areas.any() else None

    def stretch(self, frame_index: int) -> tuple[int, int]:
        """The frames [start, stop) around one on which the object is there, or is not, throughout."""
        present = (self.flags & PRESENT) != 0
        edges = np.flatnonzero(np.diff(present)) + 1
        place = int(np.searchsorted(edges, frame_index, side="right"))
        start = int(edges[place - 1]) if place else 0
        stop = int(edges[place]) if place < len(edges) else len(present)
        return start, stop

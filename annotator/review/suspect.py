"""A suspect: masks that are likely to be wrong, or that nobody looked at, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Why masks are worth a look."""

    SWAP = "swap"
    CUT = "scene-cut"
    LOW_SCORE = "low-score"
    AREA = "area"
    PLACE = "place"
    OVERLAP = "overlap"
    GAP = "gap"
    UNVERIFIED = "unverified"


SENTENCES = {
    Kind.SWAP: "Two objects may have changed places: each goes on like the other.",
    Kind.CUT: "It was followed over a scene cut.",
    Kind.LOW_SCORE: "The engine is unsure: its lowest score is {0:.2f}.",
    Kind.AREA: "Its area is suddenly {0:.0%} of what it was.",
    Kind.PLACE: "It jumps by {0:.0f} pixels, {1:.1f} times its size.",
    Kind.OVERLAP: "{0:.0%} of the smaller mask lies in the other one.",
    Kind.GAP: "It is missing between frames that show it; frames: {0}.",
    Kind.UNVERIFIED: "Nobody verified it yet; masks: {0}.",
}


@dataclass(frozen=True, slots=True)
class Suspect:
    """Masks of one object, or of two, on the frames [start, stop) of a video.

    ``severity`` is 0..1, 1 the worst; ``frame_index`` is the frame to look at; ``values`` are the
    numbers of the kind's sentence.
    """

    kind: Kind
    severity: float
    video_id: int
    object_ids: tuple[int, ...]
    start: int
    stop: int
    frame_index: int
    values: tuple[float, ...] = ()

    @property
    def why(self) -> str:
        """The reason, as a sentence."""
        return SENTENCES[self.kind].format(*self.values)

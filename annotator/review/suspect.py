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


@dataclass(frozen=True, slots=True)
class Suspect:
    """Masks of one object, or of two, on the frames [start, stop) of a video.

    ``severity`` is 0..1, 1 the worst; ``frame_index`` is the frame to look at; ``why`` a sentence.
    """

    kind: Kind
    severity: float
    video_id: int
    object_ids: tuple[int, ...]
    start: int
    stop: int
    frame_index: int
    why: str
    box_xywh: tuple[int, int, int, int] | None = None  # on that frame, around one of the objects

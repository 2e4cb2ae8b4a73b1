"""How much of a track something is done to, or said of."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    FRAME = "frame"
    RANGE = "range"
    TRACK = "track"  # all frames

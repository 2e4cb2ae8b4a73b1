"""What a drag on the timeline asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from annotator.gui.requests import ChooseRange, SeekTo


class Grip(Enum):
    """What the hand holds."""

    PLAYHEAD = auto()
    RANGE_START = auto()
    RANGE_STOP = auto()
    NEW_RANGE = auto()  # pressed on a lane: a drag from there chooses a range, a click seeks


@dataclass(frozen=True, slots=True)
class Drag:
    """Pressed at ``x`` pixels, on the frame ``anchor``."""

    grip: Grip
    x: float
    anchor: int


def asked(drag: Drag, frame: int, frames: tuple[int, int]) -> SeekTo | ChooseRange:
    """What it means that the pointer is over ``frame`` now; ``frames`` is the range as it is."""
    start, stop = frames
    match drag.grip:
        case Grip.PLAYHEAD:
            return SeekTo(frame)
        case Grip.RANGE_START:
            return ChooseRange(min(frame, stop - 1), stop)
        case Grip.RANGE_STOP:
            return ChooseRange(start, max(frame + 1, start + 1))
        case Grip.NEW_RANGE:
            return ChooseRange(min(drag.anchor, frame), max(drag.anchor, frame) + 1)

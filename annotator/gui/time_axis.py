"""Which frames a timeline shows, and where: frames to pixels and back."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

MIN_SPAN = 8.0  # frames; there is nothing to see closer by


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The frames [first, first + span) of a video lie on ``width`` pixels from ``left`` on."""

    frame_count: int
    left: float
    width: float
    first: float = 0.0
    span: float = 1.0

    @property
    def pixels_per_frame(self) -> float:
        return self.width / self.span

    def x_of(self, frame_index: float) -> float:
        """Where a frame begins."""
        return self.left + (frame_index - self.first) * self.pixels_per_frame

    def frame_at(self, x: float) -> int:
        """The frame at a pixel; the nearest one of the video for a pixel outside."""
        frame = math.floor(self.first + (x - self.left) / self.pixels_per_frame)
        return min(max(frame, 0), self.frame_count - 1)

    def column_edges(self, columns: int) -> npt.NDArray[np.intp]:
        """The first frame of each of ``columns`` equal parts of the axis, (columns + 1,)."""
        edges = np.floor(self.first + self.span * np.arange(columns + 1) / columns + 1e-9)
        return np.clip(edges, 0, self.frame_count).astype(np.intp)


def whole(frame_count: int, *, left: float, width: float) -> TimeAxis:
    """All frames of a video."""
    count = max(frame_count, 1)
    return TimeAxis(count, left, max(width, 1.0), 0.0, float(count))


def zoom_at(axis: TimeAxis, x: float, factor: float) -> TimeAxis:
    """Show ``factor`` times fewer frames, with the one under ``x`` staying there."""
    span = min(max(axis.span / factor, MIN_SPAN), float(axis.frame_count))
    share = (x - axis.left) / axis.width
    return scroll_to(replace(axis, span=span), axis.first + share * (axis.span - span))


def fit(axis: TimeAxis, start: int, stop: int) -> TimeAxis:
    """Show the frames [start, stop), or more around them if they are few."""
    span = min(max(float(stop - start), MIN_SPAN), float(axis.frame_count))
    return scroll_to(replace(axis, span=span), (start + stop - span) / 2)


def scroll_to(axis: TimeAxis, first: float) -> TimeAxis:
    """Begin at another frame, within the video."""
    return replace(axis, first=min(max(first, 0.0), max(axis.frame_count - axis.span, 0.0)))


def reveal(axis: TimeAxis, frame_index: int) -> TimeAxis:
    """Scroll only if the frame is not to be seen."""
    if axis.first <= frame_index <= axis.first + axis.span - 1:
        return axis
    return scroll_to(axis, frame_index - axis.span / 2)


def tick_step(axis: TimeAxis, *, min_pixels: float) -> int:
    """Frames between two labels that lie at least ``min_pixels`` apart: 1, 2 or 5 times ten to a power."""
    least = max(min_pixels / axis.pixels_per_frame, 1.0)
    power = 10 ** math.floor(math.log10(least))
    return next(int(power * m) for m in (1, 2, 5, 10) if power * m >= least)

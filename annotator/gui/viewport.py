"""Where a frame lies in the canvas: zoom and pan as plain arithmetic.

*Frame* coordinates are those of the records: (0, 0) is the centre of the top left pixel, so pixel i
covers [i - 0.5, i + 0.5). *View* coordinates are Qt's logical pixels, from the canvas' top left edge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

MIN_SCALE = 1 / 64
MAX_SCALE = 64.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """View pixels per frame pixel, and the view position of the frame's top left edge."""

    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """A frame position in the view."""
        return self.left + (x + 0.5) * self.scale, self.top + (y + 0.5) * self.scale

    def to_frame(self, x: float, y: float) -> tuple[float, float]:
        """A view position in the frame, between pixels."""
        return (x - self.left) / self.scale - 0.5, (y - self.top) / self.scale - 0.5

    def pixel_at(self, x: float, y: float) -> tuple[int, int]:
        """The frame pixel that covers a view position; it may lie outside the frame."""
        return math.floor((x - self.left) / self.scale), math.floor((y - self.top) / self.scale)

    def scaled(self, ratio: float) -> Viewport:
        """The same on a view with ``ratio`` times as many pixels on both sides."""
        return Viewport(self.scale * ratio, self.left * ratio, self.top * ratio)


def fit(
    frame_wh: tuple[int, int], view_wh: tuple[float, float], *, margin: float = 0.0
) -> Viewport:
    """The whole frame, as large as the view allows, in its middle."""
    inner = max(view_wh[0] - 2 * margin, 1.0), max(view_wh[1] - 2 * margin, 1.0)
    return centred(_bounded(min(inner[0] / frame_wh[0], inner[1] / frame_wh[1])), frame_wh, view_wh)


def centred(scale: float, frame_wh: tuple[int, int], view_wh: tuple[float, float]) -> Viewport:
    """The frame's middle in the view's middle."""
    left, top = ((view - frame * scale) / 2 for view, frame in zip(view_wh, frame_wh, strict=True))
    return Viewport(scale, left, top)


def zoom_at(viewport: Viewport, x: float, y: float, factor: float) -> Viewport:
    """Zoom by ``factor``, with what is under the view position (x, y) staying there."""
    scale = _bounded(viewport.scale * factor)
    factor = scale / viewport.scale
    return Viewport(scale, x + (viewport.left - x) * factor, y + (viewport.top - y) * factor)


def pan(viewport: Viewport, dx: float, dy: float) -> Viewport:
    """Move the frame by view pixels."""
    return replace(viewport, left=viewport.left + dx, top=viewport.top + dy)


def keep_in_view(
    viewport: Viewport,
    frame_wh: tuple[int, int],
    view_wh: tuple[float, float],
    *,
    rest: float = 48.0,
) -> Viewport:
    """Pull the frame back so that at least ``rest`` view pixels of it can be seen."""
    left = _clamp(viewport.left, rest - frame_wh[0] * viewport.scale, view_wh[0] - rest)
    top = _clamp(viewport.top, rest - frame_wh[1] * viewport.scale, view_wh[1] - rest)
    return replace(viewport, left=left, top=top)


def _bounded(scale: float) -> float:
    return _clamp(scale, MIN_SCALE, MAX_SCALE)


def _clamp(value: float, low: float, high: float) -> float:
    return min(max(value, low), max(low, high))

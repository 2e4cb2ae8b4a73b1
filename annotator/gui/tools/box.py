"""Drag a box around a thing, from any corner to the opposite one."""

from __future__ import annotations

from annotator.gui.tools.gestures import BoxDrawn
from storage.records import Box

MIN_SIDE = 2.0  # frame pixels; less is a click that slipped


class BoxTool:
    """Remembers the first corner while the button is down."""

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None
        self._last = (0.0, 0.0)

    def press(self, x: float, y: float, *, secondary: bool) -> None:
        self._first = None if secondary else (x, y)
        self._last = (x, y)

    def move(self, x: float, y: float) -> None:
        self._last = (x, y)

    def release(self) -> BoxDrawn | None:
        box = self.preview
        self._first = None
        if box is None or min(box.x1 - box.x0, box.y1 - box.y0) < MIN_SIDE:
            return None
        return BoxDrawn(box)

    def cancel(self) -> None:
        self._first = None

    @property
    def preview(self) -> Box | None:
        if self._first is None:
            return None
        (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(self._first, self._last, strict=True))
        return Box(x0, y0, x1, y1)

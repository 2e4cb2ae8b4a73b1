"""Drag a box around a thing, from any corner to the opposite one."""

from __future__ import annotations

from annotator.gui.tools.gestures import BoxDrawn
from annotator.gui.tools.tool import Tool
from storage.records import Box

MIN_SIDE = 2.0  # frame pixels; less is a click that slipped


class BoxTool(Tool):
    """Remembers the first corner while the button is down."""

    makes_prompts = True
    drags = True

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None
        self._last = (0.0, 0.0)

    def press(self, x: float, y: float, *, secondary: bool) -> None:
        self._first = None if secondary else (x, y)
        self._last = (x, y)

    def move(self, x: float, y: float) -> None:
        self._last = (x, y)

    def release(self) -> BoxDrawn | None:
        drawn = self.aim(*self._last)
        self._first = None
        return drawn

    def cancel(self) -> None:
        self._first = None

    @property
    def is_busy(self) -> bool:
        return self._first is not None

    def aim(self, x: float, y: float) -> BoxDrawn | None:  # noqa: ARG002
        box = self.preview
        if box is None or min(box.x1 - box.x0, box.y1 - box.y0) < MIN_SIDE:
            return None
        return BoxDrawn(box)

    @property
    def preview(self) -> Box | None:
        if self._first is None:
            return None
        (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(self._first, self._last, strict=True))
        return Box(x0, y0, x1, y1)

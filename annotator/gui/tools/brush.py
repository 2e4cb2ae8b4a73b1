"""Paint a mask by hand, or take away from it."""

from __future__ import annotations

from annotator.gui.tools.gestures import Stroke, StrokeDrawn
from annotator.gui.tools.tool import Tool

MIN_RADIUS, MAX_RADIUS = 0.75, 500.0  # frame pixels; any smaller could miss every pixel centre


class BrushTool(Tool):
    """Gathers the pointer's path while a button is down; the other button does the opposite."""

    drags = True

    def __init__(self, *, erases: bool = False, radius: float = 12.0) -> None:
        self.erases = erases
        self.radius = radius
        self._path: list[tuple[float, float]] = []
        self._secondary = False

    def resize(self, factor: float) -> None:
        """Change the radius, within what makes sense."""
        self.radius = min(max(self.radius * factor, MIN_RADIUS), MAX_RADIUS)

    def press(self, x: float, y: float, *, secondary: bool) -> None:
        self._path = [(x, y)]
        self._secondary = secondary

    def move(self, x: float, y: float) -> None:
        if self._path and self._path[-1] != (x, y):
            self._path.append((x, y))

    def release(self) -> StrokeDrawn | None:
        drawn = self.preview
        self.cancel()
        return drawn

    def cancel(self) -> None:
        self._path = []

    @property
    def is_busy(self) -> bool:
        return bool(self._path)

    @property
    def preview(self) -> StrokeDrawn | None:
        if not self._path:
            return None
        erases = self.erases is not self._secondary
        return StrokeDrawn(Stroke(tuple(self._path), self.radius), erases)

"""Draw around an area with the button held."""

from __future__ import annotations

from annotator.gui.tools.gestures import AreaBegun, AreaDrawn
from annotator.gui.tools.tool import Tool


class LassoTool(Tool):
    """Closed by letting go; the other button subtracts."""

    drags = True

    def __init__(self) -> None:
        self._path: list[tuple[float, float]] = []
        self._erases = False

    def press(self, x: float, y: float, *, secondary: bool) -> None:
        self._path = [(x, y)]
        self._erases = secondary

    def move(self, x: float, y: float) -> None:
        if self._path and self._path[-1] != (x, y):
            self._path.append((x, y))

    def release(self) -> AreaDrawn | None:
        path = tuple(self._path)
        self.cancel()
        return AreaDrawn(path, self._erases) if len(path) > 2 else None

    def cancel(self) -> None:
        self._path = []

    @property
    def is_busy(self) -> bool:
        return bool(self._path)

    @property
    def preview(self) -> AreaBegun | None:
        return AreaBegun(tuple(self._path), self._erases) if self._path else None

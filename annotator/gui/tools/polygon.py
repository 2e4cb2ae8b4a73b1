"""Click corner after corner around an area."""

from __future__ import annotations

import math

from annotator.gui.tools.gestures import AreaBegun, AreaDrawn
from annotator.gui.tools.tool import Tool


class PolygonTool(Tool):
    """Closed by a click on the first corner, by a double click or by Enter.

    The button of the first corner says whether the area is added or, with the other one, subtracted.
    """

    def __init__(self) -> None:
        self._corners: list[tuple[float, float]] = []
        self._pointer = (0.0, 0.0)
        self._erases = False

    def press(self, x: float, y: float, *, secondary: bool) -> AreaDrawn | None:
        if len(self._corners) > 2 and math.dist(self._corners[0], (x, y)) <= self.grip:
            return self.finish()
        if not self._corners:
            self._erases = secondary
        self._corners.append((x, y))
        self._pointer = (x, y)
        return None

    def press_again(self, x: float, y: float, *, secondary: bool) -> AreaDrawn | None:
        return self.finish() if self.is_busy else self.press(x, y, secondary=secondary)

    def move(self, x: float, y: float) -> None:
        self._pointer = (x, y)

    def finish(self) -> AreaDrawn | None:
        if len(self._corners) < 3:
            return None  # there is no area yet
        drawn = AreaDrawn(tuple(self._corners), self._erases)
        self.cancel()
        return drawn

    def take_back(self) -> None:
        del self._corners[-1:]

    def cancel(self) -> None:
        self._corners = []

    @property
    def is_busy(self) -> bool:
        return bool(self._corners)

    @property
    def preview(self) -> AreaBegun | None:
        if not self._corners:
            return None
        return AreaBegun((*self._corners, self._pointer), self._erases)

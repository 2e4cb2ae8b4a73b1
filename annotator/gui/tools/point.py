"""Click to add, click with the other button to subtract."""

from __future__ import annotations

from annotator.gui.tools.gestures import PointPlaced
from storage.records import Point


class PointTool:
    """``positive`` is what the main button means; the other button means the opposite."""

    def __init__(self, *, positive: bool = True) -> None:
        self.positive = positive

    def press(self, x: float, y: float, *, secondary: bool) -> PointPlaced:
        return PointPlaced(Point(x, y, positive=self.positive is not secondary))

    def move(self, x: float, y: float) -> None:
        pass

    def release(self) -> None:
        return None

    def cancel(self) -> None:
        pass

    @property
    def preview(self) -> None:
        return None

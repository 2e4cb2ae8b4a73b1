"""Click to add, click with the other button to subtract."""

from __future__ import annotations

from annotator.gui.tools.gestures import PointPlaced
from annotator.gui.tools.tool import Tool
from storage.records import Point


class PointTool(Tool):
    """``positive`` is what the main button means; the other button means the opposite."""

    makes_prompts = True

    def __init__(self, *, positive: bool = True) -> None:
        self.positive = positive

    def press(self, x: float, y: float, *, secondary: bool) -> PointPlaced:
        return PointPlaced(Point(x, y, positive=self.positive is not secondary))

    def aim(self, x: float, y: float) -> PointPlaced:
        return self.press(x, y, secondary=False)

"""The tools there are."""

from __future__ import annotations

from annotator.gui.tools.box import BoxTool
from annotator.gui.tools.brush import BrushTool
from annotator.gui.tools.lasso import LassoTool
from annotator.gui.tools.outline import OutlineTool
from annotator.gui.tools.pick import PickTool
from annotator.gui.tools.point import PointTool
from annotator.gui.tools.polygon import PolygonTool
from annotator.gui.tools.tool import Tool


def all_tools() -> dict[str, Tool]:
    """One of each, by the id of the action that takes it."""
    return {
        "add-point": PointTool(),
        "subtract-point": PointTool(positive=False),
        "box": BoxTool(),
        "brush": BrushTool(),
        "eraser": BrushTool(erases=True),
        "polygon": PolygonTool(),
        "lasso": LassoTool(),
        "bend-outline": OutlineTool(),
        "pick": PickTool(),
    }

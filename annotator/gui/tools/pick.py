"""Click an object to choose it."""

from __future__ import annotations

import math

from annotator.gui.tools.gestures import Picked
from annotator.gui.tools.tool import Tool


class PickTool(Tool):
    """Names the pixel that was clicked; who is there, others know."""

    makes_prompts = True  # so that those on the frame can be moved

    def press(self, x: float, y: float, *, secondary: bool) -> Picked:  # noqa: ARG002
        return Picked(math.floor(x + 0.5), math.floor(y + 0.5))

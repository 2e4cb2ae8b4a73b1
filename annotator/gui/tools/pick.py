"""Click an object to choose it."""

from __future__ import annotations

import math

from annotator.gui.tools.gestures import Picked


class PickTool:
    """Names the pixel that was clicked; who is there, others know."""

    def press(self, x: float, y: float, *, secondary: bool) -> Picked:  # noqa: ARG002
        return Picked(math.floor(x + 0.5), math.floor(y + 0.5))

    def move(self, x: float, y: float) -> None:
        pass

    def release(self) -> None:
        return None

    def cancel(self) -> None:
        pass

    @property
    def preview(self) -> None:
        return None

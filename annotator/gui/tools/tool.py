"""What every tool is: a small state machine of the hand, without a screen."""

from __future__ import annotations

from typing import Protocol

from annotator.gui.tools.gestures import Gesture, Preview


class Tool(Protocol):
    """Fed with the pointer in frame coordinates; answers with a gesture when one is complete."""

    def press(self, x: float, y: float, *, secondary: bool) -> Gesture | None: ...

    def move(self, x: float, y: float) -> None: ...

    def release(self) -> Gesture | None: ...

    def cancel(self) -> None:
        """Forget what was begun."""
        ...

    @property
    def preview(self) -> Preview:
        """What is being drawn, for the canvas to show."""
        ...

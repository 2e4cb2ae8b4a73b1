"""What every tool is: a small state machine of the hand, without a screen."""

from __future__ import annotations

from annotator.gui.tools.gestures import BoxDrawn, Gesture, PointPlaced, Preview


class Tool:
    """Fed with the pointer in frame coordinates; answers with a gesture when one is complete.

    What a tool does not care about does nothing. ``grip`` is how far a hand may miss what it means, in
    frame pixels: the canvas sets it from its zoom.
    """

    makes_prompts = False  # whether what it makes is shown to an engine
    drags = False  # whether it is at work from a press until that is let go
    grip = 4.0

    def press(self, x: float, y: float, *, secondary: bool) -> Gesture | None:  # noqa: ARG002
        return None

    def press_again(self, x: float, y: float, *, secondary: bool) -> Gesture | None:
        """The second press of a double click."""
        return self.press(x, y, secondary=secondary)

    def move(self, x: float, y: float) -> None:
        pass

    def release(self) -> Gesture | None:
        return None

    def finish(self) -> Gesture | None:
        """Enter: complete what was begun."""
        return None

    def take_back(self) -> None:
        """Backspace: forget the latest part of what was begun."""

    def cancel(self) -> None:
        """Forget what was begun."""

    @property
    def is_busy(self) -> bool:
        """Whether Enter, Backspace and Escape are meant for the tool."""
        return False

    @property
    def preview(self) -> Preview:
        """What is being drawn, for the canvas to show."""
        return None

    def aim(self, x: float, y: float) -> PointPlaced | BoxDrawn | None:  # noqa: ARG002
        """The prompt that the hand would make here and now."""
        return None

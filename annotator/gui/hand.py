"""The hand on the frame, without a screen: it moves a prompt that it finds under itself, or else works
with the tool that is in it."""

from __future__ import annotations

from annotator.gui import prompt_handles
from annotator.gui.prompt_handles import Handle
from annotator.gui.tools.gestures import BoxDrawn, Gesture, PointPlaced, Preview, PromptEdited
from annotator.gui.tools.point import PointTool
from annotator.gui.tools.tool import Tool
from storage.records import FramePrompt


class Hand:
    """Fed with the pointer in frame coordinates. ``prompt`` is what lies on the frame to be moved."""

    def __init__(self) -> None:
        self.tool: Tool = PointTool()
        self._prompt = FramePrompt(0)
        self._held: Handle | None = None
        self._from = self._to = (0.0, 0.0)

    @property
    def prompt(self) -> FramePrompt:
        return self._prompt

    def show_prompt(self, prompt: FramePrompt) -> None:
        """Another prompt lies on the frame; what the hand had of the one before slips out of it."""
        if prompt != self._prompt:
            self._prompt, self._held = prompt, None

    def take(self, tool: Tool) -> None:
        """Take another tool; what the last one had begun is forgotten."""
        self.cancel()
        self.tool = tool

    def set_grip(self, grip: float) -> None:
        """How far the hand may miss what it means, in frame pixels."""
        self.tool.grip = grip

    def press(self, x: float, y: float, *, secondary: bool, again: bool = False) -> Gesture | None:
        handle = self.handle_at(x, y)
        if handle is not None and not secondary:
            self._held, self._from, self._to = handle, (x, y), (x, y)
            return None
        press = self.tool.press_again if again else self.tool.press
        return press(x, y, secondary=secondary)

    def move(self, x: float, y: float) -> None:
        self._to = (x, y)
        if self._held is None:
            self.tool.move(x, y)

    def release(self) -> Gesture | None:
        if self._held is None:
            return self.tool.release()
        moved, self._held = self.shown_prompt, None
        if moved == self.prompt:
            return None
        return PromptEdited(moved)

    def cancel(self) -> None:
        """Forget what was begun."""
        self._held = None
        self.tool.cancel()

    @property
    def is_busy(self) -> bool:
        """Whether something is begun that Enter completes, or Escape forgets."""
        return self._held is not None or self.tool.is_busy

    @property
    def is_dragging(self) -> bool:
        """Whether something is begun that letting go completes."""
        return self._held is not None or (self.tool.drags and self.tool.is_busy)

    # --- prompts ---------------------------------------------------------------------------------

    def handle_at(self, x: float, y: float) -> Handle | None:
        """The part of the prompt under the hand, if it may be moved now."""
        if not self.tool.makes_prompts or self.tool.is_busy:
            return None
        return prompt_handles.handle_at(self.prompt, x, y, grip=self.tool.grip)

    def remove(self, handle: Handle) -> PromptEdited:
        """Take a part of the prompt away."""
        return PromptEdited(prompt_handles.remove(self.prompt, handle))

    @property
    def shown_prompt(self) -> FramePrompt:
        """The prompt, with the part that the hand has where the hand is."""
        if self._held is None:
            return self.prompt
        dx, dy = self._to[0] - self._from[0], self._to[1] - self._from[1]
        return prompt_handles.move(self.prompt, self._held, dx, dy)

    @property
    def preview(self) -> Preview:
        return self.tool.preview

    def aim(self, x: float, y: float) -> PointPlaced | BoxDrawn | PromptEdited | None:
        """The prompt that the hand would make if it acted here and now."""
        if self._held is not None:
            return PromptEdited(self.shown_prompt)
        return None if self.handle_at(x, y) else self.tool.aim(x, y)

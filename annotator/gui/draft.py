"""A mask in the making, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from model_backend.engine import Candidate
from storage.records import FramePrompt


@dataclass(frozen=True, slots=True)
class Draft:
    """A mask in the making, of the object at work or of a new one.

    ``prompts`` are all states of the prompt, the newest last; ``candidates`` what the engine sees in the
    newest. While it still looks (``waiting``) they are those of ``before``, the draft that it answered last.
    """

    prompts: tuple[FramePrompt, ...]
    candidates: tuple[Candidate, ...] = ()
    place: int = 0
    waiting: bool = False
    engine_starts: bool = False  # and is waited for too
    before: Draft | None = None

    @property
    def prompt(self) -> FramePrompt:
        return self.prompts[-1]

    @property
    def candidate(self) -> Candidate | None:
        """The one that is shown."""
        return self.candidates[self.place] if self.candidates else None

    @property
    def proposal(self) -> Candidate | None:
        """The one that is shown, if it is of the newest prompt."""
        return None if self.waiting else self.candidate

    @property
    def answered(self) -> Draft | None:
        """The latest that the engine has answered: this one, or the one before."""
        return self.before if self.waiting else self

    def turned(self, step: int) -> Draft:
        """With another candidate shown, round and round."""
        return replace(self, place=(self.place + step) % len(self.candidates))

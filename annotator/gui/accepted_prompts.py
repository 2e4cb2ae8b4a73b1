"""Prompts whose masks a person accepted, and went on, before the engine had answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.gui.suggestions import Answer, Question
from annotator.masks import set_mask, start_object

if TYPE_CHECKING:
    from annotator.session import Session
    from storage.masks import Rle


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the engine was asked, and the category of the object that it begins, if it does."""

    question: Question
    category: str | None


class AcceptedPrompts:
    """Each is saved where the person was then; they may be elsewhere when its mask comes."""

    def __init__(self) -> None:
        self._waiting: list[Accepted] = []

    @property
    def next(self) -> Question | None:
        """What the engine has to be asked again, if a newer question overtook it."""
        return self._waiting[0].question if self._waiting else None

    def add(self, question: Question, category: str | None) -> None:
        """Save what comes for this question."""
        self._waiting.append(Accepted(question, category))

    def save(self, answer: Answer, session: Session | None) -> int | None:
        """Save an answer, if it is to one of them, and of the project that is open; returns the object
        that it began, if it did.

        Raises what kept the engine from answering, and UserError if the object is gone or locked meanwhile.
        """
        accepted = next((it for it in self._waiting if it.question == answer.question), None)
        if accepted is None:
            return None
        self._waiting.remove(accepted)
        if answer.question.session is not session:
            return None
        if answer.error is not None:
            raise answer.error
        return _save(accepted, answer.candidates[0].rle) if answer.candidates else None


def _save(accepted: Accepted, rle: Rle) -> int | None:
    asked = accepted.question
    frame_index = asked.prompt.frame_index
    if asked.object_id is not None:
        set_mask(asked.session, asked.object_id, frame_index, rle, prompt=asked.prompt)
        return None
    return start_object(
        asked.session,
        asked.video_id,
        frame_index,
        rle,
        prompt=asked.prompt,
        category=accepted.category,
    ).id

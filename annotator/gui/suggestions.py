"""What the engine sees at a prompt, asked for off the window's thread; the newest question wins."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.latest import Latest
from model_backend.engine import Candidate
from storage.records import FramePrompt

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session
    from model_backend.host import EngineHost


@dataclass(frozen=True, slots=True)
class Question:
    """A prompt on a frame of a video, about an object if it is one already. ``engine`` is the one of the
    session: another sees other things."""

    session: Session
    engine: EngineHost
    video_id: int
    prompt: FramePrompt
    object_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine sees there, best first, or the ``error`` that kept it from looking."""

    question: Question
    candidates: tuple[Candidate, ...] = ()
    error: Exception | None = None
    seconds: float = 0.0


class Suggestions(QObject):
    """Remembers the newest answer: asked the same again, nobody waits."""

    answered = Signal(object)  # an Answer

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest: Answer | None = None
        self._latest = Latest(_look, name="maskbank-suggestions")
        self._latest.answered.connect(self._take)

    def known(self, question: Question) -> Answer | None:
        """The answer, if it is there already."""
        newest = self._newest
        return newest if newest and newest.question == question and not newest.error else None

    def ask(self, question: Question) -> None:
        """Ask; an older question that is still waiting is dropped."""
        self._latest.ask(question)

    def close(self) -> None:
        """End the worker."""
        self._latest.close()

    def _take(self, answer: Answer) -> None:
        self._newest = answer
        self.answered.emit(answer)


def _look(question: Question) -> Answer:
    started = time.monotonic()
    try:
        found = question.session.suggest(
            question.video_id, question.prompt, object_id=question.object_id
        )
    except Exception as error:  # noqa: BLE001  whoever asked shows it to the person
        return Answer(question, error=error)
    return Answer(question, tuple(found), seconds=time.monotonic() - started)

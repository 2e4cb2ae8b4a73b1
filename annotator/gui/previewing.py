"""What a click would get, shown before it is made."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.gui.canvas import Canvas
from annotator.gui.drafting import Drafting
from annotator.gui.overlay import NOTHING, Layer, OverlayStyle, compose
from annotator.gui.stage import Stage
from annotator.gui.suggestions import Answer, Question
from annotator.gui.tools.gestures import BoxDrawn, PointPlaced, PromptEdited
from storage.errors import UserError

QUICK_SECONDS = 0.7  # an engine that takes longer would only be kept from the clicks themselves
_REST_MILLISECONDS = 60
_STYLE = OverlayStyle(opacity=0.3, outline_px=1)


class Previewing(QObject):
    """Asks the engine about the prompt under a hand that rests, once a click was answered quickly.

    So no engine is started, or kept busy, by a pointer that passes over the frame.
    """

    def __init__(self, canvas: Canvas, stage: Stage, drafting: Drafting) -> None:
        super().__init__(canvas)
        self._canvas, self._stage, self._drafting = canvas, stage, drafting
        self._aim: PointPlaced | BoxDrawn | PromptEdited | None = None
        self._asked: Question | None = None
        self._quick = False
        self._on = True
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._ask)
        canvas.aimed.connect(self._follow)
        drafting.changed.connect(self._clear)
        stage.shown.connect(self._clear)
        drafting.suggestions.answered.connect(self._take)

    def set_on(self, *, on: bool) -> None:
        """Show previews, or none."""
        self._on = on
        self._clear()

    def _follow(self, aim: PointPlaced | BoxDrawn | PromptEdited | None) -> None:
        if aim != self._aim:
            self._aim = aim
            self._clear()

    def _clear(self) -> None:
        self._asked = None
        self._canvas.set_preview(NOTHING)
        if self._on and self._quick and self._aim is not None:
            self._rest.start()
        else:
            self._rest.stop()

    def _ask(self) -> None:
        draft = self._drafting.draft
        if self._aim is None or (draft is not None and draft.waiting):
            return
        try:
            prompt = self._drafting.prompt_after(self._aim)
        except UserError:
            return  # a click would say why
        if prompt is not None and not prompt.is_empty:
            self._asked = self._drafting.question(prompt)
            self._drafting.suggestions.ask(self._asked)

    def _take(self, answer: Answer) -> None:
        self._quick = answer.error is None and answer.seconds < QUICK_SECONDS
        if answer.question == self._asked and answer.candidates:
            layer = Layer(answer.candidates[0].rle, self._stage.colour)
            self._canvas.set_preview(compose([layer], _STYLE, scale=self._canvas.shrinking))

"""What lies under the pointer: drawn stronger, and told by name."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from annotator.gui.canvas import Canvas, Hover
from annotator.gui.frame_content import LabelledMask
from annotator.gui.help_text import describe_mask
from annotator.gui.latest import Latest
from annotator.gui.overlay import NOTHING, Layer, Overlay, OverlayStyle, compose
from annotator.gui.plain_text import tool_tip
from annotator.gui.stage import Stage

_STYLE = OverlayStyle(outline_px=3)


@dataclass(frozen=True, slots=True)
class _Question:
    under: LabelledMask
    scale: float


@dataclass(frozen=True, slots=True)
class _Answer:
    question: _Question
    overlay: Overlay


class Hovering(QObject):
    """Follows the pointer over the canvas."""

    changed = Signal(object, object)  # a Hover, and the LabelledMask there or None

    def __init__(self, canvas: Canvas, stage: Stage) -> None:
        super().__init__(canvas)
        self._canvas, self._stage = canvas, stage
        self._hover = Hover(None)
        self._under: LabelledMask | None = None
        self._latest = Latest(_highlight, name="maskbank-highlight")
        self._latest.answered.connect(self._take)
        canvas.hovered.connect(self._follow)
        stage.shown.connect(lambda: self._follow(self._hover))

    def close(self) -> None:
        """End the worker."""
        self._latest.close()

    def _follow(self, hover: Hover) -> None:
        self._hover = hover
        under = self._stage.mask_at(*hover.pixel_xy) if hover.pixel_xy else None
        if under != self._under or under is None:
            self._under = under
            self._canvas.set_highlight(NOTHING)
            self._canvas.setToolTip(tool_tip(describe(under)) if under else "")
            if under is not None and self._stage.style.shown:
                self._latest.ask(_Question(under, self._canvas.shrinking))
        self.changed.emit(hover, under)

    def _take(self, answer: _Answer) -> None:
        if answer.question.under == self._under:
            self._canvas.set_highlight(answer.overlay)


def describe(labelled: LabelledMask) -> str:
    """Number and name of the object, and what is known of its mask."""
    tracked = labelled.tracked
    return f"[{tracked.number}] {tracked.name}\n{describe_mask(labelled.mask)}"


def _highlight(question: _Question) -> _Answer:
    under = question.under
    layer = Layer(under.mask.rle, under.tracked.colour, emphasised=True, hollow=True)
    return _Answer(question, compose([layer], _STYLE, scale=question.scale))

"""Words: the conversation about a video, what the model proposes, and the box to find or ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.conversation_html import Utterance
from annotator.gui.conversation_view import ConversationView
from annotator.gui.conversing import Answer, Asked
from annotator.gui.expressions_button import ExpressionsButton
from annotator.gui.icon_button import IconButton
from annotator.gui.messages import sentence_of
from annotator.gui.model_offer import ModelOffer
from annotator.gui.offers import Offer, nearest_frame
from annotator.gui.offers_view import OffersView
from annotator.gui.pointing import Pointing
from annotator.gui.question_box import QuestionBox
from annotator.gui.question_scope import QuestionScope
from annotator.jobs import JobState
from model_backend.engine import EngineError
from storage.errors import UserError
from storage.records import Speaker, Turn

if TYPE_CHECKING:
    from annotator.gui.workbench import Workbench


class WordsPanel(QWidget):
    """Wires itself to the workbench; what cannot be done is told by ``failed``."""

    failed = Signal(object)  # an exception

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench = bench
        self._turns: Sequence[Turn] = ()
        self.conversation, self.offers = ConversationView(), OffersView()
        self.question = QuestionBox()
        self.scope = QuestionScope(bench.workspace)
        self.pointing = Pointing(bench.workspace, bench.drafting)
        self.model = ModelOffer(bench.engines, bench.bridge)
        self._without_words = QScrollArea()  # in a small window nothing is squeezed
        self._without_words.setWidget(self.model)
        self._without_words.setWidgetResizable(True)
        self._without_words.setFrameShape(QFrame.Shape.NoFrame)
        self._without_words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._asking = QWidget()
        self.expressions = ExpressionsButton(bench.conversing)
        self.ask_button = QPushButton(self.tr("Ask"))
        self.clear_button = IconButton("delete", self.tr("Clear the conversation; objects stay"))
        self._lay_out()
        self._connect()
        self._show_objects()
        self._show_answer()

    # --- what is done ------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask what is written."""
        start, stop = self.scope.frames
        text = self.question.toPlainText().strip()
        self._bench.conversing.ask(
            Asked(
                text,
                start,
                stop,
                sampled_frames=self.scope.sample.value(),
                prompts=self.pointing.regions,
                window_frames=self.scope.window_frames,
            )
        )
        self.question.clear()
        self.pointing.clear()

    def ask_or_cancel(self) -> None:
        """What the button does: it cancels while an answer comes."""
        if self._bench.conversing.is_asking:
            self._bench.conversing.cancel()
        else:
            self.ask()

    def follow(self, link: str) -> None:
        """Go where a link of the conversation leads."""
        kind, *numbers = link.split(":")
        first, second = (*map(int, numbers), 0)[:2]
        match kind:
            case "object":
                self._go_to_object(first)
            case "proposal":
                offer = self._bench.offers.find(first, second)
                if offer is not None:
                    self.offers.choose(offer)
            case "range":
                self._bench.workspace.set_range(first, second)
                self._bench.seek(first)

    def _go_to_object(self, object_id: int) -> None:
        session, _ = self._bench.workspace.require()
        marks = session.project.track_marks(object_id)
        frames: list[int] = marks.frame_index[marks.area > 0].tolist()
        self._go_to_nearest(frames)
        self._bench.workspace.choose(object_id)

    def _go_to_nearest(self, frames: Sequence[int]) -> None:
        frame_index = nearest_frame(frames, self._bench.workspace.frame_index)
        if frame_index is not None:
            self._bench.seek(frame_index)

    def _rename(self, offer: Offer, name: str, category: str) -> None:
        self._bench.offers.rename(offer, name, category or None)

    def _attempt(self, do: Callable[[], object]) -> None:
        try:
            do()
        except (UserError, EngineError) as error:
            self.failed.emit(error)

    # --- what is shown -----------------------------------------------------------------------------

    def _show_turns(self) -> None:
        self._turns = self._bench.conversing.turns()
        self._show_conversation()

    def _show_conversation(self) -> None:
        hint = self.tr(
            "Write what to find: “segment the dog”. What is found is proposed, and you accept it.\n"
            "Or ask: “what is [1] doing?” Type [ to name an object.\n"
            "Mark a thing on the frame to ask about it."
        )
        objects = self._bench.workspace.objects
        said = self._said()
        self.conversation.show_said(said, objects, hint=hint)
        self.conversation.setVisible(bool(said) or self._bench.engines.understands_words)

    def _said(self) -> list[Utterance]:
        """The conversation that is kept, and the newest question while it is not."""
        answer = self._bench.conversing.answer
        offers = self._offers_of(answer) if answer else ()
        said = [Utterance(it.speaker, it.text, it.start, it.stop) for it in self._turns]
        if answer is not None and not answer.is_kept:
            asked = answer.asked
            said += [
                Utterance(Speaker.PERSON, asked.text, asked.start, asked.stop),
                Utterance(
                    Speaker.MODEL, answer.text, asked.start, asked.stop, offers, self._note(answer)
                ),
            ]
        elif said and offers:
            last = said[-1]
            said[-1] = Utterance(last.speaker, last.text, last.start, last.stop, offers)
        return said

    def _offers_of(self, answer: Answer) -> tuple[Offer, ...]:
        return tuple(it for it in self._bench.offers.all if it.question == answer.id)

    def _note(self, answer: Answer) -> str:
        match answer.state:
            case JobState.WAITING:
                return self.tr("(waits for other jobs)")
            case JobState.CANCELLED:
                return self.tr("(cancelled)")
            case JobState.FAILED:
                return f"({sentence_of(answer.error)})" if answer.error else ""
            case _:
                return "…" if answer.text else self.tr("Looking ...")

    def _show_answer(self) -> None:
        conversing = self._bench.conversing
        asking = conversing.is_asking
        self.ask_button.setText(self.tr("Cancel") if asking else self.tr("Ask"))
        if conversing.answer is not None and conversing.answer.state is JobState.FAILED:
            self._give_back(conversing.answer.asked.text)
        self.offers.express.setEnabled(conversing.answer is not None and not asking)
        self._show_conversation()
        self._enable()

    def _give_back(self, text: str) -> None:
        """Let a question that failed be asked again, unless another one is being written."""
        if not self.question.toPlainText():
            self.question.setPlainText(text)

    def _show_objects(self) -> None:
        self.question.set_objects(self._bench.workspace.objects)
        self._show_conversation()

    def _show_offers(self) -> None:
        self.offers.show_offers(self._bench.offers.all)
        self._show_conversation()

    def _enable(self) -> None:
        speaks = self._bench.engines.understands_words
        begins = speaks and not self.question.isVisibleTo(self)
        for widget in (self.question, self.scope, self.ask_button):
            widget.setEnabled(speaks)
        self._asking.setVisible(speaks)  # without, the room is for what to do about it
        self.ask_button.setVisible(speaks)
        self._without_words.setVisible(not speaks)
        self._show_conversation()
        if begins and self.isAncestorOf(QApplication.focusWidget() or self):
            self.question.setFocus()  # not whatever comes after the button that was pressed here

    # --- putting it together -------------------------------------------------------------------------

    def _connect(self) -> None:
        bench, attempt = self._bench, self._attempt
        self.question.asked.connect(lambda: attempt(self.ask))
        self.ask_button.clicked.connect(lambda: attempt(self.ask_or_cancel))
        self.clear_button.clicked.connect(lambda: attempt(bench.conversing.clear))
        self.conversation.link_clicked.connect(lambda it: attempt(partial(self.follow, it)))
        self.offers.accepted.connect(lambda it: attempt(partial(bench.conversing.accept, it)))
        self.offers.rejected.connect(bench.offers.reject)
        self.offers.renamed.connect(self._rename)
        self.offers.expressed.connect(lambda: attempt(bench.conversing.express))
        self.offers.chosen.connect(lambda it: self._go_to_nearest(it.track.frames))
        self.expressions.failed.connect(self.failed)
        self.model.cancel_requested.connect(bench.projects.jobs.cancel)
        bench.conversing.changed.connect(self._show_answer)
        bench.conversing.turns_changed.connect(self._show_turns)
        bench.offers.changed.connect(self._show_offers)
        bench.offers.pointed_at.connect(self.offers.choose)
        bench.offers.masks_changed.connect(self.offers.refresh_soon)
        bench.workspace.objects_changed.connect(self._show_objects)
        bench.engines.changed.connect(self._enable)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.clear_button)
        buttons.addWidget(self.expressions)
        buttons.addStretch(1)
        self.ask_button.setDefault(True)
        buttons.addWidget(self.ask_button)
        below = QVBoxLayout()
        below.setContentsMargins(8, 6, 8, 8)
        below.setSpacing(6)
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(below.spacing())
        for widget in (self.pointing, self.question, self.scope):
            asking.addWidget(widget)
        below.addWidget(self.offers)
        below.addWidget(self._asking)
        below.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.conversation, 1)
        column.addWidget(self._without_words, 1)
        column.addLayout(below)

"""The conversation about a video as it is read, with the answer that is being given."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QTextBrowser

from annotator.gui.conversation_html import Look, Utterance, render
from annotator.gui.sentences import say
from storage.counting import which_frames
from storage.records import TrackedObject

_SHOWN = 200  # the newest
_PAUSE_MILLISECONDS = 40  # words come quicker than they are read


class ConversationView(QTextBrowser):
    """Shows what it is given; says which link was clicked."""

    link_clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._said: Sequence[Utterance] = ()
        self._objects: Sequence[TrackedObject] = ()
        self._hint = self._drawn = ""
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._draw)
        self._is_at_end = True
        self.verticalScrollBar().valueChanged.connect(self._note_place)
        self.verticalScrollBar().rangeChanged.connect(self._stay_at_end)
        self.setOpenLinks(False)
        self.setAccessibleName(self.tr("Conversation"))
        self.anchorClicked.connect(self._click)

    def show_said(
        self, said: Sequence[Utterance], objects: Sequence[TrackedObject], *, hint: str
    ) -> None:
        """Show what was said, oldest first; ``hint`` if there is nothing."""
        self._said, self._objects, self._hint = said[-_SHOWN:], objects, hint
        if not self._timer.isActive():
            self._timer.start()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._timer.start()
        super().changeEvent(event)

    def _draw(self) -> None:
        look = self._look()
        blocks = [render(it, self._objects, look, frames=self._frames(it)) for it in self._said]
        hint = escape(self._hint).replace("\n", "<br>")
        html = "".join(blocks) or f'<p style="color:{look.faint};margin:12px">{hint}</p>'
        if html != self._drawn:
            self._drawn = html
            self._replace(html)

    def _replace(self, html: str) -> None:
        """Who reads further up stays there; who is at the end sees what comes."""
        bar = self.verticalScrollBar()
        place, is_at_end = bar.value(), self._is_at_end
        self.setHtml(html)
        self._is_at_end = is_at_end
        bar.setValue(bar.maximum() if is_at_end else place)

    def _note_place(self, place: int) -> None:
        self._is_at_end = place == self.verticalScrollBar().maximum()

    def _stay_at_end(self, _least: int, most: int) -> None:
        """Long texts find their height little by little."""
        if self._is_at_end:
            self.verticalScrollBar().setValue(most)

    def _frames(self, said: Utterance) -> str:
        return say(which_frames(said.start, said.stop))

    def _look(self) -> Look:
        palette = self.palette()
        return Look(
            person=palette.color(QPalette.ColorRole.AlternateBase).name(),
            faint=palette.color(QPalette.ColorRole.PlaceholderText).name(),
            link=palette.color(QPalette.ColorRole.Link).name(),
        )

    def _click(self, url: QUrl) -> None:
        self.link_clicked.emit(url.toString())

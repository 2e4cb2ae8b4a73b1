"""The conversation about a video as it is read, with the answer that is being given."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QTextBrowser, QWidget

from annotator.gui.conversation_html import Look, Utterance, render
from storage.records import TrackedObject

_SHOWN = 200  # the newest
_PAUSE_MILLISECONDS = 40  # words come quicker than they are read


class ConversationView(QTextBrowser):
    """Shows what it is given; says which link was clicked."""

    link_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: Sequence[Utterance] = ()
        self._objects: Sequence[TrackedObject] = ()
        self._hint = ""
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._draw)
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
        self.setHtml("".join(blocks) or f'<p style="color:{look.faint};margin:12px">{hint}</p>')
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _frames(self, said: Utterance) -> str:
        if said.stop - said.start == 1:
            return self.tr("frame {0}").format(said.start)
        return self.tr("frames {0} to {1}").format(said.start, said.stop - 1)

    def _look(self) -> Look:
        palette = self.palette()
        return Look(
            person=palette.color(QPalette.ColorRole.AlternateBase).name(),
            faint=palette.color(QPalette.ColorRole.PlaceholderText).name(),
            link=palette.color(QPalette.ColorRole.Link).name(),
        )

    def _click(self, url: QUrl) -> None:
        self.link_clicked.emit(url.toString())

"""Where an attribute that varies is what."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from annotator.gui.i18n import tr
from storage.attributes import AttributeSpan, AttributeValue


class SpansLabel(QLabel):
    """Names the stretch at hand, the one before and the one after it; each is a link."""

    chosen = Signal(object)  # an AttributeSpan

    def __init__(self, name: str) -> None:
        """Of the attribute ``name``."""
        super().__init__()
        self._name = name
        self._shown: list[AttributeSpan] = []
        self.setObjectName("faint")
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.setToolTip(self.tr("On which frames it is what; a click chooses them as the range"))
        self.linkActivated.connect(lambda link: self.chosen.emit(self._shown[int(link)]))
        self.hide()

    def show_spans(self, spans: Sequence[AttributeSpan], frame_index: int) -> None:
        """Show those that are nearest to a frame."""
        mine = sorted((it for it in spans if it.name == self._name), key=lambda it: it.start)
        at_hand = next((i for i, it in enumerate(mine) if it.stop > frame_index), len(mine))
        self._shown = mine[max(at_hand - 1, 0) : at_hand + 2]
        self.setText(" · ".join(_link(i, it) for i, it in enumerate(self._shown)))
        self.setVisible(bool(self._shown))


def _link(place: int, span: AttributeSpan) -> str:
    said = tr("{0}: {1} to {2}").format(_say(span.value), span.start, span.stop - 1)
    return f'<a href="{place}">{html.escape(said)}</a>'


def _say(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return str(value)

"""What can be done with the mask in the making."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from annotator.gui.drafting import Draft


class HintBar(QFrame):
    """Shown under the canvas while there is a draft."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hint")
        self._text = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.addWidget(self._text, 1)
        for name in ("next-candidate", "keep", "discard"):
            button = QToolButton()
            button.setDefaultAction(actions[name])
            row.addWidget(button)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_draft(self, draft: Draft | None) -> None:
        """Say how the draft stands."""
        self.setVisible(draft is not None)
        if draft is not None:
            self._text.setText(self._sentence(draft))

    def _sentence(self, draft: Draft) -> str:
        if draft.waiting or draft.candidate is None:
            return self.tr("Looking ...")
        share = round(draft.candidate.score * 100)
        return self.tr(
            "Mask {0} of {1}, score {2} %  ·  Tab: another  ·  Enter: keep  ·  Esc: drop  ·  "
            "click: add, right click: take away"
        ).format(draft.place + 1, len(draft.candidates), share)

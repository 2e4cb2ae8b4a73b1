"""What can be done with a proposal."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from annotator.gui.draft import Draft
from annotator.gui.elided_label import ElidedLabel
from annotator.gui.shortcuts import keys_of, native_text
from storage.records import TrackedObject


class HintBar(QFrame):
    """Shown under the canvas while there is a draft."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("hint")
        self._actions = actions
        self._text = ElidedLabel()
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

    def show_draft(self, draft: Draft | None, tracked: TrackedObject | None) -> None:
        """Say how the draft stands; it is of ``tracked``, or of a new object."""
        self.setVisible(draft is not None)
        if draft is not None:
            self._text.setText(self._sentence(draft, tracked))

    def _sentence(self, draft: Draft, tracked: TrackedObject | None) -> str:
        if draft.engine_starts:
            return self.tr("The engine starts; the first mask takes a little longer ...")
        if draft.waiting:
            return self.tr("Looking ...")
        if draft.proposal is None:
            return self.tr("Nothing was found there: click elsewhere, or draw a box.")
        parts = [
            f"[{tracked.number}] {tracked.name}" if tracked else self.tr("New object"),
            self.tr("Proposal {0} of {1}").format(draft.place + 1, len(draft.candidates)),
            self._by_key("keep", self.tr("accept")),
            self._by_key("discard", self.tr("reject")),
            self.tr("click: add"),
            self.tr("right click: subtract"),
        ]
        if len(draft.candidates) > 1:
            parts.insert(2, self._by_key("next-candidate", self.tr("the next one")))
        return "  ·  ".join(it for it in parts if it)

    def _by_key(self, action_id: str, what: str) -> str:
        """The first key that does it, and what that is; empty if no key does."""
        keys = keys_of(self._actions[action_id])
        return f"{native_text(keys[:1])}: {what}" if keys else ""

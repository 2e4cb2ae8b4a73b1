"""The sentences that refer to objects of the video: listed, chosen, forgotten."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton

from annotator.gui.conversing import Conversing
from storage.errors import UserError
from storage.records import Expression


class ExpressionsButton(QToolButton):
    """Opens a menu with one entry a sentence."""

    failed = Signal(object)  # an exception

    def __init__(self, conversing: Conversing) -> None:
        super().__init__()
        self._conversing = conversing
        self.setObjectName("quiet")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(self.tr("Sentences that refer to objects of this video; they are exported"))
        menu = QMenu(self)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        conversing.turns_changed.connect(self._show_count)
        self._show_count()

    def fill(self) -> None:
        """List the sentences as they are now."""
        menu = self.menu()
        menu.clear()
        for it in self._conversing.expressions():
            forget = menu.addMenu(_title(it)).addAction(self.tr("Forget this expression"))
            forget.triggered.connect(partial(self._forget, it))
        if menu.isEmpty():
            menu.addAction(self.tr("There are none yet")).setEnabled(False)

    def _forget(self, expression: Expression, _checked: bool = False) -> None:
        try:
            self._conversing.remove_expression(expression)
        except UserError as error:
            self.failed.emit(error)

    def _show_count(self) -> None:
        self.setText(self.tr("Expressions: {0}").format(len(self._conversing.expressions())))


def _title(expression: Expression) -> str:
    text = expression.text.replace("&", "&&")
    return f"{text}  ({len(expression.object_ids)})"

"""Where a question is written: Enter asks, `[` offers the objects of the video."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit

from annotator.gui.objects_model import swatch
from storage.records import TrackedObject

_BEGUN = re.compile(r"\[([^\[\]\n]*)$")  # a mention that is being written
_NUMBER = Qt.ItemDataRole.UserRole
_LINES = 3


class QuestionBox(QPlainTextEdit):
    """A few lines of text. Shift and Enter begins a new line."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("question")
        self.setAccessibleName(self.tr("What to find, or to know"))
        self.setPlaceholderText(self.tr("Find: segment the dog. Or ask: what is [1] doing?"))
        self.setTabChangesFocus(True)
        self._objects = QStandardItemModel(self)
        self._completer = QCompleter(self._objects, self)
        self._completer.setWidget(self)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.activated.connect(self._complete)
        self.popup = QListView()
        self.popup.setAccessibleName(self.tr("Objects"))
        self.popup.setIconSize(QSize(14, 14))
        self._completer.setPopup(self.popup)
        self.textChanged.connect(self._offer)

    def set_objects(self, objects: Sequence[TrackedObject]) -> None:
        """Offer these after a `[`."""
        self._objects.clear()
        for it in objects:
            item = QStandardItem(swatch(it.colour), f"[{it.number}] {it.name}")
            item.setData(it.number, _NUMBER)
            self._objects.appendRow(item)

    @property
    def offered(self) -> list[str]:
        """What the popup shows now."""
        if not self.popup.isVisible():
            return []
        model = self._completer.completionModel()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().lineSpacing() * _LINES + 14
        return QSize(super().sizeHint().width(), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.popup.isVisible():
            if enter or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Escape):
                event.ignore()  # the popup's
                return
        elif enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.asked.emit()
            return
        super().keyPressEvent(event)

    def _begun(self) -> re.Match[str] | None:
        """The mention before the cursor, from its `[` on."""
        cursor = self.textCursor()
        line = cursor.block().text()[: cursor.positionInBlock()]
        return _BEGUN.search(line)

    def _offer(self) -> None:
        begun, popup = self._begun(), self.popup
        if begun is None or not self._objects.rowCount():
            popup.hide()
            return
        self._completer.setCompletionPrefix(begun[1])
        if not self._completer.completionCount():
            popup.hide()
            return
        popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        area = self.cursorRect()
        area.setWidth(max(220, popup.sizeHintForColumn(0) + 30))
        self._completer.complete(area)

    def _complete(self, text: str) -> None:
        """Put the object's number in place of what was begun."""
        begun = self._begun()
        if begun is not None:
            cursor = self.textCursor()
            left = QTextCursor.MoveOperation.Left
            cursor.movePosition(left, QTextCursor.MoveMode.KeepAnchor, len(begun[0]))
            cursor.insertText(text.partition(" ")[0] + " ")
            self.setTextCursor(cursor)

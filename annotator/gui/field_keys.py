"""Return and Escape in a field end the typing there: the keys are shortcuts again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_FIELDS = (QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit)


def is_typing() -> bool:
    """Whether what comes from the keyboard goes into a field."""
    return isinstance(QApplication.focusWidget(), _FIELDS)


class FieldKeys(QObject):
    """An event filter for windows with fields; the fields themselves need not know of it.

    What a field does not use up reaches its window. Without this, the next shortcut would be typed into
    the field, and Return would accept a proposal instead of what was written.
    """

    def __init__(self, home: QWidget) -> None:
        """``home`` gets the keyboard when a field is done with."""
        super().__init__(home)
        self._home = home

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Of the events that reach a window, take those keys if a field has the keyboard."""
        if not isinstance(event, QKeyEvent) or event.key() not in _ENDS:
            return False
        if not is_typing():
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() is QEvent.Type.KeyPress:
            self._home.activateWindow()
            self._home.setFocus()
        return True

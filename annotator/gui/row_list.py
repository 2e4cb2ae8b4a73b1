"""A list of rows in which Enter and Delete mean something, whatever they mean elsewhere in the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

_ENTER, _DELETE = (Qt.Key.Key_Return, Qt.Key.Key_Enter), (Qt.Key.Key_Delete,)


class RowList(QTreeWidget):
    """Rows without children."""

    enter_pressed = Signal()
    delete_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)

    def current_row(self) -> int:
        """The place of the row that is chosen; -1 if none is."""
        item = self.currentItem()
        return self.indexOfTopLevelItem(item) if item is not None else -1

    def row(self, place: int) -> QTreeWidgetItem:
        """One that is there."""
        item = self.topLevelItem(place)
        assert item is not None
        return item

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()  # else the key is that of a menu
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_ours(event):
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
            self.enter_pressed.emit()
        else:
            self.delete_pressed.emit()

    def _is_ours(self, event: QEvent) -> bool:
        return (
            isinstance(event, QKeyEvent)
            and event.key() in (*_ENTER, *_DELETE)
            and event.modifiers()
            in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            and self.state() is not QAbstractItemView.State.EditingState
        )

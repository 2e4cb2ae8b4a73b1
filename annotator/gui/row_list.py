"""A list of rows in which Enter and Delete mean something, whatever they mean elsewhere in the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from annotator.gui.own_keys import claims, is_key

_ENTER, _DELETE = (Qt.Key.Key_Return, Qt.Key.Key_Enter), (Qt.Key.Key_Delete,)
_OURS = (*_ENTER, *_DELETE)


class RowList(QTreeWidget):
    """Rows without children."""

    enter_pressed = Signal()
    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
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
        if claims(event, _OURS) and not self._is_editing:
            event.accept()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_editing or not is_key(event, _OURS):
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
            self.enter_pressed.emit()
        else:
            self.delete_pressed.emit()

    @property
    def _is_editing(self) -> bool:
        return self.state() is QAbstractItemView.State.EditingState

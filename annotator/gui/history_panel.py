"""The steps that can be undone and done again; a click goes there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.gui.bridge import Bridge
from annotator.gui.requests import GoToStep
from annotator.gui.sentences import say
from annotator.gui.workspace import Workspace

if TYPE_CHECKING:  # the window is there before these are loaded
    from storage.history import EditSummary

_ID = Qt.ItemDataRole.UserRole
_LISTED = 1000  # the newest; further back one undoes
_PAUSE_MILLISECONDS = 150  # many edits in a row are shown once


class HistoryPanel(QWidget):
    """Newest step last; those that were undone are faint."""

    requested = Signal(object)  # a GoToStep

    def __init__(self, workspace: Workspace, bridge: Bridge) -> None:
        super().__init__()
        self._workspace = workspace
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Steps"))
        self._list.setUniformItemSizes(True)
        self._list.itemActivated.connect(self._ask)
        self._list.itemClicked.connect(self._ask)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self.refresh)
        bridge.changed.connect(self._refresh_soon)
        workspace.session_changed.connect(self._refresh_soon)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list)

    @property
    def labels(self) -> list[str]:
        """What is listed, oldest first."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def refresh(self) -> None:
        """List the steps again."""
        session = self._workspace.session
        self._show(session.project.history()[-_LISTED:] if session else [])

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    def _refresh_soon(self) -> None:
        if self.isVisible():
            self._timer.start()

    def _show(self, steps: Sequence[EditSummary]) -> None:
        self._list.clear()
        faint = self.palette().placeholderText()
        for step in steps:
            item = QListWidgetItem(say(step.label))
            item.setData(_ID, step.id)
            item.setToolTip(step.created_at)
            if step.undone:
                item.setForeground(faint)
            self._list.addItem(item)
        done = sum(not step.undone for step in steps)
        self._list.setCurrentRow(done - 1)
        self._list.scrollToItem(self._list.currentItem())

    def _ask(self, item: QListWidgetItem) -> None:
        self.requested.emit(GoToStep(item.data(_ID)))

"""Which other object is meant: a list of those of the video."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.objects_model import swatch
from storage.records import TrackedObject


class OtherObjectDialog(QDialog):
    """Asks for one of ``objects``; ``explanation`` says what will be done with it."""

    requested = Signal(int)  # the id of the object

    def __init__(
        self,
        title: str,
        explanation: str,
        objects: Sequence[TrackedObject],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("The other object"))
        for it in objects:
            item = QListWidgetItem(swatch(it.colour), f"{it.number}  {it.name}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, it.id)
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self.below = QVBoxLayout()
        say = QLabel(explanation)
        say.setWordWrap(True)
        say.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(say)
        column.addWidget(self.list, 1)
        column.addLayout(self.below)
        column.addWidget(buttons)
        self.list.setFocus()

    @property
    def other_id(self) -> int | None:
        """The one that is chosen."""
        item = self.list.currentItem()
        object_id: int | None = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return object_id

    def accept(self) -> None:
        """Tell which, and close."""
        if self.other_id is not None:
            self.requested.emit(self.other_id)
            super().accept()

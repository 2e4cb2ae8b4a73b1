"""Which other objects are meant: a list of those of the video."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.dialog_buttons import ok_and_cancel
from annotator.gui.objects_model import swatch
from storage.records import TrackedObject


class OtherObjectDialog(QDialog):
    """Asks for one of ``objects``, or with ``several`` for some; ``explanation`` says what will be done.

    Those with the ids ``preselected`` are chosen at first, or else the first.
    """

    requested = Signal(object)  # the ids of the chosen objects, a tuple

    def __init__(
        self,
        title: str,
        explanation: str,
        objects: Sequence[TrackedObject],
        *,
        preselected: Collection[int] = (),
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("The other object"))
        self.list.ensurePolished()  # rows get their height now, before the first is chosen
        if several:
            self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for it in objects:
            item = QListWidgetItem(swatch(it.colour), f"{it.number}  {it.name}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, it.id)
        rows = [row for row, it in enumerate(objects) if it.id in preselected] or [0]
        self.list.setCurrentRow(rows[0])
        for row in rows if several else ():
            self.list.item(row).setSelected(True)
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self.below = QVBoxLayout()
        say = QLabel(explanation)
        say.setWordWrap(True)
        say.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.addWidget(say)
        column.addWidget(self.list, 1)
        column.addLayout(self.below)
        column.addWidget(ok_and_cancel(self))
        self.list.setFocus()

    @property
    def other_ids(self) -> tuple[int, ...]:
        """Those that are chosen."""
        rows = sorted(self.list.row(item) for item in self.list.selectedItems())
        return tuple(self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in rows)

    def accept(self) -> None:
        """Tell which, and close."""
        if self.other_ids:
            self.requested.emit(self.other_ids)
            super().accept()

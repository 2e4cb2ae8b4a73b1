"""One attribute of a category: its name, its kind, its choices, and whether it varies."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QWidget,
)

from annotator.gui.dialog_buttons import ok_and_cancel
from annotator.gui.i18n import later, tr
from storage.attributes import Attribute, AttributeKind

KINDS = {
    AttributeKind.CHOICE: later("one of several"),
    AttributeKind.YES_NO: later("yes or no"),
    AttributeKind.NUMBER: later("a number"),
    AttributeKind.TEXT: later("text"),
}


class AttributeDialog(QDialog):
    """Asks for an attribute, starting from ``attribute``."""

    requested = Signal(object)  # the Attribute as it is to be

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Attribute"))
        self.setMinimumWidth(380)
        self._attribute = attribute
        self.name, self.kind, self.choices = QLineEdit(attribute.name), QComboBox(), QLineEdit()
        self.varies = QCheckBox(self.tr("can change during the video"))
        for kind, text in KINDS.items():
            self.kind.addItem(tr(text), kind)
        self.kind.setCurrentIndex(list(KINDS).index(attribute.kind))
        self.choices.setText(", ".join(attribute.choices))
        self.choices.setPlaceholderText(self.tr("separated by commas"))
        self.varies.setChecked(attribute.varies)
        rows = QFormLayout(self)
        rows.addRow(self.tr("Name"), self.name)
        rows.addRow(self.tr("It is"), self.kind)
        rows.addRow(self.tr("Choices"), self.choices)
        rows.addRow("", self.varies)
        rows.addRow(ok_and_cancel(self))
        self.kind.currentIndexChanged.connect(lambda _: self._show_choices())
        self._show_choices()

    def accept(self) -> None:
        """Tell, and close."""
        kind = AttributeKind(self.kind.currentData())
        texts = [it.strip() for it in self.choices.text().split(",") if it.strip()]
        choices = tuple(texts) if kind is AttributeKind.CHOICE else ()
        self.requested.emit(
            replace(
                self._attribute,
                name=self.name.text().strip(),
                kind=kind,
                choices=choices,
                varies=self.varies.isChecked(),
            )
        )
        super().accept()

    def _show_choices(self) -> None:
        self.choices.setEnabled(self.kind.currentData() == AttributeKind.CHOICE)

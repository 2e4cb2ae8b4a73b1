"""A field for each kind of attribute, and one for the category. An empty one says nothing of the object."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QComboBox, QLineEdit

from annotator.gui.i18n import tr
from storage.attributes import Attribute, AttributeKind, AttributeValue, parse_value


class ChoiceField(QComboBox):
    """One of a few values."""

    chosen = Signal(object)  # an AttributeValue or None

    def __init__(self, values: dict[str, AttributeValue]) -> None:
        """``values`` by how they are called."""
        super().__init__()
        self.addItem("", None)
        for text, value in values.items():
            self.addItem(text, value)
        self.activated.connect(lambda place: self.chosen.emit(self.itemData(place)))

    def show_value(self, value: AttributeValue | None) -> None:
        """Show what the object is; a value that is none of the choices any more is shown as nothing."""
        texts = (place for place in range(self.count()) if self.itemData(place) == value)
        self.setCurrentIndex(next(texts, 0))


class TextField(QLineEdit):
    """Text or a number."""

    chosen = Signal(object)  # an AttributeValue or None

    def __init__(self, attribute: Attribute) -> None:
        super().__init__()
        self._attribute = attribute
        self._shown = ""
        if attribute.kind is AttributeKind.NUMBER:
            self.setValidator(QDoubleValidator(self))
        self.editingFinished.connect(self._finish)

    def show_value(self, value: AttributeValue | None) -> None:
        """Show what the object is."""
        self._shown = "" if value is None else str(value)
        blocker = QSignalBlocker(self)
        self.setText(self._shown)
        blocker.unblock()

    def _finish(self) -> None:
        text = self.text()
        if text != self._shown:
            self._shown = text
            self.chosen.emit(parse_value(self._attribute, text) if text else None)


class CategoryField(QComboBox):
    """One of the categories, or a new one that is typed."""

    named = Signal(object)  # the category's name, None for none

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(self.tr("Category"))
        line = self.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.tr("No category: choose or type one"))
        line.editingFinished.connect(self._finish)
        self.activated.connect(lambda _: self._finish())

    def show_category(self, name: str | None, names: Iterable[str]) -> None:
        """Show the object's category, and offer all there are."""
        blocker = QSignalBlocker(self)
        self._shown = name or ""
        self.clear()
        self.addItems(["", *sorted(names)])
        self.setCurrentText(self._shown)
        blocker.unblock()

    def _finish(self) -> None:
        text = self.currentText().strip()
        if text != self._shown:
            self._shown = text
            self.named.emit(text or None)


def make_field(attribute: Attribute) -> ChoiceField | TextField:
    """The field that fits an attribute."""
    field: ChoiceField | TextField
    match attribute.kind:
        case AttributeKind.YES_NO:
            field = ChoiceField({tr("yes"): True, tr("no"): False})
        case AttributeKind.CHOICE:
            field = ChoiceField({it: it for it in attribute.choices})
        case AttributeKind.TEXT | AttributeKind.NUMBER:
            field = TextField(attribute)
    field.setAccessibleName(attribute.name)
    return field

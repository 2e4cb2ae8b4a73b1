"""What the object at work is: its category, and its attributes on the frame shown. While none is at work,
what the next new object will be.

A change is made to all selected objects; of an attribute, to those that have it: of the same category.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from annotator.gui.attribute_editors import CategoryField, ChoiceField, TextField, make_field
from annotator.gui.requests import CategoriseObjects, ChooseRange, SeekTo, SetAttribute
from annotator.gui.spans_label import SpansLabel
from annotator.gui.workspace import Workspace
from annotator.object_numbers import numbers
from annotator.scope import Scope
from storage.attributes import Attribute, AttributeSpan, AttributeValue, values_at
from storage.records import Category, TrackedObject


class AttributesForm(QWidget):
    """The object's category, and a field for each attribute that has."""

    requested = Signal(object)  # a CategoriseObjects, SetAttribute, ChooseRange or SeekTo

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._attributes: list[Attribute] = []
        self._spans: list[AttributeSpan] = []
        self.fields: dict[str, ChoiceField | TextField] = {}
        self.stretches: dict[str, SpansLabel] = {}
        self.category, self.scope = CategoryField(), QComboBox()
        self._several, self._nothing, self._rows = QLabel(), QLabel(), QFormLayout()
        for text, scope in (
            (self.tr("on the whole track"), Scope.TRACK),
            (self.tr("over the range"), Scope.RANGE),
            (self.tr("on this frame"), Scope.FRAME),
        ):
            self.scope.addItem(text, scope)
        self._lay_out()
        workspace.objects_changed.connect(self._read)
        workspace.chosen_changed.connect(self._read)
        workspace.frame_changed.connect(self._show_values)
        for signal in (workspace.video_changed, workspace.next_category_changed):
            signal.connect(self._read)

    def begin(self) -> None:
        """Put the keyboard into the first field; that of the category if there is no other."""
        field = next(iter(self.fields.values()), self.category)
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)  # what is typed replaces what is there

    def _lay_out(self) -> None:
        self.scope.setAccessibleName(self.tr("Where a change holds"))
        self.scope.setToolTip(self.tr("Where a change of an attribute that varies holds"))
        for label in (self._several, self._nothing):
            label.setObjectName("faint")
            label.setWordWrap(True)
        self._nothing.setText(
            self.tr("No attributes. Object, Categories and attributes defines them.")
        )
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 6)
        column.setSpacing(4)
        column.addWidget(self._several)
        column.addWidget(self.category)
        column.addWidget(self.scope)
        column.addLayout(self._rows)
        column.addWidget(self._nothing)
        self.category.named.connect(self._categorise)
        self.hide()

    def _read(self) -> None:
        """Take in what the project says of the object at work."""
        session, chosen = self._workspace.session, self._workspace.chosen
        self.setVisible(self._workspace.video is not None)
        if session is None or self._workspace.video is None:
            return
        if chosen is None:
            self._read_next(session.project.categories())
            return
        project = session.project
        found = [it for it in project.attributes() if it.category_id == chosen.category_id]
        self._spans = project.attribute_spans(chosen.id)
        names = {it.id: it.name for it in project.categories()}
        self.category.show_category(names.get(chosen.category_id or 0), names.values())
        if found != self._attributes:
            self._attributes = found
            self._make_fields()
        self._nothing.setVisible(not found)
        self._show_selected()
        self.scope.setVisible(any(it.varies for it in found))
        self._show_values()

    def _read_next(self, categories: Sequence[Category]) -> None:
        """Nothing is at work: ask what the next new object will be."""
        category = self._workspace.next_category
        self.category.show_category(
            category.name if category else None, [it.name for it in categories]
        )
        self._attributes, self._spans = [], []
        self._make_fields()
        self._several.setText(self.tr("What a new object will be:"))
        self._several.show()
        for widget in (self._nothing, self.scope):
            widget.hide()

    def _show_selected(self) -> None:
        selected, alike = self._workspace.selected, self._alike()
        lines = [self.tr("A category is given to {0}.").format(numbers(selected))]
        if self._attributes:
            lines.append(self.tr("Attributes are set for {0}.").format(numbers(alike)))
        self._several.setText("\n".join(lines))
        self._several.setVisible(len(selected) > 1)

    def _make_fields(self) -> None:
        while self._rows.rowCount():
            self._rows.removeRow(0)
        self.fields, self.stretches = {}, {}
        for attribute in self._attributes:
            field = make_field(attribute)
            field.chosen.connect(partial(self._take, attribute))
            label = QLabel(attribute.name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._rows.addRow(label, field)
            self.fields[attribute.name] = field
            if attribute.varies:
                stretches = self.stretches[attribute.name] = SpansLabel(attribute.name)
                stretches.chosen.connect(self._go_to)
                self._rows.addRow("", stretches)

    def _show_values(self) -> None:
        chosen = self._workspace.chosen
        if chosen is not None and self.fields:
            values = values_at(chosen.attributes, self._spans, self._workspace.frame_index)
            for name, field in self.fields.items():
                if not field.hasFocus() or not isinstance(field, TextField):
                    field.show_value(values.get(name))
            for label in self.stretches.values():
                label.show_spans(self._spans, self._workspace.frame_index)

    def _go_to(self, span: AttributeSpan) -> None:
        """Work on these frames, and look at one of them."""
        self.requested.emit(ChooseRange(span.start, span.stop))
        if not span.start <= self._workspace.frame_index < span.stop:
            self.requested.emit(SeekTo(span.start))

    def _categorise(self, name: str | None) -> None:
        selected = self._workspace.selected
        self.requested.emit(CategoriseObjects(tuple(it.id for it in selected), name))

    def _take(self, attribute: Attribute, value: AttributeValue | None) -> None:
        ids = tuple(it.id for it in self._alike())
        if ids:
            scope = self.scope.currentData() if attribute.varies else Scope.TRACK
            self.requested.emit(SetAttribute(ids, attribute.name, value, Scope(scope)))

    def _alike(self) -> list[TrackedObject]:
        """The selected objects of the category that the object at work has."""
        chosen = self._workspace.chosen
        found = self._workspace.selected if chosen is not None else ()
        return [it for it in found if chosen and it.category_id == chosen.category_id]

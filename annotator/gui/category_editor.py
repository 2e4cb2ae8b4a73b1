"""The categories of the project, their colours and attributes, and presets of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QWidget,
)

from annotator.gui.attribute_dialog import KINDS, AttributeDialog
from annotator.gui.category_work import CategoryWork
from annotator.gui.i18n import tr
from annotator.gui.objects_model import swatch
from storage.attributes import Attribute, AttributeKind
from storage.records import Category

if TYPE_CHECKING:
    from annotator.gui.window import Window

_HELD = Qt.ItemDataRole.UserRole  # a Category or an Attribute

Attempt = Callable[[Callable[[], object]], None]


def open_editor(window: Window) -> None:
    """Let the person work on the categories; the window can be used meanwhile."""
    editor = CategoryEditor(window.bench.categories, window.attempt, window)
    editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.bench.workspace.objects_changed.connect(editor.follow)
    editor.show()


class CategoryEditor(QDialog):
    """Every change is made at once and can be undone. ``attempt`` shows what goes wrong."""

    def __init__(self, work: CategoryWork, attempt: Attempt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Categories and attributes"))
        self.resize(640, 420)
        self._work, self._attempt, self._session = work, attempt, work.session
        self.categories, self.attributes = QListWidget(), QListWidget()
        self.categories.setAccessibleName(self.tr("Categories"))
        self.attributes.setAccessibleName(self.tr("Attributes"))
        self.categories.currentRowChanged.connect(lambda _: self._show_attributes())
        self.categories.itemChanged.connect(self._rename)
        self.attributes.itemActivated.connect(lambda _: self._change_attribute())
        self._lay_out()
        self.refresh()

    # --- what is shown -------------------------------------------------------------------------

    def follow(self) -> None:
        """Show what is different now; close with the project whose categories these are."""
        if self._work.session is self._session:
            self.refresh()
        else:
            self.categories.blockSignals(True)
            self.categories.clear()  # with what is being typed: it is about that project
            self.close()

    def refresh(self) -> None:
        """Show the categories as they are now."""
        row = self.categories.currentRow()
        self.categories.blockSignals(True)
        self.categories.clear()
        for category in self._work.categories():
            item = QListWidgetItem(swatch(category.colour), category.name, self.categories)
            item.setData(_HELD, category)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.categories.blockSignals(False)
        self.categories.setCurrentRow(min(max(row, 0), self.categories.count() - 1))
        self._show_attributes()

    @property
    def category(self) -> Category | None:
        """The one that is chosen."""
        item = self.categories.currentItem()
        category: Category | None = None if item is None else item.data(_HELD)
        return category

    @property
    def attribute(self) -> Attribute | None:
        """The one that is chosen."""
        item = self.attributes.currentItem()
        attribute: Attribute | None = None if item is None else item.data(_HELD)
        return attribute

    def _show_attributes(self) -> None:
        self.attributes.clear()
        if self.category is None:
            return
        for it in self._work.attributes(self.category):
            about = ", ".join(it.choices) or tr(KINDS[it.kind])
            varies = self.tr(", varies") if it.varies else ""
            item = QListWidgetItem(f"{it.name}: {about}{varies}", self.attributes)
            item.setData(_HELD, it)

    # --- what is done --------------------------------------------------------------------------

    def _do(self, change: Callable[[], object]) -> None:
        self._attempt(change)
        self.refresh()

    def _add(self) -> None:
        known = {it.name for it in self._work.categories()}
        base = self.tr("category")
        free = (f"{base} {n}" for n in range(1, len(known) + 2))
        name = next(it for it in free if it not in known)
        self._do(lambda: self._work.add(name))
        self.categories.setCurrentRow(self.categories.count() - 1)
        self.categories.editItem(self.categories.currentItem())

    def _rename(self, item: QListWidgetItem) -> None:
        category: Category = item.data(_HELD)
        if item.text() != category.name:
            self._do(lambda: self._work.rename(category, item.text()))

    def _recolour(self) -> None:
        category = self.category
        if category is None:
            return
        dialog = QColorDialog(QColor(category.colour), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(
            lambda colour: self._do(lambda: self._work.recolour(category, colour.name()))
        )
        dialog.open()

    def _remove(self) -> None:
        category = self.category
        if category is not None:
            self._do(lambda: self._work.remove(category))

    def _add_attribute(self) -> None:
        if self.category is not None:
            self._ask(Attribute(0, self.category.id, "", AttributeKind.CHOICE))

    def _change_attribute(self) -> None:
        if self.attribute is not None:
            self._ask(self.attribute)

    def _remove_attribute(self) -> None:
        attribute = self.attribute
        if attribute is not None:
            self._do(lambda: self._work.remove_attribute(attribute))

    def _ask(self, attribute: Attribute) -> None:
        dialog = AttributeDialog(attribute, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.requested.connect(lambda it: self._do(lambda: self._work.save_attribute(it)))
        dialog.open()

    def _import(self) -> None:
        dialog = QFileDialog(self, self.tr("Import categories"))
        self._ask_file(dialog, self._work.import_preset)

    def _export(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the categories"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("yaml")
        self._ask_file(dialog, self._work.export_preset)

    def _ask_file(self, dialog: QFileDialog, take: Callable[[Path], None]) -> None:
        dialog.setNameFilters([self.tr("Categories") + " (*.yaml *.yml *.json)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._do(partial(take, Path(path))))
        dialog.open()

    # --- where everything is -------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._presets = QPushButton(self.tr("Presets"))
        self._presets.setAutoDefault(False)
        menu = QMenu(self._presets)
        for preset in self._work.presets().values():
            menu.addAction(preset.name, partial(self._do, partial(self._work.apply, preset)))
        menu.addSeparator()
        menu.addAction(self.tr("Import ..."), self._import)
        menu.addAction(self.tr("Export ..."), self._export)
        self._presets.setMenu(menu)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.close)
        grid = QGridLayout(self)
        grid.addWidget(QLabel(self.tr("Categories; double-click to rename")), 0, 0)
        grid.addWidget(QLabel(self.tr("Attributes of the category")), 0, 1)
        grid.addWidget(self.categories, 1, 0)
        grid.addWidget(self.attributes, 1, 1)
        grid.addLayout(
            _buttons(
                (self.tr("Add"), self._add),
                (self.tr("Colour ..."), self._recolour),
                (self.tr("Remove"), self._remove),
            ),
            2,
            0,
        )
        grid.addLayout(
            _buttons(
                (self.tr("Add ..."), self._add_attribute),
                (self.tr("Change ..."), self._change_attribute),
                (self.tr("Remove"), self._remove_attribute),
            ),
            2,
            1,
        )
        grid.addWidget(self._presets, 3, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(close, 3, 1)


def _buttons(*entries: tuple[str, Callable[[], None]]) -> QHBoxLayout:
    row = QHBoxLayout()
    for text, do in entries:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _, do=do: do())
        row.addWidget(button)
    row.addStretch(1)
    return row

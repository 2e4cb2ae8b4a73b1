"""The list of a video's objects: the memory bank. Renames, recolours, shows, locks, removes by request."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QComboBox,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from annotator.gui.objects_model import Column, ObjectsModel
from annotator.gui.requests import (
    ChooseObject,
    LockObject,
    RecolourObject,
    RemoveObject,
    ShowObject,
)
from storage.records import Category, TrackedObject


class ObjectsPanel(QTreeView):
    """One row an object. Emits requests; shows what it is given."""

    requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._objects = ObjectsModel(self)
        self._objects.requested.connect(self.requested)
        self.setModel(self._objects)
        self.setItemDelegateForColumn(Column.CATEGORY, _CategoryDelegate(self))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Objects"))
        self._lay_out_columns()
        self.clicked.connect(self._click)
        self.doubleClicked.connect(self._double_click)
        self.customContextMenuRequested.connect(self._show_menu)

    def set_objects(self, objects: Sequence[TrackedObject], categories: Sequence[Category]) -> None:
        """Show these objects, by number."""
        chosen = self.chosen()
        self._objects.set_objects(objects, categories)
        self.set_chosen(chosen.id if chosen else None)

    def set_chosen(self, object_id: int | None) -> None:
        """Mark the object at work, without asking for it."""
        row = self._objects.row_of(object_id)
        self.selectionModel().blockSignals(True)
        if row is None:
            self.setCurrentIndex(QModelIndex())
        else:
            self.setCurrentIndex(self._objects.index(row, Column.NAME))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def chosen(self) -> TrackedObject | None:
        """The object of the current row."""
        index = self.currentIndex()
        return self._objects.object_at(index.row()) if index.isValid() else None

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        rows = selected.indexes()
        if rows:
            self.requested.emit(ChooseObject(self._objects.object_at(rows[0].row()).id))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._objects.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            area = self.viewport().rect().adjusted(16, 16, -16, -16)
            how = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, how, self.tr("Click or box a thing in the video to begin."))
            painter.end()

    def edit_name(self) -> None:
        """Start renaming the chosen object."""
        index = self.currentIndex()
        if index.isValid():
            self.setFocus()
            self.edit(index.siblingAtColumn(Column.NAME))

    def choose_colour(self) -> None:
        """Ask for the chosen object's colour."""
        tracked = self.chosen()
        if tracked is None:
            return
        dialog = QColorDialog(QColor(tracked.colour), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Colour of [{0}]").format(tracked.number))
        dialog.colorSelected.connect(
            lambda colour: self.requested.emit(RecolourObject(tracked.id, colour.name()))
        )
        dialog.open()

    # --- the hand ------------------------------------------------------------------------------

    def _click(self, index: QModelIndex) -> None:
        tracked = self._objects.object_at(index.row())
        if index.column() == Column.SHOWN:
            self.requested.emit(ShowObject(tracked.id, visible=not tracked.visible))
        elif index.column() == Column.LOCKED:
            self.requested.emit(LockObject(tracked.id, locked=not tracked.locked))

    def _double_click(self, index: QModelIndex) -> None:
        if index.column() == Column.NUMBER:
            self.choose_colour()

    def _show_menu(self, at: QPoint) -> None:
        if not self.indexAt(at).isValid():
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the chosen object."""
        tracked = self.chosen()
        menu = QMenu(self)
        if tracked is None:
            return menu
        menu.addAction(self.tr("Rename"), self.edit_name)
        menu.addAction(self.tr("Colour ..."), self.choose_colour)
        menu.addSeparator()
        shown = self.tr("Hide") if tracked.visible else self.tr("Show")
        menu.addAction(
            shown, lambda: self.requested.emit(ShowObject(tracked.id, visible=not tracked.visible))
        )
        locked = self.tr("Unlock") if tracked.locked else self.tr("Lock")
        menu.addAction(
            locked, lambda: self.requested.emit(LockObject(tracked.id, locked=not tracked.locked))
        )
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self.requested.emit(RemoveObject(tracked.id)))
        return menu

    def _lay_out_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(28)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        widths = {Column.NUMBER: 52, Column.CATEGORY: 96, Column.SHOWN: 30, Column.LOCKED: 30}
        for column, width in widths.items():
            header.resizeSection(column, width)


class _CategoryDelegate(QStyledItemDelegate):
    """Offers the categories there are, and takes a new one."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        editor = QComboBox(parent)
        editor.setEditable(True)
        model = index.model()
        if isinstance(model, ObjectsModel):
            editor.addItems(model.category_names())
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if isinstance(editor, QComboBox):
            editor.setEditText(index.data(Qt.ItemDataRole.EditRole))

"""The objects of a video as a table for Qt's views."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPixmap

from annotator.gui.icons import icon
from annotator.gui.plain_text import tool_tip
from annotator.gui.requests import CategoriseObject, RenameObject
from storage.records import Category, TrackedObject

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    NUMBER = 0
    NAME = 1
    CATEGORY = 2
    SHOWN = 3
    LOCKED = 4


class ObjectsModel(QAbstractTableModel):
    """Shows what it is given; an edit becomes a request, and the table changes when that was done."""

    requested = Signal(object)  # a RenameObject or CategoriseObject

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._objects: Sequence[TrackedObject] = ()
        self._categories: dict[int, Category] = {}

    def set_objects(self, objects: Sequence[TrackedObject], categories: Sequence[Category]) -> None:
        """Show these objects; rows stay where they are if the objects are the same ones."""
        same = [it.id for it in objects] == [it.id for it in self._objects]
        if not same:
            self.beginResetModel()
        self._objects = objects
        self._categories = {category.id: category for category in categories}
        if not same:
            self.endResetModel()
        elif objects:
            self.dataChanged.emit(self.index(0, 0), self.index(len(objects) - 1, Column.LOCKED))

    def object_at(self, row: int) -> TrackedObject:
        return self._objects[row]

    def row_of(self, object_id: int | None) -> int | None:
        return next((row for row, it in enumerate(self._objects) if it.id == object_id), None)

    def category_names(self) -> list[str]:
        return sorted(category.name for category in self._categories.values())

    def category_name(self, tracked: TrackedObject) -> str:
        category = self._categories.get(tracked.category_id or 0)
        return category.name if category else ""

    # --- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._objects)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("No."), self.tr("Name"), self.tr("Category"), "", "")[section]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._column_titles()[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        tracked = self._objects[index.row()]
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(tracked, column)
            case Qt.ItemDataRole.DecorationRole:
                return self._picture(tracked, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(self._spoken(tracked, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(tracked, column)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        tracked, text = self._objects[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self._text(tracked, Column(index.column())):
            return False
        if index.column() == Column.NAME and text:
            self.requested.emit(RenameObject(tracked.id, text))
        elif index.column() == Column.CATEGORY:
            self.requested.emit(CategoriseObject(tracked.id, text or None))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = index.column() in (Column.NAME, Column.CATEGORY)
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    # --- what a cell shows -------------------------------------------------------------------------

    def _text(self, tracked: TrackedObject, column: Column) -> str:
        match column:
            case Column.NUMBER:
                return str(tracked.number)
            case Column.NAME:
                return tracked.name
            case Column.CATEGORY:
                return self.category_name(tracked)
            case _:
                return ""

    def _picture(self, tracked: TrackedObject, column: Column) -> QIcon | None:
        match column:
            case Column.NUMBER:
                return swatch(tracked.colour)
            case Column.SHOWN:
                return icon("eye" if tracked.visible else "eye-off")
            case Column.LOCKED:
                return icon("lock" if tracked.locked else "unlock")
            case _:
                return None

    def _spoken(self, tracked: TrackedObject, column: Column) -> str:
        match column:
            case Column.SHOWN:
                return (
                    self.tr("shown: click to hide")
                    if tracked.visible
                    else self.tr("hidden: click to show")
                )
            case Column.LOCKED:
                return (
                    self.tr("locked: click to unlock")
                    if tracked.locked
                    else self.tr("free: click to lock")
                )
            case Column.NUMBER:
                return f"[{tracked.number}] {tracked.name}"
            case _:
                return self._text(tracked, column)

    def _column_titles(self) -> tuple[str, ...]:
        return (
            self.tr("Number and colour; double-click to change the colour"),
            self.tr("Name"),
            self.tr("Category"),
            self.tr("Shown"),
            self.tr("Locked"),
        )


def swatch(colour: str) -> QIcon:
    """A square that keeps its colour when its row is chosen."""
    pixmap = QPixmap(14, 14)
    pixmap.fill(QColor(colour))
    swatch = QIcon(pixmap)
    swatch.addPixmap(pixmap, QIcon.Mode.Selected)
    return swatch

"""The objects of a video as a tree for Qt's views: categories, and under each its objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPixmap

from annotator.gui.icons import icon
from annotator.gui.plain_text import tool_tip
from annotator.gui.requests import RenameObject
from annotator.gui.sentences import say
from storage.counting import objects
from storage.records import Category, TrackedObject

Index = QModelIndex | QPersistentModelIndex
PORTRAIT_SIZE = QSize(48, 27)
_ROW_SIZE = PORTRAIT_SIZE + QSize(0, 4)
FindPortrait = Callable[[int], QPixmap | None]

# Qt asks a dozen roles of each cell at every paint; most have no answer, and find that out here.
_ROLES = frozenset({
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.SizeHintRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
})  # fmt: skip
_CATEGORY = Qt.ItemFlag.ItemIsEnabled
_CELL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_NAME = _CELL | Qt.ItemFlag.ItemIsEditable


class Column(IntEnum):
    NUMBER = 0
    NAME = 1
    VERIFIED = 2
    SHOWN = 3
    LOCKED = 4


@dataclass(frozen=True, slots=True)
class Group:
    """A category, None for none, and its objects by number."""

    category: Category | None
    objects: tuple[TrackedObject, ...]


class ObjectsModel(QAbstractItemModel):
    """Shows what it is given; an edit becomes a request, and the tree changes when that was done.

    An index of a category has the internal id 0, one of an object its category's row + 1.
    """

    requested = Signal(object)  # a RenameObject

    def __init__(self, find_portrait: FindPortrait, parent: QObject | None = None) -> None:
        """``find_portrait``: the picture of an object by its id, None while there is none."""
        super().__init__(parent)
        self._objects: Sequence[TrackedObject] = ()
        self._categories: dict[int, Category] = {}
        self._groups: list[Group] = []
        self._filter = ""
        self._shares: Mapping[int, float | None] = {}
        self._find_portrait = find_portrait

    # --- what there is to show -------------------------------------------------------------------

    def set_objects(self, objects: Sequence[TrackedObject], categories: Sequence[Category]) -> None:
        """Show these objects; rows stay where they are if the objects are the same ones."""
        self._objects = objects
        self._categories = {category.id: category for category in categories}
        self._regroup()

    def set_filter(self, text: str) -> None:
        """Show only objects whose number, name or category has ``text`` in it."""
        self._filter = text.strip().casefold()
        self._regroup()

    def set_verified_shares(self, shares: Mapping[int, float | None]) -> None:
        """By object id: how many of its masks a person made or verified, 0..1."""
        if shares != self._shares:
            self._shares = shares
            self._tell(Column.VERIFIED, Column.VERIFIED)

    def object_at(self, index: Index) -> TrackedObject | None:
        """The object of a row; None for a category's."""
        if not index.isValid() or not index.internalId():
            return None
        return self._groups[index.internalId() - 1].objects[index.row()]

    def index_of(self, object_id: int | None, column: Column) -> QModelIndex:
        """Where an object is; an invalid index if it is not shown."""
        for place, group in enumerate(self._groups):
            for row, it in enumerate(group.objects):
                if it.id == object_id:
                    return self.createIndex(row, column, place + 1)
        return QModelIndex()

    def why_empty(self) -> str:
        """What to say where no object is shown."""
        if self._filter and self._objects:
            return self.tr("No object has this in its number, name or category.")
        return self.tr("Click or box a thing in the video to begin.")

    def category_at(self, index: Index) -> Category | None:
        """The category of a category's row, None for the row of objects without one."""
        return self._groups[index.row()].category

    def _regroup(self) -> None:
        groups = grouped(self._matching(), self._categories)
        if groups == self._groups:
            return
        same = _layout_of(groups) == _layout_of(self._groups)
        if not same:
            self.beginResetModel()
        self._groups = groups
        if same:
            self._tell(Column.NUMBER, Column.LOCKED)
        else:
            self.endResetModel()

    def _matching(self) -> list[TrackedObject]:
        def words(it: TrackedObject) -> str:
            category = self._categories.get(it.category_id or 0)
            return f"[{it.number}] {it.name} {category.name if category else ''}".casefold()

        return [it for it in self._objects if self._filter in words(it)]

    def _tell(self, first: Column, last: Column) -> None:
        """These columns of all rows are different now."""
        if self._groups:
            self.dataChanged.emit(self.index(0, first), self.index(len(self._groups) - 1, last))
        for place, group in enumerate(self._groups):
            parent = self.index(place, 0)
            end = self.index(len(group.objects) - 1, last, parent)
            self.dataChanged.emit(self.index(0, first, parent), end)

    # --- what Qt asks ----------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  Qt's own default
        if not (0 <= row < self.rowCount(parent) and 0 <= column < len(Column)):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        place = index.internalId() if index.isValid() else 0
        return self.createIndex(place - 1, 0, 0) if place else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._groups)
        is_category = not parent.internalId() and parent.column() == 0
        return len(self._groups[parent.row()].objects) if is_category else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        return len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("No."), self.tr("Name"), "✓", "", "")[section]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._column_titles()[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ROLES:
            return None
        tracked = self.object_at(index)
        if tracked is None:
            return self._category_data(self._groups[index.row()], Column(index.column()), role)
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(tracked, column)
            case Qt.ItemDataRole.DecorationRole:
                return self._picture(tracked, column)
            case Qt.ItemDataRole.SizeHintRole if column is Column.NAME:
                return _ROW_SIZE
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(self._spoken(tracked, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(tracked, column)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        tracked, text = self.object_at(index), str(value).strip()
        column = Column(index.column())
        if (
            tracked is None
            or role != Qt.ItemDataRole.EditRole
            or text == self._text(tracked, column)
        ):
            return False
        if column is Column.NAME and text:
            self.requested.emit(RenameObject(tracked.id, text))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.object_at(index) is None:
            return _CATEGORY
        return _NAME if index.column() == Column.NAME else _CELL

    # --- what a cell shows -------------------------------------------------------------------------

    def _category_data(self, group: Group, column: Column, role: int) -> object:
        name = group.category.name if group.category else self.tr("No category")
        match role:
            case Qt.ItemDataRole.DisplayRole if column is Column.NUMBER:
                return self.tr("{0}  ({1})").format(name, len(group.objects))
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.NUMBER:
                return self.tr("category {0}, {1}").format(name, say(objects(len(group.objects))))
            case Qt.ItemDataRole.DecorationRole if column is Column.NUMBER and group.category:
                return swatch(group.category.colour)
            case Qt.ItemDataRole.SizeHintRole:  # all rows are as high as the first one
                return _ROW_SIZE
        return None

    def _text(self, tracked: TrackedObject, column: Column) -> str:
        match column:
            case Column.NUMBER:
                return str(tracked.number)
            case Column.NAME:
                return tracked.name
            case Column.VERIFIED:
                share = self._shares.get(tracked.id)
                return "" if share is None else f"{int(share * 100)}%"  # 100% means all of them
            case _:
                return ""

    def _picture(self, tracked: TrackedObject, column: Column) -> QIcon | None:
        match column:
            case Column.NUMBER:
                return swatch(tracked.colour)
            case Column.NAME:
                return _icon(self._find_portrait(tracked.id))
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
            case Column.VERIFIED:
                share = self._text(tracked, column)
                return self.tr("{0} verified").format(share) if share else self.tr("no masks")
            case Column.NUMBER:
                return f"[{tracked.number}] {tracked.name}"
            case _:
                return self._text(tracked, column)

    def _column_titles(self) -> tuple[str, ...]:
        return (
            self.tr("Number and colour; double-click to change the colour"),
            self.tr("Name"),
            self.tr("How many of the masks a person made or verified"),
            self.tr("Shown"),
            self.tr("Locked"),
        )


def grouped(objects: Iterable[TrackedObject], categories: Mapping[int, Category]) -> list[Group]:
    """The objects by category, in the order of the categories; those without one come last."""
    found: dict[int | None, list[TrackedObject]] = {}
    for it in objects:
        known = it.category_id if it.category_id in categories else None
        found.setdefault(known, []).append(it)
    order = [*categories, None]
    return [
        Group(categories.get(category_id or 0), tuple(found[category_id]))
        for category_id in order
        if category_id in found
    ]


@lru_cache(maxsize=1024)
def swatch(colour: str) -> QIcon:
    """A square in a colour."""
    pixmap = QPixmap(14, 14)
    pixmap.fill(QColor(colour))
    return _icon(pixmap) or QIcon()


def _icon(pixmap: QPixmap | None) -> QIcon | None:
    """A picture that looks the same when its row is chosen."""
    if pixmap is None:
        return None
    found = QIcon(pixmap)
    found.addPixmap(pixmap, QIcon.Mode.Selected)
    return found


def _layout_of(groups: Iterable[Group]) -> list[tuple[int | None, list[int]]]:
    return [
        (group.category.id if group.category else None, [it.id for it in group.objects])
        for group in groups
    ]

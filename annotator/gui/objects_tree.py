"""The tree of a video's objects under their categories, to look at and to work in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from annotator.gui.objects_model import PORTRAIT_SIZE, Column, ObjectsModel
from annotator.gui.requests import LockObjects, SelectObjects, ShowObjects
from storage.records import TrackedObject

_ICON_SIZE = QSize(18, 18)
_NARROW_PX = 240  # names can still be read
_SWATCH_PX = 56  # a colour, with the room around it and a number
_NAME_PX = 60  # room for a short name
_ICONS = (Column.SHOWN, Column.LOCKED)  # the columns with something to click


class ObjectsTree(QTreeView):
    """One row an object, several of them selected at will. Emits requests; shows what its model is given."""

    requested = Signal(object)  # a SelectObjects, ShowObjects or LockObjects
    colour_requested = Signal()  # of the object at work

    def __init__(self, model: ObjectsModel) -> None:
        super().__init__()
        self._objects = model
        self._collapsed: set[int | None] = set()  # ids of categories
        self._actions: Sequence[QAction] = ()
        self.setModel(model)
        self.setItemDelegateForColumn(Column.NAME, _NameFirst(self))
        for column in _ICONS:
            self.setItemDelegateForColumn(column, _SmallIcons(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setMinimumWidth(_NARROW_PX)
        self.setIndentation(12)
        self.setIconSize(PORTRAIT_SIZE)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Objects"))
        self._lay_out_columns()
        model.modelReset.connect(self._unfold)
        self.collapsed.connect(lambda index: self._fold(index, folded=True))
        self.expanded.connect(lambda index: self._fold(index, folded=False))
        self.clicked.connect(self._click)
        self.doubleClicked.connect(self._double_click)
        self.customContextMenuRequested.connect(self._show_menu)

    def set_selected(self, object_ids: Collection[int], chosen_id: int | None) -> None:
        """Mark these objects, and the one at work among them, without asking for it."""
        now = self.chosen()
        if (now.id if now else None, self.selected_ids()) == (chosen_id, sorted(object_ids)):
            return  # as it is when the hand did it here
        rows = QItemSelection()
        for index in (self._objects.index_of(it, Column.NAME) for it in object_ids):
            if index.isValid():  # the search may leave it out
                rows.select(index, index)
        how, model = QItemSelectionModel.SelectionFlag, self.selectionModel()
        model.blockSignals(True)
        model.setCurrentIndex(self._objects.index_of(chosen_id, Column.NAME), how.NoUpdate)
        model.select(rows, how.ClearAndSelect | how.Rows)
        model.blockSignals(False)
        self.scrollTo(self.currentIndex())
        self.viewport().update()

    def selected_ids(self) -> list[int]:
        """The selected objects' ids, ascending."""
        rows = self.selectionModel().selectedRows(Column.NAME)
        return sorted(it.id for row in rows if (it := self._objects.object_at(row)) is not None)

    def chosen(self) -> TrackedObject | None:
        """The object of the current row."""
        return self._objects.object_at(self.currentIndex())

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """What a right click on an object offers."""
        self._actions = actions

    def edit_name(self) -> None:
        """Start renaming the chosen object."""
        index = self.currentIndex()
        if index.isValid():
            self.setFocus()
            self.edit(index.siblingAtColumn(Column.NAME))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        ids, current = self.selected_ids(), self.chosen()
        new = (self._objects.object_at(index) for index in selected.indexes())
        new_ids = [it.id for it in new if it is not None]
        if ids and len(new_ids) == 1:  # the current row follows it only after this
            self.requested.emit(SelectObjects(tuple(ids), new_ids[0]))
        elif ids:
            at_work = current.id if current is not None and current.id in ids else ids[0]
            self.requested.emit(SelectObjects(tuple(ids), at_work))

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """An icon of a selected row is that of all of them: a click on it leaves the selection."""
        if index.column() in _ICONS and self.selectionModel().isSelected(index):
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._objects.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            area = self.viewport().rect().adjusted(16, 16, -16, -16)
            how = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, how, self._objects.why_empty())
            painter.end()

    # --- the hand ------------------------------------------------------------------------------

    def _click(self, index: QModelIndex) -> None:
        tracked = self._objects.object_at(index)
        if tracked is None:
            return
        ids = self.selected_ids()
        concerned = tuple(ids) if tracked.id in ids else (tracked.id,)
        if index.column() == Column.SHOWN:
            self.requested.emit(ShowObjects(concerned, visible=not tracked.visible))
        elif index.column() == Column.LOCKED:
            self.requested.emit(LockObjects(concerned, locked=not tracked.locked))

    def _double_click(self, index: QModelIndex) -> None:
        if index.column() == Column.NUMBER and self._objects.object_at(index) is not None:
            self.colour_requested.emit()

    def _show_menu(self, at: QPoint) -> None:
        if self._objects.object_at(self.indexAt(at)) is None:
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the selected objects."""
        menu = QMenu(self)
        menu.addActions(self._actions)
        return menu

    # --- folding -------------------------------------------------------------------------------

    def _unfold(self) -> None:
        """Open the categories, except those that the person closed."""
        collapsed = set(self._collapsed)
        for row in range(self._objects.rowCount()):
            index = self._objects.index(row, 0)
            category = self._objects.category_at(index)
            self.setFirstColumnSpanned(row, QModelIndex(), True)
            self.setExpanded(index, (category.id if category else None) not in collapsed)

    def _fold(self, index: QModelIndex, *, folded: bool) -> None:
        category = self._objects.category_at(index)
        change = self._collapsed.add if folded else self._collapsed.discard
        change(category.id if category else None)

    def _lay_out_columns(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(28)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        widths = {
            Column.NUMBER: _SWATCH_PX + self.fontMetrics().horizontalAdvance("999"),
            Column.VERIFIED: 52,
            Column.SHOWN: 30,
            Column.LOCKED: 30,
        }
        for column, width in widths.items():
            header.resizeSection(column, width)


class _NameFirst(QStyledItemDelegate):
    """In a narrow panel the portrait goes, not the name."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if option.rect.width() < PORTRAIT_SIZE.width() + _NAME_PX:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration


class _SmallIcons(QStyledItemDelegate):
    """Icons smaller than the portraits of the same rows."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.decorationSize = _ICON_SIZE

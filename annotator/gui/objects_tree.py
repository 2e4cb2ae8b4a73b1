"""The tree of a video's objects under their categories, to look at and to work in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
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
    QWidget,
)

from annotator.gui.objects_model import PORTRAIT_SIZE, Column, ObjectsModel
from annotator.gui.requests import ChooseObject, LockObject, ShowObject
from storage.records import TrackedObject

_ICON_SIZE = QSize(18, 18)


class ObjectsTree(QTreeView):
    """One row an object. Emits requests; shows what its model is given."""

    requested = Signal(object)  # a ChooseObject, ShowObject or LockObject
    colour_requested = Signal()  # of the object at work

    def __init__(self, model: ObjectsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._objects = model
        self._collapsed: set[int | None] = set()  # ids of categories
        self._actions: Sequence[QAction] = ()
        self.setModel(model)
        for column in (Column.SHOWN, Column.LOCKED):
            self.setItemDelegateForColumn(column, _SmallIcons(self))
        self.setUniformRowHeights(True)
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

    def set_chosen(self, object_id: int | None) -> None:
        """Mark the object at work, without asking for it."""
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self._objects.index_of(object_id, Column.NAME))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

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
        found = (self._objects.object_at(index) for index in selected.indexes())
        tracked = next((it for it in found if it is not None), None)
        if tracked is not None:
            self.requested.emit(ChooseObject(tracked.id))

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
        if index.column() == Column.SHOWN:
            self.requested.emit(ShowObject(tracked.id, visible=not tracked.visible))
        elif index.column() == Column.LOCKED:
            self.requested.emit(LockObject(tracked.id, locked=not tracked.locked))

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
        """What can be done with the chosen object."""
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
            Column.NUMBER: 62,
            Column.VERIFIED: 44,
            Column.SHOWN: 30,
            Column.LOCKED: 30,
        }
        for column, width in widths.items():
            header.resizeSection(column, width)


class _SmallIcons(QStyledItemDelegate):
    """Icons smaller than the portraits of the same rows."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.decorationSize = _ICON_SIZE

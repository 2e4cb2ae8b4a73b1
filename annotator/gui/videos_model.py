"""The videos of a project as a list for Qt's views, searched and sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from annotator.gui.i18n import later
from annotator.gui.plain_text import tool_tip
from annotator.gui.times import clock

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.browsing import VideoEntry

Index = QModelIndex | QPersistentModelIndex

ENTRY = Qt.ItemDataRole.UserRole

SORTS: tuple[tuple[str, Callable[[VideoEntry], Any]], ...] = (
    (later("In the order added"), lambda it: it.video.id),
    (later("By name"), lambda it: it.video.name.casefold()),
    (later("Longest first"), lambda it: -it.seconds),
    (later("Least labelled first"), lambda it: it.labelled_share),
    (later("Least verified first"), lambda it: it.checked_share),
    (later("Most objects first"), lambda it: -it.counts.objects),
)
"""What each order is called, and by what it sorts."""


class VideosModel(QAbstractListModel):
    """One row a video."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[VideoEntry] = ()

    @property
    def entries(self) -> Sequence[VideoEntry]:
        return self._entries

    def set_entries(self, entries: Sequence[VideoEntry]) -> None:
        """Show these videos; rows stay where they are if the videos are the same ones."""
        same = [it.video.id for it in entries] == [it.video.id for it in self._entries]
        if not same:
            self.beginResetModel()
        self._entries = entries
        if not same:
            self.endResetModel()
        elif entries:
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))

    def row_of(self, video_id: int | None) -> int | None:
        rows = (row for row, it in enumerate(self._entries) if it.video.id == video_id)
        return next(rows, None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.video.name
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(f"{entry.video.path}\n{self.describe(entry)}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.video.name}, {self.describe(entry)}"
            case role if role == ENTRY:
                return entry
        return None

    def describe(self, entry: VideoEntry) -> str:
        """Length, size and progress in one line."""
        facts = entry.video.facts
        if entry.is_missing:
            return self.tr("missing: re-link it to where it is now")
        return self.tr("{0}, {1} x {2}, {3} objects, {4} % labelled, {5} % verified").format(
            clock(entry.seconds),
            facts.width,
            facts.height,
            entry.counts.objects,
            round(100 * entry.labelled_share),
            round(100 * entry.checked_share),
        )


class VideosOrder(QSortFilterProxyModel):
    """The videos whose name holds what is searched for, in the order that was chosen."""

    def __init__(self, model: VideosModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sort_key = SORTS[0][1]
        self.setSourceModel(model)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setDynamicSortFilter(True)
        self.sort(0)

    def set_order(self, place: int) -> None:
        """Sort by ``SORTS[place]``."""
        self._sort_key = SORTS[place][1]
        self.invalidate()

    def lessThan(self, left: Index, right: Index) -> bool:
        a, b = left.data(ENTRY), right.data(ENTRY)
        less: bool = (self._sort_key(a), a.video.id) < (self._sort_key(b), b.video.id)
        return less

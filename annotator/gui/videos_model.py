"""The videos of a project as a list for Qt's views, searched and sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
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
    """One row a video: those whose name holds what is searched for, in the order that was chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[VideoEntry] = ()
        self._listed: Sequence[VideoEntry] = ()
        self._searched, self._sort_key = "", SORTS[0][1]

    @property
    def entries(self) -> Sequence[VideoEntry]:
        """All there are, listed or not."""
        return self._all

    def set_entries(self, entries: Sequence[VideoEntry]) -> None:
        """List these videos."""
        self._all = entries
        self._list()

    def search(self, text: str) -> None:
        """List only videos with ``text`` in their names."""
        self._searched = text.casefold()
        self._list()

    def set_order(self, place: int) -> None:
        """Sort by ``SORTS[place]``."""
        self._sort_key = SORTS[place][1]
        self._list()

    def row_of(self, video_id: int | None) -> int | None:
        rows = (row for row, it in enumerate(self._listed) if it.video.id == video_id)
        return next(rows, None)

    def _list(self) -> None:
        """Rows stay where they are, and chosen, if the videos are the same ones."""
        fitting = [it for it in self._all if self._searched in it.video.name.casefold()]
        listed = sorted(fitting, key=lambda it: (self._sort_key(it), it.video.id))
        same = [it.video.id for it in listed] == [it.video.id for it in self._listed]
        if not same:
            self.beginResetModel()
        self._listed = listed
        if not same:
            self.endResetModel()
        elif listed:
            self.dataChanged.emit(self.index(0), self.index(len(listed) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._listed)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._listed[index.row()]
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
        return self.tr("{0}, {1} x {2}, objects: {3}, {4} % labelled, {5} % verified").format(
            clock(entry.seconds),
            facts.width,
            facts.height,
            entry.counts.objects,
            round(100 * entry.labelled_share),
            round(100 * entry.checked_share),
        )

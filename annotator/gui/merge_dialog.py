"""Which objects to merge with, what they disagree about, and which mask stays there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.gui.latest import Latest
from annotator.gui.other_object_dialog import OtherObjectDialog
from storage.records import TrackedObject

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.merging import MergePreview
    from annotator.session import Session

_LISTED = 200  # conflicts; all are counted


@dataclass(frozen=True, slots=True)
class _Ask:
    session: Session
    object_id: int
    other_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Preview:
    ask: _Ask
    found: MergePreview


class MergeDialog(OtherObjectDialog):
    """The preview is worked out off the window's thread."""

    frame_requested = Signal(int)  # show this frame
    failed = Signal(object)  # an exception

    def __init__(
        self,
        session: Session,
        tracked: TrackedObject,
        others: Sequence[TrackedObject],
        *,
        preselected: Collection[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        explain = self.tr(
            "[{0}] {1} gets all masks, prompts and attributes of those chosen here, which are then removed."
        )
        super().__init__(
            self.tr("Merge"),
            explain.format(tracked.number, tracked.name),
            others,
            preselected=preselected,
            several=True,
            parent=parent,
        )
        self._session, self._tracked = session, tracked
        self.overlap, self._summary, self.conflicts = QComboBox(), QLabel(), QTableWidget(0, 3)
        self._latest = Latest(_preview, name="maskbank-merge-preview")
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self.failed)
        self._lay_out_conflicts()
        self.list.itemSelectionChanged.connect(self._ask)
        self._ask()

    def done(self, result: int) -> None:
        """However it ends, nothing is previewed any more."""
        self._latest.stop()
        super().done(result)

    def _lay_out_conflicts(self) -> None:
        for text, value in (
            (self.tr("all pixels of both"), "union"),
            (self.tr("the mask of [{0}]").format(self._tracked.number), "first"),
            (self.tr("the mask of the other one"), "other"),
        ):
            self.overlap.addItem(text, value)
        label = QLabel(self.tr("Where both are and nobody decided, keep"))
        label.setBuddy(self.overlap)
        self._summary.setWordWrap(True)
        titles = [self.tr("Frame"), self.tr("Overlap"), self.tr("Stays")]
        self.conflicts.setHorizontalHeaderLabels(titles)
        self.conflicts.setAccessibleName(self.tr("Frames on which both objects are"))
        self.conflicts.verticalHeader().hide()
        self.conflicts.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.conflicts.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.conflicts.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.conflicts.cellClicked.connect(self._go_to)
        for widget in (self._summary, self.conflicts, label, self.overlap):
            self.below.addWidget(widget)

    def _ask(self) -> None:
        if self.other_ids:
            self._summary.setText(self.tr("Comparing ..."))
            self.conflicts.setRowCount(0)
            self._latest.ask(_Ask(self._session, self._tracked.id, self.other_ids))

    def _show(self, preview: _Preview) -> None:
        if preview.ask.other_ids != self.other_ids:
            return
        found = preview.found
        said = self.tr(
            "Masks that move without conflict: {0}. Frames on which both objects are: {1}."
        )
        self._summary.setText(said.format(found.moved, len(found.conflicts)))
        stays = {
            None: self.tr("as chosen below"),
            "first": f"[{self._tracked.number}]",
            "other": self.tr("the other one"),
        }
        self.conflicts.setRowCount(min(len(found.conflicts), _LISTED))
        for row, it in enumerate(found.conflicts[:_LISTED]):
            cells = (str(it.frame_index), f"{it.iou:.0%}", stays[it.decided])
            for column, text in enumerate(cells):
                self.conflicts.setItem(row, column, QTableWidgetItem(text))

    def _go_to(self, row: int, column: int) -> None:  # noqa: ARG002
        item = self.conflicts.item(row, 0)
        if item is not None:
            self.frame_requested.emit(int(item.text()))


def _preview(ask: _Ask) -> _Preview:
    from annotator.merging import preview_merge

    return _Preview(ask, preview_merge(ask.session, ask.object_id, ask.other_ids))

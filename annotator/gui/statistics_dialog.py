"""How far the work is, in numbers: masks, verified share, areas, categories, videos, time."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.charts import Bar, BarChart
from annotator.gui.latest import Latest
from annotator.statistics import (
    AREA_EDGES,
    NO_CATEGORY,
    Statistics,
    VideoStatistics,
    as_csv,
    as_data,
    duration,
    gather,
    share,
)

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session

_MOST_CATEGORIES = 12


class StatisticsDialog(QDialog):
    """Counts off the window's thread; saves as CSV or JSON."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.statistics: Statistics | None = None
        self.totals = QLabel(self.tr("Counting ..."))
        self.areas = BarChart(self.tr("Masks by their share of the frame"))
        self.categories = BarChart(self.tr("Masks by category"))
        self.table = self._make_table()
        self.save_csv = QPushButton(self.tr("Save as CSV ..."))
        self.save_json = QPushButton(self.tr("Save as JSON ..."))
        self.setWindowTitle(self.tr("Statistics of {0}").format(session.project.path.stem))
        self._lay_out()
        self._counter = Latest(_count, name="maskbank-statistics")
        self._counter.answered.connect(self.show_statistics)
        self._counter.ask(session)
        self.finished.connect(self._counter.stop)

    def show_statistics(self, statistics: Statistics) -> None:
        """Show what was counted."""
        self.statistics = statistics
        checked = round(100 * share(statistics.checked, statistics.masks))
        self.totals.setText(
            self.tr("Masks: {0}, verified: {1} %, work: {2}").format(
                statistics.masks, checked, duration(statistics.seconds_spent)
            )
        )
        self.areas.show_bars(_area_bars(statistics))
        self.categories.show_bars(self._category_bars(statistics))
        self.table.setRowCount(len(statistics.videos))
        for row, video in enumerate(statistics.videos):
            self._fill(row, video)
        for button in (self.save_csv, self.save_json):
            button.setEnabled(True)

    def save(self, path: Path) -> None:
        """Write the numbers, as the ending of the name says."""
        if self.statistics is not None:
            text = as_csv(self.statistics)
            if path.suffix.lower() == ".json":
                text = json.dumps(as_data(self.statistics), ensure_ascii=False, indent=2)
            path.write_text(text, "utf-8")

    # --- what is shown ---------------------------------------------------------------------------

    def _category_bars(self, statistics: Statistics) -> list[Bar]:
        return [
            Bar(
                self.tr("no category") if it.name == NO_CATEGORY else it.name,
                it.masks,
                str(it.masks),
            )
            for it in statistics.categories[:_MOST_CATEGORIES]
        ]

    def _fill(self, row: int, video: VideoStatistics) -> None:
        values = (
            video.frames,
            round(100 * share(video.labelled_frames, video.frames)),
            video.objects,
            video.masks,
            round(100 * share(video.checked, video.masks)),
        )
        cells = [QTableWidgetItem(video.name), *(_number(it) for it in values)]
        cells.append(_right(QTableWidgetItem(duration(video.seconds_spent))))
        for column, cell in enumerate(cells):
            self.table.setItem(row, column, cell)

    def _ask_where(self, ending: str) -> None:
        dialog = QFileDialog(self, self.tr("Save the statistics"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    # --- how it is made --------------------------------------------------------------------------

    def _make_table(self) -> QTableWidget:
        titles = (self.tr("Video"), self.tr("Frames"), self.tr("Labelled %"), self.tr("Objects"),
                  self.tr("Masks"), self.tr("Verified %"), self.tr("Time"))  # fmt: skip
        table = QTableWidget(0, len(titles))
        table.setHorizontalHeaderLabels(titles)
        table.setAccessibleName(self.tr("Videos"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        self.totals.setObjectName("title")
        charts = QHBoxLayout()
        charts.setSpacing(32)
        for chart in (self.areas, self.categories):
            title = QLabel(chart.accessibleName())
            title.setObjectName("faint")
            title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            part = QVBoxLayout()
            part.addWidget(title)
            part.addWidget(chart)
            part.addStretch(1)
            charts.addLayout(part, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button, ending in ((self.save_csv, "csv"), (self.save_json, "json")):
            button.setEnabled(False)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _, ending=ending: self._ask_where(ending))
            buttons.addWidget(button)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(16)
        column.addWidget(self.totals)
        column.addLayout(charts)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.resize(860, 640)


def _count(session: Session) -> Statistics:
    return gather(session.project)


def _area_bars(statistics: Statistics) -> list[Bar]:
    """Shares of the frame in percent, as people say them."""
    edges = pairwise(f"{100 * edge:g}" for edge in AREA_EDGES)
    return [
        Bar(f"{low} - {high} %", count, str(count))
        for (low, high), count in zip(edges, statistics.area_counts, strict=True)
    ]


def _number(value: int) -> QTableWidgetItem:
    cell = QTableWidgetItem()
    cell.setData(Qt.ItemDataRole.DisplayRole, value)
    return _right(cell)


def _right(cell: QTableWidgetItem) -> QTableWidgetItem:
    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return cell

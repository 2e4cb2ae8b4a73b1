"""All jobs: those that run and wait, those that ended, and how full the memories are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QProgressBar,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge import Bridge
from annotator.gui.engines import Engines
from annotator.gui.icon_button import IconButton
from annotator.gui.icons import icon
from annotator.gui.job_rows import JobRow, row_of_job, row_of_record, state_text
from annotator.gui.job_text import asked_text, rate_text, show_progress
from annotator.gui.memory_meter import MemoryMeter
from annotator.gui.plain_text import tool_tip
from annotator.gui.projects import Projects
from annotator.gui.row_list import RowList
from annotator.jobs import JobState, JobStatus, Lane

_TITLE, _STATE, _PROGRESS, _RATE, _WHEN = range(5)
_DETAIL_LINES = 3  # that are seen at once; one scrolls to the rest


class JobsPanel(QWidget):
    """Pauses, resumes, cancels and moves jobs that have not ended; opens what others made."""

    def __init__(self, projects: Projects, engines: Engines, bridge: Bridge) -> None:
        super().__init__()
        self._projects = projects
        self._rows: Sequence[JobRow] = ()
        self._chosen: JobRow | None = None  # by the person; it may be gone for a while
        self.list, self.details, self.memory = RowList(), QPlainTextEdit(), MemoryMeter(engines)
        self.pause = IconButton("pause", self.tr("Pause"))
        self.cancel = IconButton("cancel", self.tr("Cancel; what was done stays"))
        self.move_up = IconButton("up", self.tr("Run it earlier"))
        self.folder = IconButton("open", self.tr("Open the folder"))
        self._lay_out()
        self.pause.clicked.connect(self._pause_or_resume)
        self.cancel.clicked.connect(self._cancel)
        self.move_up.clicked.connect(self._move_up)
        self.folder.clicked.connect(self._open_folder)
        self.list.delete_pressed.connect(self._cancel)
        self.list.currentItemChanged.connect(lambda *_: self._choose_current())
        bridge.job_changed.connect(self._hear_of_job)

    @property
    def rows(self) -> Sequence[JobRow]:
        """What is listed: jobs in the order they will run, then those that ended, the newest first."""
        return self._rows

    @property
    def current(self) -> JobRow | None:
        """The row that is chosen."""
        place = self.list.current_row()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def refresh(self) -> None:
        """List all jobs anew; the one that is chosen stays so wherever its row is now."""
        queued = [it for it in self._projects.jobs.unfinished() if it.lane is not Lane.BACKGROUND]
        ended = reversed(self._projects.history.records())
        self._rows = [*map(row_of_job, queued), *map(row_of_record, ended)]
        scrolled = self.list.verticalScrollBar().value()
        with QSignalBlocker(self.list):
            self.list.clear()
            for row in self._rows:
                self._add(row)
            self._mark_chosen()
        self.list.verticalScrollBar().setValue(scrolled)
        self._show_current()

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    # --- what is shown -----------------------------------------------------------------------------

    def _choose_current(self) -> None:
        self._chosen = self.current
        self._show_current()

    def _mark_chosen(self) -> None:
        """The first if none ever was; none if it is not there, as the next one is not meant."""
        if self._chosen is None or not self._rows:
            self._chosen = next(iter(self._rows), None)
        for place, row in enumerate(self._rows):
            if self._chosen is not None and row.follows(self._chosen):
                self._chosen = row
                self.list.setCurrentItem(self.list.row(place))
                return

    def _hear_of_job(self, status: JobStatus) -> None:
        if not self.isVisible() or status.lane is Lane.BACKGROUND:
            return
        ids = [row.job.id if row.job else 0 for row in self._rows]
        place = ids.index(status.id) if status.id in ids else -1
        before = self._rows[place].job if place >= 0 else None
        same = before is not None and (before.state, before.asked) == (status.state, status.asked)
        if not same or status.state is JobState.WAITING:
            self.refresh()
        else:
            item = self.list.row(place)
            item.setText(_RATE, rate_text(status))
            bar = self.list.itemWidget(item, _PROGRESS)
            if isinstance(bar, QProgressBar):
                show_progress(bar, status)

    def _add(self, row: JobRow) -> None:
        asked = asked_text(row.job) if row.job else ""
        item = QTreeWidgetItem([row.title, asked or state_text(row.state), "", row.rate, row.when])
        item.setToolTip(_TITLE, tool_tip(row.title))
        if row.state is JobState.FAILED:
            item.setIcon(_STATE, icon("cancel"))
        self.list.addTopLevelItem(item)
        if row.job is not None and row.state is not JobState.WAITING:
            bar = QProgressBar()
            bar.setAccessibleName(self.tr("Progress"))
            show_progress(bar, row.job)
            self.list.setItemWidget(item, _PROGRESS, bar)

    def _show_current(self) -> None:
        row = self.current
        job, state = (row.job, row.state) if row else (None, None)
        paused = state is JobState.PAUSED
        details = row.details if row else ""
        if details != self.details.toPlainText():  # else it would scroll back
            self.details.setPlainText(details)
        asked = job.asked if job else None
        self.pause.setEnabled(asked is None and state in (JobState.RUNNING, JobState.PAUSED))
        if paused:
            self.pause.show_as("play", self.tr("Go on"))
        else:
            self.pause.show_as("pause", self.tr("Pause"))
        self.cancel.setEnabled(job is not None and asked is not JobState.CANCELLED)
        self.move_up.setEnabled(state is JobState.WAITING)
        self.folder.setEnabled(row is not None and row.path is not None)

    # --- what is done ------------------------------------------------------------------------------

    def _pause_or_resume(self) -> None:
        row = self.current
        if row is None or row.job is None:
            return
        if row.state is JobState.PAUSED:
            self._projects.jobs.resume(row.job.id)
        else:
            self._projects.jobs.pause(row.job.id)

    def _cancel(self) -> None:
        row = self.current
        if row is not None and row.job is not None:
            self._projects.jobs.cancel(row.job.id)

    def _move_up(self) -> None:
        row = self.current
        if row is not None and row.job is not None:
            self._projects.jobs.move_up(row.job.id)

    def _open_folder(self) -> None:
        row = self.current
        if row is not None and row.path is not None:
            folder = row.path if row.path.is_dir() else row.path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _lay_out(self) -> None:
        self.list.setHeaderLabels(
            [
                self.tr("Job"),
                self.tr("State"),
                self.tr("Progress"),
                self.tr("Rate"),
                self.tr("Asked for"),
            ]
        )
        self.list.setAccessibleName(self.tr("Jobs"))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_STATE, 96), (_PROGRESS, 200), (_RATE, 190), (_WHEN, 130)):
            header.resizeSection(column, width)
        self.details.setObjectName("faint")
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.details.setFixedHeight((_DETAIL_LINES + 1) * self.details.fontMetrics().lineSpacing())
        self.details.setAccessibleName(self.tr("Details of the job"))
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 4)
        for button in (self.pause, self.cancel, self.move_up, self.folder):
            row.addWidget(button)
        row.addSpacing(12)
        row.addWidget(self.details, 1)
        row.addWidget(self.memory)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.list, 1)
        whole.addLayout(row)

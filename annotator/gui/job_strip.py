"""What is being worked out now: title, progress, rate, time left, cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from annotator.gui.elided_label import ElidedLabel
from annotator.gui.icon_button import IconButton
from annotator.gui.job_text import asked_text, rate_text, show_progress
from annotator.jobs import FINISHED, JobState, JobStatus, Lane

_MIDDLE, _TITLE_PIXELS = Qt.TextElideMode.ElideMiddle, 320


class JobStrip(QWidget):
    """Shows the running job; hidden while there is none."""

    cancel_requested = Signal(int)  # id of a job
    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._jobs: dict[int, JobStatus] = {}
        self._title, self._rate = QLabel(), ElidedLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._rate.setObjectName("faint")
        self._bar = QProgressBar()
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.cancel = IconButton("cancel", self.tr("Cancel the job; what was done stays"))
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._title, self._bar, self._rate, self.cancel):
            row.addWidget(widget)
        self.hide()

    @property
    def current(self) -> JobStatus | None:
        """The oldest job that has not ended, before those that nobody waits for."""
        return min(
            self._jobs.values(), key=lambda it: (it.lane is Lane.BACKGROUND, it.id), default=None
        )

    def show_job(self, status: JobStatus) -> None:
        """Take in a job's new state."""
        before = self._jobs.get(status.id)
        if status.state in FINISHED:
            self._jobs.pop(status.id, None)
        elif before is None or before.asked is not JobState.CANCELLED:  # else told before that
            self._jobs[status.id] = status
        self.setVisible(bool(self._jobs))
        if self.current is not None:
            self._show(self.current)

    def _show(self, job: JobStatus) -> None:
        waiting = len(self._jobs) - 1
        more = self.tr(" (+{0} waiting)").format(waiting) if waiting else ""
        title = self.fontMetrics().elidedText(job.title, _MIDDLE, _TITLE_PIXELS)
        self._title.setText(title + more)
        show_progress(self._bar, job)
        self.cancel.setEnabled(job.asked is not JobState.CANCELLED)
        self._rate.setText(asked_text(job) or rate_text(job))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()
        event.accept()

    def _cancel(self) -> None:
        if self.current is not None:
            self.cancel_requested.emit(self.current.id)

"""What to do when the engine that works understands no words: another engine, a download, a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge import Bridge
from annotator.gui.engines import Engines
from annotator.gui.job_text import show_progress
from annotator.jobs import FINISHED, JobKind, JobState, JobStatus
from model_backend.models import ModelStatus, State

_NARROW_PX = 60


class ModelOffer(QFrame):
    """Shown while the engine of the open project understands no words."""

    cancel_requested = Signal(int)  # id of a job

    def __init__(self, engines: Engines, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offer")
        self._engines = engines
        self._job: JobStatus | None = None
        self._text, self._models = QLabel(), QComboBox()
        self._all_the_same = QLabel(
            self.tr(
                "Only finding and asking in words needs it. Everything else works without: click a thing "
                "or draw a box around it, shape its mask by hand, follow it through the video, correct "
                "it, review it, export it."
            )
        )
        self._models.setAccessibleName(self.tr("Model"))
        self.get = QPushButton()
        self.use = QPushButton(self.tr("Use UniPixel"))
        self.again = QPushButton()
        self.folder = QPushButton(self.tr("A folder of mine ..."))
        self.folder.setToolTip(self.tr("Use a checkpoint that lies on this machine already"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self._bar = QProgressBar()
        self._bar.setAccessibleName(self.tr("Progress of the download"))
        self._lay_out()
        self._models.currentIndexChanged.connect(lambda _: self._show_model())
        self.get.clicked.connect(self._fetch)
        self.use.clicked.connect(self._use)
        self.again.clicked.connect(lambda: self._use_checkpoint(""))
        self.folder.clicked.connect(self._ask_for_folder)
        self.cancel.clicked.connect(self._cancel)
        engines.changed.connect(self.refresh)
        bridge.job_changed.connect(self._hear_of_job)
        self.refresh()

    def refresh(self) -> None:
        """Look again which engine works and which weights are here."""
        wanted = self._engines.host is not None and not self._engines.understands_words
        self.setVisible(wanted)
        if wanted:
            self._fill()
            self._show_model()

    def use_folder(self, folder: Path) -> None:
        """Work with the checkpoint in a folder."""
        self._use_checkpoint(str(folder))

    def showEvent(self, event: QShowEvent) -> None:
        self._show_model()
        super().showEvent(event)

    # --- what is shown -----------------------------------------------------------------------------

    def _fill(self) -> None:
        chosen = self._models.currentIndex()
        self._models.blockSignals(True)
        self._models.clear()
        for it in self._engines.word_models():
            self._models.addItem(_title(it), it)
        self._models.setCurrentIndex(max(chosen, 0))
        self._models.blockSignals(False)

    def _show_model(self) -> None:
        status = self._models.currentData()
        if not isinstance(status, ModelStatus):
            return
        present, busy = status.state is State.PRESENT, self._job is not None
        self._text.setText(self._sentence(status))
        self.get.setText(
            self.tr("Go on getting it") if status.state is State.PARTIAL else self.tr("Get it")
        )
        had_keyboard = self.get.hasFocus() or self.cancel.hasFocus()
        self.get.setVisible(not present or busy)  # else another button would come under the pointer
        self.get.setEnabled(not busy)
        self.use.setVisible(present and not busy)
        named = Path(self._engines.preferred.checkpoints.get("unipixel", ""))
        self.again.setText(self.tr("Use {0}").format(named.name))
        self.again.setToolTip(str(named))
        self.again.setVisible(named.is_absolute())
        for widget in (self._bar, self.cancel):
            widget.setVisible(busy)
        if had_keyboard:  # else the next button would get it, which does something else
            (self.cancel if busy else self.use if present else self.get).setFocus()

    def _sentence(self, status: ModelStatus) -> str:
        engine = self._engines.name
        if status.state is State.PRESENT:
            text = self.tr(
                "The engine {0} understands no words; {1} does, and it is on this machine."
            )
        else:
            text = self.tr(
                "The engine {0} understands no words. {1} does: get it once, or name a folder that has "
                "it. It is quick on a GPU and slow without one."
            )
        return text.format(engine, status.model.name)

    def _hear_of_job(self, status: JobStatus) -> None:
        if status.kind is not JobKind.DOWNLOAD:
            return
        self._job = None if status.state in FINISHED else status
        if self._job is not None:
            show_progress(self._bar, status)
        if status.state is not JobState.RUNNING or not status.done:
            self.refresh()

    # --- what is asked for -------------------------------------------------------------------------

    def _fetch(self) -> None:
        status = self._models.currentData()
        self._engines.fetch(status.model.name)

    def _use(self) -> None:
        status = self._models.currentData()
        self._use_checkpoint(status.model.name)

    def _use_checkpoint(self, checkpoint: str) -> None:
        """That one; "" for the one that was named before."""
        self._engines.use(self._engines.choice_of("unipixel", checkpoint=checkpoint))

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("A folder with a UniPixel checkpoint"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.use_folder(Path(path)))
        dialog.open()

    def _cancel(self) -> None:
        if self._job is not None:
            self.cancel_requested.emit(self._job.id)

    def _lay_out(self) -> None:
        self._all_the_same.setObjectName("faint")
        for text in (self._text, self._all_the_same):
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QVBoxLayout()
        for button in (self.get, self.use, self.again, self.folder):
            buttons.addWidget(button)
        for wide in (self._models, self._bar):
            wide.setMinimumWidth(_NARROW_PX)
        progress = QHBoxLayout()
        progress.addWidget(self._bar, 1)
        progress.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.addWidget(self._text)
        column.addWidget(self._models)
        column.addLayout(buttons)
        column.addLayout(progress)
        column.addWidget(self._all_the_same)
        column.addStretch(1)


def _title(status: ModelStatus) -> str:
    size = status.bytes if status.state is State.PRESENT else status.model.bytes
    return f"{status.model.name}  ({size / 1e9:.1f} GB)" if size else status.model.name

"""Which data set to write, of what, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Write the project as a data set into the folder ``target``: ``every`` so many frames, all masks or
    only those that a person made or verified, with the frame images or without."""

    format_name: str
    target: Path
    every: int
    verified_only: bool
    with_frames: bool


class ExportDialog(QDialog):
    """Not modal in spirit: it only asks, and the export runs as a job."""

    requested = Signal(object)  # an ExportRequest

    def __init__(
        self, formats: Mapping[str, str], folder: Path, parent: QWidget | None = None
    ) -> None:
        """``formats``: what each one keeps, by name; ``folder``: where to propose the target."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export a data set"))
        self.setMinimumWidth(520)
        self._formats, self._folder = formats, folder
        self._format, self._keeps = QComboBox(), QLabel()
        self._target = QLineEdit()
        self._target.setObjectName("target")
        self._every = QSpinBox(minimum=1, maximum=100_000)
        self._verified = QCheckBox(self.tr("Only what a person made or verified"))
        self._frames = QCheckBox(self.tr("With the frame images"))
        self._frames.setChecked(True)
        self._format.addItems(list(formats))
        self._lay_out()
        self._format.currentTextChanged.connect(self._show_format)
        self._show_format(self._format.currentText())

    def accept(self) -> None:
        """Ask for the export, and close."""
        self.requested.emit(
            ExportRequest(
                format_name=self._format.currentText(),
                target=Path(self._target.text()).expanduser(),
                every=self._every.value(),
                verified_only=self._verified.isChecked(),
                with_frames=self._frames.isChecked(),
            )
        )
        super().accept()

    def _lay_out(self) -> None:
        self._keeps.setWordWrap(True)
        self._keeps.setObjectName("faint")
        self._keeps.setTextFormat(Qt.TextFormat.PlainText)
        browse = QPushButton(self.tr("Choose ..."))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.addWidget(self._target, 1)
        place.addWidget(browse)
        form = QFormLayout()
        form.addRow(self.tr("&Format"), self._format)
        form.addRow("", self._keeps)
        form.addRow(self.tr("Every &n-th frame"), self._every)
        form.addRow("", self._verified)
        form.addRow("", self._frames)
        form.addRow(self.tr("Folder"), place)
        self._target.setAccessibleName(self.tr("Folder to write"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        write = buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        write.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._target.textChanged.connect(lambda text: write.setEnabled(bool(text.strip())))
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(buttons)

    def _show_format(self, name: str) -> None:
        self._keeps.setText(self._formats[name])
        self._target.setText(str(self._folder / name))

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder to write"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda path: self._target.setText(str(Path(path) / self._format.currentText()))
        )
        dialog.open()

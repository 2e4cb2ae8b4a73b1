"""Which frames a question is about, and how many of them the model looks at."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSpinBox, QWidget

from annotator.gui.workspace import Workspace

_USUAL_SAMPLE = 16
_LARGEST_SAMPLE = 256


class Scope(StrEnum):
    RANGE = "range"
    VIDEO = "video"
    FRAME = "frame"


class QuestionScope(QWidget):
    """Shows what will be asked about; both can be changed."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.scope, self.sample, self._frames = QComboBox(), QSpinBox(), QLabel()
        self.scope.setAccessibleName(self.tr("Frames that the question is about"))
        for scope, text in (
            (Scope.RANGE, self.tr("The range")),
            (Scope.VIDEO, self.tr("The whole video")),
            (Scope.FRAME, self.tr("This frame")),
        ):
            self.scope.addItem(text, scope)
        self.sample.setRange(1, _LARGEST_SAMPLE)
        self.sample.setValue(_USUAL_SAMPLE)
        self.sample.setAccessibleName(self.tr("Frames that the model looks at"))
        self.sample.setToolTip(
            self.tr("The model looks at so many frames, evenly spaced; masks cover all of them. More "
                    "frames show more and take more memory.")
        )  # fmt: skip
        self._frames.setObjectName("faint")
        self._lay_out()
        self.scope.currentIndexChanged.connect(lambda _: self._show())
        self.sample.valueChanged.connect(lambda _: self._show())
        for signal in (workspace.range_changed, workspace.frame_changed, workspace.video_changed):
            signal.connect(self._show)
        self._show()

    @property
    def frames(self) -> tuple[int, int]:
        """The frames [start, stop)."""
        match self.scope.currentData():
            case Scope.FRAME:
                return self._workspace.frame_index, self._workspace.frame_index + 1
            case Scope.VIDEO:
                return 0, len(self._workspace.seconds)
            case _:
                return self._workspace.range

    @property
    def text(self) -> str:
        """What it says."""
        return self._frames.text()

    def _show(self) -> None:
        start, stop = self.frames
        seen = min(self.sample.value(), stop - start)
        said = self.tr("frames {0} to {1}; it looks at {2} of {3}")
        self._frames.setText(said.format(start, stop - 1, seen, stop - start))
        self.changed.emit()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.scope, 0, 0)
        grid.addWidget(QLabel(self.tr("looking at")), 0, 1)
        grid.addWidget(self.sample, 0, 2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._frames, 1, 0, 1, 3)

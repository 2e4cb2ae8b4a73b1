"""Which frames a question is about, and how many of them the model looks at."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSpinBox, QWidget

from annotator.gui.sentences import say
from annotator.gui.workspace import Workspace
from storage.counting import which_frames

_USUAL_SAMPLE = 16
_LARGEST_SAMPLE = 256
_NARROW_PX = 44
_SHORTEST_PART, _LONGEST_PART = 50, 100_000  # frames


class Scope(StrEnum):
    RANGE = "range"
    VIDEO = "video"
    FRAME = "frame"


class QuestionScope(QWidget):
    """Shows what will be asked about; both can be changed."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.scope, self.sample, self._frames = QComboBox(), QSpinBox(), QLabel()
        self.parts = QSpinBox()
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
        self.parts.setRange(0, _LONGEST_PART)
        self.parts.setSingleStep(_SHORTEST_PART)
        self.parts.setSpecialValueText(self.tr("all at once"))
        self.parts.setAccessibleName(self.tr("Frames that are asked about at a time"))
        self.parts.setToolTip(
            self.tr("Find things in a long range part by part: the model looks at so many frames of each "
                    "part, and what it finds keeps its identity from one to the next.")
        )  # fmt: skip
        for box in (self.sample, self.parts):
            box.setMinimumWidth(_NARROW_PX)
        self._frames.setObjectName("faint")
        self._frames.setWordWrap(True)
        self._lay_out()
        self.scope.currentIndexChanged.connect(lambda _: self._show())
        for box in (self.sample, self.parts):
            box.valueChanged.connect(lambda _: self._show())
        for signal in (workspace.range_changed, workspace.video_changed):
            signal.connect(self._show)
        workspace.frame_changed.connect(self._follow_frame)
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
    def window_frames(self) -> int | None:
        """How many of them are asked about at a time; None for all."""
        return max(self.parts.value(), _SHORTEST_PART) if self.parts.value() else None

    @property
    def text(self) -> str:
        """What it says."""
        return self._frames.text()

    def _follow_frame(self) -> None:
        if self.scope.currentData() is Scope.FRAME:
            self._show()

    def _show(self) -> None:
        start, stop = self.frames
        at_once = min(self.window_frames or stop - start, stop - start)
        seen = min(self.sample.value(), at_once)
        said = self.tr("{0}; it looks at {1} of {2}")
        if at_once < stop - start:
            said = self.tr("{0}; it looks at {1} of every {2}")
        self._frames.setText(said.format(say(which_frames(start, stop)), seen, at_once))
        self.changed.emit()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.scope, 0, 0, 1, 4)
        grid.addWidget(QLabel(self.tr("looking at")), 1, 0)
        grid.addWidget(self.sample, 1, 1)
        grid.addWidget(QLabel(self.tr("in parts of")), 1, 2)
        grid.addWidget(self.parts, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 2)
        grid.addWidget(self._frames, 2, 0, 1, 4)

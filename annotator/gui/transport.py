"""Buttons to move through the video, and where one is."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QToolButton, QWidget

from annotator.gui.elided_label import ElidedLabel
from annotator.gui.i18n import tr
from annotator.gui.playback import SPEEDS, Playback
from annotator.gui.requests import SeekTo
from annotator.gui.times import clock

_BEFORE = ("first-frame", "previous-keyframe", "previous-frame", "play", "next-frame",
           "next-keyframe", "last-frame")  # fmt: skip
_RANGE = ("mark-in", "mark-out")


class Transport(QWidget):
    """One row under the canvas."""

    requested = Signal(object)  # a SeekTo

    def __init__(
        self,
        actions: Mapping[str, QAction],
        playback: Playback,
    ) -> None:
        super().__init__()
        self.setAutoFillBackground(True)  # or all that lies under it is painted at every frame
        self._frame = QSpinBox()
        self._frame.setAccessibleName(self.tr("Frame"))
        self._frame.setToolTip(self.tr("Frame; type one to go there"))
        self._frame.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._frame.setKeyboardTracking(False)
        self._frame.valueChanged.connect(lambda frame: self.requested.emit(SeekTo(frame)))
        self._frame.editingFinished.connect(self._end_typing)
        self._shown_frame, self._is_typed = 0, False
        self._frame.lineEdit().textEdited.connect(self._note_typing)
        # In a narrow window the buttons stay and the texts give way.
        self._where, self._range = ElidedLabel(), ElidedLabel()
        self._range.setObjectName("faint")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(2)
        for name in _BEFORE:
            row.addWidget(_button(actions[name]))
        row.addWidget(_button(actions["loop"]))
        self.speed = _speed_box(playback)
        row.addWidget(self.speed)
        row.addSpacing(12)
        row.addWidget(self._frame)
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(self._range)
        for name in _RANGE:
            row.addWidget(_button(actions[name]))

    def show_frame(self, frame_index: int, frame_count: int, seconds: float, end: float) -> None:
        """Say which frame is shown, of how many, and when it is."""
        self._shown_frame = frame_index
        last = max(frame_count - 1, 0)
        if self._frame.maximum() != last:  # to set it lays out the window anew, changed or not
            with QSignalBlocker(self._frame):
                self._frame.setRange(0, last)
        if not self._frame.hasFocus():  # else a number is being typed, while the video plays
            self._show_in_box()
        self._where.setText(self.tr("of {0}    {1} / {2}").format(last, clock(seconds), clock(end)))

    def ask_for_frame(self) -> None:
        """Let a frame be typed, over the one that is shown."""
        self._frame.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._frame.selectAll()

    def _note_typing(self) -> None:
        self._is_typed = True

    def _end_typing(self) -> None:
        """Go to the frame that was typed, also if it is the one that was shown when the typing began."""
        is_typed, self._is_typed = self._is_typed, False
        if is_typed and self._frame.value() != self._shown_frame:
            self.requested.emit(SeekTo(self._frame.value()))
        self._frame.clearFocus()  # keys are shortcuts again
        self._show_in_box()

    def _show_in_box(self) -> None:
        with QSignalBlocker(self._frame):
            self._frame.setValue(self._shown_frame)

    def show_range(self, start: int, stop: int) -> None:
        """Say which frames are to be worked on."""
        self._range.setText(f"{start} - {stop - 1}")
        self._range.setToolTip(self.tr("Range {0} to {1}").format(start, stop - 1))


def _speed_box(playback: Playback) -> QComboBox:
    box = QComboBox()
    for speed in SPEEDS:
        box.addItem(tr("{0:g} x").format(speed), speed)
    box.setAccessibleName(tr("Speed"))
    box.setToolTip(tr("How fast the video plays"))
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show() -> None:
        box.setCurrentIndex(SPEEDS.index(playback.speed))

    box.activated.connect(lambda place: playback.set_speed(SPEEDS[place]))
    playback.speed_changed.connect(show)
    show()
    return box


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.iconText())
    return button

"""What a re-run changed, over the canvas' lower edge: flip, frame by frame, keep or put back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from annotator.gui.sentences import say
from annotator.gui.theme import warning_colour
from annotator.gui.workbench import Workbench
from storage.counting import frames

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.rerun import ObjectChanges

_NARROW_PX = 60
_LEAST_SHARE = 0.08  # of the height, so that the smallest change can be seen


class RerunBar(QFrame):
    """Hidden while there is nothing to decide."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._workspace, self._comparing = bench.workspace, bench.comparing
        self.setObjectName("hint")
        self.state, self.objects, self.frames = QLabel(), QComboBox(), ChangedFrames()
        self.flip = QToolButton()
        self.keep, self.put_back = QPushButton(self.tr("Keep")), QPushButton(self.tr("Put back"))
        self.keep_all = QPushButton(self.tr("Keep all"))
        self._lay_out()
        self.objects.activated.connect(self._choose)
        self.frames.asked.connect(bench.seek)
        self._comparing.changed.connect(self._refresh)
        self._comparing.flipped.connect(self._show_state)
        self._workspace.frame_changed.connect(self._show_frame)
        self._refresh()

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Let the buttons do what the keys do."""
        self.flip.setDefaultAction(actions["flip-rerun"])
        self.flip.setAccessibleName(actions["flip-rerun"].iconText())
        for button, name in ((self.keep, "keep-rerun"), (self.put_back, "put-back-rerun"),
                             (self.keep_all, "keep-whole-rerun")):  # fmt: skip
            button.clicked.connect(actions[name].trigger)
            button.setToolTip(actions[name].toolTip())

    @property
    def object_id(self) -> int | None:
        """The object that is decided on."""
        found: int | None = self.objects.currentData()
        return found

    # --- what is shown ---------------------------------------------------------------------------

    def _refresh(self) -> None:
        rerun, chosen = self._comparing.rerun, self.object_id
        self.objects.clear()
        for changed in rerun.objects if rerun else ():
            self.objects.addItem(self._describe(changed), changed.object_id)
        self.objects.setCurrentIndex(max(self.objects.findData(chosen), 0) if rerun else -1)
        self.keep_all.setVisible(self.objects.count() > 1)
        self._show_changes()
        self._show_state()
        self.setVisible(rerun is not None)

    def _describe(self, changed: ObjectChanges) -> str:
        tracked = next((it for it in self._workspace.objects if it.id == changed.object_id), None)
        name = f"[{tracked.number}] {tracked.name}" if tracked else ""
        return self.tr("{0}: {1} changed, mean IoU {2}").format(
            name, say(frames(len(changed.changes))), f"{changed.mean_iou:.2f}"
        )

    def _choose(self) -> None:
        self._workspace.choose(self.object_id)
        self._show_changes()

    def _show_changes(self) -> None:
        rerun = self._comparing.rerun
        changed = rerun.objects[self.objects.currentIndex()] if rerun else None
        self.frames.show_changes(
            {it.frame_index: it.iou for it in changed.changes} if changed else {}
        )
        self._show_frame()

    def _show_state(self) -> None:
        before = self._comparing.shows_before
        self.state.setText(self._states()[0 if before else 1])

    def _states(self) -> tuple[str, str]:
        return self.tr("Before the re-run"), self.tr("After the re-run")

    def _widest_state(self) -> int:
        """So that nothing moves when one flips."""
        metrics = self.state.fontMetrics()
        return max(metrics.horizontalAdvance(text) for text in self._states())

    def _show_frame(self) -> None:
        self.frames.set_frame(self._workspace.frame_index)

    def _lay_out(self) -> None:
        self.objects.setAccessibleName(self.tr("Object of the re-run"))
        self.objects.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.objects.setMinimumWidth(_NARROW_PX)  # or a long name would widen the window
        self.objects.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        self.state.setMinimumWidth(self._widest_state())
        for widget in (self.flip, self.state, self.objects):
            row.addWidget(widget)
        row.addWidget(self.frames, 1)
        for button in (self.keep, self.put_back, self.keep_all):
            row.addWidget(button)


class ChangedFrames(QWidget):
    """A bar a changed frame: the higher, the less the masks before and after have in common."""

    asked = Signal(int)  # a frame to show

    def __init__(self) -> None:
        super().__init__()
        self._ious: Mapping[int, float] = {}
        self._frame_index = 0
        self.setMinimumWidth(_NARROW_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the timeline goes to frames by keys
        self.setAccessibleName(self.tr("Changed frames"))

    def sizeHint(self) -> QSize:
        return QSize(300, 28)

    def show_changes(self, ious: Mapping[int, float]) -> None:
        """IoU by frame."""
        self._ious = ious
        self.update()

    def set_frame(self, frame_index: int) -> None:
        """Mark the frame that is shown, and say its IoU."""
        self._frame_index = frame_index
        iou = self._ious.get(frame_index)
        text = (
            "" if iou is None else self.tr("Frame {0}: IoU {1}").format(frame_index, f"{iou:.2f}")
        )
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.update()

    def frame_at(self, x: float) -> int:
        """The frame under a position."""
        first, last = min(self._ious), max(self._ious)
        return first + min(int((last - first + 1) * max(x, 0) / self.width()), last - first)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._ious:
            self.asked.emit(self.frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        if self._ious:
            first = min(self._ious)
            width = self.width() / (max(self._ious) - first + 1)
            for frame, iou in self._ious.items():
                height = self.height() * max(1 - iou, _LEAST_SHARE)
                left = (frame - first) * width
                place = QRectF(left, self.height() - height, max(width - 1, 1), height)
                painter.fillRect(place, warning_colour())
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            x = round((self._frame_index - first + 0.5) * width)
            painter.drawLine(x, 0, x, self.height())
        painter.end()

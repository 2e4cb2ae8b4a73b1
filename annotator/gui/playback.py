"""Playing a video at its own pace: frames that come too late are passed over, never hurried."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.workspace import Workspace

_TICK_MILLISECONDS = 8


class Playback(QObject):
    """Moves the workspace through its range while it plays."""

    playing_changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._started = 0.0
        self._from_seconds = 0.0
        self._timer = QTimer(self, interval=_TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)
        workspace.video_changed.connect(self.stop)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play, or pause. From the range's end it starts again."""
        if self.is_playing:
            self.stop()
        elif self._workspace.video is not None:
            start, stop = self._workspace.range
            if not start <= self._workspace.frame_index < stop - 1:
                self._workspace.seek(start)
            self._started = time.monotonic()
            self._from_seconds = float(self._workspace.seconds[self._workspace.frame_index])
            self._timer.start()
            self.playing_changed.emit()

    def stop(self) -> None:
        """Pause on the frame that is shown."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit()

    def _tick(self) -> None:
        now = self._from_seconds + time.monotonic() - self._started
        due = int(np.searchsorted(self._workspace.seconds, now, side="right")) - 1
        last = self._workspace.range[1] - 1
        self._workspace.seek(min(due, last))
        if due >= last:
            self.stop()

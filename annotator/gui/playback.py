"""Playing a video at its own pace or another: frames that come too late are passed over, never hurried."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.workspace import Workspace

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
_TICK_MILLISECONDS = 8


class Playback(QObject):
    """Moves the workspace through its range while it plays. ``loops``: again and again."""

    playing_changed = Signal()
    speed_changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._speed = 1.0
        self._started = 0.0
        self._from_seconds = 0.0
        self.loops = False
        self._timer = QTimer(self, interval=_TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)
        workspace.video_changed.connect(self.stop)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        """How many seconds of the video pass in one: one of ``SPEEDS``."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Play at another speed, from now on."""
        if speed != self._speed:
            self._speed = speed
            self._begin()
            self.speed_changed.emit()

    def change_speed(self, step: int) -> None:
        """To the next faster speed, or for -1 to the next slower one."""
        place = SPEEDS.index(self._speed) + step
        self.set_speed(SPEEDS[min(max(place, 0), len(SPEEDS) - 1)])

    def toggle(self) -> None:
        """Play, or pause. From the range's end it starts again."""
        if self.is_playing:
            self.stop()
        elif self._workspace.video is not None:
            start, stop = self._workspace.range
            if not start <= self._workspace.frame_index < stop - 1:
                self._workspace.seek(start)
            self._begin()
            self._timer.start()
            self.playing_changed.emit()

    def stop(self) -> None:
        """Pause on the frame that is shown."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit()

    def _begin(self) -> None:
        """Count from the frame that is shown and from now."""
        self._started = time.monotonic()
        self._from_seconds = float(self._workspace.seconds[self._workspace.frame_index])

    def _tick(self) -> None:
        now = self._from_seconds + (time.monotonic() - self._started) * self._speed
        due = int(np.searchsorted(self._workspace.seconds, now, side="right")) - 1
        start, stop = self._workspace.range
        self._workspace.seek(min(due, stop - 1))
        if not self.loops and due >= stop - 1:
            self.stop()
        elif self.loops and now >= self._end_seconds(stop):
            self._workspace.seek(start)
            self._begin()

    def _end_seconds(self, stop: int) -> float:
        """When the range's last frame has been shown as long as it should; the video's last one as long
        as frames are on average."""
        seconds = self._workspace.seconds
        if stop < len(seconds):
            return float(seconds[stop])
        return float(seconds[-1] * (1 + 1 / max(len(seconds) - 1, 1)))

"""How long a person really worked, by video and day: while keys and the mouse were used.

A pause counts up to half a minute, as one spends looking. The time is kept in the project and nowhere
else; it is written when the person pauses or goes to another video, when nobody waits for the window.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from annotator.gui.workspace import Workspace
from storage.errors import UserError

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session

LONGEST_PAUSE_SECONDS = 30.0
_WORK = frozenset(
    (
        QEvent.Type.ShortcutOverride,  # of keys that are shortcuts, nothing else comes in
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
    )
)


class TimeKeeper(QObject):
    """Watches what comes in at a window; ``now`` is a clock in seconds."""

    failed = Signal(object)  # an exception

    def __init__(self, workspace: Workspace, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(workspace)
        self._workspace, self._now = workspace, now
        self._worked_on: tuple[Session, int] | None = None
        self._seconds = 0.0
        self._last: float | None = None  # when something came in
        self._timer = QTimer(self, interval=round(LONGEST_PAUSE_SECONDS * 1000))
        self._timer.timeout.connect(self._look_for_pause)
        self._timer.start()
        workspace.about_to_move.connect(self._note_video)
        workspace.video_changed.connect(self._change_video)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WORK:
            self.note_work()
        return super().eventFilter(watched, event)

    def note_work(self) -> None:
        """Something came in from the person."""
        now = self._now()
        if self._last is not None and self._worked_on is not None:
            self._seconds += min(now - self._last, LONGEST_PAUSE_SECONDS)
        self._last = now
        self._note_video()

    def close(self) -> None:
        """Write what is left."""
        self._timer.stop()
        self._write()

    def _note_video(self) -> None:
        session, video = self._workspace.session, self._workspace.video
        if session is not None and video is not None and not session.project.read_only:
            self._worked_on = (session, video.id)

    def _change_video(self) -> None:
        session, video = self._workspace.session, self._workspace.video
        if self._worked_on != (session, video.id if video else None):
            self._write()

    def _look_for_pause(self) -> None:
        if self._last is None or self._now() - self._last < LONGEST_PAUSE_SECONDS:
            return
        if self._worked_on is None or not self._worked_on[0].project.is_being_written:
            self._write()  # else at the next look: a long change is no reason to hold the window up

    def _write(self) -> None:
        worked_on, seconds = self._worked_on, self._seconds
        self._worked_on, self._seconds, self._last = None, 0.0, None
        if worked_on is None or not seconds:
            return
        session, video_id = worked_on
        day = datetime.now().astimezone().date().isoformat()
        try:
            session.project.add_activity(video_id, day, seconds)
        except UserError as error:
            self.failed.emit(error)

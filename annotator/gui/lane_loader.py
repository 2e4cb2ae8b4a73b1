"""The lanes of a video's objects, read off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.lanes import Lane, flags_of
from annotator.gui.latest import Latest

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session

_REST_MILLISECONDS = 120  # a propagation changes tracks many times a second; eyes do not need that


@dataclass(frozen=True, slots=True)
class LaneRequest:
    """The video whose objects are wanted."""

    session: Session
    video_id: int


@dataclass(frozen=True, slots=True)
class ReadyLanes:
    """One lane per object, by number."""

    request: LaneRequest
    lanes: tuple[Lane, ...]


class LaneLoader(QObject):
    """Reads all lanes anew, at most a few times a second."""

    ready = Signal(object)  # a ReadyLanes
    failed = Signal(object)  # an exception

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._request: LaneRequest | None = None
        self._latest = Latest(read_lanes, name="maskbank-lanes")
        self._latest.answered.connect(self.ready)
        self._latest.failed.connect(self.failed)
        self._timer = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._timer.timeout.connect(self._ask)

    def ask(self, request: LaneRequest) -> None:
        """Read the lanes soon."""
        self._request = request
        if not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        self._latest.close()

    def _ask(self) -> None:
        if self._request is not None:
            self._latest.ask(self._request)


def read_lanes(request: LaneRequest) -> ReadyLanes:
    """All lanes of a video."""
    project = request.session.project
    frame_count = project.video(request.video_id).facts.frame_count
    lanes = tuple(
        Lane(
            object_id=it.id,
            label=f"{it.number}  {it.name}",
            colour=it.colour,
            frame_flags=flags_of(project.track_marks(it.id), frame_count),
        )
        for it in project.objects(request.video_id)
    )
    return ReadyLanes(request, lanes)

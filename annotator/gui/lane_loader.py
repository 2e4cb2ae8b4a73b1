"""The lanes of a video's objects, read off the window's thread.

A propagation changes a frame many times a second; only the frames that changed are read again then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.lanes import SUDDEN, Lane, Portrait
from annotator.gui.latest import Latest
from annotator.gui.track_arrays import TrackArrays
from storage.records import TrackedObject

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session

_REST_MILLISECONDS = 120  # eyes need no more
MANY_FRAMES = 200  # from here on, reading all of a track at once is quicker


@dataclass(frozen=True, slots=True)
class LaneRequest:
    """The video whose objects are wanted; ``frames`` are those that changed, None means all."""

    session: Session
    video_id: int
    frames: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class ReadyLanes:
    """One lane per object, by number."""

    request: LaneRequest
    lanes: tuple[Lane, ...]


class LaneLoader(QObject):
    """Reads lanes, at most a few times a second."""

    ready = Signal(object)  # a ReadyLanes
    failed = Signal(object)  # an exception

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._next: LaneRequest | None = None
        self._is_reading = False
        self._latest = Latest(LaneReader().read, name="maskbank-lanes")
        self._latest.answered.connect(self._take)
        self._latest.failed.connect(self._fail)
        self._timer = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._timer.timeout.connect(self._ask)

    def ask(self, request: LaneRequest) -> None:
        """Read the lanes soon; what was asked for before is read too."""
        self._next = merge(self._next, request)
        if not self._timer.isActive():
            self._timer.start()

    def close(self) -> None:
        """Stop reading."""
        self._timer.stop()
        self._latest.close()

    def _ask(self) -> None:
        if self._next is not None and not self._is_reading:
            self._is_reading = True
            self._latest.ask(self._next)
            self._next = None

    def _take(self, ready: ReadyLanes) -> None:
        self._rest()
        self.ready.emit(ready)

    def _fail(self, error: Exception) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self._is_reading = False
        if self._next is not None:
            self._timer.start()


class LaneReader:
    """Keeps the tracks that it has read, to read only what changed. Belongs to one thread."""

    def __init__(self) -> None:
        self._video: tuple[Session, int] | None = None
        self._tracks: dict[int, TrackArrays] = {}
        self._portraits: dict[int, tuple[tuple[int, int], Portrait]] = {}

    def read(self, request: LaneRequest) -> ReadyLanes:
        """The lanes as they are now. Those handed out before stay as they were."""
        objects = request.session.project.objects(request.video_id)
        frames = request.frames
        known = self._video == (request.session, request.video_id)
        if frames is None or not known or len(frames) > MANY_FRAMES:
            self._tracks, self._portraits = {}, {}
        else:
            self._read_frames(request, objects, sorted(frames))
        self._video = (request.session, request.video_id)
        self._read_missing(request, objects)
        return ReadyLanes(request, tuple(self._lane(request, it) for it in objects))

    def _lane(self, request: LaneRequest, tracked: TrackedObject) -> Lane:
        track = self._tracks[tracked.id]
        return Lane(
            tracked.id,
            f"{tracked.number}  {tracked.name}",
            tracked.colour,
            track.flags | np.where(track.sudden(), SUDDEN, 0).astype(np.uint8),
            track,
            track.verified_share(),
            self._portrait(request, tracked.id),
        )

    def _portrait(self, request: LaneRequest, object_id: int) -> Portrait | None:
        """Asks for the box again only when another mask is the best one."""
        track = self._tracks[object_id]
        frame_index = track.portrait_frame()
        if frame_index is None:
            return None
        look = (frame_index, int(track.areas[frame_index]))
        known = self._portraits.get(object_id)
        if known is None or known[0] != look:
            mask = request.session.project.mask(object_id, frame_index)
            if mask is None:
                return None
            known = self._portraits[object_id] = (look, Portrait(frame_index, mask.rle.box_xywh))
        return known[1]

    def _read_missing(self, request: LaneRequest, objects: Sequence[TrackedObject]) -> None:
        missing = [it.id for it in objects if it.id not in self._tracks]
        if not missing:  # as of a video that was removed meanwhile
            return
        project = request.session.project
        frame_count = project.video(request.video_id).facts.frame_count
        for object_id in missing:
            self._tracks[object_id] = TrackArrays.of(project.track_marks(object_id), frame_count)

    def _read_frames(
        self, request: LaneRequest, objects: Sequence[TrackedObject], frames: Sequence[int]
    ) -> None:
        project = request.session.project
        known = [it.id for it in objects if it.id in self._tracks]
        self._tracks = {object_id: self._tracks[object_id].copy() for object_id in known}
        for track in self._tracks.values():
            track.forget(np.array(frames, np.intp))
        for frame_index in frames:
            for mask in project.frame_masks(request.video_id, frame_index):
                if mask.object_id in self._tracks:
                    prompted = (
                        mask.kept and not project.prompt(mask.object_id, frame_index).is_empty
                    )
                    self._tracks[mask.object_id].note(mask, prompted=prompted)


def merge(earlier: LaneRequest | None, later: LaneRequest) -> LaneRequest:
    """One request for both; an earlier one about another video is forgotten."""
    if earlier is None or (earlier.session, earlier.video_id) != (later.session, later.video_id):
        return later
    if earlier.frames is None or later.frames is None:
        return LaneRequest(later.session, later.video_id)
    return LaneRequest(later.session, later.video_id, earlier.frames | later.frames)

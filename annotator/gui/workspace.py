"""What the window is looking at: a project, a video, a frame, a range, an object.

Widgets read it and are told when a part of it changed; they change it only through its methods.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from storage.changes import Changes
from storage.errors import UserError
from storage.records import Category, TrackedObject, Video

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session


@dataclass(frozen=True, slots=True)
class TracksChanged:
    """Masks or prompts of these frames are different, or objects came, went or look different."""

    frames: frozenset[int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is in a video: the frame, the range [start, stop), the object at work and those
    selected with it."""

    frame_index: int
    range: tuple[int, int]
    chosen_id: int | None
    selected_ids: frozenset[int]


class Workspace(QObject):
    """The state that all panels share."""

    session_changed = Signal()
    video_changed = Signal()
    frame_changed = Signal()
    range_changed = Signal()
    objects_changed = Signal()
    chosen_changed = Signal()  # the object at work, or those that are selected with it
    next_category_changed = Signal()
    frame_content_changed = Signal()  # masks or prompts of the frame that is shown
    cuts_changed = Signal()
    tracks_changed = Signal(object)  # TracksChanged
    about_to_move = Signal()  # the frame, the object or the video will be another one
    about_to_leave = Signal()  # the video will be another one

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._video: Video | None = None
        self._seconds: npt.NDArray[np.float64] = np.zeros(1)
        self._objects: Sequence[TrackedObject] = ()
        self._chosen_id: int | None = None
        self._selected_ids: frozenset[int] = frozenset()  # that one among them
        self._frame_index = 0
        self._range = (0, 1)
        self._cuts: tuple[int, ...] = ()
        self._next_category_id: int | None = None
        self._places: dict[int, Place] = {}  # by the id of the video, of those that were shown

    # --- what there is -------------------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        return self._session

    @property
    def video(self) -> Video | None:
        return self._video

    @property
    def frame_index(self) -> int:
        return self._frame_index

    @property
    def range(self) -> tuple[int, int]:
        """The frames [start, stop) to work on."""
        return self._range

    @property
    def objects(self) -> Sequence[TrackedObject]:
        return self._objects

    @property
    def chosen(self) -> TrackedObject | None:
        """The object at work."""
        return next((it for it in self._objects if it.id == self._chosen_id), None)

    @property
    def selected(self) -> Sequence[TrackedObject]:
        """What is changed together: the object at work and those selected with it, by number."""
        return [it for it in self._objects if it.id in self._selected_ids]

    @property
    def next_category(self) -> Category | None:
        """What a new object will be: the category that was given last, while there is one."""
        found = self._session.project.categories() if self._session else []
        return next((it for it in found if it.id == self._next_category_id), None)

    @property
    def cuts(self) -> tuple[int, ...]:
        """The frames on which a scene begins, as far as they are known."""
        return self._cuts

    @property
    def seconds(self) -> npt.NDArray[np.float64]:
        """When each frame is shown, in seconds after the first, (frames,)."""
        return self._seconds

    def require_session(self) -> Session:
        """The session. Raises UserError if there is none."""
        if self._session is None:
            raise UserError("Open a video first: choose File, Open, or drop one on the window.")
        return self._session

    def require(self) -> tuple[Session, Video]:
        """The session and the video. Raises UserError if there is none."""
        session = self.require_session()
        if self._video is None:
            raise UserError("This project holds no video: drop one on the window.")
        return session, self._video

    def require_object(self) -> TrackedObject:
        """The object at work. Raises UserError if there is none."""
        if self.chosen is None:
            raise UserError("Choose an object first: click it in the list, or press its number.")
        return self.chosen

    def require_selected(self) -> Sequence[TrackedObject]:
        """The selected objects, at least one. Raises UserError if there is none."""
        self.require_object()
        return self.selected

    def require_selected_ids(self) -> list[int]:
        """Those of the selected objects, at least one. Raises UserError if there is none."""
        return [it.id for it in self.require_selected()]

    # --- going somewhere else ----------------------------------------------------------------------

    def open(self, session: Session | None, video: Video | None) -> None:
        """Look at another project, or at none."""
        self._leave()
        self._session = session
        self._places = {}
        self._next_category_id = None
        self._show(video)
        self.session_changed.emit()

    def show_video(self, video_id: int) -> None:
        """Look at another video of the project, where the person was in it."""
        if self._session is not None:
            self._leave()
            self._show(self._session.project.video(video_id))

    def _leave(self) -> None:
        self.about_to_move.emit()
        self.about_to_leave.emit()
        self._keep_place()

    def _keep_place(self) -> None:
        if self._video is not None:
            self._places[self._video.id] = Place(
                self._frame_index, self._range, self._chosen_id, self._selected_ids
            )

    def look_at(self, changes: Changes) -> None:
        """Go to what changed in another video, or on one other frame; what came or went as a whole, or
        on many frames, is seen from here."""
        if self._session is None or self._video is None or changes.videos:
            return
        videos = changes.videos_within
        if videos and self._video.id not in videos:
            self.show_video(min(videos))
        frames = {frame for video_id, frame in changes.frames if video_id == self._video.id}
        if len(frames) == 1:
            self.seek(*frames)

    def seek(self, frame_index: int) -> None:
        """Show the frame, or the nearest that the video has."""
        if self._video is None:
            return
        frame_index = min(max(frame_index, 0), self._video.facts.frame_count - 1)
        if frame_index != self._frame_index:
            self.about_to_move.emit()
            self._frame_index = frame_index
            self.frame_changed.emit()

    def set_range(self, start: int, stop: int) -> None:
        """Work on the frames [start, stop)."""
        if self._video is not None and 0 <= start < stop <= self._video.facts.frame_count:
            self._range = (start, stop)
            self.range_changed.emit()

    def set_whole_range(self) -> None:
        """Work on all frames."""
        self.set_range(0, len(self._seconds))

    def mark_in(self) -> None:
        """Let the range start at the frame shown."""
        frame_index, (_, stop) = self._frame_index, self._range
        self.set_range(frame_index, stop if frame_index < stop else len(self._seconds))

    def mark_out(self) -> None:
        """Let the range end with the frame shown."""
        frame_index, (start, _) = self._frame_index, self._range
        self.set_range(start if start <= frame_index else 0, frame_index + 1)

    def choose(self, object_id: int | None) -> None:
        """Work on another object, and select it alone; None: work on a new one."""
        self.select(() if object_id is None else (object_id,), object_id)

    def select(self, object_ids: Iterable[int], chosen_id: int | None) -> None:
        """Change several objects together from now on, and work on one of them."""
        selected = frozenset(object_ids)
        if (chosen_id, selected) == (self._chosen_id, self._selected_ids):
            return
        if chosen_id != self._chosen_id:
            self.about_to_move.emit()
        self._chosen_id, self._selected_ids = chosen_id, selected
        self.chosen_changed.emit()

    def set_next_category(self, category_id: int | None) -> None:
        """Say what a new object will be."""
        self._next_category_id = category_id
        self.next_category_changed.emit()

    def choose_number(self, number: int) -> None:
        """Work on the object of that number, if there is one."""
        for tracked in self._objects:
            if tracked.number == number:
                self.choose(tracked.id)

    # --- what changed in the project -------------------------------------------------------------

    def take_in(self, changes: Changes) -> None:
        """Read again what an edit, an undo or an engine changed, and tell the panels."""
        if self._session is None:
            return
        if changes.videos:
            self._take_in_videos()
        if self._video is None:
            return
        here = (self._video.id, self._frame_index)
        if self._video.id in changes.objects or changes.categories:
            self._read_objects()
        if self._video.id in changes.scene_cuts:
            self._read_cuts()
        touched = changes.masks | changes.prompts
        frames = frozenset(frame for video_id, frame in touched if video_id == self._video.id)
        if frames:
            self.tracks_changed.emit(TracksChanged(frames))
        if here in touched or self._video.id in changes.objects:
            self.frame_content_changed.emit()

    def _take_in_videos(self) -> None:
        """Videos came, went or moved: keep looking at the one shown if it is still there."""
        assert self._session is not None
        videos = self._session.project.videos()
        same = next((it for it in videos if self._video and it.id == self._video.id), None)
        if same is None:
            self._show(next(iter(videos), None))
        elif same != self._video:
            self._show_again(same)
        self.session_changed.emit()

    def _show_again(self, video: Video) -> None:
        """The video that is shown is elsewhere now, or called otherwise: stay at the same frame."""
        self.about_to_move.emit()
        self._keep_place()
        self._show(video)

    def _read_objects(self) -> None:
        assert self._session is not None
        assert self._video is not None
        self._objects = self._session.project.objects(self._video.id)
        left = self._selected_ids.intersection(it.id for it in self._objects)
        if left != self._selected_ids:  # objects are gone
            at_work = self._chosen_id if self.chosen is not None else None
            self._selected_ids = left if at_work is not None else frozenset()
            self._chosen_id = at_work
            self.chosen_changed.emit()
        self.objects_changed.emit()
        self.tracks_changed.emit(TracksChanged(frozenset()))

    def _read_cuts(self) -> None:
        self._cuts = ()
        if self._session is not None and self._video is not None:
            self._cuts = self._session.project.scene_cuts(self._video.id) or ()
        self.cuts_changed.emit()

    def _show(self, video: Video | None) -> None:
        self._video = video
        self._objects, self._seconds = (), np.zeros(1)
        place = Place(0, (0, 1), None, frozenset())
        if video is not None and self._session is not None:
            frames = self._session.project.frame_table(video.id)
            self._seconds = (frames.pts - frames.pts[0]) * float(frames.time_base)
            self._objects = self._session.project.objects(video.id)
            if self._next_category_id is None and self._objects:
                self._next_category_id = self._objects[-1].category_id
            place = self._places.get(video.id) or self._first_place()
        self._take(place)
        self._read_cuts()
        for signal in (self.video_changed, self.objects_changed, self.chosen_changed):
            signal.emit()

    def _first_place(self) -> Place:
        first_ids = [it.id for it in self._objects[:1]]
        return Place(0, (0, len(self._seconds)), next(iter(first_ids), None), frozenset(first_ids))

    def _take(self, place: Place) -> None:
        """Be there, with those objects that are still there."""
        self._frame_index, self._range = place.frame_index, place.range
        left = place.selected_ids.intersection(it.id for it in self._objects)
        self._chosen_id = place.chosen_id if place.chosen_id in left else None
        self._selected_ids = left if self._chosen_id is not None else frozenset()

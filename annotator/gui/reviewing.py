"""The review queue at work: found off the window's thread, gone through suspect by suspect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.bridge import Bridge
from annotator.gui.latest import Latest
from annotator.gui.said import Said
from annotator.gui.workspace import Workspace
from annotator.review.suspect import Kind, Suspect
from storage.changes import Changes
from storage.records import TrackedObject, Video

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.scope import Scope
    from annotator.session import Session

_REST_MILLISECONDS = 700  # while a propagation writes a frame after the other
_LIST_MILLISECONDS = 500  # while video after video is looked through


@dataclass(frozen=True, slots=True)
class QueueChoice:
    """Which suspects to list: of these kinds, of all videos or only of the one shown, worst first or in
    the order of the frames."""

    kinds: frozenset[Kind] = frozenset(Kind)
    this_video: bool = False
    worst_first: bool = True


@dataclass(frozen=True, slots=True)
class VideoReview:
    """What was found in one video, and its objects by id."""

    session: Session
    video: Video
    objects: Mapping[int, TrackedObject]
    suspects: Sequence[Suspect]


class Reviewing(QObject):
    """Looks for suspects only while somebody watches the queue, or asks for the next one.

    Videos are looked through one by one, the one that is shown first, and again only if their masks
    changed.
    """

    changed = Signal()  # another list
    current_changed = Signal()
    shown = Signal()  # the person looks at a suspect
    said = Signal(object)  # a Said
    failed = Signal(object)  # an exception

    def __init__(self, workspace: Workspace, bridge: Bridge) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._reviews: dict[int, VideoReview] = {}  # by the id of the video
        self._stale: set[int] = set()  # videos to look through
        self._listed: list[Suspect] = []
        self._current: Suspect | None = None
        self._place = 0  # of the current one, or where it was
        self._choice = QueueChoice()
        self._is_watched = self._is_looking = False
        self._afterwards: Callable[[], None] | None = None
        self._reader = Latest(_look_through, name="maskbank-review")
        self._reader.answered.connect(self._take)
        self._reader.failed.connect(self._fail)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._look)
        self._list_soon = QTimer(self, singleShot=True, interval=_LIST_MILLISECONDS)
        self._list_soon.timeout.connect(self._list)
        bridge.changed.connect(self._hear_of)
        workspace.session_changed.connect(self._compare_videos)
        workspace.video_changed.connect(self._list)

    def close(self) -> None:
        """Stop looking."""
        self._rest.stop()
        self._list_soon.stop()
        self._reader.close()

    @property
    def suspects(self) -> Sequence[Suspect]:
        """Those that are listed."""
        return self._listed

    @property
    def reviews(self) -> Collection[VideoReview]:
        """All that was found, whatever is listed."""
        return self._reviews.values()

    def why_none(self) -> str:
        """What to say when no suspect is listed."""
        if self._stale or self._is_looking:
            return self.tr("Looking through the masks ...")
        if not any(it.objects for it in self.reviews):
            return self.tr("Nothing is labelled yet, so there is nothing to look at.")
        if any(it.suspects for it in self.reviews):
            return self.tr("There is nothing left to look at of what you chose to list.")
        return self.tr("There is nothing left to look at.")

    @property
    def current(self) -> Suspect | None:
        """The one that is looked at."""
        return self._current

    @property
    def choice(self) -> QueueChoice:
        return self._choice

    def choose(self, choice: QueueChoice) -> None:
        """List other suspects."""
        self._choice = choice
        self._list()

    def watch(self, *, on: bool) -> None:
        """Keep the list up to date from now on, or no more."""
        self._is_watched = on
        if on:
            self._look()

    # --- going through it ------------------------------------------------------------------------

    def show(self, suspect: Suspect) -> None:
        """Look at a suspect: its video, its frame, its object."""
        _, video = self._workspace.require()
        if video.id != suspect.video_id:
            self._workspace.show_video(suspect.video_id)
        self._current = suspect
        self._place = self._listed.index(suspect) if suspect in self._listed else 0
        self._workspace.choose(suspect.object_ids[0])
        self._workspace.seek(suspect.frame_index)
        self.shown.emit()
        self.current_changed.emit()

    def step(self, by: int) -> None:
        """Look at the next suspect, or for -1 at the one before."""
        self._when_known(lambda: self._step(by))

    def pass_as_fine(self, scope: Scope) -> None:
        """Say that the suspect looked at is right as it is, and go on to the next."""
        from annotator.review.verifying import verify

        if self._current is None:
            self.step(1)
            return
        fine, place = self._current, self._place
        verify(self._workspace.require_session(), fine, scope)
        self._forget(fine)
        self._current, self._place = None, place
        self._show_at(place)

    def _step(self, by: int) -> None:
        if self._current is not None:
            self._show_at(self._place + by)
        else:
            self._show_at(self._place if by > 0 else self._place - 1)

    def _show_at(self, place: int) -> None:
        if self._listed:
            self.show(self._listed[place % len(self._listed)])
        else:
            self.current_changed.emit()
            self.said.emit(Said(self.why_none()))

    def _forget(self, suspect: Suspect) -> None:
        review = self._reviews[suspect.video_id]
        left = tuple(it for it in review.suspects if it != suspect)
        self._reviews[suspect.video_id] = replace(review, suspects=left)
        self._list()

    # --- finding ---------------------------------------------------------------------------------

    def _when_known(self, do: Callable[[], None]) -> None:
        if self._stale or self._is_looking:
            self._afterwards = do
            self._look()
        else:
            do()

    def _hear_of(self, changes: Changes) -> None:
        if changes.videos:
            self._compare_videos()
        touched = {video_id for video_id, _ in changes.masks} | changes.objects
        self._stale |= touched & {it.id for it in self._videos()}
        if self._stale and self._is_watched:
            self._rest.start()

    def _compare_videos(self) -> None:
        """Videos came or went, or another project was opened."""
        session = self._workspace.session
        here = {it.id for it in self._videos()}
        kept = {
            video_id: it
            for video_id, it in self._reviews.items()
            if it.session is session and video_id in here
        }
        self._reviews, self._stale = kept, (self._stale & here) | (here - kept.keys())
        self._list()
        if self._is_watched:
            self._rest.start()

    def _videos(self) -> Sequence[Video]:
        session = self._workspace.session
        return session.project.videos() if session else ()

    def _look(self) -> None:
        """Look through the next video that needs it."""
        session, shown = self._workspace.session, self._workspace.video
        if session is None or self._is_looking or not self._stale:
            return
        first = shown.id if shown and shown.id in self._stale else min(self._stale)
        self._stale.discard(first)
        self._is_looking = True
        self._reader.ask((session, first))

    def _take(self, review: VideoReview | None) -> None:
        self._is_looking = False
        if review is not None and review.session is self._workspace.session:
            self._reviews[review.video.id] = review
        if self._stale and (self._is_watched or self._afterwards):
            if not self._list_soon.isActive():
                self._list_soon.start()
            self._look()
            return
        self._list()
        if self._afterwards is not None:
            do, self._afterwards = self._afterwards, None
            do()

    def _fail(self, error: Exception) -> None:
        self.failed.emit(error)
        self._take(None)

    def _list(self) -> None:
        video, choice = self._workspace.video, self._choice
        here = [
            review
            for review in self._reviews.values()
            if not (choice.this_video and video and review.video.id != video.id)
        ]
        listed = [it for review in here for it in review.suspects if it.kind in choice.kinds]
        if choice.worst_first:
            listed.sort(key=lambda it: (-it.severity, it.video_id, it.frame_index))
        else:
            listed.sort(key=lambda it: (it.video_id, it.start, it.frame_index))
        self._listed = listed
        if self._current not in listed:
            self._current = None
        else:
            self._place = listed.index(self._current)
        self.changed.emit()


def _look_through(question: tuple[Session, int]) -> VideoReview | None:
    """On the worker; None if the video was removed meanwhile."""
    from annotator.review.queue import find_suspects
    from storage.errors import ProjectError

    session, video_id = question
    try:
        video = session.project.video(video_id)
    except ProjectError:
        return None
    objects = {it.id: it for it in session.project.objects(video_id)}
    suspects = find_suspects(session.project, video_ids=[video_id])
    return VideoReview(session, video, objects, suspects)

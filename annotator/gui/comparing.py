"""After a propagation that replaced masks: what it changed, seen before and after, kept or put back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.bridge import Bridge
from annotator.gui.latest import Latest
from annotator.gui.said import Said
from annotator.gui.workspace import Workspace
from annotator.jobs import FINISHED, JobKind, JobStatus
from storage.records import Mask

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.propagation import Progress
    from annotator.rerun import Rerun
    from annotator.session import Session


class Comparing(QObject):
    """Holds the last re-run until every object in it is kept or put back."""

    changed = Signal()  # another re-run, fewer objects in it, or none
    flipped = Signal()  # between before and after
    said = Signal(object)  # a Said
    failed = Signal(object)  # an exception

    def __init__(self, workspace: Workspace, bridge: Bridge) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._rerun: Rerun | None = None
        self._edit_id: int | None = None  # of the propagation that runs
        self._shows_before = False
        self._reader = Latest(_compare, name="maskbank-compare")
        self._reader.answered.connect(self._take)
        self._reader.failed.connect(self.failed)
        bridge.followed.connect(self._hear_of_frame)
        bridge.job_changed.connect(self._hear_of_job)
        bridge.changed.connect(self._check)
        workspace.session_changed.connect(self._check)
        workspace.video_changed.connect(self._check)

    def close(self) -> None:
        """Compare nothing any more."""
        self._reader.close()

    @property
    def rerun(self) -> Rerun | None:
        """What there is to decide."""
        return self._rerun

    @property
    def shows_before(self) -> bool:
        """Whether masks are shown as they were before."""
        return self._shows_before

    def masks_instead(self, frame_index: int) -> tuple[tuple[int, Mask | None], ...]:
        """(object id, mask) to show on a frame in place of what is there now."""
        if self._rerun is None or not self._shows_before:
            return ()
        return tuple(
            (changed.object_id, it.before)
            for changed in self._rerun.objects
            for it in changed.changes
            if it.frame_index == frame_index
        )

    def flip(self) -> None:
        """Show the masks as they were before, or as they are now."""
        if self._rerun is None:
            sentence = self.tr("There is nothing to compare: no propagation changed masks.")
            self.said.emit(Said(sentence))
            return
        self._shows_before = not self._shows_before
        self.flipped.emit()

    def show_after(self) -> None:
        """Show the masks as they are now, which a hand at work changes."""
        if self._shows_before:
            self.flip()

    def keep(self, object_id: int) -> None:
        """Accept what the re-run did to an object."""
        self._drop(object_id)

    def keep_all(self) -> None:
        """Accept all of it."""
        self._set(None)

    def put_back(self, object_id: int) -> None:
        """Reject what the re-run did to an object: one step that can be undone."""
        from annotator.rerun import reject

        session, rerun = self._workspace.require_session(), self._rerun
        if rerun is not None:
            reject(session, rerun, object_id)
            self._drop(object_id)

    # --- when there is something to compare --------------------------------------------------------

    def _hear_of_frame(self, progress: Progress) -> None:
        self._edit_id = progress.edit_id

    def _hear_of_job(self, status: JobStatus) -> None:
        session = self._workspace.session
        has_ended = status.kind is JobKind.PROPAGATE and status.state in FINISHED
        if has_ended and self._edit_id is not None and session is not None:
            self._reader.ask((session, self._edit_id))
            self._edit_id = None

    def _take(self, answer: tuple[Session, Rerun | None]) -> None:
        session, rerun = answer
        if session is self._workspace.session:
            self._set(rerun)
            self._check()

    def _check(self) -> None:
        """Forget a re-run that was undone, or whose video is not shown any more."""
        session, video, rerun = self._workspace.session, self._workspace.video, self._rerun
        if rerun is None:
            return
        here = session is not None and video is not None and video.id == rerun.video_id
        if not (here and session and session.project.is_done(rerun.edit_id)):
            self._set(None)

    def _drop(self, object_id: int) -> None:
        if self._rerun is not None:
            left = tuple(it for it in self._rerun.objects if it.object_id != object_id)
            self._set(replace(self._rerun, objects=left) if left else None)

    def _set(self, rerun: Rerun | None) -> None:
        was_flipped, self._shows_before = self._shows_before, False
        self._rerun = rerun
        self.changed.emit()
        if was_flipped:
            self.flipped.emit()


def _compare(question: tuple[Session, int]) -> tuple[Session, Rerun | None]:
    from annotator.rerun import compare

    session, edit_id = question
    return session, compare(session.project, edit_id)

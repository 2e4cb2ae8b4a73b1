"""Everything that a person can do in the window, without its widgets: what actions and requests call."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QObject, Signal

from annotator.gui import requests as asked
from annotator.gui.bridge import Bridge, Finished, Opened
from annotator.gui.drafting import Drafting
from annotator.gui.export_dialog import ExportRequest
from annotator.gui.playback import Playback
from annotator.gui.tools.gestures import BoxDrawn, Gesture, Picked, PointPlaced, StrokeDrawn
from annotator.gui.workspace import Workspace
from annotator.jobs import JobQueue, JobState, JobStatus, Report, Work
from model_backend.engine import Direction
from storage import masks
from storage.errors import UserError

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.propagation import Progress
    from annotator.session import Session


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for the person."""

    sentence: str


class Workbench(QObject):
    """The verbs of the window. What goes wrong at once raises; what goes wrong later is told."""

    said = Signal(object)  # a Said
    failed = Signal(object)  # an exception

    def __init__(self, *, engine: str = "auto") -> None:
        super().__init__()
        self._engine = engine
        self.bridge = Bridge()
        self.workspace = Workspace(self)
        self.drafting = Drafting(self.workspace)
        self.playback = Playback(self.workspace)
        self.jobs = JobQueue(self.bridge.tell_job)
        self.follows_all = False
        self._follow_view = False
        self._session_jobs: list[int] = []
        self._close_project: Callable[[], None] = lambda: None
        self._unsubscribe: Callable[[], object] = lambda: None
        self.bridge.opened.connect(self._take_over)
        self.bridge.changed.connect(self.workspace.take_in)
        self.bridge.followed.connect(self._look_along)
        self.bridge.job_changed.connect(self._hear_of_job)
        self.bridge.finished.connect(self._hear_of_end)
        self.drafting.failed.connect(self.failed)

    def close(self) -> None:
        """Keep the draft, end all work, close the project."""
        self.playback.stop()
        self.workspace.open(None, None)
        self._unsubscribe()
        self.jobs.close()
        self.drafting.close()
        self._close_project()

    # --- projects and videos ---------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open a project, or a video in the project beside it."""
        session = self.workspace.session
        if session is not None and _is_project_of(session, path):
            self._add(session, path)
            return

        def work(report: Report) -> None:
            from annotator.gui.opening import open_path

            self.bridge.tell_opened(open_path(path, self._engine, report))

        self.jobs.submit(self.tr("Opening {0}").format(path.name), work)

    def open_sample(self) -> None:
        """Open a clip to try everything on."""

        def work(report: Report) -> None:
            from annotator.gui.opening import open_sample

            self.bridge.tell_opened(open_sample(self._engine, report))

        self.jobs.submit(self.tr("Drawing the sample clip"), work)

    def take(self, path: Path) -> None:
        """What was dropped: a project is opened, a video joins the project that is open."""
        session = self.workspace.session
        if session is None or path.suffix == session.project.path.suffix:
            self.open(path)
        else:
            self._add(session, path)

    def _add(self, session: Session, path: Path) -> None:
        """Show a video of the open project, added if it is new there."""
        if path == session.project.path:
            return

        def work(report: Report) -> None:
            from annotator.gui.opening import add_video

            self.bridge.tell_opened(Opened(session, add_video(session, path, report)))

        self._submit(self.tr("Reading {0}").format(path.name), work)

    def _take_over(self, opened: Opened) -> None:
        if opened.close is not None:
            self._close_session()
            self._close_project = opened.close
            self._unsubscribe = opened.session.subscribe(self.bridge.tell_changes)
        self.workspace.open(opened.session, opened.video)
        reason = opened.session.project.read_only_reason
        if reason is not None:
            self.say(self.tr("This project can only be read: {0}.").format(reason))

    def _close_session(self) -> None:
        """End the work on the open project; the project itself closes when that has ended."""
        session = self.workspace.session
        self._unsubscribe()
        for job_id in self._session_jobs:
            self.jobs.cancel(job_id)
        self._session_jobs.clear()
        if session is not None:
            self.workspace.open(None, None)
            title = self.tr("Closing {0}").format(session.project.path.name)
            close = self._close_project
            self.jobs.submit(title, lambda report: close())  # noqa: ARG005

    def _submit(self, title: str, work: Work) -> None:
        """Queue work on the open project."""
        self._session_jobs.append(self.jobs.submit(title, work))

    # --- the hand on the frame -------------------------------------------------------------------

    def take_gesture(self, gesture: Gesture) -> None:
        """What a tool did on the canvas."""
        self.playback.stop()
        match gesture:
            case PointPlaced() | BoxDrawn():
                self.drafting.add(gesture)
            case StrokeDrawn():
                self.drafting.paint(gesture)
            case Picked(x, y):
                self._pick(x, y)
            case _:
                assert_never(gesture)

    def _pick(self, x: int, y: int) -> None:
        """Choose the object under a pixel; asked again, the next one below it."""
        under = self.objects_at(x, y)
        if under:
            chosen = self.workspace.chosen
            place = under.index(chosen.id) + 1 if chosen and chosen.id in under else 0
            self.workspace.choose(under[place % len(under)])

    def objects_at(self, x: int, y: int) -> list[int]:
        """The visible objects whose mask covers a pixel of the frame shown, smallest first."""
        session, video = self.workspace.require()
        if not (0 <= x < video.facts.width and 0 <= y < video.facts.height):
            return []
        shown = {it.id for it in self.workspace.objects if it.visible}
        found = session.project.frame_masks(video.id, self.workspace.frame_index)
        under = [it for it in found if it.object_id in shown and masks.contains(it.rle, x, y)]
        return [it.object_id for it in sorted(under, key=lambda it: it.rle.area)]

    # --- what panels ask for -----------------------------------------------------------------------

    def take_request(self, request: asked.Request) -> None:
        """What a panel asks for."""
        match request:
            case asked.SeekTo(frame_index):
                self.seek(frame_index)
            case asked.ChooseRange(start, stop):
                self.workspace.set_range(start, stop)
            case asked.ChooseObject(object_id):
                self.workspace.choose(object_id)
            case asked.ShowVideo(video_id):
                self.workspace.show_video(video_id)
            case _:
                self._change_object(self.workspace.require()[0], request)

    def _change_object(
        self,
        session: Session,
        request: asked.RenameObject
        | asked.RecolourObject
        | asked.CategoriseObject
        | asked.ShowObject
        | asked.LockObject
        | asked.RemoveObject,
    ) -> None:
        match request:
            case asked.RenameObject(object_id, name):
                session.rename_object(object_id, name)
            case asked.RecolourObject(object_id, colour):
                session.recolour_object(object_id, colour)
            case asked.CategoriseObject(object_id, category):
                session.categorise_object(object_id, category)
            case asked.ShowObject(object_id, visible):
                session.show_object(object_id, visible=visible)
            case asked.LockObject(object_id, locked):
                session.lock_object(object_id, locked=locked)
            case asked.RemoveObject(object_id):
                session.remove_object(object_id)
            case _:
                assert_never(request)

    # --- moving through the video ------------------------------------------------------------------

    def seek(self, frame_index: int) -> None:
        """Show a frame because the person wants to see it."""
        self._follow_view = False
        self.playback.stop()
        self.workspace.seek(frame_index)

    def step(self, frames: int) -> None:
        self.seek(self.workspace.frame_index + frames)

    def go_first(self) -> None:
        self.seek(0)

    def go_last(self) -> None:
        self.seek(len(self.workspace.seconds) - 1)

    def go_to_keyframe(self, step: int) -> None:
        """To the next frame (or for -1 the one before) where a person made the object's mask."""
        session, _ = self.workspace.require()
        marks = session.project.track_marks(self.workspace.require_object().id)
        keyframes = marks.frame_index[marks.keyframe]
        here = self.workspace.frame_index
        beyond = keyframes[keyframes > here] if step > 0 else keyframes[keyframes < here][::-1]
        if len(beyond):
            self.seek(int(beyond[0]))

    # --- the object at work ------------------------------------------------------------------------

    def new_object(self) -> None:
        """Let the next click begin a new object."""
        self.workspace.require()
        self.workspace.choose(None)
        self.say(self.tr("Click or box a thing: it becomes a new object."))

    def toggle_shown(self) -> None:
        tracked = self.workspace.require_object()
        self.take_request(asked.ShowObject(tracked.id, not tracked.visible))

    def toggle_locked(self) -> None:
        tracked = self.workspace.require_object()
        self.take_request(asked.LockObject(tracked.id, not tracked.locked))

    def remove_object(self) -> None:
        tracked = self.workspace.require_object()
        self.take_request(asked.RemoveObject(tracked.id))
        self.say(self.tr("[{0}] is deleted; Ctrl+Z brings it back.").format(tracked.number))

    def clear_frame(self) -> None:
        """Delete the object's mask on this frame."""
        frame_index = self.workspace.frame_index
        self.drafting.discard()
        self._clear(frame_index, frame_index + 1)

    def clear_range(self) -> None:
        """Delete the object's masks in the range."""
        self._clear(*self.workspace.range)

    def _clear(self, start: int, stop: int) -> None:
        session, _ = self.workspace.require()
        session.clear_masks(self.workspace.require_object().id, start, stop)

    def mark_absent(self) -> None:
        """Say that the object is not on this frame."""
        session, video = self.workspace.require()
        nothing = masks.empty((video.facts.height, video.facts.width))
        tracked = self.workspace.require_object()
        self.drafting.discard()
        session.set_mask(tracked.id, self.workspace.frame_index, nothing)

    def make_keyframe(self) -> None:
        """Say that the object's mask on this frame is right as it is; engines will hold on to it."""
        session, _ = self.workspace.require()
        tracked, frame_index = self.workspace.require_object(), self.workspace.frame_index
        mask = session.project.mask(tracked.id, frame_index)
        if mask is None:
            raise UserError(f"[{tracked.number}] has no mask on this frame.")
        session.set_mask(tracked.id, frame_index, mask.rle)

    def verify_frame(self) -> None:
        frame_index = self.workspace.frame_index
        self._verify(frame_index, frame_index + 1)

    def verify_range(self) -> None:
        self._verify(*self.workspace.range)

    def _verify(self, start: int, stop: int) -> None:
        session, _ = self.workspace.require()
        session.verify_masks(self.workspace.require_object().id, start, stop)

    # --- following -----------------------------------------------------------------------------------

    def propagate(self, direction: Direction) -> None:
        """Follow objects from the frame shown to the range's end, to its start, or over all of it."""
        self.drafting.settle()
        here, (start, stop) = self.workspace.frame_index, self.workspace.range
        match direction:
            case Direction.FORWARD:
                self._follow(min(max(start, here), stop - 1), stop, direction)
            case Direction.BACKWARD:
                self._follow(start, max(min(stop, here + 1), start + 1), direction)
            case Direction.BOTH:
                self._follow(start, stop, direction)

    def propagate_correction(self) -> None:
        """Follow the object from here to its next keyframes on both sides."""
        self.drafting.settle()
        session, _ = self.workspace.require()
        tracked = self.workspace.require_object()
        start, stop = session.correction_range(tracked.id, self.workspace.frame_index)
        self._follow(start, stop, Direction.BOTH)

    def _follow(self, start: int, stop: int, direction: Direction) -> None:
        session, video = self.workspace.require()
        object_ids = self._ids_to_follow()
        self._follow_view = True

        def work(report: Report) -> None:
            steps: Generator[Progress, None, None] = session.propagate(
                video.id, object_ids, start=start, stop=stop, direction=direction
            )
            with closing(steps):
                report(0, 0)
                for progress in steps:
                    self.bridge.tell_progress(progress)
                    report(progress.done, progress.total)

        self._submit(self.tr("Propagating over frames {0} to {1}").format(start, stop - 1), work)

    def _ids_to_follow(self) -> list[int]:
        if self.follows_all:
            return [it.id for it in self.workspace.objects if not it.locked]
        return [self.workspace.require_object().id]

    def _look_along(self, progress: Progress) -> None:
        """Show the newest frame, until the person looks at another one."""
        if self._follow_view:
            self.workspace.seek(progress.frame_index)

    def cancel_jobs(self) -> None:
        for job in self.jobs.unfinished():
            self.jobs.cancel(job.id)

    def _hear_of_job(self, status: JobStatus) -> None:
        if status.state is JobState.FAILED and status.error is not None:
            self.failed.emit(status.error)
        elif status.state is JobState.CANCELLED:
            self.say(self.tr("Cancelled: {0}. What was done stays.").format(status.title))

    # --- export ----------------------------------------------------------------------------------

    def export(self, request: ExportRequest) -> None:
        session, _ = self.workspace.require()

        def work(report: Report) -> None:
            from annotator.dataset import ExportChoice

            done = session.export(
                request.format_name,
                request.target,
                choice=ExportChoice(every=request.every, verified_only=request.verified_only),
                frames=request.with_frames,
                progress=report,
            )
            sentence = f"{done.masks} masks on {done.frames} frames are in {done.path}."
            self.bridge.tell_finished(Finished("\n".join((sentence, *done.losses))))

        self._submit(self.tr("Exporting {0}").format(request.format_name), work)

    def _hear_of_end(self, finished: Finished) -> None:
        self.say(finished.sentence)

    # --- undo ------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the latest click of the draft, or else the latest step."""
        if self.drafting.draft is not None:
            self.drafting.take_back()
        elif not self.workspace.require()[0].undo():
            self.say(self.tr("There is nothing to undo."))

    def redo(self) -> None:
        if not self.workspace.require()[0].redo():
            self.say(self.tr("There is nothing to redo."))

    def say(self, sentence: str) -> None:
        self.said.emit(Said(sentence))


def _is_project_of(session: Session, path: Path) -> bool:
    """Whether opening ``path`` means the project that is open already."""
    from annotator.opening import project_path_for

    return session.project.path == project_path_for(path).absolute()

"""Opening and closing projects, and the jobs that run on the open one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.bridge import Bridge, Opened
from annotator.gui.export_dialog import ExportRequest
from annotator.gui.import_dialog import ImportRequest
from annotator.gui.said import Said
from annotator.gui.workspace import Workspace
from annotator.jobs import JobQueue, JobState, JobStatus, Lane, Report, Work

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session


class Projects(QObject):
    """One project is open at a time; slow work on it runs as jobs."""

    said = Signal(object)  # a Said
    failed = Signal(object)  # an exception

    def __init__(self, workspace: Workspace, bridge: Bridge, *, engine: str) -> None:
        super().__init__(workspace)
        self._workspace, self._bridge, self._engine = workspace, bridge, engine
        self.jobs = JobQueue(bridge.tell_job)
        self._session_jobs: list[int] = []
        self._close_project: Callable[[], None] = lambda: None
        self._unsubscribe: Callable[[], object] = lambda: None
        self._is_closed = False
        bridge.opened.connect(self._take_over)
        bridge.changed.connect(workspace.take_in)
        bridge.said.connect(self.said)
        bridge.job_changed.connect(self._hear_of_job)

    def close(self) -> None:
        """End all work, then close the project."""
        self._is_closed = True
        self._workspace.open(None, None)
        self._unsubscribe()
        self.jobs.close()
        self._close_project()

    # --- opening ---------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open a project, or a video in the project beside it."""
        session = self._workspace.session
        if session is not None and _is_project_of(session, path):
            self._add(session, path)
            return

        def work(report: Report) -> None:
            from annotator.gui.opening import open_path

            self._bridge.tell_opened(open_path(path, self._engine, report))

        self.jobs.submit(self.tr("Opening {0}").format(path.name), work)

    def open_sample(self) -> None:
        """Open a clip to try everything on."""

        def work(report: Report) -> None:
            from annotator.gui.opening import open_sample

            self._bridge.tell_opened(open_sample(self._engine, report))

        self.jobs.submit(self.tr("Drawing the sample clip"), work)

    def take(self, path: Path) -> None:
        """What was dropped: a project is opened, a video joins the project that is open."""
        session = self._workspace.session
        if session is None or path.suffix == session.project.path.suffix:
            self.open(path)
        else:
            self._add(session, path)

    def _add(self, session: Session, path: Path) -> None:
        """Show a video of the open project, added if it is new there."""
        if path.absolute() == session.project.path:
            return

        def work(report: Report) -> None:
            from annotator.gui.opening import add_video

            self._bridge.tell_opened(Opened(session, add_video(session, path, report)))

        self.submit(self.tr("Reading {0}").format(path.name), work)

    def _take_over(self, opened: Opened) -> None:
        if opened.close is None and opened.session is not self._workspace.session:
            return  # a video for a project that was closed meanwhile
        if opened.close is not None:
            if self._is_closed:
                opened.close()
                return
            self._let_go()
            self._close_project = opened.close
            self._unsubscribe = opened.session.subscribe(self._bridge.tell_changes)
        self._workspace.open(opened.session, opened.video)
        reason = opened.session.project.read_only_reason
        if reason is not None:
            self.said.emit(Said(self.tr("This project can only be read: {0}.").format(reason)))

    def _let_go(self) -> None:
        """End the work on the open project; the project itself closes when that has ended."""
        session, close = self._workspace.session, self._close_project
        self._unsubscribe()
        for job_id in self._session_jobs:
            self.jobs.cancel(job_id)
        self._session_jobs.clear()
        if session is not None:
            self._workspace.open(None, None)
            title = self.tr("Closing {0}").format(session.project.path.name)
            self.jobs.submit(title, lambda report: close())  # noqa: ARG005

    # --- jobs on the open project --------------------------------------------------------------------

    def submit(self, title: str, work: Work, *, lane: Lane = Lane.WORK) -> None:
        """Queue work on the open project."""
        self._session_jobs.append(self.jobs.submit(title, work, lane=lane))

    def cancel_all(self) -> None:
        """End every job that somebody waits for, at its next step."""
        for job in self.jobs.unfinished():
            if job.lane is not Lane.BACKGROUND:
                self.jobs.cancel(job.id)

    def relink(self, path: Path) -> None:
        """Say where the video that is shown is now."""
        session, video = self._workspace.require()
        title = self.tr("Comparing {0}").format(path.name)
        self.submit(title, lambda report: session.relink_video(video.id, path))  # noqa: ARG005

    def export(self, request: ExportRequest) -> None:
        """Write the project as a data set."""
        session, _ = self._workspace.require()
        written = self.tr("{0} masks on {1} frames are in {2}.")

        def work(report: Report) -> None:
            done = session.export(
                request.format_name, request.target, request.options, progress=report
            )
            for it in done:
                sentence = written.format(it.masks, it.frames, it.path)
                self._bridge.tell(Said("\n".join((sentence, *it.losses))))

        self.submit(self.tr("Exporting {0}").format(request.format_name), work)

    def import_dataset(self, request: ImportRequest) -> None:
        """Add a data set's objects and masks to the project: all of them, or none."""
        session = self._workspace.session
        if session is None:
            return
        added = self.tr("{0} masks of {1} objects in {2} videos came in.")

        def work(report: Report) -> None:
            done = session.import_dataset(
                request.format_name,
                request.source,
                videos=request.videos,
                skip_bad=request.skip_bad,
                progress=report,
            )
            sentence = added.format(done.masks, done.objects, done.videos)
            self._bridge.tell(Said("\n".join((sentence, *done.warnings))))

        self.submit(self.tr("Importing {0}").format(request.source.name), work)

    def _hear_of_job(self, status: JobStatus) -> None:
        if status.state is JobState.FAILED and status.error is not None:
            self.failed.emit(status.error)
        elif status.state is JobState.CANCELLED and status.lane is not Lane.BACKGROUND:
            sentence = self.tr("Cancelled: {0}. What was done stays.").format(status.title)
            self.said.emit(Said(sentence))


def _is_project_of(session: Session, path: Path) -> bool:
    """Whether opening ``path`` means the project that is open already."""
    from annotator.opening import project_path_for

    return session.project.path == project_path_for(path).absolute()

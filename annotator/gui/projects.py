"""Opening and closing projects, and the jobs that run on the open one."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.engine_choice import EngineChoice
from annotator.export_options import ExportOptions
from annotator.gui.bridge import Bridge, Opened
from annotator.gui.export_dialog import ExportRequest
from annotator.gui.import_dialog import ImportRequest
from annotator.gui.patience import stop_if_late
from annotator.gui.said import Said
from annotator.gui.sentences import say
from annotator.gui.workspace import Workspace
from annotator.job_history import JobHistory, record_of
from annotator.jobs import (
    FINISHED,
    JobKind,
    JobQueue,
    JobState,
    JobStatus,
    Lane,
    Report,
    Result,
    Work,
)
from storage.counting import frames, masks, objects, videos
from storage.errors import UserError

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session


class Projects(QObject):
    """One project is open at a time; slow work on it runs as jobs.

    ``choice`` is the engine that works on projects that are opened from now on.
    """

    said = Signal(object)  # a Said
    failed = Signal(object)  # an exception
    place_needed = Signal(object)  # Paths of videos beside which no project can be made

    def __init__(
        self,
        workspace: Workspace,
        bridge: Bridge,
        *,
        choice: EngineChoice,
        history: JobHistory | None = None,
    ) -> None:
        super().__init__(workspace)
        self._workspace, self._bridge = workspace, bridge
        self.history = history or JobHistory()
        self.choice = choice
        self.jobs = JobQueue(self._tell_of_job)
        self._session_jobs: list[int] = []
        self._close_project: Callable[[], None] = _nothing
        self._unsubscribe: Callable[[], object] = lambda: None
        self._is_closed = False
        bridge.opened.connect(self._take_over)
        bridge.changed.connect(workspace.take_in)
        bridge.said.connect(self.said)
        bridge.job_changed.connect(self._hear_of_job)

    def close(self) -> None:
        """End all work, then close the project."""
        self._is_closed = True
        session = self._workspace.session
        self._workspace.open(None, None)
        self._unsubscribe()
        in_time = stop_if_late(session) if session is not None else _nothing
        self.jobs.close()
        self._close_project()
        in_time()

    # --- opening ---------------------------------------------------------------------------------

    def open(self, *paths: Path, project_path: Path | None = None) -> None:
        """Open a project, or videos in the project ``project_path``; None: the one beside the first of
        them."""
        session = self._workspace.session
        if project_path is None and session is not None and _is_project_of(session, paths[0]):
            self.add(session, paths)
            return
        if project_path is None and _has_no_place(paths[0]):
            self.place_needed.emit(paths)
            return

        def work(report: Report) -> None:
            from annotator.gui.opening import open_paths

            self._bridge.tell_opened(
                open_paths(paths, self.choice, report, project_path=project_path)
            )

        self._submit_opening(self.tr("Opening {0}").format(paths[0].name), work)

    def create(self, path: Path) -> None:
        """Make a new project without videos."""

        def work(report: Report) -> None:  # noqa: ARG001
            from annotator.gui.opening import create

            self._bridge.tell_opened(create(path, self.choice))

        self._submit_opening(self.tr("Making {0}").format(path.name), work)

    def open_sample(self) -> None:
        """Open a clip to try everything on."""

        def work(report: Report) -> None:
            from annotator.gui.opening import open_sample

            self._bridge.tell_opened(open_sample(self.choice, report))

        self._submit_opening(self.tr("Drawing the sample clip"), work)

    def _submit_opening(self, title: str, work: Work) -> None:
        """Work on the project that is open ends first, unless a person cancels it."""
        before = self.jobs.unfinished()
        ahead = [it.title for it in before if it.lane is Lane.WORK and it.kind is not JobKind.OTHER]
        self.jobs.submit(title, work)
        if ahead:
            sentence = self.tr("{0}: as soon as this has ended: {1}. Cancel it to go on at once.")
            self.said.emit(Said(sentence.format(title, ", ".join(ahead))))

    def add(self, session: Session, paths: Sequence[Path]) -> None:
        """Add videos to the open project; those that are there already are not added again."""
        paths = [it for it in paths if it.absolute() != session.project.path]
        if not paths:
            return

        def work(report: Report) -> None:
            from annotator.gui.opening import add_to

            self._bridge.tell_opened(add_to(session, paths, report))

        title = self.tr("Reading {0}").format(", ".join(it.name for it in paths[:3]))
        self.submit(title, work, lane=Lane.EDITS)  # which does not wait for an engine at work

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
        if opened.close is not None or self._workspace.video is None:
            self._workspace.open(opened.session, opened.video)
        elif opened.count == 1 and opened.video is not None:
            # Whoever labels meanwhile stays where they are.
            self.said.emit(Said(self.tr("{0} is in the project.").format(opened.video.name)))
        _set_aside_what_stays()
        self._tell(opened)

    def _tell(self, opened: Opened) -> None:
        notes = []
        if opened.count > 1:
            notes.append(self.tr("{0} are in the project.").format(say(videos(opened.count))))
        reason = opened.session.project.read_only_reason
        if reason is not None:
            notes.append(self.tr("This project can only be read: {0}.").format(reason))
        if opened.failures:
            self.failed.emit(UserError("\n".join((*notes, *opened.failures))))
        elif notes:
            self.said.emit(Said("\n".join(notes)))

    def _let_go(self) -> None:
        """End the work on the open project; the project itself closes when that has ended."""
        session, close = self._workspace.session, self._close_project
        self._unsubscribe()
        begun, self._session_jobs = self._session_jobs, []
        for job_id in begun:
            self.jobs.cancel(job_id)
        if session is not None:
            self._workspace.open(None, None)

            def work(report: Report) -> None:  # noqa: ARG001
                for job_id in begun:  # those of other lanes may be at their last step
                    self.jobs.wait(job_id)
                close()

            self.jobs.submit(self.tr("Closing {0}").format(session.project.path.name), work)

    # --- jobs on the open project --------------------------------------------------------------------

    def submit(
        self,
        title: str,
        work: Work,
        *,
        kind: JobKind = JobKind.OTHER,
        lane: Lane = Lane.WORK,
        parameters: Mapping[str, str] | None = None,
    ) -> int:
        """Queue work on the open project; returns the job's id."""
        job_id = self.jobs.submit(title, work, kind=kind, lane=lane, parameters=parameters)
        self._session_jobs.append(job_id)
        return job_id

    def cancel_all(self) -> None:
        """End every job that somebody waits for, at its next step."""
        for job in self.jobs.unfinished():
            if job.lane is not Lane.BACKGROUND:
                self.jobs.cancel(job.id)

    def export(self, request: ExportRequest) -> None:
        """Write the project as a data set."""
        session, _ = self._workspace.require()
        written = self.tr("{0} on {1} went to {2}.")

        def work(report: Report) -> Result:
            from annotator.exporting import export_project

            done = export_project(
                session.project,
                request.format_name,
                request.target,
                request.options,
                progress=report,
            )
            lines = (
                (written.format(say(masks(it.masks)), say(frames(it.frames)), it.path), *it.losses)
                for it in done
            )
            return Result("\n".join(line for part in lines for line in part), request.target)

        self.submit(
            self.tr("Exporting {0}").format(request.format_name),
            work,
            kind=JobKind.EXPORT,
            parameters=_export_parameters(session, request),
        )

    def _tell_of_job(self, status: JobStatus) -> None:
        """On the job's own thread; what is heard of is in the history."""
        if status.state in FINISHED and status.kind is not JobKind.OTHER:
            try:
                self.history.append(record_of(status))
            except UserError as error:
                self.failed.emit(error)
        self._bridge.tell_job(status)

    def import_dataset(self, request: ImportRequest) -> None:
        """Add a data set's objects and masks to the project: all of them, or none."""
        session = self._workspace.session
        if session is None:
            return
        added = self.tr("{0} of {1} in {2} came in.")

        def work(report: Report) -> Result:
            from annotator.importing import import_dataset

            done = import_dataset(
                session,
                request.format_name,
                request.source,
                videos=request.videos,
                skip_bad=request.skip_bad,
                progress=report,
            )
            counts = (masks(done.masks), objects(done.objects), videos(done.videos))
            sentence = added.format(*map(say, counts))
            return Result("\n".join((sentence, *done.warnings)), request.source)

        self.submit(
            self.tr("Importing {0}").format(request.source.name),
            work,
            kind=JobKind.IMPORT,
            parameters={
                "format": request.format_name,
                "source": str(request.source),
                "project": session.project.path.name,
            },
        )

    def _hear_of_job(self, status: JobStatus) -> None:
        if status.state is JobState.FAILED and status.error is not None:
            self.failed.emit(status.error)
        elif status.result is not None and status.kind is not JobKind.ASK:
            self.said.emit(Said(status.result.sentence))
        elif status.state is JobState.CANCELLED and status.lane is not Lane.BACKGROUND:
            stays = self.tr("Cancelled: {0}. What was done stays.")
            nothing_stays = self.tr("Cancelled: {0}. Nothing of it stays.")
            template = nothing_stays if status.kind is JobKind.IMPORT else stays
            self.said.emit(Said(template.format(status.title)))


def _nothing() -> None:
    """What is to be done where no project is open."""


def _export_parameters(session: Session, request: ExportRequest) -> dict[str, str]:
    """What was chosen, beside what every export has."""
    usual = asdict(ExportOptions())
    chosen = {it: value for it, value in asdict(request.options).items() if value != usual[it]}
    return {"format": request.format_name, "project": session.project.path.name} | {
        name.replace("_", " "): ", ".join(map(str, value))
        if isinstance(value, tuple)
        else str(value)
        for name, value in chosen.items()
    }


def _is_project_of(session: Session, path: Path) -> bool:
    """Whether opening ``path`` means the project that is open already."""
    from annotator.opening import project_path_for

    return session.project.path == project_path_for(path).absolute()


def _has_no_place(path: Path) -> bool:
    """Whether the project of this video would lie where nothing can be written."""
    from annotator.opening import can_hold_project

    return path.exists() and not can_hold_project(path)


def _set_aside_what_stays() -> None:
    """Libraries and the project: to look for garbage among them, again and again, would hold the window
    up for 40 ms each time."""
    gc.collect()
    gc.freeze()

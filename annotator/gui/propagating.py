"""Letting an engine follow objects through the video, and looking along."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.bridge import Bridge
from annotator.gui.drafting import Drafting
from annotator.gui.projects import Projects
from annotator.gui.said import Said
from annotator.gui.sentences import say
from annotator.gui.workspace import Workspace
from annotator.jobs import FINISHED, JobKind, JobStatus, Report
from model_backend.engine import Direction
from storage.counting import which_frames

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.propagation import Progress


class Propagating(QObject):
    """Starts propagations as jobs. ``follows_all``: of all objects instead of the selected ones.
    ``stops_at_cuts``: a propagation does not leave the scene it began in; otherwise it says where it did.
    """

    began = Signal()  # a propagation was asked for

    def __init__(
        self, workspace: Workspace, drafting: Drafting, projects: Projects, bridge: Bridge
    ) -> None:
        super().__init__(workspace)
        self._workspace, self._drafting, self._projects = workspace, drafting, projects
        self._bridge = bridge
        self._looks_along = False
        # By job: the video and the frame that it set out from, to come back to.
        self._origins: dict[int, tuple[int, int]] = {}
        self.follows_all = False
        self.stops_at_cuts = False
        bridge.followed.connect(self._look_along)
        bridge.job_changed.connect(self._hear_of_job)
        workspace.video_changed.connect(self.look_elsewhere)

    def start(self, direction: Direction) -> None:
        """From the frame shown to the range's end, to its start, or over all of the range."""
        self._drafting.settle_then(partial(self._start, direction))

    def _start(self, direction: Direction) -> None:
        here, (start, stop) = self._workspace.frame_index, self._workspace.range
        match direction:
            case Direction.FORWARD:
                self._submit(min(max(start, here), stop - 1), stop, direction, self._ids())
            case Direction.BACKWARD:
                self._submit(start, max(min(stop, here + 1), start + 1), direction, self._ids())
            case Direction.BOTH:
                self._submit(start, stop, direction, self._ids(), origin=here)

    def start_from_correction(self) -> None:
        """Follow the object at work anew between its keyframes on both sides of this one, at most over
        the range and what lies between it and this frame."""
        self._drafting.settle_then(self._start_from_correction)

    def _start_from_correction(self) -> None:
        from annotator.propagation import correction_range

        session, _ = self._workspace.require()
        tracked = self._workspace.require_object()
        here, (first, end) = self._workspace.frame_index, self._workspace.range
        start, stop = correction_range(session.project, tracked.id, here)
        start, stop = max(start, min(first, here)), min(stop, max(end, here + 1))
        self._submit(start, stop, Direction.BOTH, [tracked.id], origin=here)

    def look_elsewhere(self) -> None:
        """The person wants to see another frame than the newest one."""
        self._looks_along = False

    def _submit(
        self,
        start: int,
        stop: int,
        direction: Direction,
        object_ids: Sequence[int],
        *,
        origin: int | None = None,
    ) -> None:
        """``origin``: the frame to show again at the end, if the person looks along until then."""
        session, video = self._workspace.require()
        stops_at_cuts = self.stops_at_cuts
        if stops_at_cuts:
            start, stop = self._within_scene(start, stop)
        self._looks_along = True
        crossed = self.tr("A scene begins on frame {0}: look at the masks beyond it.")
        stopped = self.tr("Stopped at the scene cut on frame {0}.")

        def work(report: Report) -> None:
            steps = session.propagate(
                video.id, object_ids, start=start, stop=stop, direction=direction
            )
            with closing(steps):
                for progress in steps:
                    self._bridge.tell_progress(progress)
                    report(progress.done, progress.total)
                    if progress.scene_cut:
                        sentence = stopped if stops_at_cuts else crossed
                        self._bridge.tell(Said(sentence.format(progress.frame_index)))
                    if progress.scene_cut and stops_at_cuts:
                        return

        title = self.tr("Propagating over {0}").format(say(which_frames(start, stop)))
        job_id = self._projects.submit(
            title,
            work,
            kind=JobKind.PROPAGATE,
            parameters={
                "video": video.name,
                "objects": self._numbers(object_ids),
                "frames": f"{start} to {stop - 1}",
                "direction": direction.value,
                "engine": session.engine.name,
            },
        )
        if origin is not None:
            self._origins[job_id] = (video.id, origin)
        self.began.emit()

    def _numbers(self, object_ids: Sequence[int]) -> str:
        chosen = (it for it in self._workspace.objects if it.id in object_ids)
        return ", ".join(f"[{it.number}]" for it in chosen)

    def _within_scene(self, start: int, stop: int) -> tuple[int, int]:
        """The part of the frames [start, stop) that lies in the scene shown, as far as cuts are known."""
        from annotator.scene_cuts import scene_of

        here = min(max(self._workspace.frame_index, start), stop - 1)
        first, last = scene_of(self._workspace.cuts, here, len(self._workspace.seconds))
        return max(start, first), min(stop, last)

    def _ids(self) -> list[int]:
        if self.follows_all:
            return [it.id for it in self._workspace.objects if not it.locked]
        return self._workspace.require_selected_ids()

    def _look_along(self, progress: Progress) -> None:
        video = self._workspace.video
        here = video is not None and (video.id, progress.frame_index) in progress.changes.masks
        if self._looks_along and here:
            self._workspace.seek(progress.frame_index)

    def _hear_of_job(self, status: JobStatus) -> None:
        if status.state in FINISHED:
            video_id, origin = self._origins.pop(status.id, (None, 0))
            video = self._workspace.video
            if video is not None and video.id == video_id and self._looks_along:
                self._workspace.seek(origin)

"""All that a person can do in the window, without its widgets: what actions and panels call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QObject, Signal

from annotator.engine_choice import EngineChoice
from annotator.gui import requests as asked
from annotator.gui.bridge import Bridge
from annotator.gui.category_work import CategoryWork
from annotator.gui.comparing import Comparing
from annotator.gui.conversing import Conversing
from annotator.gui.drafting import Drafting
from annotator.gui.engines import Engines
from annotator.gui.giving_way import Motion
from annotator.gui.object_work import AT_ONCE, ObjectWork
from annotator.gui.offers import Offers
from annotator.gui.playback import Playback
from annotator.gui.projects import Projects
from annotator.gui.propagating import Propagating
from annotator.gui.proxying import Proxying
from annotator.gui.reviewing import Reviewing
from annotator.gui.said import Said
from annotator.gui.thumbnail_loader import ThumbnailLoader
from annotator.gui.time_keeper import TimeKeeper
from annotator.gui.tools.gestures import (
    AreaDrawn,
    BoxDrawn,
    Gesture,
    OutlineChanged,
    Picked,
    PointPlaced,
    PromptEdited,
    StrokeDrawn,
)
from annotator.gui.track_work import TrackWork
from annotator.gui.video_work import VideoWork
from annotator.gui.workspace import Workspace
from annotator.job_history import JobHistory
from annotator.jobs import Lane, Report
from storage import masks
from storage.changes import Changes
from storage.proxy_options import ProxyOptions


class Workbench(QObject):
    """What goes wrong at once raises; what goes wrong later is told by ``failed``."""

    said = Signal(object)  # a Said
    failed = Signal(object)  # an exception

    def __init__(
        self,
        *,
        engine: str = "auto",
        proxies: ProxyOptions | None = None,
        job_history: JobHistory | None = None,
        thumbnails: Path | None = None,
    ) -> None:
        """``proxies``: where small copies of videos for scrubbing lie, ``thumbnails``: where small
        pictures are kept, ``job_history``: where the jobs that ended are remembered; None for nowhere."""
        super().__init__()
        self.bridge = Bridge()
        self.workspace = Workspace(self)
        self.motion = Motion()
        self.workspace.frame_changed.connect(self.motion.note)
        self.drafting = Drafting(self.workspace)
        self.playback = Playback(self.workspace)
        self.projects = Projects(
            self.workspace, self.bridge, choice=EngineChoice(engine), history=job_history
        )
        self.objects = ObjectWork(self.workspace, self.drafting, self.projects)
        self.propagating = Propagating(self.workspace, self.drafting, self.projects, self.bridge)
        self.proxying = Proxying(self.workspace, self.projects, self.motion, proxies)
        self.tracks = TrackWork(self.workspace, self.drafting, self.projects, self.bridge)
        self.categories = CategoryWork(self.workspace)
        self.engines = Engines(self.workspace, self.projects, self.bridge)
        self.offers = Offers(self.workspace)
        self.conversing = Conversing(self.workspace, self.projects, self.offers, self.bridge)
        self.videos = VideoWork(self.workspace, self.projects, self.bridge)
        self.thumbnails = ThumbnailLoader(thumbnails, self.motion, self)
        self.reviewing = Reviewing(self.workspace, self.bridge)
        self.comparing = Comparing(self.workspace, self.bridge)
        self.time_keeper = TimeKeeper(self.workspace)
        self._connect()

    def _connect(self) -> None:
        self.reviewing.shown.connect(self.stay)
        self.propagating.began.connect(self.playback.stop)
        self.bridge.stepped.connect(self._look_at_step)
        self.playback.playing_changed.connect(self._look_at_what_plays)
        for talks in (
            self.projects,
            self.categories,
            self.videos,
            self.reviewing,
            self.comparing,
            self.conversing,
            self.objects,
        ):
            talks.said.connect(self.said)
        for fails in (
            self.reviewing,
            self.comparing,
            self.time_keeper,
            self.conversing,
            self.projects,
            self.drafting,
        ):
            fails.failed.connect(self.failed)

    def close(self) -> None:
        """Keep the draft, end all work, close the project."""
        self.playback.stop()
        self.motion.end()
        self.thumbnails.close()
        self.reviewing.close()
        self.comparing.close()
        self.time_keeper.close()
        self.projects.close()
        self.drafting.close()

    # --- the hand on the frame, and the panels -------------------------------------------------------

    def take_gesture(self, gesture: Gesture) -> None:
        """What a tool did on the canvas."""
        self.stay()
        self.comparing.show_after()
        match gesture:
            case PointPlaced() | BoxDrawn() | PromptEdited():
                self.drafting.add(gesture)
            case StrokeDrawn() | AreaDrawn():
                self.drafting.paint(gesture)
            case OutlineChanged():
                self.drafting.reshape(gesture)
            case Picked(x, y):
                self.pick(x, y)
            case _:
                assert_never(gesture)

    def take_request(self, request: asked.Request) -> None:
        """What a panel asks for."""
        match request:
            case asked.SeekTo(frame_index):
                self.seek(frame_index)
            case asked.ChooseRange(start, stop):
                self.workspace.set_range(start, stop)
            case asked.ChooseObject(object_id):
                if not self.offers.point_at(object_id):
                    self.workspace.choose(object_id)
            case asked.SelectObjects(object_ids, chosen_id):
                self.workspace.select(object_ids, chosen_id)
            case asked.ShowVideo(video_id):
                self.workspace.show_video(video_id)
            case asked.RemoveVideos() | asked.RelinkVideo() | asked.FindMoved():
                self.videos.change(request)
            case asked.GoToStep(edit_id):
                self.go_to_step(edit_id)
            case _:
                self.objects.change(request)

    def pick(self, x: int, y: int) -> None:
        """Choose the object under a pixel, the smallest first; asked again, the next one."""
        session, video = self.workspace.require()
        shown = {it.id for it in self.workspace.objects if it.visible}
        found = session.project.frame_masks(video.id, self.workspace.frame_index)
        under = [it for it in found if it.object_id in shown and masks.contains(it.rle, x, y)]
        ids = [it.object_id for it in sorted(under, key=lambda it: it.rle.area)]
        if ids:
            chosen = self.workspace.chosen
            place = ids.index(chosen.id) + 1 if chosen and chosen.id in ids else 0
            self.workspace.choose(ids[place % len(ids)])

    # --- moving through the video ------------------------------------------------------------------

    def seek(self, frame_index: int) -> None:
        """Show a frame because the person wants to see it."""
        self.stay()
        self.workspace.seek(frame_index)

    def stay(self) -> None:
        """The person is at work on this frame: nothing else changes it any more."""
        self.propagating.look_elsewhere()
        self.playback.stop()

    def _look_at_what_plays(self) -> None:
        if self.playback.is_playing:
            self.propagating.look_elsewhere()

    def step(self, frames: int) -> None:
        self.seek(self.workspace.frame_index + frames)

    def go_first(self) -> None:
        self.seek(0)

    def go_last(self) -> None:
        self.seek(len(self.workspace.seconds) - 1)

    def go_to_keyframe(self, step: int) -> None:
        """To the object's next keyframe, or for -1 to the one before."""
        session, _ = self.workspace.require()
        marks = session.project.track_marks(self.workspace.require_object().id)
        keyframes = marks.frame_index[marks.keyframe]
        here = self.workspace.frame_index
        beyond = keyframes[keyframes > here] if step > 0 else keyframes[keyframes < here][::-1]
        if len(beyond):
            self.seek(int(beyond[0]))

    def go_to_cut(self, step: int) -> None:
        """To the beginning of the next scene, or for -1 to the beginning before here."""
        here, cuts = self.workspace.frame_index, (0, *self.workspace.cuts)
        beyond = [it for it in cuts if (it - here) * step > 0]
        if beyond:
            self.seek(min(beyond) if step > 0 else max(beyond))

    # --- undo ------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the latest click of the draft, or else the latest step."""
        if self.drafting.draft is not None:
            self.drafting.take_back()
        else:
            session = self.workspace.require_session()
            nothing = Said(self.tr("There is nothing to undo."))
            self._take_step(session.undo, self.tr("Undoing"), nothing, undo=True)

    def redo(self) -> None:
        """Do again what was undone last."""
        session = self.workspace.require_session()
        nothing = Said(self.tr("There is nothing to redo."))
        self._take_step(session.redo, self.tr("Redoing"), nothing, undo=False)

    def _take_step(
        self, step: Callable[[], Changes | None], title: str, nothing: Said, *, undo: bool
    ) -> None:
        """A short step at once; a long one, or one after a change that is under way, as a job."""
        project = self.workspace.require_session().project

        def work(report: Report) -> None:  # noqa: ARG001
            changes = step()
            if changes is None:
                self.bridge.tell(nothing)
            else:
                self.bridge.tell_stepped(changes)

        is_changing = any(it.lane is Lane.EDITS for it in self.projects.jobs.unfinished())
        if is_changing or project.next_step_size(undo=undo) > AT_ONCE:
            self.projects.submit(title, work, lane=Lane.EDITS)
        else:
            work(lambda *_: None)

    def _look_at_step(self, changes: Changes) -> None:
        """Nobody takes back what they do not see."""
        before = self.workspace.video
        self.workspace.look_at(changes)
        video = self.workspace.video
        if video is not None and before is not None and video.id != before.id:
            self.said.emit(Said(self.tr("That step was in {0}.").format(video.name)))

    def go_to_step(self, edit_id: int) -> None:
        """Undo or redo up to a step of the history."""
        self.drafting.settle()
        session = self.workspace.require_session()

        def work(report: Report) -> None:
            from annotator.stepping import go_to_step

            go_to_step(session, edit_id, progress=report)

        self.projects.submit(self.tr("Going to another step"), work)

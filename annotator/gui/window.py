"""The window: widgets laid out and connected. What they do is in the workbench."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSettings
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from annotator.gui import actions, help_text
from annotator.gui.attributes_form import AttributesForm
from annotator.gui.canvas import Canvas, Hover
from annotator.gui.docks import Docks
from annotator.gui.hint_bar import HintBar
from annotator.gui.icons import app_icon, icon
from annotator.gui.job_strip import JobStrip
from annotator.gui.lane_loader import LaneLoader, LaneRequest, ReadyLanes
from annotator.gui.layout import lay_out, opacity_slider
from annotator.gui.messages import Banner
from annotator.gui.objects_panel import ObjectsPanel
from annotator.gui.portraits import Portraits
from annotator.gui.said import Said
from annotator.gui.stage import Stage
from annotator.gui.status_line import StatusLine
from annotator.gui.timeline import Timeline
from annotator.gui.tools.box import BoxTool
from annotator.gui.tools.brush import BrushTool
from annotator.gui.tools.pick import PickTool
from annotator.gui.tools.point import PointTool
from annotator.gui.tools.tool import Tool
from annotator.gui.transport import Transport
from annotator.gui.video_picker import VideoPicker
from annotator.gui.workbench import Workbench
from annotator.gui.workspace import TracksChanged
from model_backend.engine import EngineError
from storage.errors import UserError


class Window(QMainWindow):
    """One project at a time."""

    bench: Workbench
    canvas: Canvas
    objects: ObjectsPanel

    def __init__(self, bench: Workbench, *, settings: QSettings | None = None) -> None:
        """``settings`` remember where everything was the last time."""
        super().__init__()
        self.bench = bench
        self._settings = settings
        self.canvas = Canvas()
        self.stage = Stage(self.canvas, bench.workspace, bench.drafting)
        self.lanes = LaneLoader(self)
        self.videos, self.objects, self.timeline = VideoPicker(), ObjectsPanel(), Timeline()
        self.attributes, self.portraits = AttributesForm(bench.workspace), Portraits(self)
        self.banner, self.jobs = Banner(), JobStrip()
        self.tools = _tools()
        self.actions_by_id = actions.make_actions(self)
        self.hints = HintBar(self.actions_by_id)
        self.transport = Transport(self.actions_by_id, bench.playback)
        self.opacity, self.status = opacity_slider(), StatusLine(self.jobs)
        self.pages, self.docks = QStackedWidget(), Docks(self)
        self._hover = Hover(None)
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        lay_out(self)
        self._restore_layout()
        self._connect()
        self._show_video()

    # --- who tells whom ------------------------------------------------------------------------

    def _connect(self) -> None:
        bench, workspace = self.bench, self.bench.workspace
        for widget in (self.videos, self.timeline, self.objects, self.transport, self.attributes):
            widget.requested.connect(lambda it: self.attempt(partial(bench.take_request, it)))
        self.canvas.gesture_made.connect(lambda it: self.attempt(partial(bench.take_gesture, it)))
        self.canvas.space_tapped.connect(self.actions_by_id["play"].trigger)
        self.canvas.hovered.connect(self._show_hover)
        self.canvas.viewport_changed.connect(lambda _: self._show_zoom())
        self.opacity.valueChanged.connect(lambda _: self.restyle())
        workspace.session_changed.connect(self._show_title)
        workspace.session_changed.connect(self._enable)
        workspace.video_changed.connect(self._show_video)
        workspace.frame_changed.connect(self._show_place)
        workspace.range_changed.connect(self._show_range)
        workspace.objects_changed.connect(self._show_objects)
        workspace.tracks_changed.connect(self._load_lanes)
        workspace.chosen_changed.connect(self._show_chosen)
        workspace.cuts_changed.connect(lambda: self.timeline.set_cuts(workspace.cuts))
        bench.drafting.changed.connect(self._show_draft)
        bench.playback.playing_changed.connect(self._show_playing)
        bench.bridge.job_changed.connect(self.jobs.show_job)
        bench.bridge.job_changed.connect(lambda _: self._enable())
        self.jobs.cancel_requested.connect(bench.projects.jobs.cancel)
        bench.said.connect(self._say)
        for part in (bench, self.stage, self.lanes):
            part.failed.connect(self.banner.error)
        self.lanes.ready.connect(self._show_lanes)
        self.portraits.ready.connect(self.objects.set_portrait)
        self.stage.shown.connect(lambda: self._show_hover(self._hover))

    def attempt(self, do: Callable[[], object]) -> None:
        """Do what the person asked for; what they can put right becomes a sentence."""
        try:
            do()
        except (UserError, EngineError) as error:
            self.banner.error(error)

    # --- showing what changed --------------------------------------------------------------------

    def _show_title(self) -> None:
        session, video = self.bench.workspace.session, self.bench.workspace.video
        name = session.project.path.stem if session else ""
        self.videos.show_videos(session.project.videos() if session else [], video)
        parts = [it for it in (video.name if video else "", name, "Maskbank") if it]
        if session is not None and session.project.read_only:
            parts[-2] += self.tr(" (read-only)")
        self.setWindowTitle(" - ".join(dict.fromkeys(parts)))

    def _show_video(self) -> None:
        video = self.bench.workspace.video
        self.pages.setCurrentIndex(0 if video is None else 1)
        self.docks.show_all(shown=video is not None)
        seconds = self.bench.workspace.seconds
        self.timeline.set_video(len(seconds), lambda frame: float(seconds[frame]))
        self._show_title()
        self._show_place()
        self._show_range()
        self._load_lanes()
        self._enable()
        if video is not None:
            self.canvas.setFocus()

    def _show_place(self) -> None:
        frame_index, seconds = self.bench.workspace.frame_index, self.bench.workspace.seconds
        self.timeline.set_frame(frame_index)
        self.transport.show_frame(frame_index, len(seconds), seconds[frame_index], seconds[-1])

    def _show_range(self) -> None:
        start, stop = self.bench.workspace.range
        self.timeline.set_range(start, stop)
        self.transport.show_range(start, stop)

    def _show_objects(self) -> None:
        session = self.bench.workspace.session
        categories = session.project.categories() if session else []
        self.objects.set_objects(self.bench.workspace.objects, categories)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.bench.workspace.chosen
        self.objects.set_chosen(chosen.id if chosen else None)
        self.timeline.set_chosen(chosen.id if chosen else None)
        self._enable()

    def _load_lanes(self, changed: TracksChanged | None = None) -> None:
        session, video = self.bench.workspace.session, self.bench.workspace.video
        if session is not None and video is not None:
            self.lanes.ask(LaneRequest(session, video.id, changed.frames if changed else None))

    def _show_lanes(self, ready: ReadyLanes) -> None:
        session, video = self.bench.workspace.session, self.bench.workspace.video
        asked = ready.request
        if video is not None and (asked.session, asked.video_id) == (session, video.id):
            self.timeline.set_lanes(ready.lanes)
            self.objects.set_lanes(ready.lanes)
            self.portraits.want(asked.session, asked.video_id, ready.lanes)

    def _show_draft(self) -> None:
        self.hints.show_draft(self.bench.drafting.draft)
        self._enable()

    def _show_playing(self) -> None:
        playing = self.bench.playback.is_playing
        self.actions_by_id["play"].setIcon(icon("pause" if playing else "play"))

    def _show_hover(self, hover: Hover) -> None:
        self._hover = hover
        under = self.stage.mask_at(*hover.pixel_xy) if hover.pixel_xy else None
        self.status.show_hover(hover, under)

    def _show_zoom(self) -> None:
        self.status.show_zoom(self.canvas.viewport.scale * self.devicePixelRatioF())

    def _say(self, said: Said) -> None:
        self.banner.note(said.sentence)

    def _enable(self) -> None:
        """Offer the actions that make sense now."""
        workspace = self.bench.workspace
        have = {
            "project": workspace.session is not None,
            "video": workspace.video is not None,
            "object": workspace.chosen is not None,
            "draft": self.bench.drafting.draft is not None,
            "job": self.jobs.current is not None,
        }
        actions.enable(self.actions_by_id, frozenset(name for name, there in have.items() if there))

    # --- what actions ask of the window itself -------------------------------------------------------

    def take_tool(self, name: str) -> None:
        """Put a tool in the hand."""
        self.canvas.set_tool(self.tools[name])
        self.canvas.setFocus()

    def restyle(self) -> None:
        """Show masks as the switches say."""
        self.stage.set_style(
            replace(
                self.stage.style,
                shown=self.actions_by_id["overlay"].isChecked(),
                outlined=self.actions_by_id["outline"].isChecked(),
                opacity=self.opacity.value() / 100,
            )
        )

    def follow_all(self) -> None:
        """Follow all objects, or only the one at work."""
        self.bench.propagating.follows_all = self.actions_by_id["follow-all"].isChecked()

    def stop_at_cuts(self) -> None:
        """Let propagations end where the scene does, or not."""
        self.bench.propagating.stops_at_cuts = self.actions_by_id["stop-at-cuts"].isChecked()

    def loop(self) -> None:
        """Play the range again and again, or once."""
        self.bench.playback.loops = self.actions_by_id["loop"].isChecked()

    def show_shortcuts(self) -> None:
        """Show which keys do what."""
        help_text.shortcuts_dialog(self).open()

    def show_about(self) -> None:
        """Say what this program is."""
        help_text.about_dialog(self).open()

    # --- the desktop around it -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.attempt(partial(self.bench.projects.take, Path(url.toLocalFile())))
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            actions.draw_icons(self.actions_by_id)
        super().changeEvent(event)

    def _remember_layout(self) -> None:
        if self._settings is not None:
            self._settings.setValue("window/geometry", self.saveGeometry())
            self._settings.setValue("window/state", self.docks.state())

    def _restore_layout(self) -> None:
        if self._settings is not None:
            for name, restore in (
                ("geometry", self.restoreGeometry),
                ("state", self.docks.restore),
            ):
                value = self._settings.value(f"window/{name}")
                if isinstance(value, QByteArray):
                    restore(value)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._remember_layout()
        self.hide()
        self.stage.close()
        self.lanes.close()
        self.portraits.close()
        self.bench.close()
        super().closeEvent(event)


def _tools() -> dict[str, Tool]:
    return {
        "add-point": PointTool(),
        "subtract-point": PointTool(positive=False),
        "box": BoxTool(),
        "brush": BrushTool(),
        "eraser": BrushTool(erases=True),
        "pick": PickTool(),
    }

"""The window: widgets laid out and connected. What they do is in the workbench."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QMainWindow, QSlider, QStackedWidget

from annotator.engine_choice import EngineChoice
from annotator.gui import actions, looks, preferences, questions, shortcuts, theme
from annotator.gui.actions import ACTIONS
from annotator.gui.attributes_form import AttributesForm
from annotator.gui.canvas import Canvas
from annotator.gui.docks import Docks
from annotator.gui.drop_zone import DropZone
from annotator.gui.engine_button import EngineButton
from annotator.gui.engines import engine_choice
from annotator.gui.field_keys import FieldKeys, is_typing
from annotator.gui.hint_bar import HintBar
from annotator.gui.history_panel import HistoryPanel
from annotator.gui.hovering import Hovering
from annotator.gui.icons import app_icon, icon
from annotator.gui.job_strip import JobStrip
from annotator.gui.jobs_panel import JobsPanel
from annotator.gui.lane_loader import LaneLoader, LaneRequest, ReadyLanes
from annotator.gui.layout import lay_out, opacity_slider
from annotator.gui.messages import Banner
from annotator.gui.objects_panel import ObjectsPanel
from annotator.gui.pointer_keys import PointerKeys
from annotator.gui.portraits import Portraits
from annotator.gui.preferences import Preferences
from annotator.gui.previewing import Previewing
from annotator.gui.recent import RecentProjects
from annotator.gui.rerun_bar import RerunBar
from annotator.gui.review_panel import ReviewPanel
from annotator.gui.said import Said
from annotator.gui.shortcuts import keys_in_use
from annotator.gui.stage import Stage
from annotator.gui.status_line import StatusLine
from annotator.gui.timeline import Timeline
from annotator.gui.tools.all_tools import all_tools
from annotator.gui.tools.outline import OutlineTool
from annotator.gui.transport import Transport
from annotator.gui.videos_panel import VideosPanel
from annotator.gui.words_panel import WordsPanel
from annotator.gui.workbench import Workbench
from annotator.gui.workspace import TracksChanged
from model_backend.engine import EngineError
from storage.errors import UserError
from storage.proxy_options import ProxyOptions, default_proxies

_USUAL_SIZE = QSize(1440, 900)


class Window(QMainWindow):
    """One project at a time."""

    bench: Workbench
    canvas: Canvas
    objects: ObjectsPanel
    attributes: AttributesForm
    timeline: Timeline

    def __init__(self, bench: Workbench, *, settings: QSettings | None = None) -> None:
        """``settings`` remember where everything was the last time."""
        super().__init__()
        self.bench = bench
        self.settings = settings
        self.preferences = preferences.load(settings) if settings else Preferences()
        self.canvas = Canvas()
        self.pointer_keys: PointerKeys = PointerKeys(self.canvas)
        self.stage = Stage(
            self.canvas,
            bench.workspace,
            bench.drafting,
            proxies=bench.proxying.options,
            comparing=bench.comparing,
        )
        self._unreadable: list[Exception] = []  # what was said of the video that is shown
        self.hovering = Hovering(self.canvas, self.stage)
        self.previewing = Previewing(self.canvas, self.stage, bench.drafting)
        self.lanes = LaneLoader(self)
        self.objects = ObjectsPanel(Portraits(bench.workspace, bench.thumbnails))
        self.videos, self.timeline = VideosPanel(bench), Timeline()
        self.history = HistoryPanel(bench.workspace, bench.bridge)
        self.attributes = AttributesForm(bench.workspace)
        self.words, self.engine = WordsPanel(bench), EngineButton(bench.engines)
        self.jobs_panel = JobsPanel(bench.projects, bench.engines, bench.bridge)
        self.review, self.rerun = ReviewPanel(bench), RerunBar(bench)
        self.banner, self.jobs = Banner(), JobStrip()
        self.tools = all_tools()
        self.actions_by_id = actions.make_actions(self)
        self._use_keys(self.preferences)
        for part in (self.review, self.rerun):
            part.set_actions(self.actions_by_id)
        self.hints = HintBar(self.actions_by_id)
        self.transport: Transport = Transport(self.actions_by_id, bench.playback)
        self.opacity: QSlider = opacity_slider()
        self.status = StatusLine(self.jobs)
        self.pages, self.docks = QStackedWidget(), Docks(self)
        self.recent = RecentProjects(bench.workspace, settings)
        self.setWindowIcon(app_icon())
        self.drop_zone = DropZone(self, bench.videos.describe_drop)
        self.resize(_USUAL_SIZE)  # in which panels find their widths
        lay_out(self)
        self._field_keys = FieldKeys(self.canvas)
        for it in (self, *self.docks.all()):  # a panel that floats is a window of its own
            it.installEventFilter(self._field_keys)
        self.docks.show_all(shown=False)  # they would make a small window larger
        self.resize(_USUAL_SIZE.boundedTo(self.screen().availableSize()))
        self._restore_layout()
        self._connect()
        self._show_video()

    # --- who tells whom ------------------------------------------------------------------------

    def _connect(self) -> None:
        bench, workspace = self.bench, self.bench.workspace
        bench.engines.preferred = self.preferences
        bench.engines.chosen.connect(self._remember_engine)
        for widget in (self.videos, self.timeline, self.objects, self.transport, self.attributes,
                       self.history):  # fmt: skip
            widget.requested.connect(lambda it: self.attempt(partial(bench.take_request, it)))
        self.canvas.begun.connect(bench.stay)
        self.canvas.gesture_made.connect(lambda it: self.attempt(partial(bench.take_gesture, it)))
        self.canvas.space_tapped.connect(self._tap_space)
        self.hovering.changed.connect(self.status.show_hover)
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
        bench.bridge.job_changed.connect(self._enable)
        self.jobs.clicked.connect(lambda: self.docks.show("jobs"))
        self.jobs.cancel_requested.connect(bench.projects.jobs.cancel)
        bench.said.connect(self._say)
        self.drop_zone.dropped.connect(lambda it: self.attempt(partial(bench.videos.take, it)))
        for part in (bench, self.lanes, self.words, self.engine, self.jobs_panel.memory):
            part.failed.connect(self.banner.error)
        self.stage.failed.connect(self._tell_unreadable)
        self.lanes.ready.connect(self._show_lanes)
        self.stage.add_source(bench.offers.layers)
        bench.offers.changed.connect(self._show_offers)
        bench.offers.masks_changed.connect(self._show_offers)
        bench.projects.place_needed.connect(partial(questions.ask_for_place, self))
        bench.proxying.made.connect(self.stage.proxy_is_made)
        self.stage.copy_lost.connect(bench.proxying.make)

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
        parts = [it for it in (video.name if video else "", name, "Maskbank") if it]
        if session is not None and session.project.read_only:
            parts[-2] += self.tr(" (read-only)")
        self.setWindowTitle(" - ".join(dict.fromkeys(parts)))

    def _show_video(self) -> None:
        video = self.bench.workspace.video
        while self._unreadable:
            self.banner.retract(self._unreadable.pop())
        self.pages.setCurrentIndex(0 if video is None else 1)
        self.docks.show_all(shown=video is not None)
        seconds = self.bench.workspace.seconds
        self.timeline.set_video(len(seconds), lambda frame: float(seconds[frame]))
        self._show_title()
        self._show_place()
        self._show_range()
        self._load_lanes()
        self._enable()
        if video is not None and not is_typing():
            self.canvas.setFocus()

    def _tell_unreadable(self, error: Exception) -> None:
        """The video that is shown cannot be read: nothing to be told of the next one."""
        self._unreadable.append(error)
        self.banner.error(error)

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
        selected = [it.id for it in self.bench.workspace.selected]
        self.objects.set_selected(selected, chosen.id if chosen else None)
        self.timeline.set_selected(selected, chosen.id if chosen else None)
        self._enable()

    def _load_lanes(self, changed: TracksChanged | None = None) -> None:
        session, video = self.bench.workspace.session, self.bench.workspace.video
        if session is not None and video is not None:
            self.lanes.ask(LaneRequest(session, video.id, changed.frames if changed else None))

    def _show_lanes(self, ready: ReadyLanes) -> None:
        session, video = self.bench.workspace.session, self.bench.workspace.video
        asked = ready.request
        if video is not None and (asked.session, asked.video_id) == (session, video.id):
            self.timeline.set_lanes((*ready.lanes, *self.bench.offers.lanes()))
            self.objects.set_lanes(ready.lanes)

    def _show_offers(self, frame_index: int | None = None) -> None:
        """What is proposed is different, on one frame or on all."""
        if frame_index in (None, self.bench.workspace.frame_index):
            self.stage.load()
        self._load_lanes(TracksChanged(frozenset()))

    def _show_draft(self) -> None:
        self.hints.show_draft(self.bench.drafting.draft, self.bench.workspace.chosen)
        self._enable()

    def _tap_space(self) -> None:
        """Do what the space bar is the key of; held, it pans."""
        for action in self.actions_by_id.values():
            if QKeySequence(Qt.Key.Key_Space) in action.shortcuts():
                action.trigger()

    def _show_playing(self) -> None:
        playing = self.bench.playback.is_playing
        self.actions_by_id["play"].setIcon(icon("pause" if playing else "play"))

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
        if isinstance(self.tools[name], OutlineTool):
            self.bench.drafting.settle()  # it bends what is kept
        self.canvas.set_tool(self.tools[name])
        self.canvas.setFocus()

    def restyle(self) -> None:
        """Show masks as the switches say."""
        style = looks.style(self.actions_by_id, opacity=self.opacity.value() / 100)
        self.stage.set_style(style)
        self.canvas.set_grid(shown=self.actions_by_id["pixel-grid"].isChecked())
        self.previewing.set_on(on=self.actions_by_id["live-preview"].isChecked())

    def next_look(self) -> None:
        """Show masks in the next of the ways there are."""
        looks.following(self.actions_by_id).trigger()

    def pick_under_pointer(self) -> None:
        """Choose the object under the pointer; asked again, the next one there."""
        if self.canvas.pixel_under_pointer is not None:
            self.bench.pick(*self.canvas.pixel_under_pointer)

    def follow_all(self) -> None:
        """Follow all objects, or only the one at work."""
        self.bench.propagating.follows_all = self.actions_by_id["follow-all"].isChecked()

    def show_words(self) -> None:
        """Let the person write what to find or to know."""
        self.docks.show("words")
        self.words.question.setFocus()

    def take_preferences(self, chosen: Preferences) -> None:
        """Look and work as the person likes it, now and after the next start."""
        if chosen.scrub_cache_bytes != self.preferences.scrub_cache_bytes:
            self._use_proxies(default_proxies(limit_bytes=chosen.scrub_cache_bytes))
        before, wanted = engine_choice(self.preferences), engine_choice(chosen)
        self._remember(chosen)
        self._use_keys(chosen)
        theme.use(chosen.theme)
        self.bench.projects.choice = wanted
        if wanted != before and self.bench.workspace.session is not None:
            self.attempt(lambda: self.bench.engines.use(wanted))

    def _use_keys(self, chosen: Preferences) -> None:
        """What accepts a proposal, or begins another object, first completes the shape in hand."""
        shortcuts.apply(self.actions_by_id, keys_in_use(ACTIONS, chosen))
        completing = (self.actions_by_id["keep"], self.actions_by_id["new-object"])
        self.canvas.finish_keys = [key for action in completing for key in action.shortcuts()]

    def _remember_engine(self, choice: EngineChoice) -> None:
        """What works now does so after the next start, too."""
        checkpoints = dict(self.preferences.checkpoints)
        if "checkpoint" in choice.options:
            checkpoints[choice.name] = choice.options["checkpoint"]
        self._remember(replace(self.preferences, engine=choice.name, checkpoints=checkpoints))

    def _remember(self, chosen: Preferences) -> None:
        self.preferences = self.bench.engines.preferred = chosen
        if self.settings is not None:
            preferences.save(self.settings, chosen)

    def _use_proxies(self, proxies: ProxyOptions | None) -> None:
        """From the next video on."""
        self.bench.proxying.options = proxies
        self.stage.set_proxies(proxies)

    def stop_at_cuts(self) -> None:
        """Let propagations end where the scene does, or not."""
        self.bench.propagating.stops_at_cuts = self.actions_by_id["stop-at-cuts"].isChecked()

    def loop(self) -> None:
        """Play the range again and again, or once."""
        self.bench.playback.loops = self.actions_by_id["loop"].isChecked()

    # --- the desktop around it -----------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        self.windowHandle().installEventFilter(self.bench.time_keeper)
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            actions.draw_icons(self.actions_by_id)
        super().changeEvent(event)

    def _remember_layout(self) -> None:
        if self.settings is not None:
            self.settings.setValue("window/geometry", self.saveGeometry())
            self.settings.setValue("window/state", self.docks.state())
            looks.remember(self.settings, self.actions_by_id, self.opacity)

    def _restore_layout(self) -> None:
        if self.settings is not None:
            for name, restore in (
                ("geometry", self.restoreGeometry),
                ("state", self.docks.restore),
            ):
                value = self.settings.value(f"window/{name}")
                if isinstance(value, QByteArray):
                    restore(value)
            looks.restore(self.settings, self.actions_by_id, self.opacity)
            self.restyle()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._remember_layout()
        self.hide()
        self.stage.close()
        self.hovering.close()
        self.lanes.close()
        self.videos.close_reader()
        self.bench.close()
        super().closeEvent(event)

"""The canvas at work: which frame, masks and draft it shows, loaded off the window's thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.colours import object_colour
from annotator.gui.canvas import Canvas
from annotator.gui.comparing import Comparing
from annotator.gui.drafting import Drafting
from annotator.gui.frame_content import LabelledMask
from annotator.gui.frame_loader import FrameLoader
from annotator.gui.overlay import NOTHING, Layer, OverlayStyle, compose
from annotator.gui.ready_frame import FrameRequest, ReadyFrame
from annotator.gui.tools.outline import OutlineTool
from annotator.gui.workspace import Workspace
from storage.proxy_options import ProxyOptions
from storage.records import FramePrompt

LayerSource = Callable[[int], Sequence[Layer]]
"""Layers of a frame that are not in the project."""

_HURRY_SECONDS = 0.15  # a frame that is asked for sooner after the one before passes by
_REST_MILLISECONDS = 70
_FIRST_REST_MILLISECONDS = 30  # a hand that has only begun to drag goes on sooner
_TOLERANCE = 2.5  # of the outline between its anchors, view pixels


class Stage(QObject):
    """Keeps the canvas in step with the workspace and the draft."""

    shown = Signal()  # another frame, or other masks, are on the canvas
    copy_lost = Signal()  # the small copy of the video was damaged, and is thrown away
    failed = Signal(object)  # an exception

    def __init__(
        self,
        canvas: Canvas,
        workspace: Workspace,
        drafting: Drafting,
        *,
        proxies: ProxyOptions | None = None,
        comparing: Comparing | None = None,
    ) -> None:
        """``comparing`` may have other masks to show than those of the project."""
        super().__init__(canvas)
        self._canvas, self._workspace, self._drafting = canvas, workspace, drafting
        self._proxies, self._comparing = proxies, comparing
        self._sources: list[LayerSource] = []
        self._style = OverlayStyle()
        self._loader: FrameLoader | None = None
        self._retired: list[FrameLoader] = []  # at their last frame; nobody waits for them
        self._ready: ReadyFrame | None = None
        self._wanted: FrameRequest | None = None
        self._version = 0
        self._serials = count()
        self._busy_at = 0.0  # when a frame was asked for or shown last
        self._hurried = False
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._load_exact)
        workspace.tracks_changed.connect(self._count_change)
        workspace.video_changed.connect(self._open_video)
        for signal in (workspace.frame_changed, workspace.frame_content_changed,
                       workspace.chosen_changed, canvas.tool_changed):  # fmt: skip
            signal.connect(self.load)
        workspace.chosen_changed.connect(self._show_colour)
        canvas.viewport_changed.connect(lambda _: self._load_if_changed())
        drafting.changed.connect(self._show_draft)
        if comparing is not None:
            comparing.flipped.connect(self.load)

    @property
    def frame_index(self) -> int | None:
        """The frame that is on the canvas now; it may be behind the one that was asked for."""
        return self._ready.request.frame_index if self._ready else None

    @property
    def is_exact(self) -> bool:
        """Whether the picture is that of the frame itself, not of the video's small copy."""
        return self._ready is not None and self._ready.is_exact

    @property
    def is_settled(self) -> bool:
        """Whether everything that was asked for is on the canvas, and exact."""
        return self._ready is not None and self.is_exact and self._ready.request == self._wanted

    @property
    def style(self) -> OverlayStyle:
        return self._style

    def set_style(self, style: OverlayStyle) -> None:
        """Show masks differently."""
        self._style = style
        self.load()

    def add_source(self, source: LayerSource) -> None:
        """Show what ``source`` gives for a frame over the project's masks; :meth:`load` asks it again."""
        self._sources.append(source)

    def set_proxies(self, proxies: ProxyOptions | None) -> None:
        """Use other small copies from the next video on, or none."""
        self._proxies = proxies

    def proxy_is_made(self) -> None:
        """There is a small copy of the video now."""
        if self._loader is not None:
            self._loader.proxy_is_made()

    def load(self) -> None:
        """Make what the workspace looks at ready to be shown."""
        if self._loader is not None:
            now = time.monotonic()
            self._hurried = now - self._busy_at < _HURRY_SECONDS
            self._busy_at = now
            self._rest.stop()
            self._wanted = replace(self._request(), serial=next(self._serials))
            self._loader.ask(self._wanted)

    def mask_at(self, x: int, y: int) -> LabelledMask | None:
        """The topmost visible mask that covers a pixel."""
        return self._ready.content.mask_at(x, y) if self._ready else None

    def close(self) -> None:
        """Stop loading, and wait until every video is closed."""
        self._retire()
        for loader in self._retired:
            loader.close()

    # --- loading ---------------------------------------------------------------------------------

    def _request(self) -> FrameRequest:
        chosen = self._workspace.chosen
        bends = isinstance(self._canvas.tool, OutlineTool)
        frame_index = self._workspace.frame_index
        return FrameRequest(
            frame_index,
            self._style,
            chosen_id=chosen.id if chosen else None,
            objects=tuple(self._workspace.objects),
            hidden_id=chosen.id if chosen and self._drafting.draft else None,
            shrinking=self._canvas.shrinking,
            contour_tolerance_px=_TOLERANCE / self._canvas.viewport.scale if bends else None,
            version=self._version,
            extra=tuple(
                it for source in self._sources for it in source(self._workspace.frame_index)
            ),
            instead=self._comparing.masks_instead(frame_index) if self._comparing else (),
        )

    def _count_change(self) -> None:
        self._version += 1

    def _load_exact(self) -> None:
        if self._loader is not None and self._wanted is not None:
            self._loader.ask_exact(self._wanted)

    def _load_if_changed(self) -> None:
        """Unless the masks under a draft, at this zoom, are there or asked for already."""
        if self._wanted is not None and self._wanted != replace(
            self._request(), serial=self._wanted.serial
        ):
            self.load()

    def _retire(self) -> None:
        self._rest.stop()
        self._retired = [it for it in self._retired if not it.is_over]
        if self._loader is not None:
            self._loader.stop()
            self._retired.append(self._loader)
            self._loader = None

    def _open_video(self) -> None:
        self._retire()
        self._ready = self._wanted = None
        self._canvas.clear()
        session, video = self._workspace.session, self._workspace.video
        if session is not None and video is not None:
            self._loader = FrameLoader(session, video, self._proxies)
            self._loader.ready.connect(self._show)
            self._loader.exact_ready.connect(self._show_exact)
            self._loader.copy_lost.connect(self.copy_lost)
            self._loader.failed.connect(self.failed)
            self.load()

    def _show(self, ready: ReadyFrame) -> None:
        video = self._workspace.video
        if video is None or self.sender() is not self._loader:
            return  # from the video that was shown before
        self._ready, self._busy_at = ready, time.monotonic()
        frame_wh = (video.facts.width, video.facts.height)
        self._canvas.set_frame(ready.image, ready.overlay, frame_wh=frame_wh)
        self._canvas.set_contours(ready.content.contours)
        if self._drafting.draft is None:
            self._canvas.set_draft(NOTHING, ready.content.prompt)
        if not ready.is_exact and ready.request == self._wanted:
            self._rest.start(_REST_MILLISECONDS if self._hurried else _FIRST_REST_MILLISECONDS)
        self.shown.emit()

    def _show_exact(self, ready: ReadyFrame) -> None:
        if ready.request == self._wanted:  # else the hand has gone on
            self._show(ready)

    # --- the draft -------------------------------------------------------------------------------

    def _show_draft(self) -> None:
        draft = self._drafting.draft
        if draft is None:
            self._canvas.set_draft(NOTHING, FramePrompt(self._workspace.frame_index))
        else:
            layers = (
                [Layer(draft.candidate.rle, self.colour, emphasised=True)]
                if draft.candidate
                else []
            )
            overlay = compose(layers, self._style, scale=self._canvas.shrinking)
            self._canvas.set_draft(overlay, draft.prompt)
        self._load_if_changed()

    def _show_colour(self) -> None:
        self._canvas.set_colour(self.colour)

    @property
    def colour(self) -> str:
        """Of the object at work; of the one that would be made if there is none."""
        chosen = self._workspace.chosen
        if chosen is not None:
            return chosen.colour
        return object_colour(1 + max((it.number for it in self._workspace.objects), default=0))

"""The canvas at work: which frame, masks and draft it shows, loaded off the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.colours import object_colour
from annotator.gui.canvas import Canvas
from annotator.gui.drafting import Drafting
from annotator.gui.frame_loader import FrameLoader, FrameRequest, LabelledMask, ReadyFrame
from annotator.gui.overlay import NOTHING, Layer, OverlayStyle, compose
from annotator.gui.workspace import Workspace
from storage import masks
from storage.records import FramePrompt


class Stage(QObject):
    """Keeps the canvas in step with the workspace and the draft."""

    shown = Signal()  # another frame, or other masks, are on the canvas
    failed = Signal(object)  # an exception

    def __init__(self, canvas: Canvas, workspace: Workspace, drafting: Drafting) -> None:
        super().__init__(canvas)
        self._canvas, self._workspace, self._drafting = canvas, workspace, drafting
        self._style = OverlayStyle()
        self._loader: FrameLoader | None = None
        self._retired: list[FrameLoader] = []  # at their last frame; nobody waits for them
        self._ready: ReadyFrame | None = None
        workspace.video_changed.connect(self._open_video)
        for signal in (workspace.frame_changed, workspace.frame_content_changed,
                       workspace.chosen_changed):  # fmt: skip
            signal.connect(self.load)
        workspace.chosen_changed.connect(self._show_colour)
        drafting.changed.connect(self._show_draft)

    @property
    def frame_index(self) -> int | None:
        """The frame that is on the canvas now; it may be behind the one that was asked for."""
        return self._ready.request.frame_index if self._ready else None

    @property
    def style(self) -> OverlayStyle:
        return self._style

    def set_style(self, style: OverlayStyle) -> None:
        """Show masks differently."""
        self._style = style
        self.load()

    def load(self) -> None:
        """Make what the workspace looks at ready to be shown."""
        if self._loader is not None:
            chosen = self._workspace.chosen
            hidden = chosen.id if chosen and self._drafting.draft else None
            request = FrameRequest(
                self._workspace.frame_index, self._style, chosen.id if chosen else None, hidden
            )
            self._loader.ask(request)

    def mask_at(self, x: int, y: int) -> LabelledMask | None:
        """The topmost visible mask that covers a pixel."""
        found = self._ready.masks if self._ready else ()
        return next((it for it in reversed(found) if masks.contains(it.mask.rle, x, y)), None)

    def close(self) -> None:
        """Stop loading, and wait until every video is closed."""
        self._retire()
        for loader in self._retired:
            loader.close()

    def _retire(self) -> None:
        self._retired = [it for it in self._retired if not it.is_over]
        if self._loader is not None:
            self._loader.stop()
            self._retired.append(self._loader)
            self._loader = None

    def _open_video(self) -> None:
        self._retire()
        self._ready = None
        self._canvas.clear()
        session, video = self._workspace.session, self._workspace.video
        if session is not None and video is not None:
            self._loader = FrameLoader(session, video.id)
            self._loader.ready.connect(self._show)
            self._loader.failed.connect(self.failed)
            self.load()

    def _show(self, ready: ReadyFrame) -> None:
        if self._loader is None or self.sender() is not self._loader:
            return  # from the video that was shown before
        self._ready = ready
        self._canvas.set_frame(ready.image, ready.overlay)
        self.shown.emit()

    def _show_draft(self) -> None:
        draft = self._drafting.draft
        if draft is None:
            self._canvas.set_draft(NOTHING, FramePrompt(0))
        else:
            layers = (
                [Layer(draft.candidate.rle, self._colour(), emphasised=True)]
                if draft.candidate
                else []
            )
            self._canvas.set_draft(compose(layers, self._style), draft.prompt)
        self.load()

    def _show_colour(self) -> None:
        self._canvas.set_colour(self._colour())

    def _colour(self) -> str:
        """Of the object at work; of the one that would be made if there is none."""
        chosen = self._workspace.chosen
        if chosen is not None:
            return chosen.colour
        return object_colour(1 + max((it.number for it in self._workspace.objects), default=0))

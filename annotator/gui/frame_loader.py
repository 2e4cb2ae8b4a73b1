"""A frame and its masks, made ready to be drawn, off the window's thread."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from annotator.gui.images import frame_image
from annotator.gui.latest import Latest
from annotator.gui.overlay import Layer, Overlay, OverlayStyle, compose
from storage.records import Mask, TrackedObject

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session
    from storage.video import ReadAhead


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """Which frame to make ready, and how to show its masks. ``hidden_id``: an object whose mask is
    being made anew and is therefore not shown."""

    frame_index: int
    style: OverlayStyle
    chosen_id: int | None
    hidden_id: int | None = None


@dataclass(frozen=True, slots=True)
class LabelledMask:
    """A mask and whose it is."""

    tracked: TrackedObject
    mask: Mask


@dataclass(frozen=True, slots=True)
class ReadyFrame:
    """All that the canvas needs, and the visible masks, the topmost last."""

    request: FrameRequest
    image: QImage
    overlay: Overlay
    masks: tuple[LabelledMask, ...]


class FrameLoader(QObject):
    """Makes frames of one video ready; newest request wins."""

    ready = Signal(object)  # a ReadyFrame
    failed = Signal(object)  # an exception

    def __init__(self, session: Session, video_id: int) -> None:
        super().__init__()
        self._session = session
        self._video_id = video_id
        self._open = ExitStack()
        self._frames: ReadAhead | None = None
        self._latest = Latest(self._load, name="maskbank-frames", close_work=self._open.close)
        self._latest.answered.connect(self.ready)
        self._latest.failed.connect(self.failed)

    def ask(self, request: FrameRequest) -> None:
        """Make a frame ready; an older request that waits is dropped."""
        self._latest.ask(request)

    def stop(self) -> None:
        """Show nothing any more; the video is closed as soon as the frame at hand is decoded."""
        self._latest.stop()

    def close(self) -> None:
        """Stop, and wait until the video is closed."""
        self._latest.close()

    @property
    def is_over(self) -> bool:
        return self._latest.is_over

    def _load(self, request: FrameRequest) -> ReadyFrame:
        image = frame_image(self._ahead().ask(request.frame_index).result())
        masks = _visible_masks(self._session, self._video_id, request)
        layers = [
            Layer(it.mask.rle, it.tracked.colour, emphasised=it.tracked.id == request.chosen_id)
            for it in masks
        ]
        return ReadyFrame(request, image, compose(layers, request.style), masks)

    def _ahead(self) -> ReadAhead:
        """The video's frames; those that follow are decoded while this one is looked at."""
        if self._frames is None:
            from storage.video import ReadAhead

            reader = self._open.enter_context(self._session.open_frames(self._video_id))
            self._frames = self._open.enter_context(ReadAhead(reader))
        return self._frames


def _visible_masks(
    session: Session, video_id: int, request: FrameRequest
) -> tuple[LabelledMask, ...]:
    """By number, the object at work on top."""
    shown = {
        it.id: it
        for it in session.project.objects(video_id)
        if it.visible and it.id != request.hidden_id
    }
    masks = [
        LabelledMask(shown[mask.object_id], mask)
        for mask in session.project.frame_masks(video_id, request.frame_index)
        if mask.object_id in shown
    ]
    return tuple(sorted(masks, key=lambda it: it.tracked.id == request.chosen_id))

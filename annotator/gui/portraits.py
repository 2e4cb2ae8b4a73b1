"""What objects look like: small pictures cut from the video, made off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from annotator.gui.images import frame_image
from annotator.gui.lanes import Lane
from annotator.gui.latest import Latest

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session
    from storage.video import FrameReader

SIDE_PIXELS = (96, 72)  # width, height; twice what is shown, for fine screens
_MARGIN = 0.15  # of the box's longer side, on each side
_REST_MILLISECONDS = 400  # the frame that is shown comes first
_CACHE_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class PortraitRequest:
    session: Session
    video_id: int
    object_id: int
    frame_index: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """``image`` is None where there is no mask any more, or the frame cannot be read."""

    request: PortraitRequest
    image: QImage | None


class Portraits(QObject):
    """Makes one portrait after the other; an object gets a new one when its best mask changed."""

    ready = Signal(int, QImage)  # the object's id and its picture

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[int, tuple[int, int]] = {}  # object id: frame index and area
        self._waiting: dict[int, PortraitRequest] = {}
        self._is_working = False
        self._camera = _Camera()
        self._latest = Latest(
            self._camera.take, name="maskbank-portraits", close_work=self._camera.close
        )
        self._latest.answered.connect(self._take)
        self._latest.failed.connect(lambda _: self._go_on())
        self._timer = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._timer.timeout.connect(self._ask)

    def want(self, session: Session, video_id: int, lanes: Sequence[Lane]) -> None:
        """Make portraits of the objects of these lanes, where they changed."""
        there = {lane.object_id for lane in lanes}
        self._waiting = {i: it for i, it in self._waiting.items() if i in there}
        for lane in lanes:
            if lane.portrait_frame is None or lane.track is None:
                continue
            look = (lane.portrait_frame, int(lane.track.areas[lane.portrait_frame]))
            if self._known.get(lane.object_id) != look:
                self._known[lane.object_id] = look
                request = PortraitRequest(session, video_id, lane.object_id, lane.portrait_frame)
                self._waiting[lane.object_id] = request
        if self._waiting and not self._is_working:
            self._timer.start()

    def close(self) -> None:
        """Stop, and wait until the video is closed."""
        self._timer.stop()
        self._latest.close()

    def _ask(self) -> None:
        if self._waiting and not self._is_working:
            self._is_working = True
            self._latest.ask(self._waiting.pop(next(iter(self._waiting))))

    def _take(self, portrait: Portrait) -> None:
        if portrait.image is not None:
            self.ready.emit(portrait.request.object_id, portrait.image)
        self._go_on()

    def _go_on(self) -> None:
        self._is_working = False
        self._ask()


class _Camera:
    """Keeps the video that was last looked at open. Belongs to one thread."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._video: tuple[Session, int] | None = None
        self._frames: FrameReader | None = None

    def take(self, request: PortraitRequest) -> Portrait:
        mask = request.session.project.mask(request.object_id, request.frame_index)
        if mask is None or mask.rle.is_empty:
            return Portrait(request, None)
        frame = self._reader(request).frame(request.frame_index)
        return Portrait(request, frame_image(crop(frame, mask.rle.box_xywh)))

    def close(self) -> None:
        self._open.close()

    def _reader(self, request: PortraitRequest) -> FrameReader:
        from storage.video import open_frames

        video = (request.session, request.video_id)
        if self._frames is None or self._video != video:
            self._open.close()
            source = request.session.video_source(request.video_id)
            self._frames = self._open.enter_context(open_frames(source, cache_bytes=_CACHE_BYTES))
            self._video = video
        return self._frames


def crop(
    frame: npt.NDArray[np.uint8], box_xywh: tuple[int, int, int, int]
) -> npt.NDArray[np.uint8]:
    """The part of an RGB frame (H, W, 3) around a box, with a margin, as uint8 (72, 96, 3)."""
    import cv2  # the window is painted before it is loaded

    x, y, w, h = box_xywh
    width, height = SIDE_PIXELS
    half_w = max(w / 2 + _MARGIN * max(w, h), (h / 2 + _MARGIN * max(w, h)) * width / height, 1)
    half_h = half_w * height / width
    place = np.array([[half_w / width * 2, 0, x + w / 2 - half_w],
                      [0, half_h / height * 2, y + h / 2 - half_h]])  # fmt: skip
    how = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
    found = cv2.warpAffine(frame, place, SIDE_PIXELS, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.uint8)

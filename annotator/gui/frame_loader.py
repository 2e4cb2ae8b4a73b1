"""A frame and its masks, made ready to be drawn, off the window's thread.

A frame that is decoded already is shown as it is. For any other, the video's small copy (its proxy)
gives a picture at once; the exact frame is asked for when the hand rests.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from annotator.gui.canvas_paint import draw_onto
from annotator.gui.frame_content import read_content
from annotator.gui.gait import Gait
from annotator.gui.images import frame_image, opaque_image
from annotator.gui.latest import Latest
from annotator.gui.overlay import NOTHING, compose
from annotator.gui.ready_cache import ReadyCache
from annotator.gui.ready_frame import FrameRequest, ReadyFrame
from storage.errors import VideoError
from storage.proxy_options import ProxyOptions
from storage.records import Video

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session
    from storage.video import FrameReader, ProxyReader, ReadAhead
    from storage.video.cache import Picture

_PREPARED = 3  # how many of the next frames are made ready before they are asked for


class FrameLoader(QObject):
    """Makes frames of one video ready; newest request wins. ``proxies``: where small copies are."""

    ready = Signal(object)  # a ReadyFrame, the quickest there was
    exact_ready = Signal(object)  # a ReadyFrame, after ``ask_exact``
    copy_lost = Signal()  # the small copy was damaged, and is thrown away
    failed = Signal(object)  # an exception

    def __init__(self, session: Session, video: Video, proxies: ProxyOptions | None = None) -> None:
        super().__init__()
        self._session, self._video, self._proxies = session, video, proxies
        self._frame_wh = (video.facts.width, video.facts.height)
        self._open = ExitStack()
        # A picture is read and scaled while its masks are; one at a time, as a small copy wants it.
        self._pictures = ThreadPoolExecutor(1, thread_name_prefix="maskbank-pictures")
        self._reader: FrameReader | None = None
        self._ahead: ReadAhead | None = None
        self._proxy: ProxyReader | None = None
        self._look_for_proxy = proxies is not None
        self._made = ReadyCache()
        self._newest: FrameRequest | None = None
        self._last: FrameRequest | None = None
        self._gait = Gait()
        self._exact = Latest(self._load_rested, name="maskbank-exact-frames")
        self._quick = Latest(
            self._load,
            name="maskbank-frames",
            close_work=self._close_video,
            spare_work=self._prepare_next,
        )
        self._quick.answered.connect(self._tell)
        self._exact.answered.connect(self._tell_exact)
        for worker in (self._quick, self._exact):
            worker.failed.connect(self.failed)

    def ask(self, request: FrameRequest) -> None:
        """Make a frame ready, as quickly as can be; an older request that waits is dropped."""
        self._newest = request
        self._quick.ask(request)

    def ask_exact(self, request: FrameRequest) -> None:
        """Make exactly this frame ready, after :meth:`ask` answered with its small copy."""
        self._exact.ask(request)

    def proxy_is_made(self) -> None:
        """There is a small copy of the video now."""
        self._look_for_proxy = self._proxies is not None

    def stop(self) -> None:
        """Show nothing any more; the video is closed as soon as the frame at hand is decoded."""
        self._exact.stop()
        self._quick.stop()

    def close(self) -> None:
        """Stop, and wait until the video is closed."""
        self.stop()
        self._quick.close()

    @property
    def is_over(self) -> bool:
        return self._quick.is_over

    def _tell(self, ready: ReadyFrame | None) -> None:
        if ready is not None:
            self.ready.emit(ready)

    def _tell_exact(self, ready: ReadyFrame | None) -> None:
        if ready is not None:
            self.exact_ready.emit(ready)

    # --- on the workers --------------------------------------------------------------------------

    def _load(self, request: FrameRequest) -> ReadyFrame | None:
        reader = self._open_video()
        self._gait.go(request.frame_index, time.monotonic())
        self._last = request
        if self._gait.is_walk and not (self._gait.is_hasty and self._proxy):
            self._read_ahead().ask(request.frame_index)  # those that follow are soon wanted
        elif self._ahead is not None:
            self._ahead.rest()  # a hand that scrubs needs the processor itself
        if (ready := self._made.get(request)) is not None:
            return ready
        picture = reader.cache.get(request.frame_index)
        if picture is None:
            if (small := self._make_small(request)) is not None:
                return small
            picture = self._exact_picture(request)
        return None if picture is None else self._make_exact(request, picture)

    def _make_small(self, request: FrameRequest) -> ReadyFrame | None:
        """From the video's small copy; None without a sound one."""
        if self._proxy is None:
            return None
        read = partial(self._small_image, self._proxy, request)
        try:
            return self._make(request, read, is_exact=False)
        except VideoError:
            self._proxy.discard()
            self._proxy = None
            self.copy_lost.emit()
            return None

    def _load_rested(self, request: FrameRequest) -> ReadyFrame | None:
        picture = self._exact_picture(request)
        has_gone_on = request is not self._newest
        if picture is None or has_gone_on:
            return None
        return self._make(request, partial(self._exact_image, picture, request))

    def _exact_picture(self, request: FrameRequest) -> Picture | None:
        """None if another was asked for meanwhile."""
        try:
            return self._read_ahead().ask(request.frame_index).result()
        except CancelledError:
            return None

    def _prepare_next(self) -> bool:
        """Make one of the next frames of a walk ready that is decoded already. False if there is none."""
        last, reader, direction = self._last, self._reader, self._gait.direction
        if last is None or reader is None or not (direction and self._gait.is_walk):
            return False
        for distance in range(1, _PREPARED + 1):
            request = replace(last, frame_index=last.frame_index + distance * direction)
            if request not in self._made:
                picture = reader.cache.get(request.frame_index)
                if picture is None:
                    return False
                self._make_exact(request, picture)
                return True
        return False

    def _make_exact(self, request: FrameRequest, picture: Picture) -> ReadyFrame:
        ready = self._make(request, partial(self._exact_image, picture, request))
        self._made.put(ready)
        return ready

    def _make(
        self, request: FrameRequest, read: Callable[[], QImage], *, is_exact: bool = True
    ) -> ReadyFrame:
        pending = self._pictures.submit(read)
        content = read_content(self._session, self._video.id, request)
        overlay = compose(content.layers, request.style, scale=request.shrinking)
        image = pending.result()
        if request.shrinking < 1:
            draw_onto(image, overlay)
            overlay = NOTHING
        return ReadyFrame(request, image, overlay, content, is_exact)

    def _exact_image(self, picture: Picture, request: FrameRequest) -> QImage:
        return frame_image(picture, size_wh=self._shown_wh(request))

    def _small_image(self, proxy: ProxyReader, request: FrameRequest) -> QImage:
        """Enlarged only where masks are drawn on it: the view draws no more of it than it shows."""
        size_wh = self._shown_wh(request) if request.shrinking < 1 else None
        return opaque_image(proxy.frame(request.frame_index, size_wh))

    def _shown_wh(self, request: FrameRequest) -> tuple[int, int]:
        width, height = (max(1, round(it * request.shrinking)) for it in self._frame_wh)
        return width, height

    # --- the video -------------------------------------------------------------------------------

    def _open_video(self) -> FrameReader:
        if self._reader is None:
            self._reader = self._open.enter_context(self._session.open_frames(self._video.id))
        if self._look_for_proxy and self._proxy is None and self._proxies is not None:
            from storage.video import open_proxy

            self._look_for_proxy = False
            self._proxy = open_proxy(self._video.facts, self._proxies)
            if self._proxy is not None:
                self._open.enter_context(self._proxy)
        return self._reader

    def _read_ahead(self) -> ReadAhead:
        """The video's exact frames; those that follow are decoded while this one is looked at."""
        if self._ahead is None:
            from storage.video import ReadAhead

            assert self._reader is not None
            self._ahead = self._open.enter_context(ReadAhead(self._reader))
        return self._ahead

    def _close_video(self) -> None:
        self._exact.close()
        self._pictures.shutdown()
        self._open.close()

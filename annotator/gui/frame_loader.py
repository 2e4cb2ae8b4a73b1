"""A frame and its masks, made ready to be drawn, off the window's thread.

A frame that is decoded already is shown as it is. For any other, the video's small copy (its proxy)
gives a picture at once; the exact frame is asked for when the hand rests.
"""

from __future__ import annotations

from concurrent.futures import CancelledError
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.canvas_paint import draw_onto
from annotator.gui.frame_content import read_content
from annotator.gui.images import frame_image
from annotator.gui.latest import Latest
from annotator.gui.overlay import NOTHING, OverlayStyle, compose
from annotator.gui.ready_cache import ReadyCache
from annotator.gui.ready_frame import FrameRequest, ReadyFrame
from storage.proxy_options import ProxyOptions

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session
    from storage.video import FrameReader, ProxyReader, ReadAhead
    from storage.video.cache import Picture

_NEAR = 2  # frames; steps up to here are a walk, longer ones a hand that scrubs
_PREPARED = 3  # how many of the next frames are made ready before they are asked for


class FrameLoader(QObject):
    """Makes frames of one video ready; newest request wins. ``proxies``: where small copies are."""

    ready = Signal(object)  # a ReadyFrame, the quickest there was
    exact_ready = Signal(object)  # a ReadyFrame, after ``ask_exact``
    failed = Signal(object)  # an exception

    def __init__(
        self, session: Session, video_id: int, proxies: ProxyOptions | None = None
    ) -> None:
        super().__init__()
        self._session, self._video_id, self._proxies = session, video_id, proxies
        self._open = ExitStack()
        self._reader: FrameReader | None = None
        self._ahead: ReadAhead | None = None
        self._proxy: ProxyReader | None = None
        self._look_for_proxy = proxies is not None
        self._made = ReadyCache()
        self._last: FrameRequest | None = None
        self._direction = 1
        self._exact = Latest(self._load_exact, name="maskbank-exact-frames")
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
        step = request.frame_index - (self._last.frame_index if self._last else 0)
        self._last, self._direction = request, -1 if step < 0 else 1
        if self._proxy is None or request.frame_index in reader.cache:
            ready = self._made.get(request)
            if ready is not None:
                self._read_ahead().ask(request.frame_index)  # those that follow are soon wanted
                return ready
            ready = self._load_exact(request)
            if ready is not None:
                self._made.put(ready)
            return ready
        if abs(step) <= _NEAR:  # a walk, that goes on
            self._read_ahead().ask(request.frame_index)
        return self._make_passing(request, self._proxy.frame(request.frame_index))

    def _load_exact(self, request: FrameRequest) -> ReadyFrame | None:
        try:
            picture = self._read_ahead().ask(request.frame_index).result()
        except CancelledError:
            return None  # overtaken
        return self._make_exact(request, picture)

    def _prepare_next(self) -> bool:
        """Make one of the next frames ready that is decoded already. False if there is none."""
        last, reader = self._last, self._reader
        if last is None or reader is None:
            return False
        for step in range(1, _PREPARED + 1):
            request = replace(last, frame_index=last.frame_index + step * self._direction)
            if request not in self._made:
                picture = reader.cache.get(request.frame_index)
                if picture is None:
                    return False
                self._made.put(self._make_exact(request, picture))
                return True
        return False

    def _make_exact(self, request: FrameRequest, picture: Picture) -> ReadyFrame:
        return self._make(request, picture, request.style, coarse=1, is_exact=True)

    def _make_passing(self, request: FrameRequest, picture: Picture) -> ReadyFrame:
        """With masks that are coarse too: they are seen for a moment."""
        style = replace(request.style, outline_px=1)
        return self._make(request, picture, style, coarse=2, is_exact=False)

    def _make(
        self,
        request: FrameRequest,
        picture: Picture,
        style: OverlayStyle,
        *,
        coarse: int,
        is_exact: bool,
    ) -> ReadyFrame:
        content = read_content(self._session, self._video_id, request)
        reduction = coarse * int(1 / request.shrinking)
        overlay = compose(content.layers, style, reduction=reduction)
        facts = self._session.project.video(self._video_id).facts
        width, height = (round(it * request.shrinking) for it in (facts.width, facts.height))
        image = frame_image(picture, size_wh=(max(width, 1), max(height, 1)))
        if request.shrinking < 1:
            draw_onto(image, overlay, (facts.width, facts.height))
            overlay = NOTHING
        return ReadyFrame(request, image, overlay, content, is_exact)

    # --- the video -------------------------------------------------------------------------------

    def _open_video(self) -> FrameReader:
        if self._reader is None:
            self._reader = self._open.enter_context(self._session.open_frames(self._video_id))
        if self._look_for_proxy and self._proxy is None and self._proxies is not None:
            from storage.video import open_proxy

            self._look_for_proxy = False
            self._proxy = open_proxy(
                self._session.project.video(self._video_id).facts, self._proxies
            )
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
        self._open.close()

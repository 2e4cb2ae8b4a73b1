"""A frame and its masks, made ready to be drawn, off the window's thread.

A frame that is decoded already is shown as it is. For any other, the video's small copy (its proxy)
gives a picture at once; the exact frame is asked for when the hand rests.
"""

from __future__ import annotations

from concurrent.futures import CancelledError
from contextlib import ExitStack
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.frame_content import read_content
from annotator.gui.images import frame_image
from annotator.gui.latest import Latest
from annotator.gui.overlay import compose
from annotator.gui.ready_frame import FrameRequest, ReadyFrame

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session
    from storage.video import FrameReader, ProxyOptions, ProxyReader, ReadAhead
    from storage.video.cache import Picture

_NEAR = 2  # frames; steps up to here are a walk, longer ones a hand that scrubs


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
        self._last = 0
        self._exact = Latest(self._load_exact, name="maskbank-exact-frames")
        self._quick = Latest(self._load, name="maskbank-frames", close_work=self._close_video)
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
        self._open_video()
        assert self._reader is not None
        proxy, near = self._proxy, abs(request.frame_index - self._last) <= _NEAR
        self._last = request.frame_index
        if proxy is None or request.frame_index in self._reader.cache:
            return self._load_exact(request)
        if near:  # who walks will soon want those that follow
            self._read_ahead().ask(request.frame_index)
        return self._make_ready(request, proxy.frame(request.frame_index), is_exact=False)

    def _load_exact(self, request: FrameRequest) -> ReadyFrame | None:
        try:
            picture = self._read_ahead().ask(request.frame_index).result()
        except CancelledError:
            return None  # overtaken
        return self._make_ready(request, picture, is_exact=True)

    def _make_ready(self, request: FrameRequest, picture: Picture, *, is_exact: bool) -> ReadyFrame:
        content = read_content(self._session, self._video_id, request)
        return ReadyFrame(
            request=request,
            image=frame_image(picture, reduction=request.reduction if is_exact else 1),
            overlay=compose(content.layers, request.style, reduction=request.reduction),
            content=content,
            is_exact=is_exact,
        )

    # --- the video -------------------------------------------------------------------------------

    def _open_video(self) -> None:
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

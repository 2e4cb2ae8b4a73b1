"""Small pictures for lists, made off the window's thread and kept in memory and on disk."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from annotator.gui.giving_way import Motion
from annotator.gui.images import frame_image
from annotator.gui.newest_first import NewestFirst

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session
    from annotator.thumbnails import ThumbnailKey, ThumbnailMaker, ThumbnailStore

_IN_MEMORY = 500
_TOGETHER_MILLISECONDS = 150  # those that come within this time are shown in one paint


class Wanted(NamedTuple):
    """A picture of a video of a project, or, without one, of whatever was kept on disk."""

    key: ThumbnailKey
    session: Session | None = None
    video_id: int = 0


class ThumbnailLoader(QObject):
    """Gives what it has at once and makes the rest; ``came`` says that there is more to show.

    ``folder``: where pictures are kept for the next time; None for nowhere. None is made while a hand
    moves through a video.
    """

    came = Signal()

    def __init__(self, folder: Path | None, motion: Motion, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._motion = folder, motion
        self._store: ThumbnailStore | None = None
        self._maker: ThumbnailMaker | None = None
        self._pixmaps: OrderedDict[ThumbnailKey, QPixmap] = OrderedDict()
        self._worker = NewestFirst(self._make, name="maskbank-thumbnails")
        self._worker.answered.connect(self._take)
        self._timer = QTimer(self, singleShot=True, interval=_TOGETHER_MILLISECONDS)
        self._timer.timeout.connect(self.came)

    def get(self, wanted: Wanted) -> QPixmap | None:
        """The picture; None if it has to be made first, a null one if it cannot be made."""
        found = self._pixmaps.get(wanted.key)
        if found is None:
            self._worker.ask(wanted)
        else:
            self._pixmaps.move_to_end(wanted.key)
        return found

    def forget_failures(self) -> None:
        """Try again what could not be made: a video may have been found."""
        for key in [key for key, pixmap in self._pixmaps.items() if pixmap.isNull()]:
            del self._pixmaps[key]

    def close(self) -> None:
        """Stop making pictures."""
        self._timer.stop()
        self._worker.close()

    def _take(self, wanted: Wanted, image: QImage | None) -> None:
        self._pixmaps[wanted.key] = QPixmap() if image is None else QPixmap.fromImage(image)
        while len(self._pixmaps) > _IN_MEMORY:
            self._pixmaps.popitem(last=False)
        if not self._timer.isActive():
            self._timer.start()

    def _make(self, wanted: Wanted) -> QImage | None:
        """On the worker."""
        from annotator.thumbnails import ThumbnailMaker, ThumbnailStore

        self._maker = self._maker or ThumbnailMaker()
        if self._folder is not None and self._store is None:
            self._store = ThumbnailStore(self._folder)
        picture = self._store.get(wanted.key) if self._store else None
        if picture is None and wanted.session is not None:
            self._motion.wait_until_still()
            picture = self._maker.make(wanted.session.video_source(wanted.video_id), wanted.key)
            if self._store is not None:
                self._store.put(wanted.key, picture)
        return None if picture is None else frame_image(picture)

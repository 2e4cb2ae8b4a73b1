"""What objects look like: small pictures cut from the video around their best mask."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from annotator.gui.lanes import Lane, Portrait
from annotator.gui.thumbnail_loader import ThumbnailLoader, Wanted
from annotator.gui.workspace import Workspace


class Portraits(QObject):
    """Pictures are made when they are asked for, so only of objects that somebody looks at."""

    came = Signal()  # there is more to show

    def __init__(self, workspace: Workspace, thumbnails: ThumbnailLoader) -> None:
        super().__init__()
        self._workspace, self._thumbnails = workspace, thumbnails
        self._places: dict[int, Portrait] = {}
        thumbnails.came.connect(self.came)

    def set_lanes(self, lanes: Iterable[Lane]) -> None:
        """Where the objects are to be seen best."""
        places = {lane.object_id: lane.portrait for lane in lanes if lane.portrait is not None}
        if places != self._places:
            self._places = places
            self.came.emit()

    def get(self, object_id: int) -> QPixmap | None:
        """The picture, if it is there already."""
        from annotator.thumbnails import ThumbnailKey

        session, video = self._workspace.session, self._workspace.video
        place = self._places.get(object_id)
        if session is None or video is None or place is None:
            return None
        key = ThumbnailKey(video.facts.fingerprint, place.frame_index, place.box_xywh)
        found = self._thumbnails.get(Wanted(key, session, video.id))
        return found if found is not None and not found.isNull() else None

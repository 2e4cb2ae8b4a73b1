"""Which video of the project is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.gui.requests import ShowVideo
from storage.records import Video


class VideoPicker(QComboBox):
    """Lists the project's videos; hidden where there is no choice."""

    requested = Signal(object)  # a ShowVideo

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Video"))
        self.activated.connect(lambda place: self.requested.emit(ShowVideo(self.itemData(place))))
        self.hide()

    def show_videos(self, videos: Sequence[Video], shown: Video | None) -> None:
        """List the videos, and mark the one that is shown."""
        blocker = QSignalBlocker(self)
        self.clear()
        for video in videos:
            self.addItem(video.name, video.id)
        self.setCurrentIndex(self.findData(shown.id) if shown else -1)
        blocker.unblock()
        self.setVisible(len(videos) > 1)

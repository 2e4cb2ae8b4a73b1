"""The project browser: all videos of the project, how far each is, and what can be done with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.i18n import tr
from annotator.gui.latest import Latest
from annotator.gui.requests import FindMoved, RelinkVideo, RemoveVideos, ShowVideo
from annotator.gui.video_list import VideoList
from annotator.gui.videos_delegate import VideosDelegate
from annotator.gui.videos_model import ENTRY, SORTS, VideosModel
from annotator.gui.workbench import Workbench

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.browsing import VideoEntry
    from annotator.session import Session

_REST_MILLISECONDS = 800  # while a propagation writes a frame after the other


class VideosPanel(QWidget):
    """Emits requests; shows what is in the project."""

    requested = Signal(object)  # a ShowVideo, RemoveVideos, RelinkVideo or FindMoved

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._workspace = bench.workspace
        self._thumbnails = bench.thumbnails
        self._model = VideosModel(self)
        self._marked_id: int | None = None
        self.search, self.sort_by = QLineEdit(), QComboBox()
        self.view = self._make_view()
        self.summary = QLabel()
        self.find_moved = QPushButton(self.tr("Find missing videos ..."))
        self._lay_out()
        self._reader = Latest(_read, name="maskbank-videos")
        self._reader.answered.connect(self._take)
        self._timer = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._timer.timeout.connect(self._read)
        self._thumbnails.came.connect(self.view.viewport().update)
        self._model.modelReset.connect(self._mark_if_new)
        self._workspace.session_changed.connect(self._read)
        self._workspace.video_changed.connect(self._mark_shown)
        bench.bridge.changed.connect(self._read_soon)

    def close_reader(self) -> None:
        """Stop reading."""
        self._timer.stop()
        self._reader.close()

    @property
    def names(self) -> list[str]:
        """What is listed, in order."""
        return [str(self._model.index(row).data()) for row in range(self._model.rowCount())]

    # --- what is shown ---------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        self._read()
        super().showEvent(event)

    def _read_soon(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _read(self) -> None:
        session = self._workspace.session
        if session is None:
            self._model.set_entries(())
        else:
            self._reader.ask(session)

    def _take(self, answer: tuple[Session, list[VideoEntry]]) -> None:
        session, entries = answer
        if session is not self._workspace.session:
            return
        was_missing = {it.video.id for it in self._model.entries if it.is_missing}
        missing = {it.video.id for it in entries if it.is_missing}
        if was_missing - missing:
            self._thumbnails.forget_failures()
        self._model.set_entries(entries)
        self._show_summary(entries, len(missing))

    def _show_summary(self, entries: list[VideoEntry], missing: int) -> None:
        frames = sum(it.video.facts.frame_count for it in entries)
        labelled = sum(it.counts.labelled_frames for it in entries)
        text = self.tr("Videos: {0}, labelled: {1} %").format(
            len(entries), round(100 * labelled / max(frames, 1))
        )
        if missing:
            text += self.tr(", missing: {0}").format(missing)
        self.summary.setText(text)
        self.find_moved.setVisible(missing > 0)

    def _mark_shown(self) -> None:
        video = self._workspace.video
        row = self._model.row_of(video.id if video else None)
        if video is not None and row is not None:
            self._marked_id = video.id
            self.view.choose(row)

    def _mark_if_new(self) -> None:
        """What the hand chose stays, unless the video that is shown was not listed until now."""
        video = self._workspace.video
        is_marked = video is not None and video.id == self._marked_id
        if not (is_marked and self.view.selectedIndexes()):
            self._mark_shown()

    # --- the hand --------------------------------------------------------------------------------

    def _chosen(self) -> list[VideoEntry]:
        return [index.data(ENTRY) for index in self.view.selectedIndexes()]

    def _show(self, index: QModelIndex) -> None:
        video = self._workspace.video
        wanted = index.data(ENTRY).video.id
        if video is None or video.id != wanted:
            self.requested.emit(ShowVideo(wanted))

    def _remove(self) -> None:
        chosen = tuple(it.video.id for it in self._chosen())
        if chosen:
            self.requested.emit(RemoveVideos(chosen))

    def _relink(self, entry: VideoEntry) -> None:
        dialog = QFileDialog(self, self.tr("Where is {0} now?").format(entry.video.name))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda path: self.requested.emit(RelinkVideo(entry.video.id, Path(path)))
        )
        dialog.open()

    def _find_moved(self) -> None:
        dialog = QFileDialog(self, self.tr("Where are the missing videos?"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.requested.emit(FindMoved(Path(path))))
        dialog.open()

    def _show_menu(self, at: QPoint) -> None:
        if self.view.indexAt(at).isValid():
            self.menu().popup(self.view.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the chosen videos."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self._chosen()
        if len(chosen) == 1:
            menu.addAction(self.tr("Re-link ..."), lambda: self._relink(chosen[0]))
        menu.addAction(self.tr("Find missing videos ..."), self._find_moved)
        menu.addSeparator()
        menu.addAction(self.tr("Remove from the project"), self._remove)
        return menu

    # --- how it is made --------------------------------------------------------------------------

    def _make_view(self) -> VideoList:
        view = VideoList(self._model)
        view.setItemDelegate(VideosDelegate(self._workspace, self._thumbnails, view))
        view.setAccessibleName(self.tr("Videos"))
        view.opened.connect(self._show)
        view.delete_pressed.connect(self._remove)
        view.customContextMenuRequested.connect(self._show_menu)
        return view

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(self.tr("Search videos"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search videos"))
        self.search.textChanged.connect(self._model.search)
        self.sort_by.addItems([tr(title) for title, _ in SORTS])
        self.sort_by.setAccessibleName(self.tr("Order of videos"))
        self.sort_by.activated.connect(self._model.set_order)
        self.summary.setObjectName("faint")
        self.find_moved.clicked.connect(self._find_moved)
        self.find_moved.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        for widget in (self.search, self.sort_by):
            column.addWidget(widget)
        column.addWidget(self.view, 1)
        column.addWidget(self.find_moved)
        column.addWidget(self.summary)


def _read(session: Session) -> tuple[Session, list[VideoEntry]]:
    from annotator.browsing import video_entries

    return session, video_entries(session.project)

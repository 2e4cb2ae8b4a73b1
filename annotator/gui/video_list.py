"""The list of videos as a hand goes through it: what is opened, chosen, deleted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView

from annotator.gui.own_keys import claims, is_key
from annotator.gui.videos_model import ENTRY, VideosModel

_DELETE = (Qt.Key.Key_Delete,)
_CHOOSES_MORE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_Flag = QItemSelectionModel.SelectionFlag


class VideoList(QListView):
    """Videos that are chosen stay so while they are listed, wherever their rows go."""

    opened = Signal(QModelIndex)  # by a click or Enter
    delete_pressed = Signal()

    def __init__(self, model: VideosModel) -> None:
        super().__init__()
        self._videos = model
        self._kept_ids: list[int] = []  # while rows go elsewhere
        self._kept_current_id: int | None = None
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # texts are elided
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        model.modelAboutToBeReset.connect(self._keep_chosen)
        model.modelReset.connect(self._choose_kept)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def choose(self, row: int) -> None:
        """Choose this one alone, whatever keys are held."""
        self.selectionModel().setCurrentIndex(self._videos.index(row), _Flag.ClearAndSelect)

    def event(self, event: QEvent) -> bool:
        if claims(event, _DELETE):
            event.accept()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_key(event, _DELETE):
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if not QApplication.keyboardModifiers() & _CHOOSES_MORE:
            self.opened.emit(index)

    def _keep_chosen(self) -> None:
        current = self.currentIndex()
        self._kept_current_id = current.data(ENTRY).video.id if current.isValid() else None
        self._kept_ids = [it.data(ENTRY).video.id for it in self.selectedIndexes()]

    def _choose_kept(self) -> None:
        choose = self.selectionModel()
        for video_id, how in (
            *((it, _Flag.Select) for it in self._kept_ids),
            (self._kept_current_id, _Flag.NoUpdate),
        ):
            row = self._videos.row_of(video_id)
            if row is not None:
                choose.setCurrentIndex(self._videos.index(row), how)

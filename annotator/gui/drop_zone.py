"""Files and folders that are dragged in from the desktop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

_WIDTH = 520


class DropZone(QLabel):
    """Stands in the middle of its window while something is dragged over that, and says what a drop would do."""

    dropped = Signal(object)  # a list of Path

    def __init__(self, window: QWidget, describe: Callable[[Sequence[Path]], str]) -> None:
        """``describe`` says what will be done with paths."""
        super().__init__(window)
        self._over, self._describe = window, describe
        self.setObjectName("drop-zone")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        match event:
            case QDropEvent() if event.type() is QEvent.Type.Drop:
                self.hide()
                self._take(event)
            case QDragMoveEvent():  # a drag that enters is one, too
                self._greet(event)
            case _ if event.type() is QEvent.Type.DragLeave:
                self.hide()
            case _:
                return False
        return True

    def _greet(self, event: QDragMoveEvent) -> None:
        paths = _paths(event.mimeData())
        if not paths:
            event.ignore()
            return
        _leave_the_files(event)
        if event.type() is QEvent.Type.DragEnter:
            self.setText(self._describe(paths))
            self._place()

    def _place(self) -> None:
        window = self._over.rect()
        self.setFixedWidth(min(_WIDTH, window.width()))
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.move(window.center() - self.rect().center())
        self.raise_()
        self.show()

    def _take(self, event: QDropEvent) -> None:
        paths = _paths(event.mimeData())
        if paths:
            _leave_the_files(event)
            self.dropped.emit(paths)


def _leave_the_files(event: QDropEvent) -> None:
    """Accept as a copy, whatever was proposed: after a move, a file manager deletes the files."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]

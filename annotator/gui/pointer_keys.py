"""A pointer on the frame that keys move, for hands without a mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.canvas import Canvas

STEP = 10  # view pixels: the closer the view, the finer the steps
_SIDE = 25  # odd, so that there is a middle
_BY_MOUSE = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress)


class PointerKeys(QWidget):
    """A cross over the canvas. It sends the canvas what a mouse there would; a real one makes it go."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.resize(_SIDE, _SIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        canvas.installEventFilter(self)

    def step(self, right: int, down: int) -> None:
        """Move by steps; at the edge of the view the frame moves instead."""
        there = self._here() + QPoint(right * STEP, down * STEP)
        room = self._canvas.rect()
        inside = QPoint(
            min(max(there.x(), room.left()), room.right()),
            min(max(there.y(), room.top()), room.bottom()),
        )
        if there != inside:
            self._canvas.pan(QPointF(inside - there))
        self._go(inside)

    def press(self, button: Qt.MouseButton) -> None:
        """Press a button and let it go; where the tool draws from a press on, let go the next time."""
        self._go(self._here())
        let_go = self._canvas.is_dragging
        if not let_go:
            self._send(QEvent.Type.MouseButtonPress, button)
        if let_go or not self._canvas.is_dragging:
            self._send(QEvent.Type.MouseButtonRelease, button)

    def zoom(self, factor: float) -> None:
        """Zoom the view around the cross if it is there, else around the middle."""
        self._canvas.zoom(factor, at=QPointF(self._here()) if self.isVisible() else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _BY_MOUSE and event.spontaneous():
            self.hide()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        middle = self.rect().center()
        painter = QPainter(self)
        for colour, width in ((QColor("black"), 3), (QColor("white"), 1)):  # seen on any picture
            painter.setPen(QPen(colour, width))
            painter.drawLine(0, middle.y(), _SIDE, middle.y())
            painter.drawLine(middle.x(), 0, middle.x(), _SIDE)
        painter.end()

    def _here(self) -> QPoint:
        """Where the cross is, or else the mouse; the middle of the view if that is elsewhere."""
        if self.isVisible():
            return self.geometry().center()
        if self._canvas.underMouse():
            return self._canvas.mapFromGlobal(QCursor.pos())
        return self._canvas.rect().center()

    def _go(self, there: QPoint) -> None:
        self.move(there - self.rect().center())
        self.show()
        self.raise_()
        self._send(QEvent.Type.MouseMove, Qt.MouseButton.NoButton)

    def _send(self, kind: QEvent.Type, button: Qt.MouseButton) -> None:
        at = self._here()
        event = QMouseEvent(
            kind,
            QPointF(at),
            QPointF(self._canvas.mapToGlobal(at)),
            button,
            button,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self._canvas, event)

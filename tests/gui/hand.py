"""What a hand does at the canvas: mouse and keys. Places are frame positions."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

_LEFT = Qt.MouseButton.LeftButton


def at(canvas, x: float, y: float) -> QPoint:
    """Where a frame position is on the canvas."""
    return QPointF(*canvas.viewport.to_view(x, y)).toPoint()


def click(window, x: float, y: float, button=_LEFT) -> None:
    QTest.mouseClick(window.canvas, button, pos=at(window.canvas, x, y))


def drag(canvas, path, button=_LEFT) -> None:
    """Drag the mouse through frame positions."""
    positions = [at(canvas, x, y) for x, y in path]
    QTest.mousePress(canvas, button, pos=positions[0])
    for position in positions[1:]:
        QTest.mouseMove(canvas, position)
    QTest.mouseRelease(canvas, button, pos=positions[-1])


def key(window, name, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.canvas, name, modifiers)

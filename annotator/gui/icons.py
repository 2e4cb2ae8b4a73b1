"""Icons: one-colour SVG files, drawn in the colour of the text around them."""

from __future__ import annotations

from functools import cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

SIZE = 20  # logical pixels


def icon(name: str) -> QIcon:
    """The icon ``resources/icons/<name>.svg`` in the palette's colours."""
    palette = QApplication.palette()
    return _icon(
        name,
        palette.color(QPalette.ColorRole.ButtonText).name(),
        palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name(),
        palette.color(QPalette.ColorRole.HighlightedText).name(),
    )


def app_icon() -> QIcon:
    """The program's own picture."""
    return QIcon(_pixmap(_svg("maskbank"), 256))


@cache
def _icon(name: str, text: str, faint: str, selected: str) -> QIcon:
    found = QIcon()
    off, on = QIcon.State.Off, QIcon.State.On
    looks = (
        (text, QIcon.Mode.Normal, off),
        (faint, QIcon.Mode.Disabled, off),
        (selected, QIcon.Mode.Selected, off),
        (selected, QIcon.Mode.Normal, on),
        (faint, QIcon.Mode.Disabled, on),
    )
    for colour, mode, state in looks:
        drawing = _svg(name).replace("currentColor", QColor(colour).name())
        for scale in (1, 2, 3):
            pixmap = _pixmap(drawing, SIZE * scale)
            pixmap.setDevicePixelRatio(scale)
            found.addPixmap(pixmap, mode, state)
    return found


def _svg(name: str) -> str:
    return (resources.files("resources") / "icons" / f"{name}.svg").read_text("utf-8")


def _pixmap(drawing: str, side: int) -> QPixmap:
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap

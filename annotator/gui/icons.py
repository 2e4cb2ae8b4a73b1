"""Icons: one-colour SVG files, drawn in the colour of the text around them."""

from __future__ import annotations

from functools import cache
from importlib import resources

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPalette, QPixmap
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
    return QIcon(_Drawing(name, text, faint, selected))


class _Drawing(QIconEngine):
    """Drawn when it is seen, in the size that is asked for: the window is there sooner, and sharp on
    every screen."""

    def __init__(self, name: str, text: str, faint: str, selected: str) -> None:
        super().__init__()
        self._colours = (name, text, faint, selected)
        self._drawn: dict[tuple[int, int, QIcon.Mode, QIcon.State], QPixmap] = {}

    def clone(self) -> QIconEngine:
        return _Drawing(*self._colours)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:  # noqa: ARG002
        return size.boundedTo(QSize(SIZE, SIZE))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.pixmap(rect.size() * ratio, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        key = (size.width(), size.height(), mode, state)
        if key not in self._drawn:
            self._drawn[key] = pixmap = QPixmap(size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            _draw(painter, QRect(QPoint(), size), self._drawing(mode, state))
            painter.end()
        return self._drawn[key]

    def _drawing(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        name, text, faint, selected = self._colours
        colour = text
        if mode is QIcon.Mode.Disabled:
            colour = faint
        elif mode is QIcon.Mode.Selected or state is QIcon.State.On:
            colour = selected
        return _svg(name).replace("currentColor", colour)


@cache
def _svg(name: str) -> str:
    return (resources.files("resources") / "icons" / f"{name}.svg").read_text("utf-8")


def _draw(painter: QPainter, rect: QRect, drawing: str) -> None:
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(rect))


def _pixmap(drawing: str, side: int) -> QPixmap:
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _draw(painter, pixmap.rect(), drawing)
    painter.end()
    return pixmap

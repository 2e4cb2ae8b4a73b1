"""Parts of a row with a picture, as lists of videos, projects and suspects draw them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

PICTURE = QSize(80, 45)
MARGIN = 8
ROW_HEIGHT = PICTURE.height() + 2 * MARGIN


def begin(painter: QPainter, option: QStyleOptionViewItem) -> tuple[QColor, QColor]:
    """Draw the row's ground; returns the colours of text and of fainter text on it."""
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    palette = QApplication.palette()
    if selected:
        painter.fillRect(option.rect, palette.color(QPalette.ColorRole.Highlight))
        text = palette.color(QPalette.ColorRole.HighlightedText)
        faint = QColor(text)
        faint.setAlphaF(0.8)
        return text, faint
    if option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, palette.color(QPalette.ColorRole.AlternateBase))
    text_colour = palette.color(QPalette.ColorRole.Text)
    return text_colour, palette.color(QPalette.ColorRole.PlaceholderText)


def mark_shown(painter: QPainter, row: QRect) -> None:
    """A bar at the left edge: this one is on the screen, whichever rows are selected."""
    colour = QApplication.palette().color(QPalette.ColorRole.Link)
    painter.fillRect(row.left(), row.top(), MARGIN // 2, row.height(), colour)


def draw_picture(painter: QPainter, row: QRect, pixmap: QPixmap | None, *, left: int = 0) -> None:
    """The picture at the left of a row, whole, on the canvas' ground while it is on its way."""
    place = QRect(row.left() + MARGIN + left, row.top() + MARGIN, *PICTURE.toTuple())
    painter.fillRect(place, QApplication.palette().color(QPalette.ColorRole.Dark))
    if pixmap is not None and not pixmap.isNull():
        size = pixmap.size().scaled(PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(place.topLeft(), size)
        target.moveCenter(place.center())
        painter.drawPixmap(target, pixmap)


def text_area(row: QRect, *, left: int = 0) -> QRect:
    """What is left of a row beside its picture."""
    return row.adjusted(2 * MARGIN + PICTURE.width() + left, MARGIN, -MARGIN, -MARGIN)


def draw_line(
    painter: QPainter,
    area: QRect,
    text: str,
    colour: QColor,
    *,
    bold: bool = False,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
) -> QRect:
    """A line of text, cut if it is too long: a name in the middle, a sentence better at its end.
    Returns the area below it."""
    font = QFont(QApplication.font())
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(colour)
    metrics = painter.fontMetrics()
    line = metrics.elidedText(text, cut, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, line)
    return area.adjusted(0, metrics.lineSpacing() + 1, 0, 0)


def draw_bar(painter: QPainter, place: QRectF, share: float, colour: QColor) -> None:
    """How far something is, 0..1."""
    ground = QColor(colour)
    ground.setAlphaF(0.25)
    for width, brush in ((place.width(), ground), (place.width() * share, colour)):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        part = QRectF(place.left(), place.top(), width, place.height())
        painter.drawRoundedRect(part, place.height() / 2, place.height() / 2)

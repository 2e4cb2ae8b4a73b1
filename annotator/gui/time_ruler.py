"""The ruler of a timeline: frame numbers, and where scenes begin."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette

from annotator.gui import time_axis
from annotator.gui.timeline_scene import HEADER_WIDTH, RULER_HEIGHT, Scene
from annotator.gui.times import clock

_LABEL_PIXELS = 74.0


def paint_ruler(painter: QPainter, area: QRect, scene: Scene) -> None:
    """Frame numbers from left to right."""
    painter.fillRect(QRect(0, 0, area.width(), RULER_HEIGHT), scene.palette.window())
    axis = scene.axis
    step = time_axis.tick_step(axis, min_pixels=_LABEL_PIXELS)
    small = max(step // 5, 1)
    line = scene.palette.color(QPalette.ColorRole.Mid)
    text = scene.palette.color(QPalette.ColorRole.PlaceholderText)
    first, last = axis.frame_at(axis.left), axis.frame_at(axis.left + axis.width)
    for frame in range(first // step * step, last + 1, small):
        x = round(axis.x_of(frame))
        if not HEADER_WIDTH <= x <= axis.left + axis.width:
            continue
        labelled = frame % step == 0
        painter.setPen(line)
        painter.drawLine(x, RULER_HEIGHT - (10 if labelled else 5), x, RULER_HEIGHT - 1)
        if labelled:
            painter.setPen(text)
            painter.drawText(QPointF(x + 4, 13), f"{frame}")


def paint_now(painter: QPainter, scene: Scene) -> None:
    """Before the ruler, which frame is shown and when it is."""
    painter.setPen(scene.palette.color(QPalette.ColorRole.Text))
    header = QRect(8, 0, HEADER_WIDTH - 16, RULER_HEIGHT)
    now = f"{scene.frame_index} · {clock(scene.seconds(scene.frame_index))}"
    painter.drawText(header, Qt.AlignmentFlag.AlignVCenter, now)


def paint_cuts(painter: QPainter, area: QRect, scene: Scene) -> None:
    """A faint line and a square where each scene begins."""
    axis = scene.axis
    first = bisect_left(scene.cuts, axis.first)
    last = bisect_right(scene.cuts, axis.first + axis.span)
    places = [axis.x_of(it) for it in scene.cuts[first:last]]
    colour = scene.palette.color(QPalette.ColorRole.Link)
    faint = _between(scene.palette.color(QPalette.ColorRole.Base), colour, 0.6)
    # A rectangle is drawn much faster than a line, and one that hides than one that blends.
    for x in places:
        painter.fillRect(round(x), RULER_HEIGHT, 1, area.height() - RULER_HEIGHT, faint)
        painter.fillRect(round(x) - 3, RULER_HEIGHT - 11, 7, 7, colour)


def _between(one: QColor, other: QColor, share: float) -> QColor:
    """A mixture of two colours; ``share`` is that of the other, 0..1."""

    def part(a: int, b: int) -> int:
        return round(a + share * (b - a))

    return QColor(
        part(one.red(), other.red()),
        part(one.green(), other.green()),
        part(one.blue(), other.blue()),
    )

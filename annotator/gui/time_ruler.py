"""The ruler of a timeline: frame numbers, and where scenes begin."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF

from annotator.gui import time_axis
from annotator.gui.timeline_scene import HEADER_WIDTH, RULER_HEIGHT, Scene
from annotator.gui.times import clock

_LABEL_PIXELS = 74.0


def paint_ruler(painter: QPainter, area: QRect, scene: Scene) -> None:
    """Frame numbers from left to right, and before them which frame is shown and when it is."""
    painter.fillRect(QRect(0, 0, area.width(), RULER_HEIGHT), scene.palette.window())
    axis = scene.axis
    step = time_axis.tick_step(axis, min_pixels=_LABEL_PIXELS)
    small = max(step // 5, 1)
    line = scene.palette.color(QPalette.ColorRole.Mid)
    text = scene.palette.color(QPalette.ColorRole.PlaceholderText)
    for frame in range(axis.frame_at(axis.left) // step * step, axis.frame_count, small):
        x = round(axis.x_of(frame))
        if not HEADER_WIDTH <= x <= axis.left + axis.width:
            continue
        labelled = frame % step == 0
        painter.setPen(line)
        painter.drawLine(x, RULER_HEIGHT - (10 if labelled else 5), x, RULER_HEIGHT - 1)
        if labelled:
            painter.setPen(text)
            painter.drawText(QPointF(x + 4, 13), f"{frame}")
    painter.setPen(scene.palette.color(QPalette.ColorRole.Text))
    header = QRect(8, 0, HEADER_WIDTH - 16, RULER_HEIGHT)
    now = f"{scene.frame_index} · {clock(scene.seconds(scene.frame_index))}"
    painter.drawText(header, Qt.AlignmentFlag.AlignVCenter, now)


def paint_cuts(painter: QPainter, area: QRect, scene: Scene) -> None:
    """A dashed line and a small diamond where each scene begins."""
    axis = scene.axis
    first = bisect_left(scene.cuts, axis.first)
    last = bisect_right(scene.cuts, axis.first + axis.span)
    places = [axis.x_of(it) for it in scene.cuts[first:last]]
    colour = scene.palette.color(QPalette.ColorRole.Link)
    painter.setPen(QPen(colour, 1.0, Qt.PenStyle.DashLine))
    painter.drawLines([QLineF(x, RULER_HEIGHT, x, area.height()) for x in places])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    y = RULER_HEIGHT - 8.0
    for x in places:
        corners = ((x - 4, y), (x, y - 4), (x + 4, y), (x, y + 4))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

"""How large the object at work is over time, and how sure the engine was: a strip under the lanes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

from annotator.gui.i18n import tr
from annotator.gui.lanes import Lane
from annotator.gui.time_axis import TimeAxis
from annotator.gui.timeline_scene import HEADER_WIDTH, Scene

_PADDING = 5.0
_LEAST_POINTS = 2


def paint(painter: QPainter, rect: QRect, lane: Lane, scene: Scene) -> None:
    """The area as a filled shape in the object's colour, the score as a line, 0 below and 1 on top."""
    assert lane.track is not None
    painter.fillRect(rect, scene.palette.alternateBase())
    painter.setPen(scene.palette.color(QPalette.ColorRole.Mid))
    painter.drawLine(rect.topLeft(), rect.topRight())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(QRectF(scene.axis.left, rect.top(), scene.axis.width, rect.height()))
    largest = int(lane.track.areas.max())
    if largest:
        _paint_area(
            painter, rect, column_values(lane.track.areas, scene.axis) / largest, lane, scene
        )
    scores = column_values(-lane.track.scores, scene.axis)  # the lowest of a column counts
    _paint_score(painter, rect, -scores, scene)
    painter.restore()
    _paint_legend(painter, rect, largest, lane, scene)


def column_values(values: npt.NDArray[np.generic], axis: TimeAxis) -> npt.NDArray[np.float32]:
    """The largest value under each pixel of the axis, (columns,); nan where there is none."""
    edges = axis.column_edges(max(round(axis.width), 1))
    starts = np.minimum(edges[:-1], len(values) - 1)
    found = np.fmax.reduceat(values.astype(np.float32), starts)
    found[starts == starts[-1]] = values[starts[-1]]  # reduceat runs on to the end there
    return np.asarray(found, np.float32)


def _paint_area(
    painter: QPainter, rect: QRect, heights: npt.NDArray[np.float32], lane: Lane, scene: Scene
) -> None:
    bottom, left = rect.bottom() + 1.0, scene.axis.left
    room = rect.height() - 2 * _PADDING
    points = [QPointF(left + x, bottom - h * room) for x, h in enumerate(heights.tolist())]
    fill = QColor(lane.colour)
    fill.setAlpha(110)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    corners = [QPointF(left, bottom), *points, QPointF(left + len(points), bottom)]
    painter.drawPolygon(QPolygonF(corners))


def _paint_score(
    painter: QPainter, rect: QRect, scores: npt.NDArray[np.float32], scene: Scene
) -> None:
    painter.setPen(QPen(scene.palette.color(QPalette.ColorRole.Text), 1.2))
    room = rect.height() - 2 * _PADDING
    known = np.flatnonzero(~np.isnan(scores))
    for run in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
        if len(run) >= _LEAST_POINTS:
            ys = rect.bottom() + 1.0 - _PADDING - scores[run] * room
            points = zip((scene.axis.left + run).tolist(), ys.tolist(), strict=True)
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _paint_legend(painter: QPainter, rect: QRect, largest: int, lane: Lane, scene: Scene) -> None:
    painter.fillRect(QRectF(8, rect.top() + 12, 10, 10), QColor(lane.colour))
    painter.setPen(QPen(scene.palette.color(QPalette.ColorRole.Text), 1.4))
    painter.drawLine(QPointF(8, rect.top() + 36), QPointF(18, rect.top() + 36))
    assert lane.track is not None
    area, score = lane.track.areas[scene.frame_index], lane.track.scores[scene.frame_index]
    lines = (
        tr("area {0} of {1}").format(int(area), largest),
        tr("no score") if np.isnan(score) else tr("score {0:.2f}").format(float(score)),
    )
    for place, text in enumerate(lines):
        space = QRect(26, rect.top() + 5 + 20 * place, HEADER_WIDTH - 32, 22)
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

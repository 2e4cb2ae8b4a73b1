"""What lies over the frame while someone works on it: prompts, a box or stroke being drawn, the brush."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from annotator.gui.tools.gestures import AreaBegun, OutlineShown, Path, Preview, StrokeDrawn
from annotator.gui.viewport import Viewport
from annotator.outlines import Contour
from storage.records import Box, FramePrompt, Point

ADDS, SUBTRACTS = QColor("#35c46a"), QColor("#ef4f57")
_HALO = QColor(0, 0, 0, 170)
_POINT_RADIUS = 6.5


def draw_prompt(painter: QPainter, prompt: FramePrompt, viewport: Viewport) -> None:
    """The box and the clicks that a person gave on this frame."""
    if prompt.box is not None:
        _draw_box(painter, prompt.box, viewport)
    for point in prompt.points:
        _draw_point(painter, point, viewport)


def draw_preview(painter: QPainter, preview: Preview, viewport: Viewport, colour: QColor) -> None:
    """What the hand is drawing now."""
    match preview:
        case Box():
            _draw_box(painter, preview, viewport)
        case StrokeDrawn():
            _draw_stroke(painter, preview, viewport, colour)
        case AreaBegun():
            _draw_area(painter, preview, viewport, colour)
        case OutlineShown():
            _draw_outline(painter, preview, viewport)
        case None:
            pass


def draw_brush(painter: QPainter, at: QPointF, radius: float) -> None:
    """The brush's edge around the pointer; ``radius`` in view pixels."""
    for colour, width in ((_HALO, 3.0), (QColor("white"), 1.2)):
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, radius, radius)


def _draw_point(painter: QPainter, point: Point, viewport: Viewport) -> None:
    """A plus or a minus on a disc: told apart by shape as well as by colour."""
    at = QPointF(*viewport.to_view(point.x, point.y))
    painter.setPen(QPen(QColor("white"), 1.6))
    painter.setBrush(ADDS if point.positive else SUBTRACTS)
    painter.drawEllipse(at, _POINT_RADIUS, _POINT_RADIUS)
    arm = _POINT_RADIUS - 3.0
    painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
    if point.positive:
        painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))


def _draw_box(painter: QPainter, box: Box, viewport: Viewport) -> None:
    corners = (viewport.to_view(box.x0, box.y0), viewport.to_view(box.x1, box.y1))
    rect = QRectF(QPointF(*corners[0]), QPointF(*corners[1]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_HALO, 3.0))
    painter.drawRect(rect)
    painter.setPen(QPen(QColor("white"), 1.4, Qt.PenStyle.DashLine))
    painter.drawRect(rect)
    for corner in (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight()):
        _draw_anchor(painter, corner)


def _draw_stroke(painter: QPainter, drawn: StrokeDrawn, viewport: Viewport, colour: QColor) -> None:
    path = QPainterPath(QPointF(*viewport.to_view(*drawn.stroke.path[0])))
    for position in drawn.stroke.path[1:] or drawn.stroke.path:
        path.lineTo(QPointF(*viewport.to_view(*position)))
    shade = QColor(SUBTRACTS if drawn.erases else colour)
    shade.setAlpha(150)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = 2 * drawn.stroke.radius * viewport.scale
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(shade, max(width, 1.0), Qt.PenStyle.SolidLine, cap, join))
    painter.drawPath(path)


def _draw_area(painter: QPainter, area: AreaBegun, viewport: Viewport, colour: QColor) -> None:
    """The corners so far, closed through the pointer."""
    shade = QColor(SUBTRACTS if area.erases else colour)
    shade.setAlpha(90)
    polygon = _polygon(area.corners, viewport)
    painter.setBrush(shade)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(polygon)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(_HALO, 3.0), QPen(QColor("white"), 1.4)):
        painter.setPen(pen)
        painter.drawPolyline(polygon)
    _draw_anchor(painter, polygon.first())


def _draw_outline(painter: QPainter, outline: OutlineShown, viewport: Viewport) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    lines = outline.contours if outline.held is None else (*outline.contours, outline.held)
    for contour in lines:
        _draw_contour(painter, contour, viewport)
    for contour in lines if outline.held is None else (outline.held,):
        for x, y in contour.anchor_points.tolist():
            _draw_anchor(painter, QPointF(*viewport.to_view(x, y)))


def _draw_contour(painter: QPainter, contour: Contour, viewport: Viewport) -> None:
    polygon = _polygon(contour.points.tolist(), viewport)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(_HALO, 3.0), QPen(QColor("white"), 1.2)):
        painter.setPen(pen)
        painter.drawPolygon(polygon)


def _draw_anchor(painter: QPainter, at: QPointF) -> None:
    """A small square that a hand can take."""
    painter.setPen(QPen(_HALO, 1.0))
    painter.setBrush(QColor("white"))
    painter.drawRect(QRectF(at.x() - 3.0, at.y() - 3.0, 6.0, 6.0))


def _polygon(corners: Path | list[list[int]], viewport: Viewport) -> QPolygonF:
    return QPolygonF([QPointF(*viewport.to_view(x, y)) for x, y in corners])

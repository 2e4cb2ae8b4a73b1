"""How a timeline looks: lanes with their headers, range and playhead, painted from plain data.

What stays while a video plays is drawn once, as a backdrop; what the frame at hand changes lies over it.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPalette, QPolygonF, QRegion

from annotator.gui import time_ruler, track_plot
from annotator.gui.i18n import later, tr
from annotator.gui.kept_pictures import KeptPictures
from annotator.gui.lanes import (
    ABSENT,
    DOUBTFUL,
    KEYFRAME,
    LOCKED,
    PRESENT,
    PROMPTED,
    SUDDEN,
    VERIFIED,
    Lane,
    LaneStyle,
    paint_lanes,
)
from annotator.gui.time_axis import TimeAxis
from annotator.gui.timeline_scene import (
    HEADER_WIDTH,
    LANE_HEIGHT,
    PLOT_HEIGHT,
    RULER_HEIGHT,
    Scene,
)

_PLAYHEAD = QColor("#ff5c5c")
_ARROW = 6.0  # half the width of its head, pixels


def draw_backdrop(size: QSize, scene: Scene, pictures: KeptPictures) -> QImage:
    """All that does not depend on the frame at hand; ``pictures`` are those of earlier times."""
    backdrop = QImage(size * scene.ratio, QImage.Format.Format_RGB32)
    backdrop.setDevicePixelRatio(scene.ratio)
    area = QRect(QPoint(), size)
    painter = QPainter(backdrop)
    painter.setFont(scene.font)
    painter.fillRect(area, scene.palette.base())
    _paint_lanes(painter, area, scene, pictures)
    if scene.plotted is not None:
        track_plot.paint(painter, _below(area), scene.plotted, scene, pictures)
    time_ruler.paint_ruler(painter, area, scene)
    time_ruler.paint_cuts(painter, area, scene)
    _paint_range(painter, area, scene)
    painter.end()
    return backdrop


def paint_frame(painter: QPainter, area: QRect, scene: Scene) -> None:
    """Paint where the frame at hand lies, and what the track at work is on it, over the backdrop."""
    time_ruler.paint_now(painter, scene)
    if scene.plotted is not None:
        track_plot.paint_values(painter, _below(area), scene.plotted, scene)
    _paint_playhead(painter, area, scene)


def frame_parts(area: QRect, axis: TimeAxis, frame_index: int) -> QRegion:
    """Where :func:`paint_frame` paints."""
    left, right = axis.x_of(frame_index), axis.x_of(frame_index + 1)
    middle = (left + right) / 2
    line = QRectF(
        QPointF(min(left, middle - _ARROW) - 1, 0),
        QPointF(max(right, middle + _ARROW) + 1, area.bottom() + 1),
    )
    words = QRegion(0, 0, HEADER_WIDTH, RULER_HEIGHT) | QRegion(
        _below(area) & QRect(0, 0, HEADER_WIDTH, area.bottom() + 1)
    )
    return words | QRegion(line.toAlignedRect())


def describe(flags: int) -> str:
    """What the flags of one frame of a lane say, in words."""
    words = [tr(word) for flag, word in _WORDS if flags & flag]
    return ", ".join(words) or tr("no mask")


_WORDS = (
    (PRESENT, later("mask")),
    (ABSENT, later("not here")),
    (KEYFRAME, later("made by a person")),
    (PROMPTED, later("with a prompt")),
    (LOCKED, later("locked")),
    (VERIFIED, later("verified")),
    (DOUBTFUL, later("low score")),
    (SUDDEN, later("sudden change of size")),
)


def _below(area: QRect) -> QRect:
    """Where the plot lies."""
    return area.adjusted(0, area.height() - PLOT_HEIGHT, 0, 0)


def _paint_lanes(painter: QPainter, area: QRect, scene: Scene, pictures: KeptPictures) -> None:
    first = scene.scroll // LANE_HEIGHT
    last = -(-(scene.scroll + area.height() - RULER_HEIGHT) // LANE_HEIGHT)
    shown = scene.lanes[first:last]
    if not shown:
        return
    columns = max(round(scene.axis.width * scene.ratio), 1)
    style = _lane_style(scene)
    picture = pictures.get(
        "lanes",
        (scene.lanes_version, first, last, scene.axis, columns, style),
        lambda: paint_lanes(shown, scene.axis, columns, style),
        QImage.Format.Format_RGB32,  # nothing shines through, and this is quicker
    )
    top = RULER_HEIGHT + first * LANE_HEIGHT - scene.scroll
    target = QRectF(HEADER_WIDTH, top, scene.axis.width, len(shown) * LANE_HEIGHT)
    painter.drawImage(target, picture)
    for row, lane in enumerate(shown):
        _paint_header(
            painter, QRect(0, top + row * LANE_HEIGHT, HEADER_WIDTH, LANE_HEIGHT), lane, scene
        )


def _lane_style(scene: Scene) -> LaneStyle:
    palette = scene.palette
    return LaneStyle(
        height=round(LANE_HEIGHT * scene.ratio),
        gap=max(round(3 * scene.ratio), 1),
        background=palette.color(QPalette.ColorRole.Base).name(),
        empty=palette.color(QPalette.ColorRole.AlternateBase).name(),
        keyframe=palette.color(QPalette.ColorRole.BrightText).name(),
        prompt=palette.color(QPalette.ColorRole.Link).name(),
    )


def _paint_header(painter: QPainter, rect: QRect, lane: Lane, scene: Scene) -> None:
    chosen = lane.object_id == scene.chosen
    painter.fillRect(rect, scene.palette.base())
    if lane.object_id in scene.selected:  # the one at work stronger
        painter.setOpacity(1.0 if chosen else 0.4)
        painter.fillRect(rect, scene.palette.highlight())
        painter.setOpacity(1.0)
    swatch = QRect(rect.left() + 8, rect.top() + 6, 10, rect.height() - 12)
    pattern = Qt.BrushStyle.BDiagPattern if lane.proposed else Qt.BrushStyle.SolidPattern
    painter.fillRect(swatch, QBrush(QColor(lane.colour), pattern))
    role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
    painter.setPen(scene.palette.color(role))
    space = rect.adjusted(26, 0, -6, 0)
    label = painter.fontMetrics().elidedText(lane.label, Qt.TextElideMode.ElideRight, space.width())
    painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, label)


def _paint_range(painter: QPainter, area: QRect, scene: Scene) -> None:
    """Shade what lies outside the range, and put a bracket at both ends of it."""
    axis, (start, stop) = scene.axis, scene.frames
    left = min(max(axis.x_of(start), axis.left), axis.left + axis.width)
    right = min(max(axis.x_of(stop), axis.left), axis.left + axis.width)
    shade = QColor(scene.palette.color(QPalette.ColorRole.Window))
    shade.setAlpha(170)
    below = area.height() - RULER_HEIGHT
    painter.fillRect(QRectF(axis.left, RULER_HEIGHT, left - axis.left, below), shade)
    painter.fillRect(QRectF(right, RULER_HEIGHT, axis.left + axis.width - right, below), shade)
    accent = scene.palette.color(QPalette.ColorRole.Highlight)
    painter.fillRect(QRectF(left, RULER_HEIGHT - 4, max(right - left, 2.0), 4), accent)
    for x, inward in ((left, 5), (right, -5)):
        painter.fillRect(QRectF(min(x, x + inward), RULER_HEIGHT - 13, 5, 13), accent)


def _paint_playhead(painter: QPainter, area: QRect, scene: Scene) -> None:
    axis = scene.axis
    left, width = axis.x_of(scene.frame_index), axis.pixels_per_frame
    if not axis.left <= left <= axis.left + axis.width:
        return
    if width > 3:  # a frame is wide enough to be seen as one
        glow = QColor(_PLAYHEAD)
        glow.setAlpha(60)
        painter.fillRect(QRectF(left, RULER_HEIGHT, width, area.height()), glow)
    x = left + width / 2
    painter.fillRect(QRectF(x - 0.8, 6, 1.6, area.height()), _PLAYHEAD)
    painter.setBrush(_PLAYHEAD)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPolygon(QPolygonF([QPointF(x - _ARROW, 0), QPointF(x + _ARROW, 0), QPointF(x, 10)]))

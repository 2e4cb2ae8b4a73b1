"""How large the object at work is over time, and how sure the engine was: a strip under the lanes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen

from annotator.gui.i18n import tr
from annotator.gui.kept_pictures import KeptPictures
from annotator.gui.lanes import Lane
from annotator.gui.time_axis import TimeAxis
from annotator.gui.timeline_scene import HEADER_WIDTH, Scene
from annotator.gui.track_arrays import TrackArrays

_PADDING = 5  # pixels above and below the lines
_AREA_OPACITY = 0.45

Column = npt.NDArray[np.float32]  # (columns,)


def paint(painter: QPainter, rect: QRect, lane: Lane, scene: Scene, pictures: KeptPictures) -> None:
    """The area as a filled shape in the object's colour, the score as a line, 0 below and 1 on top."""
    track = lane.track
    assert track is not None
    painter.fillRect(rect, scene.palette.alternateBase())
    painter.setPen(scene.palette.color(QPalette.ColorRole.Mid))
    painter.drawLine(rect.topLeft(), rect.topRight())
    hw = (round(rect.height() * scene.ratio), max(round(scene.axis.width * scene.ratio), 1))
    colour, line = QColor(lane.colour), scene.palette.color(QPalette.ColorRole.Text)
    picture = pictures.get(
        "plot",
        (scene.lanes_version, lane.object_id, scene.axis, hw, colour.rgb(), line.rgb()),
        lambda: plot_pixels(track, scene.axis, hw, colour, line),
    )
    target = QRectF(scene.axis.left, rect.top(), scene.axis.width, rect.height())
    painter.drawImage(target, picture)
    painter.fillRect(QRectF(8, rect.top() + 12, 10, 10), QColor(lane.colour))
    painter.setPen(QPen(line, 1.4))
    painter.drawLine(QPointF(8, rect.top() + 36), QPointF(18, rect.top() + 36))


def paint_values(painter: QPainter, rect: QRect, lane: Lane, scene: Scene) -> None:
    """What the track is on the frame at hand, in words."""
    track = lane.track
    assert track is not None
    painter.setPen(scene.palette.color(QPalette.ColorRole.Text))
    area, score = track.areas[scene.frame_index], track.scores[scene.frame_index]
    lines = (
        tr("area {0}, max {1}").format(short_count(area), short_count(track.areas.max(initial=0))),
        tr("no score") if np.isnan(score) else tr("score {0:.2f}").format(float(score)),
    )
    for place, text in enumerate(lines):
        space = QRect(26, rect.top() + 5 + 20 * place, HEADER_WIDTH - 32, 22)
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


def short_count(pixels: float) -> str:
    """A count that fits beside another one: 9999, 25.4k, 8.3M."""
    if pixels < 10_000:
        return str(int(pixels))
    return f"{pixels / 1e3:.1f}k" if pixels < 1e6 else f"{pixels / 1e6:.1f}M"


def plot_pixels(
    track: TrackArrays, axis: TimeAxis, hw: tuple[int, int], colour: QColor, line: QColor
) -> npt.NDArray[np.uint8]:
    """Both curves, premultiplied blue, green, red, alpha uint8 (h, w, 4)."""
    height, columns = hw
    rows = np.arange(height, dtype=np.float32)[::-1, None] - _PADDING  # 0 is the bottom line
    room = height - 2 * _PADDING
    largest = int(track.areas.max(initial=0))
    heights = column_values(track.areas, axis, columns) / max(largest, 1) * room
    scores = -column_values(-track.scores, axis, columns) * room  # the lowest of a column counts
    before = np.concatenate((scores[:1], scores[:-1]))
    low, high = np.fmin(before, scores), np.fmax(before, scores)  # up or down to the one before
    on_line = (rows >= low - 1) & (rows <= high) & ~np.isnan(scores)
    filled = np.where((rows < heights) & (heights > 0), _packed(colour, _AREA_OPACITY), 0)
    image = np.where(on_line, _packed(line, 1.0), filled).astype(np.uint32)
    return image.view(np.uint8).reshape(height, columns, 4)


def column_values(values: npt.NDArray[np.generic], axis: TimeAxis, columns: int) -> Column:
    """The largest value under each of ``columns`` equal parts of the axis; nan where there is none."""
    edges = axis.column_edges(columns)
    starts = np.minimum(edges[:-1], len(values) - 1)
    stop = max(int(edges[-1]), int(starts[-1]) + 1)  # reduceat would run on to the end of the array
    found = np.fmax.reduceat(values[:stop].astype(np.float32), starts)
    return np.asarray(found, np.float32)


def _packed(colour: QColor, opacity: float) -> np.uint32:
    red, green, blue = (round(it * opacity) for it in (colour.red(), colour.green(), colour.blue()))
    return np.uint32(round(opacity * 255) << 24 | red << 16 | green << 8 | blue)

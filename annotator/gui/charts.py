"""Small charts in the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui.card_paint import draw_bar

_ROW = 24
_BAR = 10
_GAP = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``value`` is set against the largest of the chart and written as ``text``."""

    label: str
    value: float
    text: str


class BarChart(QWidget):
    """Bars that lie one under the other, each with its name before and its number behind."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bars: Sequence[Bar] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def bars(self) -> Sequence[Bar]:
        return self._bars

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw these."""
        self._bars = bars
        self.setAccessibleDescription("; ".join(f"{it.label}: {it.text}" for it in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, max(len(self._bars), 1) * _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, palette = self.fontMetrics(), self.palette()
        before = min(self._widest([it.label for it in self._bars]), self.width() // 2)
        behind = self._widest([it.text for it in self._bars])
        largest = max((it.value for it in self._bars), default=0) or 1
        room = self.width() - before - behind - 2 * _GAP
        for row, bar in enumerate(self._bars):
            top = row * _ROW
            label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, before)
            centred = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(0, top, before, _ROW, centred | Qt.AlignmentFlag.AlignRight, label)
            place = QRectF(before + _GAP, top + (_ROW - _BAR) / 2, max(room, 1), _BAR)
            colour = palette.color(QPalette.ColorRole.Highlight)
            draw_bar(painter, place, bar.value / largest, colour)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            left = self.width() - behind
            painter.drawText(left, top, behind, _ROW, centred, bar.text)
        painter.end()

    def _widest(self, texts: Sequence[str]) -> int:
        metrics = self.fontMetrics()
        return max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2

"""A line of text that gives up its end where there is no room, and never asks for any."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from annotator.gui.plain_text import tool_tip


class ElidedLabel(QLabel):
    """Its tool tip has all of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(1)  # or a long text would push aside what is beside it

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(tool_tip(text))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, area = QPainter(self), self.contentsRect()
        line = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, self.alignment(), line)
        painter.end()

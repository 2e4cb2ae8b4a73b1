"""A line of text that may change many times a second, and gives up its end where there is no room.

A QLabel asks for a new layout at every change. In a main window that lays out all docks anew, which
takes longer than to draw a frame.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.plain_text import tool_tip


class ElidedLabel(QWidget):
    """Its tool tip has all of the text. Only a text that is wider than any before asks for more room."""

    def __init__(self) -> None:
        super().__init__()
        self._text = self._widest = ""
        self.setMinimumWidth(1)  # or a long text would push aside what is beside it

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        self.setToolTip(tool_tip(text))
        self.setAccessibleName(text)
        if self._width_of(text) > self._width_of(self._widest):
            self._widest = text
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """In the font of now: what a style sheet says of it is known only when the label is shown."""
        return QSize(self._width_of(self._widest), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, area = QPainter(self), self.contentsRect()
        line = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, line)
        painter.end()

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 1

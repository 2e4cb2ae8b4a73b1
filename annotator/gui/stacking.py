"""Two widgets that share one place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget


def over(note: QWidget, page: QWidget, edge: Qt.AlignmentFlag) -> QWidget:
    """A note that lies over a page, so that nothing moves when it comes and goes."""
    both = QWidget()
    grid = QGridLayout(both)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.addWidget(page, 0, 0)
    grid.addWidget(note, 0, 0, edge)
    note.raise_()
    return both


def column(large: QWidget, small: QWidget) -> QWidget:
    """A widget that takes all the room, and under it one that takes what it needs."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(large, 1)
    column.addWidget(small)
    return both

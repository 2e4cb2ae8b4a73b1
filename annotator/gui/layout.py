"""Where everything is in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QGridLayout, QMainWindow, QSlider, QVBoxLayout, QWidget

from annotator.gui import menus
from annotator.gui.start_page import StartPage

if TYPE_CHECKING:
    from annotator.gui.window import Window

_RIGHT, _BOTTOM = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea


def lay_out(window: Window) -> None:
    """Menus, tools, the canvas in the middle, objects to the right, the timeline below."""
    actions = window.actions_by_id
    menus.fill_menu_bar(window.menuBar(), actions)
    window.addToolBar(menus.make_tool_bar(window, actions, window.opacity))
    notes_over_canvas = _over(window.hints, window.canvas, Qt.AlignmentFlag.AlignBottom)
    window.pages.addWidget(StartPage(actions))
    window.pages.addWidget(_column(notes_over_canvas, window.transport))
    window.setCentralWidget(_over(window.banner, window.pages, Qt.AlignmentFlag.AlignTop))
    objects = _column(window.objects, window.videos)
    _add_dock(window, "objects", window.tr("Objects"), objects, _RIGHT, 330)
    _add_dock(window, "timeline", window.tr("Timeline"), window.timeline, _BOTTOM, 190)
    window.setStatusBar(window.status)
    for name in ("add-point", "overlay", "outline"):
        actions[name].setChecked(True)


def opacity_slider() -> QSlider:
    """How much of the frame is seen through the masks."""
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.setValue(45)
    slider.setFixedWidth(110)
    return slider


def _add_dock(
    window: QMainWindow, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea, size: int
) -> None:
    dock = QDockWidget(title)
    dock.setObjectName(name)
    dock.setFeatures(
        QDockWidget.DockWidgetFeature.DockWidgetMovable
        | QDockWidget.DockWidgetFeature.DockWidgetFloatable
    )
    dock.setWidget(widget)
    window.addDockWidget(area, dock)
    across = Qt.Orientation.Horizontal if area is _RIGHT else Qt.Orientation.Vertical
    window.resizeDocks([dock], [size], across)


def _over(note: QWidget, page: QWidget, edge: Qt.AlignmentFlag) -> QWidget:
    """A note that lies over a page, so that nothing moves when it comes and goes."""
    both = QWidget()
    grid = QGridLayout(both)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.addWidget(page, 0, 0)
    grid.addWidget(note, 0, 0, edge)
    note.raise_()
    return both


def _column(large: QWidget, small: QWidget) -> QWidget:
    """A widget that takes all the room, and under it one that takes what it needs."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(large, 1)
    column.addWidget(small)
    return both

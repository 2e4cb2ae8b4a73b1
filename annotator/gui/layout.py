"""Where everything is in the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider

from annotator.gui import menus
from annotator.gui.panels import panel_specs
from annotator.gui.stacking import column, over
from annotator.gui.start_page import StartPage

if TYPE_CHECKING:
    from annotator.gui.window import Window


def lay_out(window: Window) -> None:
    """Menus, tools, the canvas in the middle, panels around it."""
    actions = window.actions_by_id
    menus.fill_menu_bar(window.menuBar(), actions)
    window.addToolBar(menus.make_tool_bar(window, actions, window.opacity))
    notes = column(window.hints, window.rerun)
    notes_over_canvas = over(notes, window.canvas, Qt.AlignmentFlag.AlignBottom)
    window.canvas.bar = window.rerun
    window.pages.addWidget(_start_page(window))
    window.pages.addWidget(column(notes_over_canvas, window.transport))
    window.setCentralWidget(over(window.banner, window.pages, Qt.AlignmentFlag.AlignTop))
    for panel in panel_specs(window):
        window.docks.add(panel)
    window.timeline.set_menu(lambda: menus.range_menu(window.timeline, actions))
    window.objects.set_menu(menus.object_actions(window.objects, actions))
    menus.add_panel_menu(window.menuBar(), window.docks.toggles())
    window.setStatusBar(window.status)
    window.status.addPermanentWidget(window.engine)
    for name in ("add-point", "overlay", "look-tint", "pixel-grid", "live-preview"):
        actions[name].setChecked(True)


def _start_page(window: Window) -> StartPage:
    bench = window.bench
    page = StartPage(window.actions_by_id, bench.workspace, window.recent, bench.thumbnails)
    page.setMinimumSize(1, 1)  # while it is hidden the window may be smaller than it
    page.open_requested.connect(lambda it: window.attempt(partial(bench.projects.open, Path(it))))
    return page


def opacity_slider() -> QSlider:
    """How much of the frame is seen through the masks."""
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.setSingleStep(5)
    slider.setValue(45)
    slider.setFixedWidth(110)
    return slider

"""Menu bar and tool bar, filled from the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QSlider,
    QToolBar,
    QWidget,
)

from annotator.gui.actions import ACTIONS, MENUS
from annotator.gui.i18n import tr

_TOOL_BAR = (
    ("open", "export"),
    ("undo", "redo"),
    (
        "add-point",
        "subtract-point",
        "box",
        "brush",
        "eraser",
        "polygon",
        "lasso",
        "bend-outline",
        "pick",
    ),
    ("new-object", "remove-object"),
    ("backward", "both", "forward"),
    ("fit", "actual-size", "overlay", "next-look", "isolate", "ghosts"),
)


def fill_menu_bar(bar: QMenuBar, actions: Mapping[str, QAction]) -> None:
    """One menu per place, in the order of the actions."""
    menus: dict[str, QMenu] = {name: bar.addMenu("&" + tr(name)) for name in MENUS}
    for spec in ACTIONS:
        if spec.menu not in menus:
            above, _, name = spec.menu.partition("/")
            menus[spec.menu] = menus[above].addMenu(tr(name))
        menus[spec.menu].addAction(actions[spec.id])


def add_panel_menu(bar: QMenuBar, toggles: Sequence[QAction]) -> None:
    """The panels, each shown or hidden, in a menu before Help."""
    menu = QMenu("&" + tr("Panels"), bar)
    menu.addActions(toggles)
    bar.insertMenu(bar.actions()[-1], menu)


def make_tool_bar(
    window: QMainWindow, actions: Mapping[str, QAction], opacity: QSlider
) -> QToolBar:
    """The tools that a hand wants to be near."""
    bar = QToolBar(window.tr("Tools"), window)
    bar.setObjectName("tools")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    for place, group in enumerate(_TOOL_BAR):
        if place:
            bar.addSeparator()
        for name in group:
            bar.addAction(actions[name])
            bar.widgetForAction(actions[name]).setAccessibleName(actions[name].iconText())
    gap = QWidget()
    gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(gap)
    bar.addWidget(QLabel(window.tr("Opacity ")))
    opacity.setAccessibleName(window.tr("Opacity of masks"))
    bar.addWidget(opacity)
    return bar

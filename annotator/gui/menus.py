"""Menu bar and tool bar, filled from the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
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

_RANGE_MENU = (
    ("backward", "both", "forward", "correction"),
    ("verify-range", "unverify-range", "lock-range", "unlock-range", "clear-range"),
    ("hold", "copy-to", "swap-from-here", "swap-range", "split", "merge", "describe"),
    ("mark-in", "mark-out", "scene-range", "whole-range", "timeline-range", "timeline-whole"),
    ("toggle-cut", "find-cuts"),
)
_OBJECT_MENU = (
    ("rename", "recolour", "toggle-shown", "toggle-locked"),
    ("duplicate", "merge", "swap-from-here", "split", "describe"),
    ("verify-track", "categories", "remove-object"),
)
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


def range_menu(parent: QWidget, actions: Mapping[str, QAction]) -> QMenu:
    """What can be done with the object at work over the range, and around the frame shown."""
    menu = QMenu(parent)
    menu.addActions(_with_separators(menu, _RANGE_MENU, actions))
    return menu


def object_actions(parent: QWidget, actions: Mapping[str, QAction]) -> list[QAction]:
    """What can be done with the object at work."""
    return _with_separators(parent, _OBJECT_MENU, actions)


def _with_separators(
    parent: QWidget, groups: Sequence[Sequence[str]], actions: Mapping[str, QAction]
) -> list[QAction]:
    found: list[QAction] = []
    for group in groups:
        if found:
            separator = QAction(parent)
            separator.setSeparator(True)
            found.append(separator)
        found += [actions[name] for name in group]
    return found


def make_tool_bar(
    window: QMainWindow, actions: Mapping[str, QAction], opacity: QSlider
) -> QToolBar:
    """The tools that a hand wants to be near."""
    bar = QToolBar(tr("Tools"), window)
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
    bar.addWidget(_with_label(tr("Opacity"), opacity))
    opacity.setAccessibleName(tr("Opacity of masks"))
    return bar


def _with_label(text: str, slider: QSlider) -> QWidget:
    """In one piece: a small window has room for both or for none."""
    both = QWidget()
    both.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(QLabel(text))
    row.addWidget(slider)
    return both

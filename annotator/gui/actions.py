"""All actions of all menus, and Qt's side of them.

The shortcuts follow the habits of other annotation tools where these agree with each other.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup

from annotator.gui.action_spec import ActionSpec
from annotator.gui.i18n import later, tr
from annotator.gui.icons import icon
from annotator.gui.menu import (
    edit,
    file,
    go,
    masks,
    objects,
    propagate,
    review,
    tools,
    tracks,
    view,
    words,
)
from annotator.gui.menu import help as help_menu

if TYPE_CHECKING:
    from annotator.gui.window import Window

ACTIONS: tuple[ActionSpec, ...] = (
    *file.ACTIONS,
    *edit.ACTIONS,
    *tools.ACTIONS,
    *objects.ACTIONS,
    *masks.ACTIONS,
    *tracks.ACTIONS,
    *propagate.ACTIONS,
    *words.ACTIONS,
    *review.ACTIONS,
    *go.ACTIONS,
    *view.ACTIONS,
    *help_menu.ACTIONS,
)


MENUS = (
    later("File"),
    later("Edit"),
    later("Tool"),
    later("Object"),
    later("Mask"),
    later("Track"),
    later("Propagate"),
    later("Words"),
    later("Review"),
    later("Go"),
    later("View"),
    later("Help"),
)


def make_actions(window: Window) -> dict[str, QAction]:
    """An action of Qt for every entry, by its id; still without keys."""
    groups: dict[str, QActionGroup] = {}
    actions = {}
    for spec in ACTIONS:
        action = QAction(tr(spec.text), window)
        action.setIconText(tr(spec.text))
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        if spec.group:
            groups.setdefault(spec.group, QActionGroup(window)).addAction(action)
        action.triggered.connect(partial(_run, spec, window))
        window.addAction(action)
        actions[spec.id] = action
    draw_icons(actions)
    return actions


def draw_icons(actions: dict[str, QAction]) -> None:
    """Draw the icons in the colours of the theme that is in use."""
    for spec in ACTIONS:
        if spec.icon:
            actions[spec.id].setIcon(icon(spec.icon))


def enable(actions: dict[str, QAction], have: frozenset[str]) -> None:
    """Offer what can be done with what there is: "project", "video", "object", ...."""
    for spec in ACTIONS:
        actions[spec.id].setEnabled(not spec.needs or spec.needs in have)


def _run(spec: ActionSpec, window: Window, checked: bool = False) -> None:  # noqa: ARG001
    window.attempt(partial(spec.run, window))

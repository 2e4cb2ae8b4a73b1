"""What a click on a lane of the timeline asks for."""

from __future__ import annotations

from PySide6.QtCore import Qt

from annotator.gui.lanes import Lane
from annotator.gui.requests import ChooseObject, SelectObjects
from annotator.gui.timeline_scene import Scene

_ADDS, _EXTENDS = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def only_selects(lane: Lane, held: Qt.KeyboardModifier) -> bool:
    """With Ctrl or Shift the object joins those that are selected, or leaves them, and that is all the
    click means. Proposals join nothing."""
    return not lane.proposed and bool(held & (_ADDS | _EXTENDS))


def asked(
    scene: Scene, lane: Lane, held: Qt.KeyboardModifier, *, alone: bool
) -> ChooseObject | SelectObjects:
    """To work on a lane's object; ``alone``: on it only, even if it is one of several selected ones."""
    object_id = lane.object_id
    is_selected = object_id in scene.selected
    others = [it for it in scene.selected if it != object_id]
    joins = only_selects(lane, held)
    if joins and held & _EXTENDS:
        return SelectObjects(_from_chosen_to(scene, lane), object_id)
    if joins and is_selected and others:
        return SelectObjects(tuple(others), others[-1])
    if joins or (is_selected and not alone):
        return SelectObjects((*others, object_id), object_id)
    return ChooseObject(object_id)


def _from_chosen_to(scene: Scene, lane: Lane) -> tuple[int, ...]:
    """The objects of the lanes between the one at work and this one, both included; no proposals."""
    ids = [it.object_id for it in scene.lanes]
    here = ids.index(lane.object_id)
    there = ids.index(scene.chosen) if scene.chosen in ids else here
    first, last = sorted((here, there))
    return tuple(it.object_id for it in scene.lanes[first : last + 1] if not it.proposed)

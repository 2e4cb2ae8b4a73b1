"""Say what objects are, and define for a category what can be said; each one undo step.

A locked object, and locked masks, can be described like all others: a lock is about pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.object_numbers import numbers
from annotator.session import Session
from storage.attributes import Attribute, AttributeKind, AttributeValue, check_value
from storage.counting import which_frames
from storage.errors import UserError
from storage.project import Project
from storage.records import TrackedObject


def attributes_of(project: Project, tracked: TrackedObject) -> list[Attribute]:
    """What can be said of an object: the attributes of its category."""
    return [it for it in project.attributes() if it.category_id == tracked.category_id]


def find_attribute(project: Project, tracked: TrackedObject, name: str) -> Attribute:
    """The attribute of that name. Raises UserError, naming the others, if there is none."""
    known = attributes_of(project, tracked)
    for attribute in known:
        if attribute.name == name:
            return attribute
    listed = ", ".join(it.name for it in known) or "none"
    raise UserError(
        f"[{tracked.number}] has no attribute {name!r}; its category has: {listed}. Define it there first."
    )


def set_attribute(
    session: Session, object_ids: Iterable[int], name: str, value: AttributeValue | None
) -> None:
    """Say what objects are on all their frames, except where something else was said of an interval.

    None takes the word back. Raises UserError if the attribute is unknown to one of them or cannot have
    that value.
    """
    objects = [session.project.object(object_id) for object_id in object_ids]
    changed = [_with_value(session.project, it, name, value) for it in objects]
    with session.edit(f"Set {name} of {numbers(objects)} to {shown(value)}") as edit:
        for tracked in changed:
            edit.update_object(tracked)


def set_attribute_on(
    session: Session,
    object_ids: Iterable[int],
    name: str,
    value: AttributeValue | None,
    *,
    start: int,
    stop: int,
) -> None:
    """Say what objects are on the frames [start, stop); None: what they are elsewhere.

    Raises as :func:`set_attribute`, and for an attribute that does not vary.
    """
    objects = [session.project.object(object_id) for object_id in object_ids]
    for tracked in objects:
        _check_varying(session.project, tracked, name, value)
    who, said, where = numbers(objects), shown(value), which_frames(start, stop)
    with session.edit(f"Set {name} of {who} to {said} on {where}") as edit:
        for tracked in objects:
            edit.set_attribute_on(tracked.id, name, start=start, stop=stop, value=value)


def _with_value(
    project: Project, tracked: TrackedObject, name: str, value: AttributeValue | None
) -> TrackedObject:
    attribute = find_attribute(project, tracked, name)
    values = {key: it for key, it in tracked.attributes.items() if key != name}
    if value is not None:
        values[name] = check_value(attribute, value)
    return replace(tracked, attributes=values)


def _check_varying(
    project: Project, tracked: TrackedObject, name: str, value: AttributeValue | None
) -> None:
    attribute = find_attribute(project, tracked, name)
    if not attribute.varies:
        raise UserError(
            f"{name!r} holds for a whole object: set it without frames, or let it vary in its category."
        )
    if value is not None:
        check_value(attribute, value)


def define_attribute(
    session: Session,
    category_id: int,
    name: str,
    kind: AttributeKind,
    *,
    choices: Sequence[str] = (),
    varies: bool = False,
) -> Attribute:
    """Define an attribute of a category, whose objects can then have values for it."""
    with session.edit(f"Define {name}") as edit:
        return edit.add_attribute(Attribute(0, category_id, name, kind, tuple(choices), varies))


def change_attribute(session: Session, attribute: Attribute) -> None:
    """Save a changed definition. Values follow a new name, and are kept even if they do not fit any more:
    a person decides about them."""
    with session.edit(f"Change {attribute.name}") as edit:
        edit.update_attribute(attribute)


def remove_attribute(session: Session, attribute: Attribute) -> None:
    """Remove a definition and all values that objects of its category have."""
    with session.edit(f"Remove {attribute.name}") as edit:
        edit.remove_attribute(attribute.id)


def shown(value: AttributeValue | None) -> str:
    """A value as people read it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)

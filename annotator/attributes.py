"""Say what objects are, and define for a category what can be said; each one undo step.

A locked object, and locked masks, can be described like all others: a lock is about pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.session import Session
from storage.attributes import Attribute, AttributeKind, AttributeValue, check_value
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
    session: Session, object_id: int, name: str, value: AttributeValue | None
) -> None:
    """Say what an object is on all its frames, except where something else was said of an interval.

    None takes the word back. Raises UserError if the attribute is unknown or cannot have that value.
    """
    tracked = session.project.object(object_id)
    attribute = find_attribute(session.project, tracked, name)
    values = {key: it for key, it in tracked.attributes.items() if key != name}
    if value is not None:
        values[name] = check_value(attribute, value)
    label = f"Set {name} of [{tracked.number}] to {shown(value)}"
    session.update_object(replace(tracked, attributes=values), label)


def set_attribute_on(
    session: Session,
    object_id: int,
    name: str,
    value: AttributeValue | None,
    *,
    start: int,
    stop: int,
) -> None:
    """Say what an object is on the frames [start, stop); None: what it is elsewhere.

    Raises as :func:`set_attribute`, and for an attribute that does not vary.
    """
    tracked = session.project.object(object_id)
    attribute = find_attribute(session.project, tracked, name)
    if not attribute.varies:
        raise UserError(
            f"{name!r} holds for a whole object: set it without frames, or let it vary in its category."
        )
    checked = None if value is None else check_value(attribute, value)
    label = f"Set {name} of [{tracked.number}] to {shown(value)} on frames {start} to {stop - 1}"
    with session.edit(label) as edit:
        edit.set_attribute_on(object_id, name, start=start, stop=stop, value=checked)


def define_attribute(
    session: Session,
    category_id: int,
    name: str,
    kind: AttributeKind,
    *,
    choices: Sequence[str] = (),
    varies: bool = False,
) -> Attribute:
    """Say what the objects of a category can be said to be."""
    with session.edit(f"Define {name}") as edit:
        return edit.add_attribute(
            category_id=category_id, name=name, kind=kind, choices=choices, varies=varies
        )


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

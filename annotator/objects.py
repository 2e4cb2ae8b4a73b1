"""The objects of a video: add, name, colour, categorise, show, lock and remove them, each as one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.categories import find_or_add_category
from annotator.colours import object_colour
from annotator.object_numbers import numbers
from storage.records import TrackedObject

if TYPE_CHECKING:
    from annotator.session import Session
    from storage.project import Edit, Project

# What an object without name and category is called. It is data, not a text of the window: it marks that
# nobody named the object yet and goes into data sets, so it is the same in whatever language one labels.
UNNAMED = "object"


def add_object(
    session: Session, video_id: int, *, name: str = "", category: str | None = None
) -> TrackedObject:
    """A new object, with the next number of its video; a category that is new is made."""
    with adding_object(session, video_id, name=name, category=category) as (_, tracked):
        return tracked


@contextmanager
def adding_object(
    session: Session, video_id: int, *, name: str, category: str | None
) -> Iterator[tuple[Edit, TrackedObject]]:
    """As add_object; what is done with the Edit is part of the same step."""
    name = name or category or UNNAMED
    with session.edit(f"Add [{session.project.next_number(video_id)}] {name}") as edit:
        tracked = edit.add_object(
            video_id=video_id,
            name=name,
            category_id=find_or_add_category(edit, category),
            colour=object_colour(edit.next_number(video_id)),
        )
        yield edit, tracked


def rename_object(session: Session, object_id: int, name: str) -> None:
    """Call an object otherwise."""
    tracked = session.project.object(object_id)
    with session.edit(f"Rename [{tracked.number}] to {name}") as edit:
        edit.update_object(replace(tracked, name=name))


def recolour_object(session: Session, object_id: int, colour: str) -> None:
    """Draw an object in another colour (#rrggbb)."""
    tracked = session.project.object(object_id)
    with session.edit(f"Recolour [{tracked.number}]") as edit:
        edit.update_object(replace(tracked, colour=colour))


def categorise_objects(session: Session, object_ids: Iterable[int], category: str | None) -> None:
    """Give objects a category, by its name; None takes the category they have.

    An object that nobody named is called like its category, and so gets the name of the new one.
    """
    objects = find_objects(session.project, object_ids)
    who = numbers(objects)
    label = f"Give {who} the category {category}" if category else f"Take the category of {who}"
    with session.edit(label) as edit:
        category_id = find_or_add_category(edit, category)
        for tracked in objects:
            name = _name_in(session.project, tracked, category)
            edit.update_object(replace(tracked, name=name, category_id=category_id))


def _name_in(project: Project, tracked: TrackedObject, category: str | None) -> str:
    """What an object is called in another category."""
    names = {it.id: it.name for it in project.categories()}
    unnamed = tracked.name in (UNNAMED, names.get(tracked.category_id or 0))
    return category or UNNAMED if unnamed else tracked.name


def show_objects(session: Session, object_ids: Iterable[int], *, visible: bool) -> None:
    """Draw objects over the frames, or hide them."""
    objects = find_objects(session.project, object_ids)
    who = numbers(objects)
    with session.edit(f"Show {who}" if visible else f"Hide {who}") as edit:
        for tracked in objects:
            edit.update_object(replace(tracked, visible=visible))


def lock_objects(session: Session, object_ids: Iterable[int], *, locked: bool) -> None:
    """Keep all masks of objects from any change, or allow it again."""
    objects = find_objects(session.project, object_ids)
    who = numbers(objects)
    with session.edit(f"Lock {who}" if locked else f"Unlock {who}") as edit:
        for tracked in objects:
            edit.update_object(replace(tracked, locked=locked))


def remove_objects(session: Session, object_ids: Iterable[int]) -> None:
    """Remove objects with all that is labelled of them."""
    objects = find_objects(session.project, object_ids)
    with session.edit(f"Remove {numbers(objects)}") as edit:
        for tracked in objects:
            edit.remove_object(tracked.id)


def find_objects(project: Project, object_ids: Iterable[int]) -> list[TrackedObject]:
    """The objects with these ids. Raises ProjectError for one that is not there."""
    return [project.object(object_id) for object_id in object_ids]

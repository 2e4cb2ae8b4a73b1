"""Categories: add, change, remove, each one undo step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.colours import object_colour
from storage.errors import UserError
from storage.records import Category, TrackedObject

if TYPE_CHECKING:
    from annotator.session import Session
    from storage.project import Edit


def add_category(session: Session, name: str, colour: str | None = None) -> Category:
    """A new category. Raises UserError if it has no name or another one has it."""
    name = _checked(name)
    colour = colour or object_colour(len(session.project.categories()) + 1)
    with session.edit(f"Add the category {name}") as edit:
        return edit.add_category(name, colour)


def find_or_add_category(edit: Edit, name: str | None) -> int | None:
    """The id of a category by name, made in ``edit`` if there is none; None for no name."""
    if not name:
        return None
    known = {category.name: category.id for category in edit.categories()}
    return known.get(name) or edit.add_category(name, object_colour(len(known) + 1)).id


def rename_category(session: Session, category: Category, name: str) -> None:
    """Call it otherwise, and so the objects that are called like it. Raises UserError if it has no name
    or another one has it."""
    name = _checked(name)
    with session.edit(f"Rename the category {category.name} to {name}") as edit:
        edit.update_category(replace(category, name=name))
        for tracked in _objects_in(session, category):
            if tracked.name == category.name:
                edit.update_object(replace(tracked, name=name))


def recolour_category(session: Session, category: Category, colour: str) -> None:
    """Give a category another colour (#rrggbb); its objects keep theirs."""
    with session.edit(f"Recolour the category {category.name}") as edit:
        edit.update_category(replace(category, colour=colour))


def remove_category(session: Session, category: Category) -> None:
    """Remove a category with its attributes; its objects stay, without one."""
    with session.edit(f"Remove the category {category.name}") as edit:
        edit.remove_category(category.id)


def _objects_in(session: Session, category: Category) -> list[TrackedObject]:
    """Its objects, in all videos."""
    objects = (it for video in session.project.videos() for it in session.project.objects(video.id))
    return [it for it in objects if it.category_id == category.id]


def _checked(name: str) -> str:
    if not name.strip():
        raise UserError("A category needs a name.")
    return name.strip()

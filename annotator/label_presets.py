"""Sets of categories with their attributes, to begin a project with or to carry from one to another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator.colours import object_colour
from annotator.session import Session
from storage.attributes import Attribute
from storage.project import Project


@dataclass(frozen=True, slots=True)
class PresetCategory:
    """A category to be made; the ids of its attributes are 0."""

    name: str
    colour: str | None = None
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelPreset:
    name: str
    categories: tuple[PresetCategory, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """How much was new to the project."""

    categories: int
    attributes: int


def preset_of(project: Project) -> LabelPreset:
    """The project's categories and attributes."""
    attributes = project.attributes()
    return LabelPreset(
        project.path.stem,
        tuple(
            PresetCategory(
                it.name, it.colour, tuple(a for a in attributes if a.category_id == it.id)
            )
            for it in project.categories()
        ),
    )


def apply_preset(session: Session, preset: LabelPreset) -> Applied:
    """Add the categories and attributes that the project does not have; one undo step. What is there
    stays as it is."""
    project = session.project
    known = {it.name: it.id for it in project.categories()}
    named = {(it.category_id, it.name) for it in project.attributes()}
    new = [it for it in preset.categories if it.name not in known]
    added = 0
    with session.edit(f"Add the categories of {preset.name}") as edit:
        for place, it in enumerate(new, len(known) + 1):
            known[it.name] = edit.add_category(it.name, it.colour or object_colour(place)).id
        for it in preset.categories:
            category_id = known[it.name]
            missing = [a for a in it.attributes if (category_id, a.name) not in named]
            for attribute in missing:
                edit.add_attribute(replace(attribute, category_id=category_id))
            added += len(missing)
    return Applied(len(new), added)

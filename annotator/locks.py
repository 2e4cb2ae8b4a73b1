"""What a person locked is not changed by any step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from storage.errors import UserError
from storage.records import Mask, TrackedObject

if TYPE_CHECKING:
    from storage.project import Project


def unlocked(project: Project, object_id: int) -> TrackedObject:
    """The object. Raises UserError if it is locked."""
    tracked = project.object(object_id)
    if tracked.locked:
        raise UserError(f"Object [{tracked.number}] is locked: unlock it to change it.")
    return tracked


def check_no_locked_mask(tracked: TrackedObject, masks: Iterable[Mask]) -> None:
    """Raises UserError if one of the object's ``masks`` is locked."""
    for mask in masks:
        if mask.locked:
            raise UserError(
                f"[{tracked.number}] is locked on frame {mask.frame_index}: unlock it there to change it."
            )

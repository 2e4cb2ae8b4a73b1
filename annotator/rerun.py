"""Before and after of a propagation that replaced masks: what it changed, and taking parts of it back.

A propagation is one step of the history, and the history keeps every row that a step replaced. So the
"before" of a re-run needs no copy: it is read from there, for as long as the step is not undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import masks
from storage.records import Mask

if TYPE_CHECKING:
    from annotator.session import Session
    from storage.project import Project


@dataclass(frozen=True, slots=True)
class Change:
    """An object's mask on one frame before and after the re-run; None where there was none.

    ``iou`` is between the two, 0 if one is missing.
    """

    frame_index: int
    before: Mask | None
    after: Mask | None
    iou: float


@dataclass(frozen=True, slots=True)
class ObjectChanges:
    """All that a re-run did to one object, by frame."""

    object_id: int
    changes: tuple[Change, ...]

    @property
    def mean_iou(self) -> float:
        return sum(it.iou for it in self.changes) / len(self.changes)


@dataclass(frozen=True, slots=True)
class Rerun:
    """What a step of the history changed of masks that were there before."""

    edit_id: int
    video_id: int
    objects: tuple[ObjectChanges, ...]


def compare(project: Project, edit_id: int) -> Rerun | None:
    """What the step changed; None if it only added masks, or is undone or forgotten.

    Masks that came out the same are left out. Of the frames that had no mask before, those of objects
    that changed elsewhere are told too.
    """
    before = project.replaced_masks(edit_id)
    touched = sorted({object_id for (object_id, _), mask in before.items() if mask is not None})
    found = [(object_id, _changes_of(project, object_id, before)) for object_id in touched]
    objects = tuple(ObjectChanges(object_id, changes) for object_id, changes in found if changes)
    if not objects:
        return None
    return Rerun(edit_id, project.object(objects[0].object_id).video_id, objects)


def reject(session: Session, rerun: Rerun, object_id: int) -> None:
    """Put an object's masks back as they were before the re-run, as one undo step.

    What a person did to them since then stays.
    """
    (chosen,) = (it for it in rerun.objects if it.object_id == object_id)
    tracked = session.project.object(object_id)
    back, gone = [], []
    for change in chosen.changes:
        if session.project.mask(object_id, change.frame_index) != change.after:
            continue
        if change.before is None:
            gone.append(change.frame_index)
        else:
            back.append(change.before)
    with session.edit(f"Put [{tracked.number}] back as it was before") as edit:
        edit.remove_masks(object_id, gone)
        edit.put_masks(back)


def _changes_of(
    project: Project, object_id: int, before: Mapping[tuple[int, int], Mask | None]
) -> tuple[Change, ...]:
    frames = sorted(frame for of_object, frame in before if of_object == object_id)
    now = {
        it.frame_index: it for it in project.track(object_id, start=frames[0], stop=frames[-1] + 1)
    }
    changes = (_change(frame, before[object_id, frame], now.get(frame)) for frame in frames)
    return tuple(it for it in changes if it.iou < 1)


def _change(frame_index: int, before: Mask | None, after: Mask | None) -> Change:
    iou = 0.0 if before is None or after is None else masks.iou(before.rle, after.rle)
    return Change(frame_index, before, after, iou)

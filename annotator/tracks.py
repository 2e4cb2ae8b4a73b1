"""Whose masks are whose: swap, split, duplicate and copy tracks, each as one undo step.

A mask that changes hands stays what it is: its pixels, who made it, its score, lock and verification go
along, and so do prompts and what was said of the object on these frames. A locked object is never
changed. What happens to locked, verified and human masks otherwise, each function says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotator.colours import object_colour
from annotator.locks import check_no_locked_mask, unlocked
from annotator.object_numbers import numbers
from annotator.session import Session
from annotator.stretch import Stretch, give, read_stretch, take_away, whole_track
from storage.counting import which_frames
from storage.errors import UserError
from storage.project import Edit, Project
from storage.records import Mask, Source, TrackedObject


@dataclass(frozen=True, slots=True)
class Copied:
    """How many masks were copied, and how many were left as they are because a person made, locked or
    verified them."""

    masks: int
    kept: int


def swap_from(
    session: Session, object_id: int, other_id: int, *, start: int, stop: int | None = None
) -> None:
    """On the frames [start, stop), or to the end, each of two objects becomes what the other was.

    Repairs identities that were mixed up; doing it twice changes nothing. Human and verified masks go
    along. Raises UserError if an object or a mask on these frames is locked.
    """
    tracked, other = two_objects(session.project, object_id, other_id)
    stop = _frame_count(session.project, tracked) if stop is None else stop
    mine = read_stretch(session.project, object_id, start, stop)
    theirs = read_stretch(session.project, other_id, start, stop)
    check_no_locked_mask(tracked, mine.masks)
    check_no_locked_mask(other, theirs.masks)
    where = which_frames(start, stop)
    with session.edit(f"Swap [{tracked.number}] and [{other.number}] on {where}") as edit:
        take_away(edit, mine)
        take_away(edit, theirs)
        give(edit, mine, other_id)
        give(edit, theirs, object_id)


def split_at(session: Session, object_ids: Iterable[int], frame_index: int) -> list[TrackedObject]:
    """Make what each object is from ``frame_index`` on an object of its own.

    All masks from there on go along, locked ones too: none is changed or lost. Raises UserError if an
    object is locked, or has no mask on one of the sides.
    """
    objects = [unlocked(session.project, object_id) for object_id in object_ids]
    pieces = [(it, _from_frame_on(session.project, it, frame_index)) for it in objects]
    with session.edit(f"Split {numbers(objects)} at frame {frame_index}") as edit:
        return [_hand_over(edit, tracked, later) for tracked, later in pieces]


def _from_frame_on(project: Project, tracked: TrackedObject, frame_index: int) -> Stretch:
    later = read_stretch(project, tracked.id, frame_index, _frame_count(project, tracked))
    marked = project.track_marks(tracked.id).frame_index
    if not later.masks or not len(marked) or int(marked[0]) >= frame_index:
        raise UserError(
            f"[{tracked.number}] cannot be split at frame {frame_index}: it needs masks before that "
            "frame and from it on."
        )
    return later


def _hand_over(edit: Edit, tracked: TrackedObject, stretch: Stretch) -> TrackedObject:
    """Give a part of an object to a new one."""
    new = add_like(edit, tracked)
    take_away(edit, stretch)
    give(edit, stretch, new.id)
    return new


def duplicate(session: Session, object_ids: Iterable[int]) -> list[TrackedObject]:
    """New objects with the same masks, prompts and attributes; the old ones stay.

    Human masks stay human; locks and verifications are not copied: nobody looked at the copies.
    """
    objects = [session.project.object(object_id) for object_id in object_ids]
    with session.edit(f"Duplicate {numbers(objects)}") as edit:
        return [_duplicate(session.project, edit, it) for it in objects]


def _duplicate(project: Project, edit: Edit, tracked: TrackedObject) -> TrackedObject:
    new = add_like(edit, tracked)
    give(edit, whole_track(project, tracked.id), new.id, as_mask=_unmarked)
    return new


def hold_masks(
    session: Session, object_ids: Iterable[int], frame_index: int, *, start: int, stop: int
) -> Copied:
    """Copy objects' masks of one frame to all frames [start, stop), for things that do not move.

    The copies count as made by a person. Masks there that a person made, locked or verified stay.
    Raises UserError if an object is locked or has no mask on ``frame_index``.
    """
    objects = [unlocked(session.project, object_id) for object_id in object_ids]
    held = [_mask_to_hold(session.project, it, frame_index) for it in objects]
    label = f"Copy {numbers(objects)} of frame {frame_index} to {which_frames(start, stop)}"
    with session.edit(label) as edit:
        copied = [
            _put_copies(session.project, edit, it.object_id, _held(it, start, stop)) for it in held
        ]
    return Copied(sum(it.masks for it in copied), sum(it.kept for it in copied))


def _mask_to_hold(project: Project, tracked: TrackedObject, frame_index: int) -> Mask:
    mask = project.mask(tracked.id, frame_index)
    if mask is None:
        raise UserError(f"[{tracked.number}] has no mask on frame {frame_index} to copy.")
    return mask


def _held(mask: Mask, start: int, stop: int) -> list[Mask]:
    return [Mask(mask.object_id, i, mask.rle, Source.HUMAN) for i in range(start, stop)]


def copy_to_object(
    session: Session, object_id: int, other_id: int, *, start: int, stop: int
) -> Copied:
    """Copy an object's masks on the frames [start, stop) to another object.

    Human masks stay human; locks and verifications are not copied. Masks of the other object that a
    person made, locked or verified stay. Raises UserError if the other object is locked.
    """
    tracked, other = _pair(session.project, object_id, other_id)
    unlocked(session.project, other_id)
    found = session.project.track(object_id, start=start, stop=stop)
    copies = [_unmarked(replace(it, object_id=other_id)) for it in found]
    where = which_frames(start, stop)
    with session.edit(f"Copy [{tracked.number}] to [{other.number}] on {where}") as edit:
        return _put_copies(session.project, edit, other_id, copies)


def two_objects(
    project: Project, object_id: int, other_id: int
) -> tuple[TrackedObject, TrackedObject]:
    """Two objects of one video. Raises UserError if they are one or in two videos, or one is locked."""
    tracked, other = _pair(project, object_id, other_id)
    return unlocked(project, tracked.id), unlocked(project, other.id)


def add_like(edit: Edit, tracked: TrackedObject) -> TrackedObject:
    """A new object with the name, category and attributes of another, and a colour of its own."""
    return edit.add_object(
        video_id=tracked.video_id,
        name=tracked.name,
        category_id=tracked.category_id,
        colour=object_colour(edit.next_number(tracked.video_id)),
        attributes=tracked.attributes,
    )


def _pair(project: Project, object_id: int, other_id: int) -> tuple[TrackedObject, TrackedObject]:
    tracked, other = project.object(object_id), project.object(other_id)
    if object_id == other_id or tracked.video_id != other.video_id:
        raise UserError("Choose two different objects of the same video.")
    return tracked, other


def _put_copies(project: Project, edit: Edit, object_id: int, copies: Sequence[Mask]) -> Copied:
    marks = project.track_marks(object_id)
    kept = set(marks.frame_index[marks.kept].tolist())
    new = [it for it in copies if it.frame_index not in kept]
    edit.put_masks(new)
    for prompt in project.prompts(object_id):  # they led to the masks that are replaced
        if prompt.frame_index in {it.frame_index for it in new}:
            edit.remove_prompt(object_id, prompt.frame_index)
    return Copied(len(new), len(copies) - len(new))


def _unmarked(mask: Mask) -> Mask:
    return replace(mask, locked=False, verified=False)


def _frame_count(project: Project, tracked: TrackedObject) -> int:
    return project.video(tracked.video_id).facts.frame_count

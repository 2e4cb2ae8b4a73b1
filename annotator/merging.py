"""Objects that are one thing become one object; before that, what they disagree about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.object_numbers import numbers
from annotator.session import Session
from annotator.stretch import Stretch, whole_track
from annotator.tracks import two_objects
from storage import masks
from storage.project import Edit, Project
from storage.records import Mask, Source, TrackedObject


class Overlap(StrEnum):
    """What becomes of a frame on which both objects are, unless their marks decide it."""

    FIRST = "first"  # the mask of the object that stays
    OTHER = "other"  # the mask of the object that goes
    UNION = "union"  # all pixels of both


@dataclass(frozen=True, slots=True)
class Conflict:
    """A frame on which both objects are. ``decided``: the mask that stays whatever is chosen, because
    only that one was locked, or made or verified by a person; None if the choice decides."""

    frame_index: int
    iou: float
    decided: Overlap | None


@dataclass(frozen=True, slots=True)
class MergePreview:
    """``moved``: how many masks the object that stays gets without any conflict."""

    moved: int
    conflicts: tuple[Conflict, ...]


def preview_merge(session: Session, object_id: int, other_ids: Iterable[int]) -> MergePreview:
    """What merging ``other_ids`` into ``object_id`` would do. Raises as :func:`merge`."""
    project = session.project
    so_far, moved, conflicts = whole_track(project, object_id), 0, list[Conflict]()
    for tracked in _others(project, object_id, other_ids):
        theirs = whole_track(project, tracked.id)
        pairs = list(_pairs(so_far, theirs))
        moved += sum(mine is None or _is_absent(mine) for mine, _ in pairs)
        conflicts += (_conflict(mine, it) for mine, it in pairs if mine and _are_both(mine, it))
        so_far = _combined(so_far, theirs, Overlap.UNION)
    return MergePreview(moved, tuple(conflicts))


def merge(
    session: Session,
    object_id: int,
    other_ids: Iterable[int],
    *,
    overlap: Overlap = Overlap.UNION,
) -> None:
    """Give an object all that others have, and remove those; one undo step.

    Masks go along with who made them, lock and verification. Where two objects are on a frame, a
    locked mask stays, else one that a person made or verified, else ``overlap`` says. What was said of
    the others, in expressions and in the conversation, is then said of this one; where both have
    an attribute, this one's stays. Raises UserError if the objects are not different ones of one video,
    or one is locked.
    """
    project = session.project
    others = _others(project, object_id, other_ids)
    before, tracked = whole_track(project, object_id), project.object(object_id)
    after, attributes = before, tracked.attributes
    for other in others:
        after = _combined(after, whole_track(project, other.id), overlap)
        attributes = {**other.attributes, **attributes}
    with session.edit(f"Merge {numbers(others)} into [{tracked.number}]") as edit:
        edit.update_object(replace(tracked, attributes=attributes))
        _rewrite(edit, before, after)
        for other in others:
            edit.remove_object(other.id, successor_id=object_id)


def _others(project: Project, object_id: int, other_ids: Iterable[int]) -> list[TrackedObject]:
    return [two_objects(project, object_id, other_id)[1] for other_id in other_ids]


def _rewrite(edit: Edit, before: Stretch, after: Stretch) -> None:
    """Make of an object's track another one, touching only what is different."""
    object_id, old = before.object_id, {id(mask) for mask in before.masks}
    new = [mask for mask in after.masks if id(mask) not in old]
    # First away with what is there: put alone, an engine's mask does not replace a person's.
    edit.remove_masks(object_id, [it.frame_index for it in new])
    edit.put_masks(new)
    for prompt in before.prompts:
        if prompt not in after.prompts:
            edit.remove_prompt(object_id, prompt.frame_index)
    for prompt in after.prompts:
        if prompt not in before.prompts:
            edit.put_prompt(object_id, prompt)
    edit.give_spans(object_id, after.spans)


def _combined(mine: Stretch, theirs: Stretch, overlap: Overlap) -> Stretch:
    """One object's track with all that another one has."""
    masks_by_frame = {it.frame_index: it for it in mine.masks}
    prompts = {it.frame_index: it for it in mine.prompts}
    shown = {it.frame_index: it for it in theirs.prompts}
    for a, b in _pairs(mine, theirs):
        winner = _winner(a, b, overlap)
        if winner is not a:
            frame = winner.frame_index
            prompts.pop(frame, None)
            if winner is b and frame in shown:
                prompts[frame] = shown[frame]
            masks_by_frame[frame] = replace(winner, object_id=mine.object_id)
    return replace(
        mine,
        masks=tuple(masks_by_frame.values()),
        prompts=tuple(prompts.values()),
        spans=(*theirs.spans, *mine.spans),  # the last word counts
    )


def _are_both(mine: Mask, theirs: Mask) -> bool:
    return not mine.rle.is_empty and not theirs.rle.is_empty


def _conflict(mine: Mask, theirs: Mask) -> Conflict:
    iou = masks.iou(mine.rle, theirs.rle)
    return Conflict(theirs.frame_index, iou, _decided(mine, theirs))


def _pairs(mine: Stretch, theirs: Stretch) -> Iterator[tuple[Mask | None, Mask]]:
    """The other object's masks, each beside this one's of the same frame."""
    here = {it.frame_index: it for it in mine.masks}
    return ((here.get(it.frame_index), it) for it in theirs.masks)


def _winner(mine: Mask | None, theirs: Mask, overlap: Overlap) -> Mask:
    if mine is None:
        return theirs
    match _decided(mine, theirs) or overlap:
        case Overlap.FIRST:
            return mine
        case Overlap.OTHER:
            return theirs
        case Overlap.UNION:
            return _union(mine, theirs)


def _decided(mine: Mask, theirs: Mask) -> Overlap | None:
    """Which mask stays whatever the person chose."""
    if mine.locked:
        return Overlap.FIRST
    if theirs.locked:
        return Overlap.OTHER
    if mine.rle.is_empty or theirs.rle.is_empty:  # one part of the thing is not here, the other is
        return Overlap.FIRST if theirs.rle.is_empty else Overlap.OTHER
    if mine.kept != theirs.kept:
        return Overlap.FIRST if mine.kept else Overlap.OTHER
    return None


def _is_absent(mask: Mask) -> bool:
    return mask.rle.is_empty and not mask.locked


def _union(mine: Mask, theirs: Mask) -> Mask:
    """Of two masks of equal standing: of two that a person stood for, a person's."""
    rle = masks.union([mine.rle, theirs.rle])
    if mine.kept:
        return Mask(mine.object_id, mine.frame_index, rle, Source.HUMAN)
    scores = [it.score for it in (mine, theirs) if it.score is not None]
    return replace(mine, rle=rle, score=min(scores, default=None))

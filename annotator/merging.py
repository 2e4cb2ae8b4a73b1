"""Two objects that are one thing become one object; before that, what they disagree about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.session import Session
from annotator.stretch import Stretch, give_spans, whole_track
from annotator.tracks import two_objects
from storage import masks
from storage.records import Mask, Source


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


def preview_merge(session: Session, object_id: int, other_id: int) -> MergePreview:
    """What merging ``other_id`` into ``object_id`` would do. Raises as :func:`merge`."""
    two_objects(session.project, object_id, other_id)
    pairs = list(
        _pairs(whole_track(session.project, object_id), whole_track(session.project, other_id))
    )
    return MergePreview(
        moved=sum(mine is None or _is_absent(mine) for mine, _ in pairs),
        conflicts=tuple(
            Conflict(theirs.frame_index, masks.iou(mine.rle, theirs.rle), _decided(mine, theirs))
            for mine, theirs in pairs
            if mine is not None and not mine.rle.is_empty and not theirs.rle.is_empty
        ),
    )


def merge(
    session: Session, object_id: int, other_id: int, *, overlap: Overlap = Overlap.UNION
) -> None:
    """Give an object all that another one has, and remove that one; one undo step.

    Masks go along with who made them, lock and verification. Where both objects are on a frame, a
    locked mask stays, else one that a person made or verified, else ``overlap`` says. What was said of
    the other one, in expressions and in the conversation, is then said of this one; where both have
    an attribute, this one's stays. Raises UserError if the objects are not two of one video, or one is
    locked.
    """
    tracked, other = two_objects(session.project, object_id, other_id)
    mine = whole_track(session.project, object_id)
    theirs = whole_track(session.project, other_id)
    winners = [
        winner for a, b in _pairs(mine, theirs) if (winner := _winner(a, b, overlap)) is not a
    ]
    with session.edit(f"Merge [{other.number}] into [{tracked.number}]") as edit:
        edit.update_object(replace(tracked, attributes={**other.attributes, **tracked.attributes}))
        edit.remove_masks(object_id, [it.frame_index for it in winners])
        edit.put_masks(replace(it, object_id=object_id) for it in winners)
        shown = {it.frame_index: it for it in theirs.prompts}
        for winner in winners:
            edit.remove_prompt(object_id, winner.frame_index)
            if winner.object_id == other_id and winner.frame_index in shown:
                edit.put_prompt(object_id, shown[winner.frame_index])
        give_spans(edit, (*theirs.spans, *mine.spans), object_id)  # the last word counts
        edit.remove_object(other_id, successor_id=object_id)


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

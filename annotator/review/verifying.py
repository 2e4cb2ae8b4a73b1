"""Saying that a suspect is right as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.review.suspect import Kind, Suspect
from annotator.scope import Scope
from storage import masks
from storage.counting import which_frames
from storage.records import Mask, Source

if TYPE_CHECKING:
    from annotator.session import Session


def verify(session: Session, suspect: Suspect, scope: Scope = Scope.RANGE) -> None:
    """Verify the masks of a suspect's objects, as one undo step.

    In a gap there is nothing to verify: there it is noted that the object is not on these frames.
    """
    start, stop = _frames(session, suspect, scope)
    objects = [session.project.object(object_id) for object_id in suspect.object_ids]
    numbers = ", ".join(f"[{it.number}]" for it in objects)
    nothing = masks.empty(session.project.video(suspect.video_id).facts.frame_hw)
    with session.edit(f"Verify {numbers} on {which_frames(start, stop)}") as edit:
        for tracked in objects:
            marked = session.project.track_marks(tracked.id).frame_index
            there = [it for it in marked.tolist() if start <= it < stop]
            edit.mark_masks(tracked.id, there, verified=True)
            if suspect.kind is Kind.GAP:
                gap = range(max(start, suspect.start), min(stop, suspect.stop))
                edit.put_masks(
                    Mask(tracked.id, it, nothing, Source.HUMAN, verified=True)
                    for it in sorted(set(gap) - set(there))
                )


def _frames(session: Session, suspect: Suspect, scope: Scope) -> tuple[int, int]:
    match scope:
        case Scope.FRAME:
            return suspect.frame_index, suspect.frame_index + 1
        case Scope.RANGE:
            return suspect.start, suspect.stop
        case Scope.TRACK:
            return 0, session.project.video(suspect.video_id).facts.frame_count

"""Masks by hand: draw, delete, lock and verify them, each as one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.locks import check_no_locked_mask, unlocked
from annotator.object_numbers import numbers
from annotator.objects import adding_object, find_objects
from storage.counting import which_frames
from storage.masks import Rle
from storage.records import FramePrompt, Mask, Source, TrackedObject

if TYPE_CHECKING:
    from annotator.session import Session
    from storage.project import Edit, Project


def start_object(
    session: Session,
    video_id: int,
    frame_index: int,
    rle: Rle,
    *,
    prompt: FramePrompt | None = None,
    name: str = "",
    category: str | None = None,
) -> TrackedObject:
    """A new object with its first keyframe, as one step; otherwise as add_object and set_mask."""
    with adding_object(session, video_id, name=name, category=category) as (edit, tracked):
        _put_keyframe(edit, tracked.id, frame_index, rle, prompt)
    return tracked


def set_mask(
    session: Session,
    object_id: int,
    frame_index: int,
    rle: Rle,
    *,
    prompt: FramePrompt | None = None,
) -> None:
    """Save what a person decided the object's mask on a frame to be: a keyframe.

    ``prompt`` is what they showed to get it; without one (a brush) an older prompt is forgotten.
    Raises UserError if the object, or its mask on the frame, is locked.
    """
    tracked = _changeable(session.project, object_id, frame_index)
    with session.edit(f"Mark [{tracked.number}] on frame {frame_index}") as edit:
        _put_keyframe(edit, object_id, frame_index, rle, prompt)


def set_masks(session: Session, frame_index: int, rles: Mapping[int, Rle]) -> None:
    """As set_mask for several objects, by their ids; prompts on this frame are forgotten."""
    objects = [_changeable(session.project, object_id, frame_index) for object_id in rles]
    with session.edit(f"Mark {numbers(objects)} on frame {frame_index}") as edit:
        for object_id, rle in rles.items():
            _put_keyframe(edit, object_id, frame_index, rle, None)


def clear_masks(session: Session, object_ids: Iterable[int], start: int, stop: int) -> None:
    """Delete objects' masks and prompts on the frames [start, stop), locked masks excepted.

    Raises UserError if one of the objects is locked.
    """
    objects = [unlocked(session.project, object_id) for object_id in object_ids]
    label = f"Delete {numbers(objects)} on {which_frames(start, stop)}"
    with session.edit(label) as edit:
        for tracked in objects:
            _clear(session.project, edit, tracked.id, start, stop)


def lock_masks(
    session: Session, object_ids: Iterable[int], start: int, stop: int, *, locked: bool
) -> None:
    """Keep objects' masks on the frames [start, stop) from any change, or allow it again."""
    objects = find_objects(session.project, object_ids)
    who, where = numbers(objects), which_frames(start, stop)
    lock = f"Lock {who} on {where}"
    unlock = f"Unlock {who} on {where}"
    with session.edit(lock if locked else unlock) as edit:
        for it in objects:
            edit.mark_masks(it.id, _frames_of(session.project, it.id, start, stop), locked=locked)


def verify_masks(
    session: Session, object_ids: Iterable[int], start: int, stop: int, *, verified: bool = True
) -> None:
    """Say that a person looked at the masks on the frames [start, stop) and they are right."""
    objects = find_objects(session.project, object_ids)
    who, where = numbers(objects), which_frames(start, stop)
    verify = f"Verify {who} on {where}"
    unverify = f"Unverify {who} on {where}"
    with session.edit(verify if verified else unverify) as edit:
        for it in objects:
            edit.mark_masks(
                it.id, _frames_of(session.project, it.id, start, stop), verified=verified
            )


def _changeable(project: Project, object_id: int, frame_index: int) -> TrackedObject:
    """The object. Raises UserError if it, or its mask on the frame, is locked."""
    tracked = unlocked(project, object_id)
    now = project.mask(object_id, frame_index)
    check_no_locked_mask(tracked, [now] if now else [])
    return tracked


def _put_keyframe(
    edit: Edit, object_id: int, frame_index: int, rle: Rle, prompt: FramePrompt | None
) -> None:
    edit.put_masks([Mask(object_id, frame_index, rle, Source.HUMAN)])
    edit.remove_prompt(object_id, frame_index)
    if prompt is not None and not prompt.is_empty:
        edit.put_prompt(object_id, replace(prompt, mask=None))


def _clear(project: Project, edit: Edit, object_id: int, start: int, stop: int) -> None:
    marks = project.track_marks(object_id)
    locked = set(marks.frame_index[marks.locked].tolist())
    unlocked_frames = [i for i in _frames_of(project, object_id, start, stop) if i not in locked]
    edit.remove_masks(object_id, unlocked_frames)
    for prompt in project.prompts(object_id):
        if start <= prompt.frame_index < stop and prompt.frame_index not in locked:
            edit.remove_prompt(object_id, prompt.frame_index)


def _frames_of(project: Project, object_id: int, start: int, stop: int) -> Sequence[int]:
    """The frames in [start, stop) on which an object has a mask, ascending."""
    marked: list[int] = project.track_marks(object_id).frame_index.tolist()
    return [frame_index for frame_index in marked if start <= frame_index < stop]

"""Words about a video: the question as an engine gets it, and the conversation that is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from model_backend.engine import AskRequest, MemoryObject
from storage.errors import UserError
from storage.project import Project
from storage.records import FramePrompt, Speaker, TrackedObject

if TYPE_CHECKING:
    from annotator.session import Session

_MENTION = re.compile(r"\[(\d+)\]")


def build_request(
    project: Project,
    video_id: int,
    text: str,
    *,
    start: int,
    stop: int,
    numbers: Iterable[int] = (),
    prompts: Sequence[FramePrompt] = (),
    sampled_frames: int,
) -> AskRequest:
    """Ask ``text`` about the frames [start, stop), with the video's conversation so far.

    The engine is told about the objects ``numbers`` and those that the text names as ``[n]``. Raises
    UserError for an empty text, a number that no object has, and an object without mask in the range.
    """
    if not text.strip():
        raise UserError("There is no question: write what to find, or what you want to know.")
    by_number = {it.number: it for it in project.objects(video_id)}
    wanted = sorted({*numbers, *(int(it) for it in _MENTION.findall(text))})
    unknown = [number for number in wanted if number not in by_number]
    if unknown:
        known = ", ".join(f"[{number}]" for number in by_number) or "none"
        raise UserError(f"There is no object [{unknown[0]}] in this video; there are: {known}.")
    return AskRequest(
        text=text,
        start=start,
        stop=stop,
        prompts=tuple(prompts),
        objects=tuple(_remember(project, by_number[number], start, stop) for number in wanted),
        history=tuple(project.turns(video_id)),
        sampled_frames=sampled_frames,
    )


def keep_turns(session: Session, video_id: int, request: AskRequest, answer: str) -> None:
    """Add a question and its answer to the conversation about a video."""
    by_number = {it.number: it.id for it in session.project.objects(video_id)}
    object_ids = [by_number[it.number] for it in request.objects if it.number in by_number]
    with session.edit(f"Ask: {request.text}") as edit:
        for speaker, text in ((Speaker.PERSON, request.text), (Speaker.MODEL, answer)):
            edit.add_turn(
                video_id=video_id,
                speaker=speaker,
                text=text,
                start=request.start,
                stop=request.stop,
                object_ids=object_ids,
            )


def clear_conversation(session: Session, video_id: int) -> None:
    """Forget what was said about a video; objects and expressions stay."""
    with session.edit("Clear the conversation") as edit:
        edit.remove_turns(video_id)


def _remember(project: Project, tracked: TrackedObject, start: int, stop: int) -> MemoryObject:
    found = {it.frame_index: it.rle for it in project.track(tracked.id, start=start, stop=stop)}
    if all(rle.is_empty for rle in found.values()):
        raise UserError(
            f"[{tracked.number}] has no mask on frames {start} to {stop - 1}: choose a range in which it has."
        )
    return MemoryObject(tracked.number, tracked.name, found)

"""Words about a video: the question as an engine gets it, and the conversation that is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from model_backend.engine import AskRequest, MemoryObject
from storage.counting import which_frames
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

    The engine is told about the objects ``numbers``, those that the text names as ``[n]``, and those of
    earlier turns that still have a mask in the range. Raises UserError for an empty text, a number that
    no object has, and an object that is asked about without mask in the range.
    """
    by_number = {it.number: it for it in project.objects(video_id)}
    wanted = sorted({*numbers, *mentioned(text)})
    _check(text, wanted, by_number)
    asked = [_remember(project, by_number[number], start, stop) for number in wanted]
    for it in asked:
        if not it.masks:
            raise UserError(
                f"[{it.number}] has no mask on {which_frames(start, stop)}: choose a range in which it has."
            )
    history = tuple(project.turns(video_id))
    spoken_of = {number for turn in history for number in mentioned(turn.text)} - {*wanted}
    earlier = [
        _remember(project, by_number[it], start, stop)
        for it in sorted(spoken_of & by_number.keys())
    ]
    return AskRequest(
        text=text,
        start=start,
        stop=stop,
        prompts=tuple(prompts),
        objects=(*asked, *(it for it in earlier if it.masks)),
        history=history,
        sampled_frames=sampled_frames,
    )


def check(project: Project, video_id: int, text: str) -> None:
    """What can be said at once, without reading masks: raises UserError for an empty text, and for a
    number that no object has."""
    by_number = {it.number: it for it in project.objects(video_id)}
    _check(text, sorted(mentioned(text)), by_number)


def mentioned(text: str) -> set[int]:
    """The numbers of the objects that a text names as ``[n]``."""
    return {int(number) for number in _MENTION.findall(text)}


def keep_turns(session: Session, video_id: int, request: AskRequest, answer: str) -> None:
    """Add a question and its answer to the conversation about a video, with the objects it is about; a
    project that can only be read keeps none."""
    if session.project.read_only:
        return
    by_number = {it.number: it.id for it in session.project.objects(video_id)}
    earlier = {number for turn in request.history for number in mentioned(turn.text)}
    about = mentioned(request.text) | {it.number for it in request.objects} - earlier
    object_ids = [by_number[number] for number in sorted(about & by_number.keys())]
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


def _check(text: str, wanted: Sequence[int], by_number: Mapping[int, TrackedObject]) -> None:
    if not text.strip():
        raise UserError("There is no question: write what to find, or what you want to know.")
    unknown = [number for number in wanted if number not in by_number]
    if unknown:
        known = ", ".join(f"[{number}]" for number in by_number) or "none"
        raise UserError(f"There is no object [{unknown[0]}] in this video; there are: {known}.")


def _remember(project: Project, tracked: TrackedObject, start: int, stop: int) -> MemoryObject:
    """An object with its masks in the range, none at all if it is nowhere there."""
    found = {it.frame_index: it.rle for it in project.track(tracked.id, start=start, stop=stop)}
    nowhere = all(rle.is_empty for rle in found.values())
    return MemoryObject(tracked.number, tracked.name, {} if nowhere else found)

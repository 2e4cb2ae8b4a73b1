"""Words about a video: the question as an engine gets it, and its proposals as objects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.colours import object_colour
from model_backend.engine import AnswerMask, AskRequest, MemoryObject
from storage.errors import UserError
from storage.masks import Rle
from storage.project import Edit, Project
from storage.records import FramePrompt, Mask, Source, TrackedObject

_MENTION = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An object that an answer found and nobody accepted yet: masks and scores (0..1) by frame."""

    masks: dict[int, Rle] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The mean over the frames on which it is; 0 if it is on none."""
        seen = [self.scores[i] for i, rle in self.masks.items() if not rle.is_empty]
        return sum(seen) / len(seen) if seen else 0.0


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


def collect(proposals: list[Proposal], item: AnswerMask) -> None:
    """Add a mask that arrived to its proposal, a new one if it is its first."""
    while len(proposals) <= item.proposal:
        proposals.append(Proposal())
    proposals[item.proposal].masks[item.frame_index] = item.rle
    proposals[item.proposal].scores[item.frame_index] = item.score


def add_as_object(
    edit: Edit,
    video_id: int,
    proposal: Proposal,
    *,
    name: str,
    category_id: int | None,
    run_id: int,
) -> TrackedObject:
    """Make a proposal an object of the video."""
    colour = object_colour(edit.next_number(video_id))
    tracked = edit.add_object(video_id=video_id, name=name, category_id=category_id, colour=colour)
    edit.put_masks(
        Mask(tracked.id, i, rle, Source.ENGINE, proposal.scores[i], engine_run_id=run_id)
        for i, rle in proposal.masks.items()
    )
    return tracked


def _remember(project: Project, tracked: TrackedObject, start: int, stop: int) -> MemoryObject:
    found = {it.frame_index: it.rle for it in project.track(tracked.id, start=start, stop=stop)}
    if all(rle.is_empty for rle in found.values()):
        raise UserError(
            f"[{tracked.number}] has no mask on frames {start} to {stop - 1}: choose a range in which it has."
        )
    return MemoryObject(tracked.number, tracked.name, found)

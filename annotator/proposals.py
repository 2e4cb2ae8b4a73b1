"""What an answer found and nobody accepted yet, and how it becomes objects and expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.categories import find_or_add_category
from annotator.colours import object_colour
from model_backend.engine import AnswerMask, AskRequest, EngineInfo
from storage.masks import Rle
from storage.project import Edit
from storage.records import EngineRun, Expression, Mask, Source, TrackedObject

if TYPE_CHECKING:
    from annotator.session import Session

_COMMAND = re.compile(
    r"^(please\s+)?((segment|find|show|track|label|mark|outline)(\s+me)?\s+)?((the|an|a|all|every)\s+)?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s+in (this|the) (video|image|clip|frame)$", re.IGNORECASE)
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Question:
    """Who was asked what: what is written down of the engine's run."""

    engine: EngineInfo
    text: str
    start: int
    stop: int
    sampled_frames: int

    def parameters(self) -> dict[str, object]:
        return {
            "text": self.text,
            "start": self.start,
            "stop": self.stop,
            "sampled_frames": self.sampled_frames,
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """An object that an answer found: masks and scores (0..1) by frame."""

    question: Question
    masks: dict[int, Rle] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The mean over the frames on which it is; 0 if it is on none."""
        seen = [self.scores[i] for i in self.frames]
        return sum(seen) / len(seen) if seen else 0.0

    @property
    def frames(self) -> list[int]:
        """The frames on which it is, ascending."""
        return sorted(i for i, rle in self.masks.items() if not rle.is_empty)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal with the name, and perhaps the category, that it gets as an object."""

    proposal: Proposal
    name: str
    category: str | None = None


def question_of(request: AskRequest, engine: EngineInfo) -> Question:
    """What is remembered of a request."""
    return Question(engine, request.text, request.start, request.stop, request.sampled_frames)


def collect(proposals: list[Proposal], item: AnswerMask, question: Question) -> None:
    """Add a mask that arrived to its proposal, a new one if it is its first."""
    while len(proposals) <= item.proposal:
        proposals.append(Proposal(question))
    proposals[item.proposal].masks[item.frame_index] = item.rle
    proposals[item.proposal].scores[item.frame_index] = item.score


def accept(session: Session, video_id: int, chosen: Sequence[Accepted]) -> list[TrackedObject]:
    """Make proposals objects of the video, as one step."""
    with session.edit(_label(chosen)) as edit:
        return _add_objects(edit, video_id, chosen)


def express(
    session: Session,
    video_id: int,
    text: str,
    *,
    object_ids: Sequence[int] = (),
    chosen: Sequence[Accepted] = (),
) -> list[TrackedObject]:
    """Keep a sentence that refers to objects, and to proposals, which become objects in the same
    step. Returns these. Without any, the sentence means nothing in the video."""
    with session.edit(f"Expression: {text}") as edit:
        added = _add_objects(edit, video_id, chosen)
        ids = [*object_ids, *(it.id for it in added)]
        edit.add_expression(video_id=video_id, text=text, object_ids=ids)
        return added


def remove_expression(session: Session, expression: Expression) -> None:
    """Forget a sentence; its objects stay."""
    with session.edit(f"Remove the expression: {expression.text}") as edit:
        edit.remove_expression(expression.id)


def suggested_name(text: str) -> str:
    """What a thing may be called that a text asked for: "Segment the red car." gives "red car"."""
    words = _COMMAND.sub("", text.strip())
    words = _PLACE.sub("", words.rstrip(" .!"))
    is_name = 0 < len(words) <= _LONGEST_NAME and not text.rstrip().endswith("?")
    return words if is_name else "object"


def _add_objects(edit: Edit, video_id: int, chosen: Sequence[Accepted]) -> list[TrackedObject]:
    runs = {it: _add_run(edit, it) for it in dict.fromkeys(it.proposal.question for it in chosen)}
    category_ids = {
        name: find_or_add_category(edit, name) for name in {it.category for it in chosen}
    }
    return [
        _add_object(edit, video_id, it, category_ids[it.category], runs[it.proposal.question])
        for it in chosen
    ]


def _add_run(edit: Edit, question: Question) -> EngineRun:
    return edit.add_engine_run(
        engine=question.engine.name,
        checkpoint_sha256=question.engine.checkpoint_sha256,
        parameters=question.parameters(),
    )


def _add_object(
    edit: Edit, video_id: int, chosen: Accepted, category_id: int | None, run: EngineRun
) -> TrackedObject:
    proposal = chosen.proposal
    colour = object_colour(edit.next_number(video_id))
    tracked = edit.add_object(
        video_id=video_id, name=chosen.name, category_id=category_id, colour=colour
    )
    edit.put_masks(
        Mask(tracked.id, i, rle, Source.ENGINE, proposal.scores[i], engine_run_id=run.id)
        for i, rle in proposal.masks.items()
    )
    return tracked


def _label(chosen: Sequence[Accepted]) -> str:
    return f"Accept {', '.join(it.name for it in chosen)}"

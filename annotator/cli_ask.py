"""`maskbank ask`: find things by words, and ask about objects, without a screen."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli_each import each_video
from annotator.cli_options import (
    JsonOption,
    OnlyVideoOption,
    RangeOption,
    SampledFramesOption,
    WordEngineOption,
    WordEngineOptions,
)
from annotator.cli_output import print_report
from storage import counting

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from annotator.proposals import Proposal
    from annotator.session import Session
    from model_backend.engine import AnswerMask, AnswerText
    from storage.records import Video


PathArgument = Annotated[Path, typer.Argument(help="A video, or a project: then all its videos.")]
TextArgument = Annotated[
    str, typer.Argument(help=r"What to find, or to know; \[n] names an object.")
]
NumberOption = Annotated[list[int] | None, typer.Option("--object", help="An object it is about.")]
FrameOption = Annotated[int, typer.Option(help="Frame that --point and --box are on.")]
PointOption = Annotated[list[str] | None, typer.Option(help="X,Y: a thing the text points at.")]
BoxOption = Annotated[list[str] | None, typer.Option(help="X0,Y0,X1,Y1: the same, by a box.")]
AcceptOption = Annotated[
    float | None, typer.Option(min=0, max=1, help="Proposals with this score become objects.")
]
CategoryOption = Annotated[str | None, typer.Option(help="Category of accepted objects.")]
WindowOption = Annotated[
    int | None, typer.Option(help="Frames at a time, for long videos; else all at once.")
]


def ask(
    path: PathArgument,
    text: TextArgument,
    video: OnlyVideoOption = None,
    frame_range: RangeOption = None,
    number: NumberOption = None,
    frame: FrameOption = 0,
    point: PointOption = None,
    box: BoxOption = None,
    accept: AcceptOption = None,
    category: CategoryOption = None,
    sampled_frames: SampledFramesOption = 16,
    window: WindowOption = None,
    engine: WordEngineOption = "unipixel",
    option: WordEngineOptions = None,
    as_json: JsonOption = False,
) -> None:
    """Find something by words, or ask about objects.

    What is found is proposed with a score; with --accept it is kept, so that labelling by words runs
    over many videos.
    """
    from annotator import prompt_text
    from annotator.opening import open_videos_at

    prompts = prompt_text.parse_regions(frame, point or (), box or ())
    options = prompt_text.parse_options(option)

    def ask_about(session: Session, found: Video) -> dict[str, Any]:
        start, stop = prompt_text.parse_range(frame_range, found.facts.frame_count)
        steps = session.ask(
            found.id,
            text,
            start=start,
            stop=stop,
            numbers=number or (),
            prompts=prompts,
            sampled_frames=sampled_frames,
            window_frames=window,
        )
        words, proposals = _listen(steps)
        numbers = _accept(session, found, text, proposals, accept, category)
        return _answer(found, words, proposals, numbers)

    opened = open_videos_at(path, video=video, engine=engine, engine_options=options)
    with opened as (session, videos):
        answers, code = each_video(
            session, videos, ask_about, stopped="Stopped; what was accepted is saved."
        )
    print_report(answers, "\n\n".join(_answer_text(it) for it in answers), as_json=as_json)
    if code:
        raise typer.Exit(code)


def _listen(
    steps: Generator[AnswerText | AnswerMask, None, tuple[Proposal, ...]],
) -> tuple[str, tuple[Proposal, ...]]:
    """Show the words on standard error as they come; return them, and the proposals."""
    from model_backend.engine import AnswerText

    words = []
    with closing(steps):
        try:
            while True:
                item = next(steps)
                if isinstance(item, AnswerText):
                    words.append(item.text)
                    print(item.text, end="", file=sys.stderr, flush=True)  # noqa: T201
        except StopIteration as end:
            print(file=sys.stderr)  # noqa: T201
            return "".join(words), end.value


def _accept(
    session: Session,
    video: Video,
    text: str,
    proposals: Sequence[Proposal],
    least_score: float | None,
    category: str | None,
) -> list[int | None]:
    """The numbers that the proposals got as objects, None for those that were not accepted."""
    from annotator.proposals import Accepted, accept

    good = [it for it in proposals if least_score is not None and it.score >= least_score]
    objects = accept(session, video.id, [Accepted(it, text, category) for it in good])
    numbers = {id(it): tracked.number for it, tracked in zip(good, objects, strict=True)}
    return [numbers.get(id(it)) for it in proposals]


def _answer(
    video: Video,
    words: str,
    proposals: Sequence[Proposal],
    accepted: list[int | None],
) -> dict[str, Any]:
    return {
        "video": video.name,
        "answer": words,
        "proposals": [
            {
                "score": it.score,
                "frames": sum(not rle.is_empty for rle in it.masks.values()),
                "object": number,
            }
            for it, number in zip(proposals, accepted, strict=True)
        ],
    }


def _answer_text(answer: dict[str, Any]) -> str:
    if "error" in answer:
        return f"{answer['video']}: {answer['error']}"
    lines = [f"{answer['video']}: {answer['answer']}"]
    for it in answer["proposals"]:
        kept = f", kept as [{it['object']}]" if it["object"] is not None else ""
        lines.append(f"  score {it['score']:.2f}, on {counting.frames(it['frames'])}{kept}")
    return "\n".join(lines)

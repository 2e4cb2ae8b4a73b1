"""`maskbank propagate`: follow what is marked or imported already, in one video after another."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from annotator.cli_each import each_video
from annotator.cli_options import (
    EngineOption,
    EngineOptions,
    JsonOption,
    OnlyVideoOption,
    ProjectArgument,
    RangeOption,
)
from annotator.cli_output import print_report, progress_bar
from storage import counting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.session import Session
    from model_backend.engine import Direction
    from storage.records import TrackedObject, Video

WhoOption = Annotated[
    list[str] | None, typer.Option("--object", help="Only this object, by number or name.")
]


def propagate(
    project: ProjectArgument,
    video: OnlyVideoOption = None,
    who: WhoOption = None,
    frame_range: RangeOption = None,
    direction: Literal["forward", "backward", "both"] = "forward",
    engine: EngineOption = "auto",
    option: EngineOptions = None,
    as_json: JsonOption = False,
) -> None:
    """Follow objects that have masks already, as after an import of first masks.

    All objects that are not locked, of all videos, if nothing else is said. Imported masks stay, as those
    of a person. Each video is one undo step.
    """
    from annotator import prompt_text
    from annotator.opening import open_project_at
    from annotator.videos import videos_called
    from model_backend.engine import Direction

    def follow(session: Session, found: Video) -> dict[str, Any]:
        start, stop = prompt_text.parse_range(frame_range, found.facts.frame_count)
        objects = _chosen(session, found, who)
        frames = _follow(session, found, objects, start, stop, Direction(direction))
        return {"video": found.name, "objects": [it.number for it in objects], "frames": frames}

    options = prompt_text.parse_options(option)
    with open_project_at(project, engine=engine, engine_options=options) as session:
        videos = videos_called(session.project, video)
        reports, code = each_video(
            session, videos, follow, stopped="Stopped; what was done is saved."
        )
    print_report(reports, "\n".join(map(_line, reports)), as_json=as_json)
    if code:
        raise typer.Exit(code)


def _follow(
    session: Session,
    video: Video,
    objects: Sequence[TrackedObject],
    start: int,
    stop: int,
    direction: Direction,
) -> int:
    """Returns on how many frames."""
    if not objects:
        return 0
    ids = [it.id for it in objects]
    steps = session.propagate(
        video.id, ids, start=start, stop=stop, direction=direction, imported_stay=True
    )
    frames = set()
    with progress_bar(f"Following in {video.name}") as bar, closing(steps):
        for step in steps:
            frames.add(step.frame_index)
            bar(step.done, step.total)
    return len(frames)


def _chosen(session: Session, video: Video, who: Sequence[str] | None) -> list[TrackedObject]:
    from annotator.find_object import find_object

    if who:
        return [find_object(session.project, video.id, it) for it in who]
    objects = session.project.objects(video.id)
    return [it for it in objects if not it.locked and len(session.project.track_marks(it.id))]


def _line(report: dict[str, Any]) -> str:
    if "error" in report:
        return f"{report['video']}: {report['error']}"
    numbers = ", ".join(f"[{it}]" for it in report["objects"])
    followed = f"{numbers} followed over {counting.frames(report['frames'])}"
    return f"{report['video']}: {followed if numbers else 'nothing to follow'}"

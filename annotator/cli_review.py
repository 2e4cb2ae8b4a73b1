"""`maskbank review` and `maskbank stats`: what to look at next, and how far the work is."""

from __future__ import annotations

from typing import Annotated

import typer

from annotator.cli_options import JsonOption, OnlyVideoOption, ProjectArgument
from annotator.cli_output import print_report
from annotator.review.suspect import Kind


def review(
    project: ProjectArgument,
    kind: Annotated[
        list[Kind] | None, typer.Option(help="Only this kind; may be given several times.")
    ] = None,
    video: OnlyVideoOption = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: JsonOption = False,
) -> None:
    """What to look at next: masks that are likely to be wrong, worst first, and why."""
    from annotator.opening import open_project_at
    from annotator.review.queue import find_suspects
    from annotator.review.report import describe_queue, queue_text
    from annotator.videos import find_video

    with open_project_at(project) as session:
        video_ids = [find_video(session.project, video).id] if video else None
        found = find_suspects(session.project, kinds=kind or tuple(Kind), video_ids=video_ids)
        queue = describe_queue(session.project, found[:limit])
    print_report(queue, queue_text(queue), as_json=as_json)


def stats(
    project: ProjectArgument,
    as_csv: Annotated[bool, typer.Option("--csv", help="A line a video, as CSV.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Masks, how many are checked, sizes, categories and time spent."""
    from annotator import statistics
    from annotator.opening import open_project_at

    with open_project_at(project) as session:
        found = statistics.gather(session.project)
    text = statistics.as_csv(found).rstrip() if as_csv else statistics.as_text(found)
    print_report(statistics.as_data(found), text, as_json=as_json)

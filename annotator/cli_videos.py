"""`maskbank add`: videos into a project, without labelling anything yet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli_options import JsonOption
from annotator.cli_output import print_report, progress_bar
from storage import counting

MadeProjectArgument = Annotated[
    Path, typer.Argument(help="A .maskbank project; made if it does not exist.")
]
PathsArgument = Annotated[
    list[Path], typer.Argument(help="Videos, folders of videos, folders of images.")
]


def add(project: MadeProjectArgument, paths: PathsArgument, as_json: JsonOption = False) -> None:
    """Add videos to a project; exit code 1 if one of them could not be read.

    A folder that holds videos, at any depth, stands for them; another one for a video of its images.
    """
    from annotator.adding import add_videos
    from annotator.opening import open_or_make_project

    with (
        open_or_make_project(project, worth_keeping=lambda it: bool(it.videos())) as session,
        progress_bar("Reading the videos") as bar,
    ):
        added = add_videos(session, paths, bar)
    names = [video.name for video in added.videos]
    report = {"project": str(project), "videos": names, "failures": list(added.failures)}
    count = counting.videos(len(names))
    text = "\n".join([f"{count} in {project}: {', '.join(names)}", *added.failures])
    print_report(report, text, as_json=as_json)
    if added.failures:
        raise typer.Exit(1)

"""From paths that were opened or dropped to an open session, on a worker thread."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from annotator.adding import add_videos
from annotator.engine_choice import EngineChoice
from annotator.gui.bridge import Opened
from annotator.jobs import Report
from annotator.opening import open_or_make_project, project_path_for
from annotator.sample import write_sample
from annotator.session import Session
from storage.errors import UserError
from storage.opening import create_project


def open_paths(
    paths: Sequence[Path],
    choice: EngineChoice,
    report: Report,
    *,
    project_path: Path | None = None,
) -> Opened:
    """A project, or videos in the project ``project_path``; None: the one beside the first.

    Raises UserError for anything else."""
    first = paths[0]
    if not first.exists():
        raise UserError(f"There is no file or folder {first}.")
    project_path = project_path or project_path_for(first)
    with ExitStack() as stack:
        session = stack.enter_context(
            open_or_make_project(project_path, engine=choice.name, engine_options=choice.options)
        )
        if first == project_path:
            opened = Opened(session, next(iter(session.project.videos()), None))
        else:
            opened = add_to(session, paths, report)
        return replace(opened, close=stack.pop_all().close)


def add_to(session: Session, paths: Sequence[Path], report: Report) -> Opened:
    """Add videos to an open project; those that are there already are not added again."""
    added = add_videos(session, paths, report)
    return Opened(session, added.videos[0], count=len(added.videos), failures=added.failures)


def create(path: Path, choice: EngineChoice) -> Opened:
    """A new project without videos. Raises ProjectError if the file is there already."""
    create_project(path).close()
    session = Session.open(path, engine=choice.name, engine_options=choice.options)
    return Opened(session, None, session.close)


def open_sample(choice: EngineChoice, report: Report) -> Opened:
    """Draw the sample clip into a new folder and open it."""
    clip = Path(mkdtemp(prefix="maskbank-")) / "sample.mp4"
    write_sample(clip)
    return open_paths([clip], choice, report)

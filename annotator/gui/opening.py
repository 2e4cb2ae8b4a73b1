"""From a path that was opened or dropped to an open session, on a worker thread."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp

from annotator.engine_choice import EngineChoice
from annotator.gui.bridge import Opened
from annotator.jobs import Report
from annotator.opening import open_or_make_project, project_path_for
from annotator.sample import write_sample
from annotator.session import Session
from storage.errors import UserError
from storage.records import Video

_STEPS = 1000  # reading a video tells how far it is as a share


def open_path(path: Path, choice: EngineChoice, report: Report) -> Opened:
    """A project, or a video in the project beside it. Raises UserError for anything else."""
    if not path.exists():
        raise UserError(f"There is no file or folder {path}.")
    project_path = project_path_for(path)
    with ExitStack() as stack:
        session = stack.enter_context(
            open_or_make_project(project_path, engine=choice.name, engine_options=choice.options)
        )
        if path == project_path:
            video = next(iter(session.project.videos()), None)
        else:
            video = add_video(session, path, report)
        return Opened(session, video, stack.pop_all().close)


def add_video(session: Session, path: Path, report: Report) -> Video:
    """Add a video to an open project; one that is there already is returned."""
    return session.add_video(path, progress=lambda share: report(round(share * _STEPS), _STEPS))


def open_sample(choice: EngineChoice, report: Report) -> Opened:
    """Draw the sample clip into a new folder and open it."""
    clip = Path(mkdtemp(prefix="maskbank-")) / "sample.mp4"
    write_sample(clip)
    return open_path(clip, choice, report)

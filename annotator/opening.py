"""From a path that a person gave to an open session and the video that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from annotator.session import PROJECT_SUFFIX, Session
from storage.errors import UserError
from storage.records import Video


def project_path_for(path: Path) -> Path:
    """The project of a path: itself, or for a video the file of the same name beside it."""
    if path.suffix == PROJECT_SUFFIX:
        return path
    stem = path.name if path.is_dir() else path.stem
    return path.parent / (stem + PROJECT_SUFFIX)


@contextmanager
def open_project_at(path: Path, *, engine: str = "auto") -> Iterator[Session]:
    """The project file ``path``, which must exist."""
    if not path.exists():
        raise UserError(
            f"There is no project {path}. `maskbank label VIDEO ...` makes one beside the video."
        )
    with Session.open(path, engine=engine) as session:
        yield session


@contextmanager
def created_on_success(path: Path) -> Iterator[None]:
    """If the project ``path`` is made within this block and the block fails, it is taken away again."""
    is_new = not path.exists()
    try:
        yield
    except BaseException:
        if is_new:
            _remove_project(path)
        raise


@contextmanager
def open_video_at(
    path: Path,
    *,
    video: str | None = None,
    engine: str = "auto",
    engine_options: Mapping[str, str] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Iterator[tuple[Session, Video]]:
    """A video, in its project: ``path`` is the video, or a project in which ``video`` names it.

    A project that had to be made for a video is taken away again if the block fails.
    """
    if not path.exists():
        raise UserError(f"There is no file or folder {path}.")
    project_path = project_path_for(path)
    with (
        created_on_success(project_path),
        Session.open(project_path, engine=engine, engine_options=engine_options) as session,
    ):
        is_project = path == project_path
        found = (
            session.find_video(video) if is_project else session.add_video(path, progress=progress)
        )
        yield session, found


def _remove_project(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".lock"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)

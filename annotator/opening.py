"""From a path that a person gave to an open session and the video that is meant."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from annotator.session import PROJECT_SUFFIX, Session
from annotator.video_name import video_name
from annotator.videos import add_video, find_video
from storage.errors import UserError
from storage.project import Project
from storage.records import Video

_LONGEST_NAME = 240  # bytes; file systems take 255, and the database needs names a little longer


def project_path_for(path: Path) -> Path:
    """The project of a path: itself, or for a video the file of the same name beside it."""
    if path.suffix == PROJECT_SUFFIX:
        return path
    name = video_name(path)
    if len(os.fsencode(name + PROJECT_SUFFIX)) > _LONGEST_NAME:
        raise UserError(
            f"The name {name[:40]}... is too long for a project beside it: say where with --project."
        )
    return path.parent / (name + PROJECT_SUFFIX)


def can_hold_project(path: Path) -> bool:
    """Whether the project of a path is there, or can be made beside it."""
    project = project_path_for(path)
    return project.exists() or os.access(project.parent, os.W_OK)


@contextmanager
def open_project_at(
    path: Path, *, engine: str = "auto", engine_options: Mapping[str, str] | None = None
) -> Iterator[Session]:
    """The project file ``path``, which must exist."""
    if not path.exists():
        raise UserError(
            f"There is no project {path}. `maskbank label VIDEO ...` makes one beside the video, "
            f"`maskbank add {path} VIDEO ...` one of several videos."
        )
    with Session.open(path, engine=engine, engine_options=engine_options) as session:
        yield session


def holds_work(project: Project) -> bool:
    """Whether there is more in it than one video in which nothing was labelled or said."""
    videos = project.videos()
    return len(videos) > 1 or any(project.objects(it.id) or project.turns(it.id) for it in videos)


@contextmanager
def open_or_make_project(
    path: Path,
    *,
    engine: str = "auto",
    engine_options: Mapping[str, str] | None = None,
    worth_keeping: Callable[[Project], bool] = holds_work,
) -> Iterator[Session]:
    """The project at ``path``, made if there is none; one that was made and did not become worth keeping
    is taken away again. Raises UserError for a new one that is not called ``.maskbank``."""
    keep = path.exists()
    if not keep and path.suffix != PROJECT_SUFFIX:
        raise UserError(
            f"There is no project {path}; a new one is called {path.name}{PROJECT_SUFFIX}."
        )
    try:
        with Session.open(path, engine=engine, engine_options=engine_options) as session:
            try:
                yield session
            finally:
                keep = keep or worth_keeping(session.project)
    finally:
        if not keep:
            _remove_project(path)


@contextmanager
def open_video_at(
    path: Path,
    *,
    project: Path | None = None,
    video: str | None = None,
    engine: str = "auto",
    engine_options: Mapping[str, str] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Iterator[tuple[Session, Video]]:
    """A video, in its project: ``path`` is the video, or a project in which ``video`` names it.
    The project of a video is ``project``, or lies beside it.
    """
    if not path.exists():
        raise UserError(f"There is no file or folder {path}.")
    project_path = project or project_path_for(path)
    with open_or_make_project(
        project_path, engine=engine, engine_options=engine_options
    ) as session:
        is_project = path == project_path
        yield (
            session,
            find_video(session.project, video)
            if is_project
            else add_video(session, path, progress=progress),
        )


@contextmanager
def open_videos_at(
    path: Path,
    *,
    video: str | None = None,
    engine: str = "auto",
    engine_options: Mapping[str, str] | None = None,
) -> Iterator[tuple[Session, list[Video]]]:
    """As open_video_at; but a project without ``video`` stands for all its videos."""
    if path.suffix == PROJECT_SUFFIX and path.exists() and video is None:
        with Session.open(path, engine=engine, engine_options=engine_options) as session:
            videos = session.project.videos()
            if not videos:
                raise UserError(
                    f"{path} holds no video: add one in the window, or name a video file."
                )
            yield session, videos
    else:
        with open_video_at(path, video=video, engine=engine, engine_options=engine_options) as (
            session,
            found,
        ):
            yield session, [found]


def _remove_project(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".lock"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)

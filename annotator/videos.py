"""The videos of a project: add, remove, re-link and find one, each change one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.video_name import video_name
from storage.errors import UserError, VideoError
from storage.records import Video
from storage.video import find_fingerprint, scan_video

if TYPE_CHECKING:
    from annotator.session import Session
    from storage.project import Project


def add_video(
    session: Session, path: Path, *, progress: Callable[[float], None] | None = None
) -> Video:
    """Read the video through once and add it; a video that is there already is returned, and one
    that is missing from its place is re-linked if this is it."""
    for video in session.project.videos():
        if session.project.video_path(video.id) == path.resolve():
            return video
    moved = _missing_video_like(session.project, path)
    if moved is not None:
        relink_video(session, moved.id, path)
        return session.project.video(moved.id)
    facts, frames = scan_video(path, progress=progress)
    name = video_name(path)
    with session.edit(f"Add the video {name}") as edit:
        return edit.add_video(name=name, path=path.resolve(), facts=facts, frames=frames)


def missing_videos(project: Project) -> list[Video]:
    """Those whose file or folder is not where it was."""
    return [it for it in project.videos() if not project.video_path(it.id).exists()]


def _missing_video_like(project: Project, path: Path) -> Video | None:
    missing = missing_videos(project)
    fingerprint = find_fingerprint(path) if missing else None
    return next((it for it in missing if it.facts.fingerprint == fingerprint), None)


def remove_videos(session: Session, video_ids: Iterable[int]) -> None:
    """Take videos and all their objects out of the project; the files themselves stay."""
    videos = [session.project.video(video_id) for video_id in video_ids]
    names = ", ".join(video.name for video in videos)
    with session.edit(f"Remove the video {names}") as edit:
        for video in videos:
            edit.remove_video(video.id)


def relink_video(session: Session, video_id: int, path: Path) -> None:
    """Say where a moved video is now. Raises VideoError if the content is not the same."""
    video = session.project.video(video_id)
    if find_fingerprint(path) != video.facts.fingerprint:
        raise VideoError(f"{path.name} is not the video {video.name}: its content is different.")
    with session.edit(f"Re-link the video {video.name}") as edit:
        edit.relink_video(video_id, path.resolve())


def find_video(project: Project, name: str | None) -> Video:
    """The video called ``name``, or with that id; None for the only one.

    Raises UserError if there is no such video, or None is said and there are several.
    """
    videos = project.videos()
    if name is None and len(videos) == 1:
        return videos[0]
    known = ", ".join(video.name for video in videos) or "none"
    for video in videos:
        if name in (video.name, str(video.id)):
            return video
    question = "Which video?" if name is None else f"There is no video {name!r} in the project."
    raise UserError(f"{question} It holds: {known}.")


def videos_called(project: Project, name: str | None) -> list[Video]:
    """The video that find_video finds, alone; None for all there are."""
    return project.videos() if name is None else [find_video(project, name)]

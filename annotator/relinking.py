"""Finding videos that were moved, by what is in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.adding import VIDEO_SUFFIXES
from annotator.videos import missing_videos
from storage import counting
from storage.errors import UserError, VideoError
from storage.records import VideoKind
from storage.video import find_fingerprint
from storage.walking import paths_below

if TYPE_CHECKING:
    from annotator.session import Session
    from storage.records import Video

Progress = Callable[[int, int], None]


def find_moved(session: Session, folder: Path, progress: Progress) -> list[Video]:
    """Re-link all missing videos that lie anywhere in ``folder``, as one undo step; returns them.

    They are known by their content, whatever they are called now. Raises UserError if there is none.
    """
    missing = missing_videos(session.project)
    wanted = {it.facts.fingerprint for it in missing}
    places = _places(folder, missing)
    found: dict[str, Path] = {}
    for done, place in enumerate(places):
        progress(done, len(places))
        if len(found) == len(wanted):
            break
        fingerprint = _fingerprint(place)
        if fingerprint in wanted:
            found.setdefault(fingerprint, place)
    moved = [it for it in missing if it.facts.fingerprint in found]
    if not moved:
        raise UserError(f"None of the missing videos is in {folder}: choose another folder.")
    with session.edit(f"Re-link {counting.videos(len(moved))}") as edit:
        for video in moved:
            edit.relink_video(video.id, found[video.facts.fingerprint].resolve())
    return moved


def _places(folder: Path, missing: list[Video]) -> list[Path]:
    """What may be one of them; those with a name that is missed come first."""
    kinds = {it.facts.kind for it in missing}
    names = {Path(it.path).name for it in missing}
    suffixes = VIDEO_SUFFIXES | {Path(name).suffix.lower() for name in names}
    places = [
        it
        for it in (folder, *paths_below(folder))
        if (VideoKind.FOLDER in kinds and it.is_dir())
        or (it.suffix.lower() in suffixes and it.is_file())
    ]
    return sorted(places, key=lambda it: (it.name not in names, it))


def _fingerprint(place: Path) -> str:
    try:
        return find_fingerprint(place)
    except VideoError:
        return ""  # not a video, or not readable: not the one

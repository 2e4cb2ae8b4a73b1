"""Adding many videos at once: what was dropped or named, found out and read one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.videos import add_video
from storage.errors import UserError
from storage.walking import paths_below

if TYPE_CHECKING:
    from annotator.session import Session
    from storage.records import Video

VIDEO_SUFFIXES = frozenset(
    (".mp4", ".mov", ".mkv", ".avi", ".webm", ".m4v", ".ts", ".mts", ".m2ts", ".mpg", ".mpeg",
     ".wmv", ".flv", ".ogv", ".mxf", ".3gp")
)  # fmt: skip
"""What is taken for a video in a folder; a file that is named is tried whatever its name."""

Progress = Callable[[int, int], None]
_STEPS = 100  # of one video


@dataclass(frozen=True, slots=True)
class Added:
    """The videos that are in the project now, and a sentence for each file that could not be read."""

    videos: tuple[Video, ...]
    failures: tuple[str, ...]


def find_videos(paths: Iterable[Path]) -> list[Path]:
    """The videos that are meant: a folder that holds videos, at any depth, stands for them; another
    folder for one video of images."""
    return [video for path in paths for video in _videos_of(path)]


def add_videos(session: Session, paths: Iterable[Path], progress: Progress) -> Added:
    """Read every video and add it, each an undo step of its own; one that fails stops no other.

    Raises UserError if none could be read.
    """
    todo = find_videos(paths)
    videos, failures = [], []
    for done, path in enumerate(todo):
        report = _part(progress, done, len(todo))
        report(0.0)
        try:
            videos.append(add_video(session, path, progress=report))
        except UserError as error:
            failures.append(str(error))
    if failures and not videos:
        raise UserError("\n".join(failures))
    return Added(tuple(videos), tuple(failures))


def _part(progress: Progress, done: int, total: int) -> Callable[[float], None]:
    return lambda share: progress(done * _STEPS + round(share * _STEPS), total * _STEPS)


def _videos_of(path: Path) -> Iterator[Path]:
    inside = []
    if path.is_dir():
        inside = [it for it in paths_below(path) if it.suffix.lower() in VIDEO_SUFFIXES]
    yield from sorted(inside) or [path]

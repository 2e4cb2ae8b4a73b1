"""A question about a clip, and what is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.errors import UserError
from storage.masks import Rle
from storage.records import VideoSource
from storage.video import scan_images, scan_video

Track = dict[int, Rle]
"""An object's masks by frame index. On frames that it leaves out nothing is compared."""

FrameHw = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clip:
    """Images of a folder in this order, or without ``names`` a video file."""

    path: Path
    names: tuple[str, ...] = ()

    def source(self) -> VideoSource:
        """The clip for an engine. Raises VideoError if it cannot be read."""
        if not self.names:
            return VideoSource(self.path.absolute(), *scan_video(self.path))
        return VideoSource(self.path.absolute(), *scan_images(self.path, self.names))


@dataclass(frozen=True, slots=True)
class Sample:
    """``truth`` gives the true track of each object, for frames of that size; it reads them only then.

    ``key`` tells samples of a data set apart. Of every object the mask on frame ``pointed_at`` is
    shown to the engine by a click or a box. ``choices`` are possible answers, ``right_choice`` the
    place of the right one among them.
    """

    key: str
    clip: Clip
    text: str
    truth: Callable[[FrameHw], list[Track]]
    group: str = ""
    pointed_at: int | None = None
    choices: tuple[str, ...] = ()
    right_choice: int | None = None


def first_folder(candidates: Sequence[Path], holds: str) -> Path:
    """The first of these folders that has a file or folder of that name. Raises UserError if none has."""
    for folder in candidates:
        if (folder / holds).exists():
            return folder
    looked = ", ".join(str(folder) for folder in candidates)
    raise UserError(f"There is no {holds} in {looked}: put it there, or name another folder.")


def choose_split(root: Path, split: str | None, usual: Sequence[str], pattern: str) -> str:
    """The split that was asked for, or the first usual one; ``pattern.format(split)`` is its file.

    Raises UserError, saying which there are, if it is not in ``root``.
    """
    there = [name for name in usual if (root / pattern.format(name)).is_file()]
    if split is None and there:
        return there[0]
    if split is not None and (root / pattern.format(split)).is_file():
        return split
    wanted = pattern.format(split or usual[0])
    others = f"; there is {', '.join(there)}" if there else ""
    raise UserError(f"{root} has no {wanted}{others}: choose another folder, or another --split.")

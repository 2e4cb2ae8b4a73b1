"""Images on their way in, in formats that know no videos: those of one folder and size are a video.

A frame's index is what the format states if it does so for all of the video, else the number that its
image is called if all have one of their own, else its place in natural order of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from exporters.dataset import ImportedVideo
from exporters.folder_names import unique_names
from exporters.frame_map import FrameMap
from exporters.imported import imported_video
from storage.walking import paths_below

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})
StillGroup = tuple[PurePosixPath, tuple[int, int]]  # the folder, and the (height, width)


@dataclass(frozen=True, slots=True)
class Still:
    """One image: its path within the data set's folder of images, and its (height, width)."""

    path: PurePosixPath
    frame_hw: tuple[int, int]
    frame_index: int | None = None

    @property
    def group(self) -> StillGroup:
        """Which video it belongs to."""
        return self.path.parent, self.frame_hw


@dataclass(frozen=True, slots=True)
class StillVideo:
    """A video made of images; ``stills`` are the places of its frames among all that were given."""

    folder: str
    video: ImportedVideo
    stills: Sequence[int]


def still_videos(
    stills: Sequence[Still], frame_map: FrameMap, images: Path, *, fallback_name: str
) -> dict[StillGroup, StillVideo]:
    """The videos, in the order in which they are met; the image files are looked for in ``images``.

    ``fallback_name`` is for images that lie in no folder.
    """
    members: dict[StillGroup, list[int]] = {}
    for place, still in enumerate(stills):
        members.setdefault(still.group, []).append(place)
    folders = [str(folder) if folder.name else fallback_name for folder, _ in members]
    videos = {}
    for (group, places), folder in zip(members.items(), unique_names(folders), strict=True):
        indices = _frame_indices([stills[place] for place in places])
        ordered = sorted(zip(indices, places, strict=True))
        names = [stills[place].path.name for _, place in ordered]
        path = images / group[0]
        video = imported_video(
            folder,
            frame_map.videos.get(folder),
            frame_hw=group[1],
            frame_indices=tuple(index for index, _ in ordered),
            images=path,
            image_names=tuple(names) if _has_all(path, names) else (),
        )
        videos[group] = StillVideo(folder, video, [place for _, place in ordered])
    return videos


def _frame_indices(stills: Sequence[Still]) -> list[int]:
    stated = [still.frame_index for still in stills]
    numbers = [_number(still.path.stem) for still in stills]
    for indices in (stated, numbers):
        known = [index for index in indices if index is not None]
        if len(set(known)) == len(stills):
            return known
    by_name = sorted(range(len(stills)), key=lambda i: _natural(stills[i].path.name))
    place = {i: position for position, i in enumerate(by_name)}
    return [place[i] for i in range(len(stills))]


def _number(stem: str) -> int | None:
    return int(stem) if re.fullmatch("[0-9]{1,9}", stem) else None


def _natural(name: str) -> list[tuple[int, str]]:
    """Sorts image10 after image9."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split("([0-9]+)", name)
    ]


def _has_all(folder: Path, names: Sequence[str]) -> bool:
    return folder.is_dir() and {path.name for path in folder.iterdir()}.issuperset(names)


def images_by_stem(folder: Path) -> dict[PurePosixPath, PurePosixPath]:
    """The image files below a folder, as paths relative to it, by their paths without suffix."""
    found: dict[PurePosixPath, PurePosixPath] = {}
    for path in paths_below(folder):
        if path.suffix.lower() in _SUFFIXES and path.is_file():
            relative = PurePosixPath(path.relative_to(folder).as_posix())
            found.setdefault(relative.with_suffix(""), relative)
    return found

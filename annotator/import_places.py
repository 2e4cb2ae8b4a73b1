"""Where the masks of a data set go: its videos, found in the project or among files."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.video_name import video_name
from exporters.dataset import ImportedDataset, ImportedVideo
from storage import counting
from storage.errors import FormatError, UserError
from storage.project import Project
from storage.records import FrameTable, Video, VideoFacts
from storage.video import scan_video


@dataclass(frozen=True, slots=True)
class Scanned:
    """A video that is not in the project yet."""

    path: Path
    facts: VideoFacts
    frames: FrameTable


@dataclass(frozen=True, slots=True)
class Place:
    """Where an imported video's masks go: a video of the project, or one that has yet to be added;
    ``frame_index`` maps the data set's frame indices to that video's. ``same_frames``: to themselves."""

    imported: ImportedVideo
    target: Video | Scanned
    frame_index: Mapping[int, int]
    same_frames: bool

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The frames [start, stop) of the data set's video in that video, empty if they are not there."""
        if self.same_frames:
            return start, min(stop, self.target.facts.frame_count)
        indices = self.imported.frame_indices
        first, last = bisect_left(indices, start), bisect_left(indices, stop)
        frames = [self.frame_index[then] for then in indices[first:last]]
        return min(frames, default=0), max(frames, default=-1) + 1


def find_places(
    project: Project, dataset: ImportedDataset, paths: Sequence[Path], tell: Callable[[], object]
) -> list[Place]:
    """The place of each video of the data set: the project's video with the same content, else of the same
    name, else one of the files ``paths``, else the frame images that the data set brings.

    Takes as long as reading these files; ``tell`` is called before each. Raises UserError if a video is found
    nowhere, and FormatError if one does not fit.
    """
    scanned = scan_files(paths, tell)
    places = []
    for video in dataset.videos:
        tell()
        target = find_target(project, video, scanned, alone=len(dataset.videos) == 1)
        places.append(_place_on_images(video) if target is None else _place_on(target, video))
    return places


def scan_files(paths: Sequence[Path], tell: Callable[[], object] = lambda: None) -> list[Scanned]:
    """The videos of these files. Raises UserError for one that is none."""
    scanned = []
    for path in paths:
        tell()
        scanned.append(Scanned(path.resolve(), *scan_video(path)))
    return scanned


def _place_on(target: Video | Scanned, imported: ImportedVideo) -> Place:
    check_fit(imported, target)
    return Place(imported, target, {i: i for i in imported.frame_indices}, same_frames=True)


def check_fit(imported: ImportedVideo, target: Video | Scanned) -> None:
    """Raises FormatError if the masks of a data set's video cannot lie on that one."""
    _check_size(imported, target)
    frame_count = target.facts.frame_count
    if imported.frame_indices and imported.frame_indices[-1] >= frame_count:
        raise FormatError(
            f"The data set's video {imported.name} has a frame {imported.frame_indices[-1]}, "
            f"but {target_name(target)} has only {counting.frames(frame_count)}."
        )


def find_target(
    project: Project, imported: ImportedVideo, scanned: Sequence[Scanned], *, alone: bool
) -> Video | Scanned | None:
    """The video of the project, else the file, that a data set's video is; None if neither is there.

    ``alone``: it is the only one, so that a single file is meant for it whatever its name.
    """
    known: list[Video | Scanned] = [*project.videos(), *scanned]
    for target in known:
        if imported.fingerprint is not None and target.facts.fingerprint == imported.fingerprint:
            return target
    for target in known:
        if target_name(target) == imported.name:
            return target
    return scanned[0] if alone and len(scanned) == 1 else None


def _place_on_images(imported: ImportedVideo) -> Place:
    if imported.images is None or not imported.images.is_dir():
        raise UserError(
            f"The data set speaks of the video {imported.name!r}, which the project does not hold: "
            "add the video, or name its file with --video. If the data set is a zip with the frames, "
            "unpack it first."
        )
    target = Scanned(imported.images.resolve(), *scan_video(imported.images))
    _check_size(imported, target)
    position = {name: i for i, name in enumerate(target.frames.names)}
    missing = [name for name in imported.image_names if name not in position]
    if missing:
        raise FormatError(f"the frame image {missing[0]} of the video {imported.name} is missing")
    frame_index = {
        i: position[name]
        for i, name in zip(imported.frame_indices, imported.image_names, strict=True)
    }
    same_frames = all(then == now for then, now in frame_index.items())
    return Place(imported, target, frame_index, same_frames)


def _check_size(imported: ImportedVideo, target: Video | Scanned) -> None:
    facts = target.facts
    if imported.frame_hw != facts.frame_hw:
        height, width = imported.frame_hw
        raise FormatError(
            f"The data set's video {imported.name} is {width} x {height} pixels, "
            f"but {target_name(target)} is {facts.width} x {facts.height}."
        )


def target_name(target: Video | Scanned) -> str:
    """What the person knows it by."""
    return target.name if isinstance(target, Video) else video_name(target.path)

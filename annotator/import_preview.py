"""What would come in with a data set, and of which format it is, before anything is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.import_places import Scanned, check_fit, find_target, scan_files
from annotator.reading import Problems, open_dataset, without_images
from exporters.archives import is_archive, unpacked
from exporters.dataset import ImportedDataset, ImportedVideo
from exporters.files import MARKER
from exporters.formats import READABLE_NAMES
from exporters.json_stream import read_records
from storage.errors import FormatError
from storage.project import Project
from storage.records import Video


@dataclass(frozen=True, slots=True)
class VideoPreview:
    """``origin`` says in a few words what the masks will lie on; ``is_missing`` if nothing is there.

    ``misfit`` says why they cannot lie there, if so. ``already_there`` are the names of objects
    that the project's video has already, as after an import of the same data set: they come in once more.
    """

    name: str
    frames: int
    objects: tuple[str, ...]
    origin: str
    is_missing: bool
    misfit: str = ""
    already_there: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """``problems`` are records that cannot be read; masks are only looked at when they are imported."""

    format_name: str
    videos: tuple[VideoPreview, ...]
    categories: tuple[str, ...]
    expressions: int
    warnings: tuple[str, ...]
    problems: tuple[str, ...]


def preview_import(
    project: Project, format_name: str, source: Path, files: Sequence[Path] = ()
) -> ImportPreview:
    """Read all but the masks; ``files`` are videos that the data set may be about.

    Raises FormatError if it is not of this format, UserError for a file that is no video.
    """
    problems, scanned = Problems(), scan_files(files)
    with open_dataset(format_name, source, problems) as opened:
        dataset = without_images(opened) if is_archive(source) else opened
        videos = tuple(_preview_video(project, dataset, it, scanned) for it in dataset.videos)
        return ImportPreview(
            format_name,
            videos,
            dataset.categories,
            len(dataset.expressions),
            dataset.warnings,
            problems.texts(),
        )


def _preview_video(
    project: Project, dataset: ImportedDataset, video: ImportedVideo, scanned: Sequence[Scanned]
) -> VideoPreview:
    target = find_target(project, video, scanned, alone=len(dataset.videos) == 1)
    objects = tuple(it for it in dataset.objects if it.video == video.name)
    there = _names_on(project, target)
    return VideoPreview(
        video.name,
        len(video.frame_indices),
        tuple(_described(it.number, it.name, it.category) for it in objects),
        _origin(video, target),
        is_missing=target is None and video.images is None,
        misfit=_misfit(video, target),
        already_there=tuple(it.name for it in objects if it.name in there),
    )


def _origin(video: ImportedVideo, target: Video | Scanned | None) -> str:
    if isinstance(target, Video):
        return f"on the video {target.name}"
    if target is not None:
        return f"on the file {target.path.name}"
    if video.images is not None:
        return "on the frame images of the data set"
    return "its video is missing"


def _misfit(video: ImportedVideo, target: Video | Scanned | None) -> str:
    if target is None:
        return ""
    try:
        check_fit(video, target)
    except FormatError as error:
        return str(error)
    return ""


def _names_on(project: Project, target: Video | Scanned | None) -> frozenset[str]:
    """What the objects of the project's video are called."""
    if not isinstance(target, Video):
        return frozenset()
    return frozenset(it.name for it in project.objects(target.id))


def guess_format(source: Path) -> str | None:
    """The format of an export of ours, else the one whose reader finds most; None if none can read it.

    Raises FormatError for a zip that is damaged or not safe.
    """
    with unpacked(source) as folder:
        return (
            _stated_format(folder / MARKER)
            or _best_format(folder)
            or _best_format(folder, passing_over=True)
        )


def _best_format(source: Path, *, passing_over: bool = False) -> str | None:
    """``passing_over`` records that are wrong, a format needs more than a file of the right name."""
    found: Counter[str] = Counter()
    for name in READABLE_NAMES:
        try:
            with open_dataset(name, source, Problems() if passing_over else None) as dataset:
                things = len(dataset.objects) + len(dataset.expressions)
        except FormatError:
            continue
        if things or not passing_over:
            found[name] = 1 + things
    return found.most_common(1)[0][0] if found else None


def _stated_format(path: Path) -> str | None:
    if not path.is_file():
        return None
    try:
        first = next(iter(read_records(path)), None)
    except FormatError:
        return None
    stated = first.value if first is not None and first.section == "format" else None
    return stated if stated in READABLE_NAMES else None


def _described(number: int, name: str, category: str | None) -> str:
    return f"{number}  {name}" + (f" ({category})" if category else "")

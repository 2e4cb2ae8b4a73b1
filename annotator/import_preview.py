"""What would come in with a data set, and of which format it is, before anything is changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from annotator.import_places import find_origin
from annotator.reading import Problems, open_dataset
from exporters.archives import unpacked
from exporters.dataset import ImportedDataset
from exporters.files import MARKER
from exporters.formats import READABLE_NAMES
from exporters.json_stream import read_records
from storage.errors import FormatError
from storage.project import Project


@dataclass(frozen=True, slots=True)
class VideoPreview:
    """``origin`` says in a few words what the masks will lie on; ``is_missing`` if nothing is there."""

    name: str
    frames: int
    objects: tuple[str, ...]
    origin: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """``problems`` are records that cannot be read; masks are only looked at when they are imported."""

    format_name: str
    videos: tuple[VideoPreview, ...]
    categories: tuple[str, ...]
    expressions: int
    warnings: tuple[str, ...]
    problems: tuple[str, ...]


def preview_import(project: Project, format_name: str, source: Path) -> ImportPreview:
    """Read all but the masks. Raises FormatError if it is not of this format."""
    problems = Problems()
    with open_dataset(format_name, source, problems) as dataset:
        objects = {video.name: _objects(dataset, video.name) for video in dataset.videos}
        videos = []
        for video in dataset.videos:
            origin = find_origin(project, video)
            videos.append(
                VideoPreview(
                    video.name,
                    len(video.frame_indices),
                    objects[video.name],
                    origin or "its video is missing",
                    origin is None,
                )
            )
        return ImportPreview(
            format_name,
            tuple(videos),
            dataset.categories,
            len(dataset.expressions),
            dataset.warnings,
            problems.texts(),
        )


def guess_format(source: Path) -> str | None:
    """The format of an export of ours, else the one whose reader finds most; None if none can read it.

    Raises FormatError for a zip that is damaged or not safe.
    """
    with unpacked(source) as folder:
        return _stated_format(folder / MARKER) or _best_format(folder)


def _best_format(source: Path) -> str | None:
    found: Counter[str] = Counter()
    for name in READABLE_NAMES:
        try:
            with open_dataset(name, source) as dataset:
                found[name] = 1 + len(dataset.objects) + len(dataset.expressions)
        except FormatError:
            continue
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


def _objects(dataset: ImportedDataset, video: str) -> tuple[str, ...]:
    return tuple(
        f"{it.number}  {it.name}" + (f" ({it.category})" if it.category else "")
        for it in dataset.objects
        if it.video == video
    )

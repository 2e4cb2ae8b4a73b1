"""Reading SA-V: the JSON of masklets, else PNGs for each object (as its val and test splits are)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exporters.dataset import ImportedDataset, ImportedMask, ImportedObject, ImportedVideo
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.files import MARKER
from exporters.frame_map import FrameMap, read_frame_map
from exporters.imported import (
    categories_of,
    imported_video,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.index_folders import find_images
from exporters.json_stream import Record, read_records
from exporters.object_folders import read_object_folders
from exporters.segmentation import read_segmentation
from storage import counting
from storage.errors import FormatError

IMAGES, PNGS, JSONS = "JPEGImages_24fps", "Annotations_6fps", "annotations"
SUFFIX = "_manual.json"
STEP = "video_annotation_step"
_MAX_OBJECTS = 100_000
_MAX_PLACES = 10_000_000


@dataclass(frozen=True, slots=True)
class _File:
    """One JSON; ``objects`` by their place in a frame's entries."""

    path: Path
    video: ImportedVideo
    step: int
    objects: Mapping[int, ImportedObject]


@dataclass(slots=True)
class _Contents:
    """What a JSON says beside its masks; ``labelled`` are the places of the grid with any."""

    values: dict[str, Any] = field(default_factory=dict)
    ids: list[object] = field(default_factory=list)
    labelled: list[int] = field(default_factory=list)
    places: int = 0


def read(source: Path) -> ImportedDataset:
    """Read a JSON of masklets, or a folder of them or of PNGs. FormatError, naming the record, for a
    bad one."""
    with reading(source):
        frame_map = read_frame_map(source)
        paths = _find_jsons(source)
        if not paths and not (source / PNGS).is_dir():
            raise FormatError(f"{source} has neither JSON of masklets nor {PNGS}: it is not SA-V.")
        if not paths:
            return read_object_folders(source / PNGS, source / IMAGES, frame_map, first_number=0)
        files = []
        for path in paths:
            with one_record():
                files.append(_read_file(path, source, frame_map))
    videos = with_known_videos([it.video for it in files], frame_map)
    seen = [it for file in files for it in file.objects.values()]
    objects = ordered_objects((*seen, *unseen_objects(frame_map, seen)), videos)
    by_name = {file.video.name: file for file in files}
    ordered = [by_name[it.name] for it in videos if it.name in by_name]
    return ImportedDataset(
        videos=videos,
        categories=categories_of(objects),
        objects=objects,
        masks=lambda: (mask for file in ordered for mask in _masks(file)),
    )


def _find_jsons(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    for folder in (source / JSONS, source):
        found = sorted(path for path in folder.glob("*.json") if path.name != MARKER)
        if found:
            return found
    return []


# --- JSON ----------------------------------------------------------------------------------------


def _read_file(path: Path, source: Path, frame_map: FrameMap) -> _File:
    contents = _scan(path)
    fields = Fields(str(path), contents.values)
    name = fields.text("video_id")
    known = frame_map.videos.get(name)
    step = fields.whole(STEP, least=1) if fields.has(STEP) else _guess_step(fields, contents.places)
    indices = tuple(place * step for place in contents.labelled)
    images = source / IMAGES / Fields(str(path), {"name": name}).relative_path("name")
    video = imported_video(
        name,
        known,
        frame_hw=_frame_size(fields),
        frame_indices=indices,
        images=images,
        image_names=find_images(images, {i: Path(f"{i:05}.png") for i in indices}),
    )
    return _File(path, video, step, _objects(video.name, contents, fields, frame_map, name))


def _scan(path: Path) -> _Contents:
    contents = _Contents()
    for record in read_records(path):
        if record.section == "masklet":
            with one_record():
                entries = _entries(path, record)
                if any(entry is not None for entry in entries):
                    contents.labelled.append(contents.places)
            contents.places += 1
        elif record.section == "masklet_id":
            contents.ids.append(record.value)
        elif record.key == "":
            contents.values[record.section] = record.value
        if max(contents.places, len(contents.ids)) > _MAX_PLACES:
            raise FormatError(f"{path}: more frames than any video has.")
    return contents


def _entries(path: Path, record: Record) -> list[object]:
    if not isinstance(record.value, list) or len(record.value) > _MAX_OBJECTS:
        raise FormatError(
            f"{path}, masklet {record.key}: it is not a list with an entry for each object."
        )
    return record.value


def _guess_step(fields: Fields, places: int) -> int:
    """How many frames lie between two that are annotated; 4 in SA-V itself."""
    return max(1, round(_whole(fields, "video_frame_count") / max(places, 1)))


def _frame_size(fields: Fields) -> tuple[int, int]:
    size = {key: _whole(fields, f"video_{key}") for key in ("height", "width")}
    return Fields(fields.name, size).frame_size()


def _whole(fields: Fields, key: str) -> int:
    """SA-V writes whole numbers as 848.0."""
    value = fields.values.get(key)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1 << 53:
        value = int(value)
    return Fields(fields.name, {key: value}).whole(key)


def _objects(
    video: str, contents: _Contents, fields: Fields, frame_map: FrameMap, folder: str
) -> dict[int, ImportedObject]:
    listed = frame_map.objects.get(folder, {})
    objects = {}
    for place, value in enumerate(contents.ids):
        number = Fields(fields.name, {"masklet_id": value}).whole("masklet_id")
        it = listed.get(number)
        objects[place] = (
            ImportedObject(video, it.number, it.name, it.category)
            if it
            else ImportedObject(video, number + 1, f"object {number + 1}", None)
        )
    return objects


def _masks(file: _File) -> Iterator[ImportedMask]:
    by_number = sorted(file.objects.items(), key=lambda it: it[1].number)
    for record in read_records(file.path):
        if record.section != "masklet" or not isinstance(record.key, int):
            continue
        with one_record():
            entries = _entries(file.path, record)
            fields = Fields(f"{file.path}, masklet {record.key}", {})
            if len(entries) != len(file.objects):
                raise fields.error(
                    f"it has {counting.entries(len(entries))} for {counting.objects(len(file.objects))}"
                )
            there = [(place, it) for place, it in by_number if entries[place] is not None]
            for place, it in there:
                with one_record():
                    fields = Fields(f"{file.path}, masklet {record.key}, object {place}", {})
                    rle = read_segmentation(fields, entries[place], file.video.frame_hw)
                    yield ImportedMask(it.video, it.number, record.key * file.step, rle)

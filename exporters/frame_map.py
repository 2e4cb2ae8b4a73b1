"""``frame_map.json`` beside every export: which exported frame is which frame of which video.

    {"format": "coco",
     "videos":  [{"id", "name", "folder", "fingerprint", "frame_count", "width", "height",
                  "time_base"}, ...],
     "objects": [{"video_id", "id", "number", "name", "category"}, ...],
     "attributes", "descriptions":  attributes and their values, see :mod:`exporters.attributes`
     "frames":  [{"video_id", "name", "frame_index", "pts", "seconds"}, ...]}

Ids are the export's own. ``pts`` counts ticks of ``time_base`` seconds as the video file does, null
where the file has none; ``seconds`` counts from the first frame.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from exporters.attributes import (
    attribute_records,
    check_unique,
    read_attribute,
    read_spans,
    read_values,
    values_record,
)
from exporters.dataset import Dataset, ImportedAttribute
from exporters.exported import ExportedObject, ExportedVideo
from exporters.fields import Fields
from exporters.files import MARKER
from exporters.folder_names import unique_names
from exporters.json_stream import json_list, json_object, json_text, read_records, write_json
from storage.attributes import AttributeSpan, AttributeValue


@dataclass(frozen=True, slots=True)
class KnownVideo:
    """What a frame map says about a video."""

    name: str
    frame_hw: tuple[int, int]
    fingerprint: str
    frame_count: int


@dataclass(frozen=True, slots=True)
class KnownObject:
    """What a frame map says about an object."""

    number: int
    name: str
    category: str | None


@dataclass(frozen=True, slots=True)
class KnownAttributes:
    """An object's attributes in a frame map: ``values`` on all frames, ``spans`` on intervals of frames."""

    values: Mapping[str, AttributeValue]
    spans: tuple[AttributeSpan, ...]


@dataclass(frozen=True, slots=True)
class FrameMap:
    """A frame map that was read: videos by folder, objects by folder and id.

    ``attributes`` are the definitions; ``object_attributes`` are the values, by folder and object number.
    """

    videos: Mapping[str, KnownVideo]
    objects: Mapping[str, Mapping[int, KnownObject]]
    attributes: tuple[ImportedAttribute, ...] = ()
    object_attributes: Mapping[tuple[str, int], KnownAttributes] = field(default_factory=dict)


NO_FRAME_MAP = FrameMap({}, {})


def write_frame_map(
    folder: Path,
    format_name: str,
    dataset: Dataset,
    videos: Sequence[ExportedVideo],
    objects: Iterable[ExportedObject] = (),
    *,
    keeps_numbers: bool = True,
) -> None:
    """``keeps_numbers``: whether objects have the same numbers when the data set is read. If not, attributes
    are left out, because values are found by the object's number."""
    members = {
        "format": iter([json_text(format_name)]),
        "videos": json_list(_video_record(dataset, it) for it in videos),
        "objects": json_list(_object_record(it) for it in objects),
        "attributes": json_list(attribute_records(dataset) if keeps_numbers else ()),
        "descriptions": json_list(_values_records(dataset, videos) if keeps_numbers else ()),
        "frames": json_list(_frame_records(dataset, videos)),
    }
    write_json(folder / MARKER, json_object(members.items()))


def _video_record(dataset: Dataset, exported: ExportedVideo) -> dict[str, Any]:
    facts = exported.video.facts
    return {
        "id": exported.id,
        "name": exported.video.name,
        "folder": exported.folder,
        "fingerprint": facts.fingerprint,
        "frame_count": facts.frame_count,
        "width": facts.width,
        "height": facts.height,
        "time_base": str(dataset.frame_table(exported.video.id).time_base),
    }


def _object_record(exported: ExportedObject) -> dict[str, Any]:
    return {
        "video_id": exported.video_id,
        "id": exported.id,
        "number": exported.tracked.number,
        "name": exported.tracked.name,
        "category": exported.category,
    }


def _values_records(dataset: Dataset, videos: Iterable[ExportedVideo]) -> Iterator[dict[str, Any]]:
    for exported in videos:
        for tracked in dataset.objects(exported.video.id):
            record = values_record(dataset, tracked, video_id=exported.id)
            if record is not None:
                yield record


def _frame_records(dataset: Dataset, videos: Iterable[ExportedVideo]) -> Iterator[dict[str, Any]]:
    for exported in videos:
        table = dataset.frame_table(exported.video.id)
        for frame_index in exported.frame_indices:
            yield {
                "video_id": exported.id,
                "name": f"{exported.folder}/{exported.frame_name(frame_index)}",
                "frame_index": frame_index,
                "pts": int(table.pts[frame_index]) if table.has_pts[frame_index] else None,
                "seconds": table.seconds(frame_index),
            }


def read_frame_map(folder: Path) -> FrameMap:
    """The frame map in a folder, an empty one if there is none. Raises FormatError for a broken one."""
    path = folder / MARKER
    if not path.is_file():
        return NO_FRAME_MAP
    folders: dict[int, str] = {}
    videos: dict[str, KnownVideo] = {}
    objects: dict[str, dict[int, KnownObject]] = {}
    attributes: list[ImportedAttribute] = []
    object_attributes: dict[tuple[str, int], KnownAttributes] = {}
    for record in takewhile(lambda it: it.section != "frames", read_records(path)):
        name = f"{path}, {record.section} {record.key}"
        if record.section == "videos":
            fields = Fields.of(name, record.value)
            folder_name = folders[fields.whole("id")] = fields.text("folder")
            videos[folder_name] = _known_video(fields)
        elif record.section == "objects":
            fields = Fields.of(name, record.value)
            of_video = objects.setdefault(_folder_of(fields, folders), {})
            of_video[fields.whole("id")] = _known_object(fields)
        elif record.section == "attributes":
            attributes.append(read_attribute(Fields.of(name, record.value)))
        elif record.section == "descriptions":
            fields = Fields.of(name, record.value)
            key = _folder_of(fields, folders), fields.whole("number", least=1)
            object_attributes[key] = KnownAttributes(read_values(fields), read_spans(fields))
    names = unique_names(it.name for it in videos.values())
    unique = zip(videos.items(), names, strict=True)
    named = {key: replace(it, name=name) for (key, it), name in unique}
    return FrameMap(named, objects, check_unique(attributes), object_attributes)


def _folder_of(fields: Fields, folders: Mapping[int, str]) -> str:
    if fields.whole("video_id") not in folders:
        raise fields.error("its video_id is that of no video")
    return folders[fields.whole("video_id")]


def read_frame_indices(folder: Path) -> Mapping[str, Sequence[int]]:
    """The frame indices of every video, by its folder, in the order of the export."""
    path = folder / MARKER
    if not path.is_file():
        return {}
    indices: dict[int, array[int]] = {}
    folders: dict[int, str] = {}
    for record in read_records(path):
        if record.section in ("videos", "frames"):
            fields = Fields.of(f"{path}, {record.section} {record.key}", record.value)
            if record.section == "videos":
                folders[fields.whole("id")] = fields.text("folder")
                indices[fields.whole("id")] = array("q")
            elif fields.whole("video_id") in indices:
                of_video = indices[fields.whole("video_id")]
                if of_video and fields.whole("frame_index") <= of_video[-1]:
                    raise fields.error("its frame_index is not larger than the one before")
                of_video.append(fields.whole("frame_index"))
    return {folders[video_id]: found for video_id, found in indices.items()}


def _known_video(fields: Fields) -> KnownVideo:
    return KnownVideo(
        fields.text("name"),
        (fields.whole("height", least=1), fields.whole("width", least=1)),
        fields.text("fingerprint"),
        fields.whole("frame_count"),
    )


def _known_object(fields: Fields) -> KnownObject:
    category = fields.text("category") if fields.has("category") else None
    return KnownObject(fields.whole("number", least=1), fields.text("name"), category)

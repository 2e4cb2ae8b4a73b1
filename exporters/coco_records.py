"""What is in a COCO file, every record checked by itself.

Of annotations only ids and places are kept, 64 bytes each, and every set of attributes once.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from exporters.faults import one_record
from exporters.fields import MAX_WHOLE, Fields
from exporters.json_stream import read_records
from exporters.mask_attributes import OF_THE_MASK, MaskAttributes, read_names
from storage.errors import FormatError

MAX_RECORDS = 2_000_000  # images, videos, tracks, categories: each
MAX_MASKS = 20_000_000
NO_TRACK = -1
# int64 each
ROW = (
    "id", "image_id", "category_id", "track_id", "position", "attributes_place", "offset", "length",
)  # fmt: skip
ABSENCE_ROW = ("image_id", "track_id", "position")


@dataclass(frozen=True, slots=True)
class CocoVideo:
    """``frame_hw`` is known where the record says it."""

    name: str
    frame_hw: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class CocoImage:
    position: int
    path: PurePosixPath  # relative, never upward
    frame_hw: tuple[int, int]
    video_id: int | None
    frame_index: int | None


@dataclass(frozen=True, slots=True)
class CocoTrack:
    position: int
    video_id: int
    category_id: int
    number: int
    name: str


@dataclass(slots=True)
class CocoContents:
    """Records by id; ``rows`` holds :data:`ROW` for each annotation, ``absences`` :data:`ABSENCE_ROW` for
    each absence; ``attributes_place`` is a place in ``mask_attributes``,
    ``named`` the attributes that categories list."""

    videos: dict[int, CocoVideo] = field(default_factory=dict)
    images: dict[int, CocoImage] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=dict)
    tracks: dict[int, CocoTrack] = field(default_factory=dict)
    rows: array[int] = field(default_factory=lambda: array("q"))
    absences: array[int] = field(default_factory=lambda: array("q"))
    mask_attributes: MaskAttributes = field(
        default_factory=lambda: MaskAttributes(without=OF_THE_MASK)
    )
    named: list[tuple[str, str]] = field(default_factory=list)
    crowds: int = 0


def scan(path: Path) -> CocoContents:
    """Walk over a COCO file once. Raises FormatError, naming the record, for a bad one."""
    contents = CocoContents()
    for record in read_records(path):
        add = _SECTIONS.get(record.section)
        if add is None:
            continue
        if not isinstance(record.key, int):
            raise FormatError(f"{path}: its {record.section!r} is not a list.")
        singular = _SINGULAR[record.section]
        with one_record():
            fields = Fields.of(f"{singular} {record.key}", record.value)
            add(contents, fields, record.key)
            if record.section == "annotations":
                contents.rows.extend((record.offset, record.length))
    if not contents.images:
        raise FormatError(f"{path} lists no images: it is not a COCO data set.")
    return contents


def _add_video(contents: CocoContents, fields: Fields, _position: int) -> None:
    frame_hw = fields.frame_size() if fields.has("width") and fields.has("height") else None
    video_id = _new_id(fields, contents.videos)
    contents.videos[video_id] = CocoVideo(fields.text("name"), frame_hw)


def _add_image(contents: CocoContents, fields: Fields, position: int) -> None:
    index_key = "frame_index" if fields.has("frame_index") else "frame_id"
    contents.images[_new_id(fields, contents.images)] = CocoImage(
        position=position,
        path=fields.relative_path("file_name"),
        frame_hw=fields.frame_size(),
        video_id=fields.whole("video_id") if fields.has("video_id") else None,
        frame_index=fields.whole(index_key) if fields.has(index_key) else None,
    )


def _add_category(contents: CocoContents, fields: Fields, _position: int) -> None:
    name = contents.categories[_new_id(fields, contents.categories)] = fields.text("name")
    contents.named += ((name, it) for it in read_names(fields))


def _add_track(contents: CocoContents, fields: Fields, position: int) -> None:
    track_id = _new_id(fields, contents.tracks)
    contents.tracks[track_id] = CocoTrack(
        position=position,
        video_id=fields.whole("video_id"),
        category_id=fields.whole("category_id"),
        number=fields.whole("number", least=1) if fields.has("number") else max(track_id, 1),
        name=fields.text("name") if fields.has("name") else f"track {track_id}",
    )


def _add_annotation(contents: CocoContents, fields: Fields, position: int) -> None:
    _check_room(fields, len(contents.rows) // len(ROW))
    if not fields.has("segmentation"):
        raise fields.error("its segmentation is missing")
    contents.crowds += fields.values.get("iscrowd") in (1, True)
    contents.rows.extend(
        (
            fields.whole("id"),
            fields.whole("image_id"),
            fields.whole("category_id"),
            _track_id(fields),
            position,
            contents.mask_attributes.place_of(contents.mask_attributes.read(fields, "attributes")),
        )
    )


def _track_id(fields: Fields) -> int:
    """CVAT has it among the attributes."""
    if fields.has("track_id"):
        return fields.whole("track_id")
    attributes = fields.values.get("attributes")
    track_id = attributes.get("track_id") if isinstance(attributes, dict) else None
    return track_id if type(track_id) is int and 0 <= track_id <= MAX_WHOLE else NO_TRACK


def _add_absence(contents: CocoContents, fields: Fields, position: int) -> None:
    _check_room(fields, len(contents.absences) // len(ABSENCE_ROW))
    contents.absences.extend((fields.whole("image_id"), fields.whole("track_id"), position))


_SECTIONS: Mapping[str, Callable[[CocoContents, Fields, int], None]] = MappingProxyType(
    {
        "videos": _add_video,
        "images": _add_image,
        "categories": _add_category,
        "tracks": _add_track,
        "annotations": _add_annotation,
        "absences": _add_absence,
    }
)
_SINGULAR = MappingProxyType(
    {
        "videos": "video",
        "images": "image",
        "categories": "category",
        "tracks": "track",
        "annotations": "annotation",
        "absences": "absence",
    }
)


def _check_room(fields: Fields, count: int) -> None:
    if count == MAX_MASKS:
        raise fields.error(f"more than {MAX_MASKS} of them cannot be read")


def _new_id(fields: Fields, known: Mapping[int, object]) -> int:
    value = fields.whole("id")
    if value in known:
        raise fields.error("its id is that of an earlier record")
    if len(known) == MAX_RECORDS:
        raise fields.error(f"more than {MAX_RECORDS} of them cannot be read")
    return value

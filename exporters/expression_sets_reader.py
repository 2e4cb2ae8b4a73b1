"""Reading MeViS and ReVOS: expressions first, then the tracks that they speak of."""

from __future__ import annotations

import itertools
import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from exporters.dataset import (
    ImportedDataset,
    ImportedExpression,
    ImportedMask,
    ImportedObject,
    ImportedVideo,
)
from exporters.expression_sets import IMAGES
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.frame_map import FrameMap, read_frame_map
from exporters.imported import (
    categories_of,
    imported_video,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.index_folders import find_images
from exporters.json_stream import read_again, read_records
from exporters.segmentation import read_segmentation
from storage.counting import entries, frames
from storage.errors import FormatError
from storage.masks import empty

_MAX_MASKS = 20_000_000


@dataclass(slots=True)
class _Track:
    """Where the masks of a track stand; ``length`` is 0 for null."""

    offset: array[int] = field(default_factory=lambda: array("q"))
    length: array[int] = field(default_factory=lambda: array("q"))
    frame_hw: tuple[int, int] | None = None  # as its first mask says


@dataclass(frozen=True, slots=True)
class _Video:
    """One video; ``objects`` by anno_id."""

    video: ImportedVideo
    objects: Mapping[int, ImportedObject]
    expressions: tuple[ImportedExpression, ...]


def read_expression_set(source: Path, meta: Path, tracks_path: Path) -> ImportedDataset:
    """Raises FormatError, naming the record, for a bad one."""
    with reading(source):
        frame_map = read_frame_map(source)
        tracks = _scan_tracks(tracks_path)
        found = []
        for it in read_records(meta):
            if it.section == "videos":
                with one_record():
                    fields = Fields.of(f"{meta}, video {str(it.key)[:200]!r}", it.value)
                    found.append(_read_video(fields, str(it.key), meta, frame_map, tracks))
    videos = with_known_videos([it.video for it in found], frame_map)
    seen = [it for video in found for it in video.objects.values()]
    objects = ordered_objects((*seen, *unseen_objects(frame_map, seen)), videos)
    return ImportedDataset(
        videos=videos,
        categories=categories_of(objects),
        objects=objects,
        masks=lambda: _masks(tracks_path, found, tracks),
        expressions=tuple(it for video in found for it in video.expressions),
    )


def _scan_tracks(path: Path) -> dict[int, _Track]:
    tracks: dict[int, _Track] = {}
    for count, record in enumerate(read_records(path)):
        if not re.fullmatch("[0-9]{1,9}", record.section) or not isinstance(record.key, int):
            raise FormatError(
                f"{path}: {record.section[:50]!r} is not a track by the number of its object."
            )
        track = tracks.setdefault(int(record.section), _Track())
        track.offset.append(record.offset)
        track.length.append(0 if record.value is None else record.length)
        if track.frame_hw is None and record.value is not None:
            track.frame_hw = _stated_size(f"{path}, track {record.section}", record.value)
        if count >= _MAX_MASKS:
            raise FormatError(f"{path}: more than {_MAX_MASKS} masks cannot be read.")
    return tracks


def _stated_size(name: str, value: object) -> tuple[int, int]:
    size = Fields.of(name, value).values.get("size")
    if not isinstance(size, list) or len(size) != 2:
        raise FormatError(f"{name}: its size is not height and width")
    return Fields(name, {"height": size[0], "width": size[1]}).frame_size()


def _read_video(
    fields: Fields, folder: str, meta: Path, frame_map: FrameMap, tracks: Mapping[int, _Track]
) -> _Video:
    known = frame_map.videos.get(folder)
    names = _frame_names(fields)
    numbers = _numbers(fields)
    ids = {*numbers, *frame_map.objects.get(folder, {})}
    for anno_id in sorted(ids):
        if anno_id not in tracks and names:
            raise fields.error(f"there is no track {anno_id}")
        if anno_id in tracks and len(tracks[anno_id].offset) != len(names):
            raise fields.error(
                f"the track {anno_id} has {entries(len(tracks[anno_id].offset))} for {frames(len(names))}"
            )
    images = meta.parent / IMAGES / Fields(fields.name, {"name": folder}).relative_path("name")
    sizes = [tracks[it].frame_hw for it in sorted(ids) if it in tracks and tracks[it].frame_hw]
    video = imported_video(
        folder,
        known,
        frame_hw=fields.frame_size() if fields.has("height") else next(iter(sizes), None),
        frame_indices=tuple(map(int, names)),
        images=images,
        image_names=find_images(images, {int(name): Path(f"{name}.png") for name in names}),
    )
    listed = frame_map.objects.get(folder, {})
    objects = {}
    for anno_id in sorted(ids):
        it = listed.get(anno_id)
        if it:
            objects[anno_id] = ImportedObject(video.name, it.number, it.name, it.category)
        else:
            number = numbers[anno_id]
            objects[anno_id] = ImportedObject(video.name, number, f"object {number}", None)
    return _Video(video, objects, tuple(_expressions(fields, video.name, objects)))


def _frame_names(fields: Fields) -> list[str]:
    """Numbers that grow, as the frames' images are called."""
    names = fields.values.get("frames")
    if not isinstance(names, list) or not all(
        isinstance(name, str) and re.fullmatch("[0-9]{1,9}", name) for name in names
    ):
        raise fields.error("its frames are not a list of the numbers of frames")
    if any(int(a) >= int(b) for a, b in itertools.pairwise(names)):
        raise fields.error("its frames do not grow")
    return names


def _numbers(fields: Fields) -> dict[int, int]:
    """The number of each object that an expression names, by its anno_id."""
    numbers: dict[int, int] = {}
    for it in _expression_fields(fields):
        for anno_id, obj_id in zip(_ids(it, "anno_id"), _ids(it, "obj_id"), strict=True):
            if numbers.setdefault(anno_id, obj_id + 1) != obj_id + 1:
                raise it.error(f"its anno_id {anno_id} was another object before")
    return numbers


def _expressions(
    fields: Fields, video: str, objects: Mapping[int, ImportedObject]
) -> Iterator[ImportedExpression]:
    for it in sorted(_expression_fields(fields), key=lambda it: _place(it.name)):
        yield ImportedExpression(
            video, it.text("exp"), tuple(objects[anno_id].number for anno_id in _ids(it, "anno_id"))
        )


def _place(name: str) -> tuple[int, str]:
    """Sorts expression 10 after expression 9."""
    key = name.rpartition(" ")[2]
    return (int(key), "") if key.isascii() and key.isdecimal() and len(key) < 10 else (-1, key)


def _expression_fields(fields: Fields) -> Iterator[Fields]:
    for key, value in fields.nested("expressions").values.items():
        it = Fields(
            f"{fields.name}, expression {key[:50]}",
            Fields.of(f"{fields.name}, expression {key[:50]}", value).values,
        )
        if len(_ids(it, "anno_id")) != len(_ids(it, "obj_id")):
            raise it.error("its obj_id and anno_id are not equally long")
        yield it


def _ids(fields: Fields, key: str) -> list[int]:
    values = fields.values.get(key)
    if not isinstance(values, list) or len(values) > 100_000:
        raise fields.error(f"its {key} is not a list of numbers")
    return [Fields(fields.name, {key: value}).whole(key, most=10**9) for value in values]


def _masks(
    path: Path, videos: list[_Video], tracks: Mapping[int, _Track]
) -> Iterator[ImportedMask]:
    with reading(path), path.open("rb") as file:
        for of_video in videos:
            yield from _video_masks(file, path, of_video, tracks)


def _video_masks(
    file: BinaryIO, path: Path, of_video: _Video, tracks: Mapping[int, _Track]
) -> Iterator[ImportedMask]:
    by_number = sorted(of_video.objects.items(), key=lambda it: it[1].number)
    for position, frame_index in enumerate(of_video.video.frame_indices):
        for anno_id, it in by_number:
            fields = Fields(f"{path}, track {anno_id}, frame {frame_index}", {})
            with one_record():
                yield _mask(file, fields, of_video.video, it, tracks[anno_id], position)


def _mask(
    file: BinaryIO,
    fields: Fields,
    video: ImportedVideo,
    it: ImportedObject,
    track: _Track,
    position: int,
) -> ImportedMask:
    rle = empty(video.frame_hw)
    if track.length[position]:
        value = read_again(file, track.offset[position], track.length[position])
        rle = read_segmentation(fields, value, video.frame_hw)
    return ImportedMask(it.video, it.number, video.frame_indices[position], rle)

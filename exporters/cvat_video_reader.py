"""Reading CVAT for video 1.1: a file, a folder with one, or a folder of such folders.

The masks of one video are in memory meanwhile (RLE). A frame on which a track has no shape, or one that is
outside, is one where the object is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from exporters.cvat_attributes import read_definitions, values_of_shape
from exporters.dataset import (
    FrameAttributes,
    ImportedAttribute,
    ImportedDataset,
    ImportedMask,
    ImportedObject,
    ImportedVideo,
)
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.frame_map import FrameMap, read_frame_indices, read_frame_map
from exporters.imported import (
    categories_of,
    imported_video,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.index_folders import find_images
from storage.errors import FormatError
from storage.frame_size import MAX_PIXELS
from storage.masks import Rle, empty, from_polygons, paste

TASKS, ANNOTATIONS, IMAGES = "tasks", "annotations.xml", "images"
_MAX_MASKS = 2_000_000
_MAX_FILE_BYTES = 1 << 34
_RUNS = re.compile(r"[0-9]{1,9}(?:, ?[0-9]{1,9})*")
_SHAPES = frozenset(
    {"mask", "polygon", "box", "polyline", "points", "ellipse", "cuboid", "skeleton"}
)


@dataclass(slots=True)
class _Task:
    """What a file says: masks by frame and track id, absent ones as None; ``bad`` are those that
    cannot be read."""

    path: Path
    frame_hw: tuple[int, int] | None = None
    labels: dict[int, str] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    masks: dict[tuple[int, int], Rle | None] = field(default_factory=dict)
    bad: set[tuple[int, int]] = field(default_factory=set)
    attributes: list[ImportedAttribute] = field(default_factory=list)
    frame_attributes: dict[int, list[FrameAttributes]] = field(default_factory=dict)  # by track id


@dataclass(frozen=True, slots=True)
class _Video:
    video: ImportedVideo
    path: Path
    objects: Mapping[int, ImportedObject]
    categories: tuple[str, ...]
    attributes: tuple[ImportedAttribute, ...]


def read(source: Path) -> ImportedDataset:
    """Raises FormatError, naming the track and the frame, for what is wrong."""
    with reading(source):
        frame_map, indices = read_frame_map(source), read_frame_indices(source)
        found = []
        for path in _find_files(source):
            folder = path.parent.resolve().name
            with one_record():
                found.append(_read_task(path, folder, frame_map, tuple(indices.get(folder, ()))))
    if not found and not frame_map.videos:
        raise FormatError(f"{source} holds no {ANNOTATIONS}: it is no data set of CVAT.")
    videos = with_known_videos([it.video for it in found], frame_map)
    by_name = {it.video.name: it for it in found}
    ordered = [by_name[it.name] for it in videos if it.name in by_name]
    seen = [it for video in found for it in video.objects.values()]
    objects = ordered_objects((*seen, *unseen_objects(frame_map, seen)), videos)
    listed = [name for video in found for name in video.categories if name]
    return ImportedDataset(
        videos=videos,
        categories=tuple(dict.fromkeys((*listed, *categories_of(objects)))),
        objects=objects,
        masks=lambda: (mask for video in ordered for mask in _masks(video)),
        attributes=tuple(dict.fromkeys(it for video in found for it in video.attributes)),
    )


def _find_files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    for pattern in (ANNOTATIONS, f"{TASKS}/*/{ANNOTATIONS}", f"*/{ANNOTATIONS}"):
        if found := sorted(source.glob(pattern)):
            return found
    return []


def _read_task(path: Path, folder: str, frame_map: FrameMap, indices: tuple[int, ...]) -> _Video:
    task = _parse(path)
    if task.frame_hw is None:
        raise FormatError(f"{path}: it does not say how large its frames are (original_size).")
    frames = indices or tuple(sorted({frame for frame, _ in task.masks}))
    images = path.parent / IMAGES
    video = imported_video(
        folder,
        frame_map.videos.get(folder),
        frame_hw=task.frame_hw,
        frame_indices=frames,
        images=images,
        image_names=find_images(images, {i: Path(f"{i:06}.png") for i in frames}),
    )
    listed = frame_map.objects.get(folder, {})
    objects = {}
    for track_id, label in task.labels.items():
        it = listed.get(track_id)
        frame_attributes = task.frame_attributes.get(track_id, ())
        objects[track_id] = (
            ImportedObject(
                video.name, it.number, it.name, it.category, frame_attributes=frame_attributes
            )
            if it
            else ImportedObject(
                video.name,
                track_id + 1,
                f"{label} {track_id + 1}",
                label,
                frame_attributes=frame_attributes,
            )
        )
    return _Video(video, path, objects, tuple(task.categories), tuple(task.attributes))


def _masks(of_video: _Video) -> Iterator[ImportedMask]:
    with reading(of_video.path):
        task = _parse(of_video.path)
    by_number = sorted(of_video.objects.items(), key=lambda it: it[1].number)
    for frame_index in of_video.video.frame_indices:
        for track_id, it in by_number:
            if (frame_index, track_id) not in task.bad:
                rle = task.masks.get((frame_index, track_id)) or empty(of_video.video.frame_hw)
                yield ImportedMask(it.video, it.number, frame_index, rle)


# --- XML -----------------------------------------------------------------------------------------


def _parse(path: Path) -> _Task:
    """Shape by shape; nothing that XML could pull in from elsewhere is."""
    if path.stat().st_size > _MAX_FILE_BYTES:
        raise FormatError(f"{path} is larger than any data set that can be read.")
    task = _Task(path)
    try:
        with path.open("rb") as file:
            _walk(task, iterparse(file, events=("start", "end"), forbid_dtd=True))
    except DefusedXmlException as error:
        raise FormatError(
            f"{path}: it defines entities or a document type, which is not safe."
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise FormatError(f"{path} is not XML: {error}.") from error
    return task


def _walk(task: _Task, events: Iterator[tuple[str, Element]]) -> None:
    track: Element | None = None
    track_id: int | None = None
    for event, element in events:
        if event == "start" and element.tag == "track":
            track, track_id = element, None
            with one_record():
                track_id = _start_track(task, element)
        elif event == "end" and element.tag == "original_size":
            sizes = {part.tag: _number(part.text) for part in element}
            task.frame_hw = Fields(f"{task.path}, original_size", sizes).frame_size()
        elif event == "end" and element.tag == "label" and track is None:
            task.categories.append(element.findtext("name") or "")
            with one_record():
                task.attributes += read_definitions(element, str(task.path))
        elif event == "end" and track is not None and element.tag in _SHAPES:
            if track_id is not None:
                with one_record():
                    _add_shape(task, track_id, element)
            track.clear()


def _start_track(task: _Task, element: Element) -> int:
    fields = Fields(
        f"{task.path}, track {len(task.labels)}",
        {**element.attrib, "id": _number(element.get("id"))},
    )
    track_id = fields.whole("id", most=10**9)
    if track_id in task.labels:
        raise fields.error("its id is there twice")
    task.labels[track_id] = fields.text("label")
    return track_id


def _add_shape(task: _Task, track_id: int, element: Element) -> None:
    name = f"{task.path}, track {track_id}"
    numbers = ("frame", "outside", "left", "top", "width", "height")
    values: dict[str, Any] = {
        **element.attrib,
        **{key: _number(element.get(key)) for key in numbers},
    }
    frame = Fields(name, values).whole("frame", most=10**9)
    fields = Fields(f"{name}, frame {frame}", values)
    if (frame, track_id) in task.masks:
        raise fields.error("it has two shapes there")
    if task.frame_hw is None:
        raise fields.error("how large the frames are (original_size) is not said before")
    if len(task.masks) == _MAX_MASKS:
        raise fields.error(f"more than {_MAX_MASKS} shapes cannot be read")
    outside = fields.has("outside") and fields.whole("outside", most=1)
    if not outside:
        task.frame_attributes.setdefault(track_id, []).append((frame, values_of_shape(element)))
    try:
        task.masks[frame, track_id] = (
            None if outside else _read_shape(element.tag, fields, task.frame_hw)
        )
    except FormatError as error:
        task.bad.add((frame, track_id))
        message = str(error)
        raise error if message.startswith(name) else fields.error(message) from error


def _number(text: str | None) -> object:
    """Text that is a whole number as one; other text as it is."""
    return int(text) if text and re.fullmatch("[0-9]{1,15}", text.strip()) else text


def _read_shape(kind: str, fields: Fields, frame_hw: tuple[int, int]) -> Rle:
    if kind == "mask":
        return _read_mask(fields, frame_hw)
    if kind == "polygon":
        points = fields.text("points").replace(";", ",").split(",")
        return from_polygons([[_coordinate(it) for it in points]], frame_hw)
    if kind == "box":
        x0, y0, x1, y1 = (_coordinate(fields.text(key)) for key in ("xtl", "ytl", "xbr", "ybr"))
        return from_polygons([[x0, y0, x1, y0, x1, y1, x0, y1]], frame_hw)
    raise FormatError(f"a shape of the kind {kind!r} is no area")


def _coordinate(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise FormatError(f"{text[:30]!r} is not a coordinate") from error


def _read_mask(fields: Fields, frame_hw: tuple[int, int]) -> Rle:
    x, y, w, h = (fields.whole(key, most=1 << 16) for key in ("left", "top", "width", "height"))
    text = fields.text("rle")
    if not _RUNS.fullmatch(text):
        raise FormatError("its rle is not a list of run lengths")
    runs = np.array(text.split(","), np.int64)
    inside = x + w <= frame_hw[1] and y + h <= frame_hw[0] and w * h <= MAX_PIXELS
    if not inside or int(runs.sum()) != w * h:
        raise FormatError("its runs do not fill its box, or the box lies outside the frame")
    values = np.arange(len(runs)) % 2 == 1
    return paste(np.repeat(values, runs).reshape(h, w), x, y, frame_hw)

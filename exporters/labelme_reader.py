"""Reading LabelMe: a folder of JSON files, or a folder of such folders, each of them a video.

Masks, polygons and rectangles are read. A group_id is an object of its video; shapes without one, which
LabelMe does not follow from frame to frame, are the first, second ... of their label.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from exporters.attributes import Values, read_value
from exporters.dataset import (
    FrameAttributes,
    ImportedDataset,
    ImportedMask,
    ImportedObject,
    ImportedVideo,
)
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.files import MARKER
from exporters.frame_map import FrameMap, read_frame_map
from exporters.imported import (
    ObjectKey,
    categories_of,
    imported_video,
    labelled_objects,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.json_stream import read_records
from exporters.mask_attributes import MaskAttributes
from exporters.png import decode_index_png
from storage.errors import FormatError
from storage.masks import Rle, empty, from_polygons, paste, union

FRAMES = "frames"
_DESCRIPTION = "description"
_MAX_SHAPE_BYTES = 1 << 26


@dataclass(frozen=True, slots=True)
class _Shape:
    key: ObjectKey
    label: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class _Folder:
    """One video: its JSON files by frame index, and its objects."""

    video: ImportedVideo
    jsons: Mapping[int, Path]
    objects: Mapping[ObjectKey, ImportedObject]


def read(source: Path) -> ImportedDataset:
    """Raises FormatError, naming the file and the shape, for a bad one."""
    with reading(source):
        frame_map = read_frame_map(source)
        root = source / FRAMES if (source / FRAMES).is_dir() else source
        found = {it: _find_jsons(it) for it in (root, *sorted(root.glob("*/")))}
        folders, mask_attributes = [], MaskAttributes()
        for it, jsons in found.items():
            if jsons:
                with one_record():
                    folders.append(_read_folder(it, jsons, frame_map, mask_attributes))
    if not folders and not frame_map.videos:
        raise FormatError(f"{source} holds no JSON of LabelMe.")
    videos = with_known_videos([it.video for it in folders], frame_map)
    by_name = {folder.video.name: folder for folder in folders}
    ordered = [by_name[it.name] for it in videos if it.name in by_name]
    seen = [it for folder in folders for it in folder.objects.values()]
    objects = ordered_objects((*seen, *unseen_objects(frame_map, seen)), videos)
    return ImportedDataset(
        videos=videos,
        categories=categories_of(objects),
        objects=objects,
        masks=lambda: (mask for folder in ordered for mask in _masks(folder)),
        warnings=mask_attributes.warnings(),
    )


def _find_jsons(folder: Path) -> dict[int, Path]:
    """By frame index: the number in the name if every file has one of its own, else the position."""
    paths = sorted(path for path in folder.glob("*.json") if path.name != MARKER)
    indices = [int(path.stem) for path in paths if re.fullmatch("[0-9]{1,9}", path.stem)]
    if len(set(indices)) == len(paths):
        return dict(sorted(zip(indices, paths, strict=True)))
    return dict(enumerate(paths))


def _read_folder(
    folder: Path, jsons: Mapping[int, Path], frame_map: FrameMap, mask_attributes: MaskAttributes
) -> _Folder:
    known = frame_map.videos.get(folder.name)
    frame_hw: tuple[int, int] | None = None
    images: dict[int, str] = {}
    labels: dict[ObjectKey, str | None] = {}
    frame_attributes: dict[ObjectKey, list[FrameAttributes]] = {}
    for frame_index, path in jsons.items():
        with one_record():
            head = _read_head(path)
            size = _frame_size(head)
            found = [
                (it, _values(mask_attributes, it, ours=known is not None)) for it in _shapes(path)
            ]
            if size != (frame_hw or size):
                raise FormatError(f"{path}: its frame is not as large as the others of its folder.")
            images[frame_index] = head.relative_path("imagePath").name
            for shape, values in found:
                labels.setdefault(shape.key, shape.label)
                frame_attributes.setdefault(shape.key, []).append((frame_index, values))
            frame_hw = size
    present = {path.name for path in folder.iterdir()}
    video = imported_video(
        folder.name if known else folder.resolve().name,
        known,
        frame_hw=frame_hw,
        frame_indices=tuple(images),
        images=folder,
        image_names=tuple(images.values()) if present.issuperset(images.values()) else (),
    )
    objects = labelled_objects(video.name, labels, frame_map.objects.get(folder.name, {}))
    objects = {
        key: replace(it, frame_attributes=frame_attributes.get(key, ()))
        for key, it in objects.items()
    }
    return _Folder(video, {i: jsons[i] for i in images}, objects)


# --- files ---------------------------------------------------------------------------------------


def _read_head(path: Path) -> Fields:
    """All of a file but its shapes and its image."""
    values = {
        record.section: record.value
        for record in read_records(path, max_record_bytes=_MAX_SHAPE_BYTES)
        if record.key == "" and record.section != "imageData"
    }
    return Fields(str(path), values)


def _frame_size(head: Fields) -> tuple[int, int]:
    size = {"height": head.values.get("imageHeight"), "width": head.values.get("imageWidth")}
    return Fields(head.name, size).frame_size()


def _values(mask_attributes: MaskAttributes, shape: _Shape, *, ours: bool) -> Values:
    """Flags are what LabelMe itself changes, so they count; in files of ours the description is who made
    the mask."""
    fields = shape.fields
    values = {**mask_attributes.read(fields, "attributes"), **mask_attributes.read(fields, "flags")}
    description = "" if ours else fields.values.get("description")
    if isinstance(description, str) and description:
        values.setdefault(_DESCRIPTION, read_value(fields, _DESCRIPTION))
    return mask_attributes.kept(values)


def _shapes(path: Path) -> Iterator[_Shape]:
    turns: Counter[str] = Counter()
    for record in read_records(path, max_record_bytes=_MAX_SHAPE_BYTES):
        if record.section == "shapes" and isinstance(record.key, int):
            with one_record():
                fields = Fields.of(f"{path}, shape {record.key}", record.value)
                label = fields.text("label")
                turns[label] += not fields.has("group_id")
                key: ObjectKey = (label, turns[label])
                if fields.has("group_id"):
                    key = fields.whole("group_id", most=10**9)
                yield _Shape(key, label, fields)


def _masks(folder: _Folder) -> Iterator[ImportedMask]:
    """An object without a shape on a frame is absent there; of one whose shapes are bad, nothing is said."""
    by_number = sorted(folder.objects.items(), key=lambda it: it[1].number)
    frame_hw = folder.video.frame_hw
    for frame_index, path in folder.jsons.items():
        parts: dict[ObjectKey, list[Rle]] = {}
        for shape in _shapes(path):
            of_object = parts.setdefault(shape.key, [])
            with one_record():
                of_object.append(_read_shape(shape.fields, frame_hw))
        for key, it in by_number:
            found = parts.get(key, [empty(frame_hw)])
            if found:
                yield ImportedMask(it.video, it.number, frame_index, union(found))


# --- shapes --------------------------------------------------------------------------------------


def _read_shape(fields: Fields, frame_hw: tuple[int, int]) -> Rle:
    kind = fields.text("shape_type") if fields.has("shape_type") else "polygon"
    points = _points(fields)
    try:
        if kind == "mask":
            return _read_mask(fields, points, frame_hw)
        if kind == "polygon":
            return from_polygons([[value for point in points for value in point]], frame_hw)
        if kind == "rectangle" and len(points) == 2:
            (x0, y0), (x1, y1) = points
            return from_polygons([[x0, y0, x1, y0, x1, y1, x0, y1]], frame_hw)
    except FormatError as error:
        raise fields.error(str(error)) from error
    raise fields.error(f"a shape of the type {kind[:30]!r} is no area")


def _points(fields: Fields) -> list[list[float]]:
    points = fields.values.get("points")
    if not isinstance(points, list) or not all(
        isinstance(point, list)
        and len(point) == 2
        and all(type(it) in (int, float) for it in point)
        for point in points
    ):
        raise fields.error("its points are not a list of pairs of numbers")
    return points


def _read_mask(fields: Fields, points: list[list[float]], frame_hw: tuple[int, int]) -> Rle:
    """The PNG inside the box of the two corners, both of which belong to it."""
    if len(points) != 2:
        raise FormatError("a mask has two points, the corners of its box")
    corners = [Fields(fields.name, {"corner": _whole(it)}).whole("corner", most=1 << 16) for it in (*points[0], *points[1])]  # fmt: skip
    x0, y0, x1, y1 = corners
    try:
        pixels = decode_index_png(base64.b64decode(fields.text("mask"), validate=True))
    except ValueError as error:
        raise FormatError("its mask is not base64") from error
    inside = x1 < frame_hw[1] and y1 < frame_hw[0]
    if not inside or pixels.shape != (y1 - y0 + 1, x1 - x0 + 1):
        raise FormatError("its mask is not as large as its box, or lies outside the frame")
    return paste(pixels > 0, x0, y0, frame_hw)


def _whole(value: float) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value

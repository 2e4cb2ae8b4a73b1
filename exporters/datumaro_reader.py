"""Reading Datumaro's own JSON: our exports, and what others write. Masks, polygons and boxes are areas.

A mask's ``object_id``, or its attribute ``track_id``, ties it to an object. Those without one, which
Datumaro does not follow from frame to frame, are the first, second ... of their label.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from exporters.dataset import FrameAttributes, ImportedDataset, ImportedMask, ImportedObject
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.frame_map import FrameMap, read_frame_map
from exporters.imported import (
    ObjectKey,
    labelled_objects,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.json_stream import read_again, read_records
from exporters.mask_attributes import MADE_BY, OF_THE_MASK, MaskAttributes, read_names
from exporters.segmentation import read_box, read_segmentation
from exporters.stills import Still, StillGroup, StillVideo, still_videos
from storage.counting import counted
from storage.errors import FormatError
from storage.masks import Rle, empty, union

ANNOTATIONS, IMAGES, SUBSET = "annotations", "images", "train"
_MAX_ITEMS = 2_000_000
_AREAS = ("mask", "polygon", "bbox")


@dataclass(slots=True)
class _Contents:
    """What is in the file; ``places`` has position, offset and length of each item."""

    labels: list[str] = field(default_factory=list)
    named: list[tuple[str, str]] = field(default_factory=list)  # attributes, after their label
    stills: list[Still] = field(default_factory=list)
    places: array[int] = field(default_factory=lambda: array("q"))
    objects: dict[StillGroup, dict[ObjectKey, str | None]] = field(default_factory=dict)  # labels
    mask_attributes: MaskAttributes = field(
        default_factory=lambda: MaskAttributes(without=OF_THE_MASK | MADE_BY)
    )
    # by still
    frame_attributes: dict[tuple[StillGroup, ObjectKey], list[FrameAttributes]] = field(
        default_factory=dict
    )
    absent: dict[StillGroup, set[int]] = field(default_factory=dict)
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class _Area:
    """An annotation that is an area."""

    key: ObjectKey
    label: str | None
    fields: Fields


def read(source: Path) -> ImportedDataset:
    """Read a file, or a folder with one subset. Raises FormatError, naming the record, for a bad one."""
    with reading(source):
        path = _find_annotations(source)
        contents = _scan(path)
        root = path.parent.parent if path.parent.name == ANNOTATIONS else path.parent
        frame_map = read_frame_map(root)
        found = still_videos(
            contents.stills,
            frame_map,
            root / IMAGES / path.stem,
            fallback_name=root.resolve().name,
        )
    objects = _make_objects(found, contents, frame_map)
    videos = with_known_videos([it.video for it in found.values()], frame_map)
    seen = [it for of_video in objects.values() for it in of_video.values()]
    every_object = ordered_objects((*seen, *unseen_objects(frame_map, seen)), videos)
    by_name = {it.video.name: group for group, it in found.items()}
    order = [by_name[it.name] for it in videos if it.name in by_name]
    return ImportedDataset(
        videos=videos,
        categories=tuple(dict.fromkeys(contents.labels)),
        objects=every_object,
        masks=lambda: _masks(path, contents, [(found[group], objects[group]) for group in order]),
        warnings=(*_warnings(contents), *contents.mask_attributes.warnings()),
        named=tuple(contents.named),
    )


def _find_annotations(source: Path) -> Path:
    if source.is_file():
        return source
    found = sorted((source / ANNOTATIONS).glob("*.json"))
    if len(found) != 1:
        what = f"{len(found)} subsets" if found else f"no {ANNOTATIONS}/{SUBSET}.json"
        raise FormatError(f"{source} holds {what}: name the file itself.")
    return found[0]


# --- items ---------------------------------------------------------------------------------------


def _scan(path: Path) -> _Contents:
    contents = _Contents()
    sections = set()
    for record in read_records(path):
        sections.add(record.section)
        if record.section == "categories" and record.key == "label":
            for label in _labels(Fields.of(f"{path}, categories", record.value)):
                contents.labels.append(label.text("name"))
                contents.named += ((contents.labels[-1], it) for it in read_names(label))
        elif record.section == "items":
            if "categories" not in sections or not isinstance(record.key, int):
                raise FormatError(f"{path}: its items are not a list that follows its categories.")
            if len(contents.stills) == _MAX_ITEMS:
                raise FormatError(f"{path}: more than {_MAX_ITEMS} items cannot be read.")
            with one_record():
                _add_item(contents, Fields.of(f"item {record.key}", record.value))
                contents.places.extend((record.key, record.offset, record.length))
    if "items" not in sections:
        raise FormatError(f"{path} lists no items: it is not a data set of Datumaro.")
    return contents


def _labels(fields: Fields) -> list[Fields]:
    labels = fields.values.get("labels")
    if not isinstance(labels, list):
        raise fields.error("its labels are not a list")
    return [Fields.of(f"label {i}", value) for i, value in enumerate(labels)]


def _add_item(contents: _Contents, fields: Fields) -> None:
    item = Fields(f"{fields.name} ({fields.text('id')[:100]!r})", fields.values)
    areas = list(_areas(item, contents.labels))
    contents.passed_over += len(_annotations(item)) - len(areas)
    image = item.nested("image") if item.has("image") else Fields(item.name, {})
    path = image.relative_path("path") if image.has("path") else item.relative_path("id")
    attributes = item.nested("attr") if item.has("attr") else Fields(item.name, {})
    index = attributes.whole("frame") if attributes.has("frame") else None
    still = Still(path, _frame_size(image, areas), index)
    mask_attributes = contents.mask_attributes
    found = [
        (area, mask_attributes.kept(mask_attributes.read(area.fields, "attributes")))
        for area in areas
    ]
    keys = contents.objects.setdefault(still.group, {})
    for area in areas:
        if keys.setdefault(area.key, area.label) != area.label:
            raise area.fields.error("its object had another label before")
    contents.absent.setdefault(still.group, set()).update(_absent(item))
    for area, values in found:
        of_object = contents.frame_attributes.setdefault((still.group, area.key), [])
        of_object.append((len(contents.stills), values))
    contents.stills.append(still)


def _frame_size(image: Fields, areas: Sequence[_Area]) -> tuple[int, int]:
    """As the image says, else as its first mask does."""
    size = image.values.get("size")
    for area in areas:
        if size is None and area.fields.has("rle"):
            size = area.fields.nested("rle").values.get("size")
    if not isinstance(size, list) or len(size) != 2:
        raise image.error("its size, height and width, is stated nowhere")
    return Fields(image.name, {"height": size[0], "width": size[1]}).frame_size()


def _annotations(item: Fields) -> list[object]:
    annotations = item.values.get("annotations", [])
    if not isinstance(annotations, list):
        raise item.error("its annotations are not a list")
    return annotations


def _areas(item: Fields, labels: Sequence[str]) -> Iterator[_Area]:
    turns: Counter[str] = Counter()
    for i, value in enumerate(_annotations(item)):
        with one_record():
            fields = Fields.of(f"{item.name}, annotation {i}", value)
            if fields.text("type") in _AREAS:
                yield _area(fields, labels, turns)


def _area(fields: Fields, labels: Sequence[str], turns: Counter[str]) -> _Area:
    label = None
    if fields.has("label_id"):
        label = labels[fields.whole("label_id", most=len(labels) - 1)]
    number = _object_id(fields)
    if number is not None:
        return _Area(number, label, fields)
    turns[label or "object"] += 1
    return _Area((label or "object", turns[label or "object"]), label, fields)


def _object_id(fields: Fields) -> int | None:
    if fields.has("object_id") and fields.values["object_id"] != -1:  # -1: there is none
        return fields.whole("object_id", most=10**9)
    attributes = fields.nested("attributes") if fields.has("attributes") else fields
    return attributes.whole("track_id", most=10**9) if attributes.has("track_id") else None


def _absent(item: Fields) -> list[int]:
    numbers = item.values.get("absent", [])
    if not isinstance(numbers, list):
        raise item.error("its absent is not a list of objects")
    return [Fields(item.name, {"absent": it}).whole("absent", most=10**9) for it in numbers]


# --- what they mean ------------------------------------------------------------------------------


def _make_objects(
    found: Mapping[StillGroup, StillVideo], contents: _Contents, frame_map: FrameMap
) -> dict[StillGroup, dict[ObjectKey, ImportedObject]]:
    objects = {}
    for group, it in found.items():
        labels = dict.fromkeys(sorted(contents.absent[group])) | contents.objects[group]
        listed = frame_map.objects.get(it.folder, {})
        frames = dict(zip(it.stills, it.video.frame_indices, strict=True))
        objects[group] = {
            key: replace(
                tracked,
                frame_attributes=[
                    (frames[place], values)
                    for place, values in contents.frame_attributes.get((group, key), ())
                ],
            )
            for key, tracked in labelled_objects(it.video.name, labels, listed).items()
        }
    return objects


def _masks(
    path: Path,
    contents: _Contents,
    videos: Sequence[tuple[StillVideo, Mapping[ObjectKey, ImportedObject]]],
) -> Iterator[ImportedMask]:
    with reading(path), path.open("rb") as file:
        for of_video, objects in videos:
            for frame_index, place in zip(of_video.video.frame_indices, of_video.stills, strict=True):  # fmt: skip
                position, offset, length = contents.places[3 * place : 3 * place + 3]
                item = Fields.of(f"item {position}", read_again(file, offset, length))
                found = _frame_masks(item, contents.labels, of_video.video.frame_hw)
                masks = [
                    ImportedMask(of_video.video.name, objects[key].number, frame_index, rle, score)
                    for key, (rle, score) in found.items()
                ]
                yield from sorted(masks, key=lambda it: it.number)


def _frame_masks(
    item: Fields, labels: Sequence[str], frame_hw: tuple[int, int]
) -> dict[ObjectKey, tuple[Rle, float | None]]:
    """Parts of one object are joined."""
    found: dict[ObjectKey, tuple[Rle, float | None]] = {
        number: (empty(frame_hw), None) for number in _absent(item)
    }
    for area in _areas(item, labels):
        with one_record():
            rle = _read_area(area.fields, frame_hw)
            fields = area.fields
            attributes = fields.nested("attributes") if fields.has("attributes") else fields
            parts = [found[area.key][0], rle] if area.key in found else [rle]
            found[area.key] = union(parts), attributes.share("score")
    return found


def _read_area(fields: Fields, frame_hw: tuple[int, int]) -> Rle:
    kind = fields.text("type")
    if kind == "mask":
        return read_segmentation(fields, fields.values.get("rle"), frame_hw)
    if kind == "polygon":
        return read_segmentation(fields, [fields.values.get("points")], frame_hw)
    return read_box(fields, fields.values.get("bbox"), frame_hw)


def _warnings(contents: _Contents) -> tuple[str, ...]:
    if not contents.passed_over:
        return ()
    no_areas = counted(
        contents.passed_over,
        "{n} annotation is no area and was passed over.",
        "{n} annotations are no areas and were passed over.",
    )
    return (no_areas,)

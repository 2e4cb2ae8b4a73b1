"""Reading PASCAL VOC segmentation: our exports, and folders of stills, of which those of a size are a video.

Without a frame map of ours nothing says which object is which from frame to frame: those of the same class
and value are taken for the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np

from exporters.dataset import ImportedDataset, ImportedMask, ImportedObject
from exporters.faults import one_record
from exporters.fields import reading
from exporters.frame_map import FrameMap, KnownVideo, read_frame_map
from exporters.imported import (
    ObjectKey,
    categories_of,
    labelled_objects,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.png import IndexImage, Palette, read_coloured_png, voc_palette
from exporters.stills import Still, StillGroup, StillVideo, still_videos
from storage.errors import FormatError
from storage.masks import empty, encode
from storage.walking import paths_below

IMAGES, CLASSES, OBJECTS = "JPEGImages", "SegmentationClass", "SegmentationObject"
LISTS, LABELMAP = "ImageSets", "labelmap.txt"
BACKGROUND = "background"
MAX_VALUE = 254
VOID = 255
_MAX_LABELMAP_BYTES = 1 << 20
_PALETTE = voc_palette()
_VOC_2012 = (
    "aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person "
    "pottedplant sheep sofa train tvmonitor"
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """One image's PNGs, of which one may be missing; ``name`` is its path without suffix."""

    name: PurePosixPath
    classes: Path | None
    objects: Path | None


@dataclass(frozen=True, slots=True)
class _Contents:
    """``labels`` are the classes by their values, ``colours`` those that they have in PNGs of colours."""

    labels: Mapping[int, str]
    colours: Palette
    frame_map: FrameMap

    def key(self, frame: _Frame, value: int, classes: IndexImage) -> ObjectKey:
        """What object of the frame a value is; ``classes`` are those of its pixels."""
        if self.frame_map.objects.get(str(frame.name.parent)):
            if value not in self.frame_map.objects[str(frame.name.parent)]:
                raise FormatError(
                    f"{frame.objects}: the value {value} is no object of the frame map."
                )
            return value
        found = set(np.unique(classes).tolist()) - {0, VOID}
        if len(found) != 1:
            what = f"the classes {sorted(found)}" if found else "no class"
            raise FormatError(f"{frame.objects}: the object {value} has {what}.")
        class_value = found.pop()
        if class_value not in self.labels:
            raise FormatError(
                f"{frame.classes}: the value {class_value} is no class of {LABELMAP}."
            )
        return self.labels[class_value], value


def read(source: Path) -> ImportedDataset:
    """Read a folder with SegmentationClass, SegmentationObject or both.

    Raises FormatError, naming the file, for what is wrong.
    """
    with reading(source):
        frames = _find_frames(source)
        contents = _Contents(*_read_labels(source / LABELMAP), read_frame_map(source))
        frames, stills, labels = _scan(frames, contents)
        found = still_videos(
            stills, contents.frame_map, source / IMAGES, fallback_name=source.resolve().name
        )
    objects = {
        group: labelled_objects(
            it.video.name, labels[group], contents.frame_map.objects.get(it.folder, {})
        )
        for group, it in found.items()
    }
    videos = with_known_videos([it.video for it in found.values()], contents.frame_map)
    seen = [it for of_video in objects.values() for it in of_video.values()]
    every_object = ordered_objects((*seen, *unseen_objects(contents.frame_map, seen)), videos)
    by_name = {it.video.name: group for group, it in found.items()}
    order = [by_name[it.name] for it in videos if it.name in by_name]
    return ImportedDataset(
        videos=videos,
        categories=categories_of(every_object),
        objects=every_object,
        masks=lambda: (
            mask
            for group in order
            for mask in _masks(found[group], objects[group], frames, contents)
        ),
    )


def _find_frames(source: Path) -> list[_Frame]:
    names: set[PurePosixPath] = set()
    for root in (source / CLASSES, source / OBJECTS):
        for path in paths_below(root):
            if path.suffix == ".png":
                names.add(PurePosixPath(path.relative_to(root).as_posix()).with_suffix(""))
    if not names and not (source / CLASSES).is_dir():
        raise FormatError(f"{source} has no folder {CLASSES}: it is not a data set of PASCAL VOC.")
    return [
        _Frame(name, _present(source / CLASSES / name), _present(source / OBJECTS / name))
        for name in sorted(names)
    ]


def _present(stem: Path) -> Path | None:
    path = stem.with_name(f"{stem.name}.png")
    return path if path.is_file() else None


def _read_labels(path: Path) -> tuple[dict[int, str], Palette]:
    """The classes and colours by value; those of VOC 2012 where no file names them."""
    if not path.is_file():
        return dict(enumerate(_VOC_2012.split(), start=1)), _PALETTE
    if path.stat().st_size > _MAX_LABELMAP_BYTES:
        raise FormatError(f"{path} is larger than any list of classes.")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise FormatError(f"{path} is not UTF-8.") from error
    rows = [line.split(":") for line in lines if line.strip() and line[0] != "#"]
    if not rows or len(rows) > VOID:
        raise FormatError(f"{path} names {len(rows)} classes, but a PNG has room for 1 to {VOID}.")
    first = 0 if rows[0][0].strip().lower() == BACKGROUND else 1
    colours = _PALETTE.copy()
    for value, row in enumerate(rows, start=first):
        if len(row) > 1 and row[1].strip():
            colours[value] = _colour(f"{path}: the class {row[0][:50]!r}", row[1])
    return {value: row[0].strip() for value, row in enumerate(rows, first) if value}, colours


def _colour(name: str, text: str) -> list[int]:
    parts = text.split(",")
    if len(parts) != 3 or not all(re.fullmatch(" *[0-9]{1,3} *", it) and int(it) < 256 for it in parts):  # fmt: skip
        raise FormatError(f"{name} has no colour, as 128,0,0.")
    return [int(it) for it in parts]


def _scan(
    frames: Sequence[_Frame], contents: _Contents
) -> tuple[list[_Frame], list[Still], dict[StillGroup, dict[ObjectKey, str | None]]]:
    """The frames that can be read, their images, and the objects of each video with their labels."""
    kept, stills = [], []
    labels: dict[StillGroup, dict[ObjectKey, str | None]] = {}
    for frame in frames:
        known = contents.frame_map.videos.get(str(frame.name.parent))
        path = frame.name.with_name(f"{frame.name.name}.jpg")
        with one_record():
            still, found = _scan_frame(frame, contents, path, known)
            labels.setdefault(still.group, {}).update(found)
            kept.append(frame)
            stills.append(still)
    return (
        kept,
        stills,
        {group: dict(sorted(found.items(), key=str)) for group, found in labels.items()},
    )


def _scan_frame(
    frame: _Frame, contents: _Contents, path: PurePosixPath, known: KnownVideo | None
) -> tuple[Still, dict[ObjectKey, str]]:
    """The image of a frame and its objects with their labels, unless the frame map lists them."""
    if known:
        return Still(path, known.frame_hw), {}
    values, keys = _read_frame(frame, contents)
    found: dict[ObjectKey, str] = {key: key[0] for key in keys.values() if isinstance(key, tuple)}
    return Still(path, (values.shape[0], values.shape[1])), found


def _read_frame(frame: _Frame, contents: _Contents) -> tuple[IndexImage, dict[int, ObjectKey]]:
    """The values of the objects' pixels, and which objects they are; a class is one where none are told apart."""
    classes = read_coloured_png(frame.classes, contents.colours) if frame.classes else None
    values = read_coloured_png(frame.objects, _PALETTE) if frame.objects else classes
    if values is None:
        raise FormatError(f"{frame.name} has no PNG.")
    if classes is None:
        classes = values
    if classes.shape != values.shape:
        raise FormatError(f"{frame.classes}: its size is not that of {frame.objects}.")
    found = sorted(set(np.unique(values).tolist()) - {0, VOID})
    return values, {value: contents.key(frame, value, classes[values == value]) for value in found}


def _masks(
    of_video: StillVideo,
    objects: Mapping[ObjectKey, ImportedObject],
    frames: Sequence[_Frame],
    contents: _Contents,
) -> Iterator[ImportedMask]:
    """A PNG speaks of all objects of its video: one without pixels in it is absent there."""
    by_number = sorted(objects.items(), key=lambda it: it[1].number)
    frame_hw = of_video.video.frame_hw
    for frame_index, place in zip(of_video.video.frame_indices, of_video.stills, strict=True):
        frame = frames[place]
        with one_record():
            values, keys = _read_frame(frame, contents)
            if values.shape != frame_hw:
                raise FormatError(
                    f"{frame.objects}: its size is not that of the video's other frames."
                )
            value_of = {key: value for value, key in keys.items()}
            for key, it in by_number:
                shown = key in value_of
                rle = encode(values == value_of[key]) if shown else empty(frame_hw)
                yield ImportedMask(it.video, it.number, frame_index, rle)

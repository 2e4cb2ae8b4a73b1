"""Reading YouTube-VOS: our own exports and the data set's own folders.

A PNG speaks of all objects of its video: one that has no pixel in it is absent from that frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exporters.dataset import ImportedDataset, ImportedMask, ImportedObject, ImportedVideo
from exporters.fields import Fields, reading
from exporters.frame_map import FrameMap, KnownObject, read_frame_map
from exporters.json_stream import read_records
from exporters.png import read_index_png
from storage.errors import FormatError
from storage.masks import encode

ANNOTATIONS = "Annotations"
IMAGES = "JPEGImages"
META = "meta.json"
_SPLITS = ("train", "valid", "test")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What meta.json says of a video, and in which split it lies."""

    split: Path
    fields: Fields


@dataclass(frozen=True, slots=True)
class _Folder:
    """One video: its PNGs by frame index, and its objects by the value of their pixels."""

    video: ImportedVideo
    pngs: Mapping[int, Path]
    objects: Mapping[int, ImportedObject]


def read(source: Path) -> ImportedDataset:
    """Read a folder with meta.json and Annotations, or with train, valid or test folders of them.

    Raises FormatError, naming the file or the entry of meta.json, for what is wrong.
    """
    with reading(source):
        folders = _read_folders(source)
    objects = [it for folder in folders for it in folder.objects.values()]
    return ImportedDataset(
        videos=tuple(folder.video for folder in folders),
        categories=tuple(dict.fromkeys(it.category for it in objects if it.category is not None)),
        objects=tuple(objects),
        masks=lambda: _masks(folders),
    )


def _read_folders(source: Path) -> list[_Folder]:
    splits = [source, *(source / name for name in _SPLITS)]
    splits = [split for split in splits if (split / ANNOTATIONS).is_dir()]
    if not splits:
        raise FormatError(
            f"{source} has no folder {ANNOTATIONS}: it is not a YouTube-VOS data set."
        )
    entries = _read_entries(splits)
    frame_map = read_frame_map(source)
    names = dict.fromkeys((*frame_map.videos, *entries))
    return [_read_folder(name, entries.get(name), frame_map) for name in names]


def _read_entries(splits: Sequence[Path]) -> dict[str, _Entry]:
    """The videos of every meta.json, by folder; all must be there, and no others."""
    entries: dict[str, _Entry] = {}
    for split in splits:
        present = {path.name for path in (split / ANNOTATIONS).iterdir() if path.is_dir()}
        for record in read_records(split / META):
            if record.section != "videos":
                continue
            name = str(record.key)
            fields = Fields.of(f"{split / META}, video {name[:200]!r}", record.value)
            if name not in present:
                raise fields.error(f"there is no such folder in {split / ANNOTATIONS}")
            if name in entries:
                raise fields.error("the video is there twice")
            entries[name] = _Entry(split, fields)
        missing = sorted(present - entries.keys())
        if missing:
            raise FormatError(f"{split / ANNOTATIONS / missing[0]} is not in {META}.")
    return entries


def _read_folder(name: str, entry: _Entry | None, frame_map: FrameMap) -> _Folder:
    known = frame_map.videos.get(name)
    pngs = _find_pngs(entry.split / ANNOTATIONS / name) if entry else {}
    if pngs:
        frame_hw = read_index_png(next(iter(pngs.values()))).shape
    elif known:
        frame_hw = known.frame_hw
    else:
        raise FormatError(f"the video {name!r} has no PNG in {ANNOTATIONS}.")
    images = entry.split / IMAGES / name if entry else None
    image_names = _image_names(images, pngs) if images else ()
    video = ImportedVideo(
        name=known.name if known else name,
        frame_hw=(frame_hw[0], frame_hw[1]),
        frame_indices=tuple(pngs),
        images=images if image_names else None,
        image_names=image_names,
        fingerprint=known.fingerprint if known else None,
        source_frame_count=known.frame_count if known else None,
    )
    return _Folder(video, pngs, _read_objects(video.name, entry, frame_map.objects.get(name, {})))


def _find_pngs(folder: Path) -> dict[int, Path]:
    """By frame index, ascending; the index is what the file is called."""
    pngs: dict[int, Path] = {}
    for path in folder.glob("*.png"):
        if not re.fullmatch("[0-9]{1,9}", path.stem):
            raise FormatError(f"{path} is not named by its frame's number.")
        if int(path.stem) in pngs:
            raise FormatError(f"{path}: its frame is there twice.")
        pngs[int(path.stem)] = path
    return dict(sorted(pngs.items()))


def _image_names(images: Path, pngs: Mapping[int, Path]) -> tuple[str, ...]:
    """The frame image of every PNG, none at all if one is missing."""
    present = {path.name for path in images.iterdir()} if images.is_dir() else set()
    names = tuple(f"{path.stem}.jpg" for path in pngs.values())
    return names if present.issuperset(names) else ()


def _read_objects(
    video: str, entry: _Entry | None, known: Mapping[int, KnownObject]
) -> dict[int, ImportedObject]:
    objects = {
        value: ImportedObject(video, it.number, it.name, it.category) for value, it in known.items()
    }
    stated = entry.fields.nested("objects") if entry else Fields("", {})
    for key in stated.values:
        if not re.fullmatch("[0-9]{1,3}", key) or not 1 <= int(key) <= 255:
            raise stated.error(f"{key[:50]!r} is not the value of a pixel, 1 to 255")
        fields = stated.nested(key)
        category = fields.text("category") if fields.has("category") else None
        default = ImportedObject(video, int(key), f"{category or 'object'} {int(key)}", category)
        objects.setdefault(int(key), default)
    if len({it.number for it in objects.values()}) < len(objects):
        raise FormatError(f"the video {video!r} has an object number twice.")
    return objects


def _masks(folders: Sequence[_Folder]) -> Iterator[ImportedMask]:
    for folder in folders:
        by_number = sorted(folder.objects.items(), key=lambda it: it[1].number)
        for frame_index, path in folder.pngs.items():
            indices = read_index_png(path)
            if indices.shape != folder.video.frame_hw:
                raise FormatError(f"{path}: its size is not that of the video's other frames.")
            strange = set(np.unique(indices).tolist()) - {0, *folder.objects}
            if strange:
                raise FormatError(f"{path}: the value {min(strange)} is no object of {META}.")
            for value, it in by_number:
                yield ImportedMask(it.video, it.number, frame_index, encode(indices == value))

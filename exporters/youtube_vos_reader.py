"""Reading YouTube-VOS: our own exports and the data set's own folders."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.dataset import ImportedDataset, ImportedObject
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.frame_map import FrameMap, KnownObject, read_frame_map
from exporters.imported import categories_of, imported_video, ordered_objects
from exporters.index_folders import IndexFolder, find_images, find_pngs, frame_size, index_masks
from exporters.json_stream import read_records
from storage.errors import FormatError

ANNOTATIONS = "Annotations"
IMAGES = "JPEGImages"
META = "meta.json"
_SPLITS = ("train", "valid", "test")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What meta.json says of a video, and in which split it lies."""

    split: Path
    fields: Fields


def read(source: Path) -> ImportedDataset:
    """Read a folder with meta.json and Annotations, or with train, valid or test folders of them.

    Raises FormatError, naming the file or the entry of meta.json, for what is wrong.
    """
    with reading(source):
        folders = _read_folders(source)
    videos = tuple(folder.video for folder in folders)
    objects = [it for folder in folders for it in folder.objects.values()]
    return ImportedDataset(
        videos=videos,
        categories=categories_of(objects),
        objects=ordered_objects(objects, videos),
        masks=lambda: index_masks(folders, listed_in=META),
    )


def _read_folders(source: Path) -> list[IndexFolder]:
    splits = [source, *(source / name for name in _SPLITS)]
    splits = [split for split in splits if (split / ANNOTATIONS).is_dir()]
    if not splits:
        raise FormatError(
            f"{source} has no folder {ANNOTATIONS}: it is not a YouTube-VOS data set."
        )
    entries = _read_entries(splits)
    frame_map = read_frame_map(source)
    folders = []
    for name in dict.fromkeys((*frame_map.videos, *entries)):
        with one_record():
            folders.append(_read_folder(name, entries.get(name), frame_map))
    return folders


def _read_entries(splits: Sequence[Path]) -> dict[str, _Entry]:
    """The videos of every meta.json, by folder; all must be there, and no others."""
    entries: dict[str, _Entry] = {}
    for split in splits:
        present = {path.name for path in (split / ANNOTATIONS).iterdir() if path.is_dir()}
        for record in read_records(split / META):
            if record.section != "videos":
                continue
            name = str(record.key)
            with one_record():
                fields = Fields.of(f"{split / META}, video {name[:200]!r}", record.value)
                if name not in present:
                    raise fields.error(f"there is no such folder in {split / ANNOTATIONS}")
                if name in entries:
                    raise fields.error("the video is there twice")
                entries[name] = _Entry(split, fields)
        for name in sorted(present - entries.keys()):
            with one_record():
                raise FormatError(f"{split / ANNOTATIONS / name} is not in {META}.")
    return entries


def _read_folder(name: str, entry: _Entry | None, frame_map: FrameMap) -> IndexFolder:
    known = frame_map.videos.get(name)
    pngs = find_pngs(entry.split / ANNOTATIONS / name) if entry else {}
    images = entry.split / IMAGES / name if entry else None
    video = imported_video(
        name,
        known,
        frame_hw=frame_size(pngs),
        frame_indices=tuple(pngs),
        images=images,
        image_names=find_images(images, pngs) if images else (),
    )
    objects = _read_objects(video.name, entry, frame_map.objects.get(name, {}))
    return IndexFolder(video, pngs, objects)


def _read_objects(
    video: str, entry: _Entry | None, known: Mapping[int, KnownObject]
) -> dict[int, ImportedObject]:
    objects = {
        value: ImportedObject(video, it.number, it.name, it.category) for value, it in known.items()
    }
    stated = entry.fields.nested("objects") if entry else Fields("", {})
    for key in stated.values:
        with one_record():
            if not re.fullmatch("[0-9]{1,3}", key) or not 1 <= int(key) <= 255:
                raise stated.error(f"{key[:50]!r} is not the value of a pixel, 1 to 255")
            fields = stated.nested(key)
            category = fields.text("category") if fields.has("category") else None
            default = ImportedObject(
                video, int(key), f"{category or 'object'} {int(key)}", category
            )
            objects.setdefault(int(key), default)
    return objects

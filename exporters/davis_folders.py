"""Writing and reading the folders that DAVIS 2016 and 2017 have in common.

TARGET/JPEGImages/480p/<sequence>/<00000>.jpg    called 480p whatever the size: readers look there
TARGET/Annotations/480p/<sequence>/<00000>.png
TARGET/ImageSets/<list>/train.txt
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from exporters.dataset import ImportedDataset, ImportedObject
from exporters.faults import one_record
from exporters.fields import reading
from exporters.files import MARKER
from exporters.frame_map import FrameMap, read_frame_map
from exporters.imported import categories_of, imported_video, ordered_objects
from exporters.index_folders import IndexFolder, find_images, find_pngs, frame_size, index_masks
from exporters.png import read_index_png
from storage.errors import FormatError

ANNOTATIONS, IMAGES, LISTS = "Annotations", "JPEGImages", "ImageSets"
RESOLUTION = "480p"
VOID = 255
FOREGROUND = "foreground"  # the one object of a video in DAVIS 2016
ENTRIES = frozenset({ANNOTATIONS, IMAGES, LISTS, MARKER})
_RESOLUTIONS = (RESOLUTION, "Full-Resolution", "1080p")


def write_list(folder: Path, name: str, lines: Iterator[str]) -> None:
    path = folder / LISTS / name / "train.txt"
    path.parent.mkdir(parents=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def read(source: Path) -> ImportedDataset:
    """Read a folder of DAVIS 2016 or 2017; which of them it is, is seen sequence by sequence.

    A sequence whose PNGs hold nothing but 0 and 255 has one object (2016). In others 255 is void: no
    object. Raises FormatError, naming the file, for what is wrong.
    """
    with reading(source):
        annotations = _find_annotations(source)
        frame_map = read_frame_map(source)
        present = sorted(path.name for path in annotations.iterdir() if path.is_dir())
        folders = []
        for name in dict.fromkeys((*frame_map.videos, *present)):
            with one_record():
                folders.append(_read_sequence(annotations, name, frame_map))
    videos = tuple(folder.video for folder in folders)
    objects = [it for folder in folders for it in folder.objects.values()]
    return ImportedDataset(
        videos=videos,
        categories=categories_of(objects),
        objects=ordered_objects(objects, videos),
        masks=lambda: index_masks(folders, void=frozenset({VOID}), listed_in="the sequence"),
    )


def _find_annotations(source: Path) -> Path:
    for name in _RESOLUTIONS:
        if (source / ANNOTATIONS / name).is_dir():
            return source / ANNOTATIONS / name
    raise FormatError(f"{source} has no folder {ANNOTATIONS}/{RESOLUTION}: it is not a DAVIS data set.")  # fmt: skip


def _read_sequence(annotations: Path, name: str, frame_map: FrameMap) -> IndexFolder:
    known = frame_map.videos.get(name)
    pngs = find_pngs(annotations / name)
    images = annotations.parent.parent / IMAGES / annotations.name / name
    video = imported_video(
        name,
        known,
        frame_hw=frame_size(pngs),
        frame_indices=tuple(pngs),
        images=images,
        image_names=find_images(images, pngs),
    )
    listed = frame_map.objects.get(name)
    if listed:
        objects = {
            value: ImportedObject(video.name, it.number, it.name, it.category)
            for value, it in listed.items()
        }
    else:
        objects = _find_objects(video.name, pngs)
    return IndexFolder(video, pngs, objects)


def _find_objects(video: str, pngs: Mapping[int, Path]) -> dict[int, ImportedObject]:
    """By value; DAVIS lists objects nowhere, so every PNG is looked at."""
    found: set[int] = set()
    for path in pngs.values():
        with one_record():
            found.update(np.unique(read_index_png(path)).tolist())
    found.discard(0)
    if found == {VOID}:
        return {VOID: ImportedObject(video, 1, FOREGROUND, None)}
    return {
        value: ImportedObject(video, value, f"object {value}", None)
        for value in sorted(found - {VOID})
    }

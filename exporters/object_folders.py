"""One PNG an object and frame, <root>/<video>/<object>/<00000>.png: overlaps survive.

What is not 0 is the object; one without a PNG on a frame was not looked for there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exporters.dataset import ImportedDataset, ImportedMask, ImportedObject, ImportedVideo
from exporters.exported import ExportedObject, ExportedVideo
from exporters.faults import one_record
from exporters.frame_map import FrameMap
from exporters.imported import (
    categories_of,
    imported_video,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.index_folders import find_images, find_pngs, frame_size
from exporters.png import read_index_png, write_grey_png
from storage.errors import FormatError
from storage.masks import decode, encode
from storage.records import Mask


@dataclass(frozen=True, slots=True)
class _Folder:
    """One video: its objects by their number in the folders, with the PNGs of each by frame index."""

    video: ImportedVideo
    objects: Mapping[int, ImportedObject]
    pngs: Mapping[int, Mapping[int, Path]]


def write_object_png(
    root: Path, video: ExportedVideo, exported: ExportedObject, frame_index: int, mask: Mask
) -> None:
    """Write one mask as 0 and 255."""
    folder = root / video.folder / f"{exported.id:03}"
    folder.mkdir(parents=True, exist_ok=True)
    pixels = decode(mask.rle).astype(np.uint8) * np.uint8(255)
    write_grey_png(folder / f"{video.frame_name(frame_index)}.png", pixels)


def read_object_folders(
    root: Path, images: Path, frame_map: FrameMap, *, first_number: int
) -> ImportedDataset:
    """Read all videos; ``first_number`` is what the first object of a video is called.

    Raises FormatError, naming the file, for what is wrong.
    """
    present = {path.name for path in root.glob("*/")}
    known = [name for name in frame_map.videos if name in present]
    folders = []
    for name in dict.fromkeys((*known, *sorted(present))):
        with one_record():
            folders.append(_read_folder(root, name, frame_map, images / name, first_number))
    videos = with_known_videos([it.video for it in folders], frame_map)
    seen = [it for folder in folders for it in folder.objects.values()]
    objects = ordered_objects((*seen, *unseen_objects(frame_map, seen)), videos)
    return ImportedDataset(
        videos=videos,
        categories=categories_of(objects),
        objects=objects,
        masks=lambda: (mask for folder in folders for mask in _masks(folder)),
    )


def _read_folder(
    root: Path, name: str, frame_map: FrameMap, images: Path, first_number: int
) -> _Folder:
    known = frame_map.videos.get(name)
    pngs = _find_objects(root / name)
    by_frame = {i: path for of_object in pngs.values() for i, path in of_object.items()}
    by_frame = dict(sorted(by_frame.items()))
    video = imported_video(
        name,
        known,
        frame_hw=frame_size(by_frame),
        frame_indices=tuple(by_frame),
        images=images,
        image_names=find_images(images, by_frame),
    )
    listed = frame_map.objects.get(name, {})
    objects = {}
    for number in sorted({*pngs, *listed}):
        it = listed.get(number)
        one_based = number + 1 - first_number
        objects[number] = (
            ImportedObject(video.name, it.number, it.name, it.category)
            if it
            else ImportedObject(video.name, one_based, f"object {one_based}", None)
        )
    return _Folder(video, objects, pngs)


def _find_objects(folder: Path) -> dict[int, dict[int, Path]]:
    """The PNGs by the number of their object."""
    found: dict[int, dict[int, Path]] = {}
    for path in sorted(folder.glob("*/")):
        with one_record():
            if not re.fullmatch("[0-9]{1,9}", path.name) or int(path.name) in found:
                raise FormatError(f"{path} is not named by its object's number.")
            found[int(path.name)] = find_pngs(path)
    return found


def _masks(folder: _Folder) -> Iterator[ImportedMask]:
    """All masks, by frame and number of the object."""
    by_number = sorted(folder.objects.items(), key=lambda it: it[1].number)
    for frame_index in folder.video.frame_indices:
        for key, it in by_number:
            path = folder.pngs.get(key, {}).get(frame_index)
            if path is None:
                continue
            with one_record():
                pixels = read_index_png(path)
                if pixels.shape != folder.video.frame_hw:
                    raise FormatError(f"{path}: its size is not that of the video's other frames.")
                yield ImportedMask(it.video, it.number, frame_index, encode(pixels > 0))

"""DAVIS 2016: one PNG a frame that says what is foreground (255) and what is not (0).

    TARGET/JPEGImages/480p/<sequence>/<00000>.jpg    named by the index of the frame in its video
    TARGET/Annotations/480p/<sequence>/<00000>.png
    TARGET/ImageSets/480p/train.txt                  a line a frame: its image and its PNG
    TARGET/frame_map.json

The objects of a video are united; a video that has only one keeps its name in the frame map.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.davis_folders import (
    ANNOTATIONS,
    ENTRIES,
    FOREGROUND,
    IMAGES,
    RESOLUTION,
    VOID,
    read,
    write_list,
)
from exporters.exported import (
    ExportedObject,
    ExportedVideo,
    category_names,
    exported_frames,
    exported_videos,
)
from exporters.files import staged_folder
from exporters.frame_map import write_frame_map
from exporters.png import IndexImage, write_grey_png
from storage.masks import decode_crop
from storage.records import Mask

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "What is foreground, exactly: all objects of a video become one. Not which object is where, scores, "
    "prompts, conversations, colours, attributes, or who made a mask."
)


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as DAVIS 2016; see :mod:`exporters.dataset`. Raises UserError if it cannot."""
    videos = exported_videos(dataset, digits=5)
    mask_count = 0
    with staged_folder(target, entries=ENTRIES) as folder:
        annotations = folder / ANNOTATIONS / RESOLUTION
        annotations.mkdir(parents=True)
        images = folder / IMAGES / RESOLUTION if frames else None
        for video, index, masks in exported_frames(dataset, videos, images=images, progress=progress):  # fmt: skip
            path = annotations / video.folder / f"{video.frame_name(index)}.png"
            path.parent.mkdir(exist_ok=True)
            write_grey_png(path, _foreground(video, masks))
            mask_count += sum(not mask.rle.is_empty for mask in masks)
        write_list(folder, RESOLUTION, _lines(videos))
        write_frame_map(
            folder,
            "davis-2016",
            dataset,
            videos,
            _united_objects(dataset, videos),
            keeps_numbers=False,
        )
    frame_count = sum(len(video.frame_indices) for video in videos)
    return ExportReport(target, len(videos), frame_count, mask_count, tuple(_losses(dataset, videos)))  # fmt: skip


def _foreground(video: ExportedVideo, masks: Sequence[Mask]) -> IndexImage:
    facts = video.video.facts
    pixels = np.zeros(facts.frame_hw, np.uint8)
    for mask in masks:
        x, y, w, h = mask.rle.box_xywh
        pixels[y : y + h, x : x + w][decode_crop(mask.rle)] = VOID
    return pixels


def _lines(videos: Sequence[ExportedVideo]) -> Iterator[str]:
    for video in videos:
        for index in video.frame_indices:
            name = f"{RESOLUTION}/{video.folder}/{video.frame_name(index)}"
            yield f"/{IMAGES}/{name}.jpg /{ANNOTATIONS}/{name}.png"


def _united_objects(dataset: Dataset, videos: Sequence[ExportedVideo]) -> Iterator[ExportedObject]:
    names = category_names(dataset)
    for video in videos:
        objects = dataset.objects(video.video.id)
        if len(objects) == 1:
            yield ExportedObject(VOID, video.id, objects[0], names[objects[0].category_id])
        elif objects:
            united = replace(objects[0], number=1, name=FOREGROUND, category_id=None)
            yield ExportedObject(VOID, video.id, united, None)


def _losses(dataset: Dataset, videos: Sequence[ExportedVideo]) -> Iterator[str]:
    for video in videos:
        count = len(dataset.objects(video.video.id))
        if count > 1:
            yield f"{video.video.name}: its {count} objects became one."

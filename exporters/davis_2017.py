"""DAVIS 2017: one palette PNG a frame, in which a pixel's value is the object that lies there.

    TARGET/JPEGImages/480p/<sequence>/<00000>.jpg    named by the index of the frame in its video
    TARGET/Annotations/480p/<sequence>/<00000>.png
    TARGET/ImageSets/2017/train.txt
    TARGET/frame_map.json                            names, numbers and categories of objects

Values count from 1 without gaps, in the order in which objects appear: its evaluation takes the
largest value on the first frame for the number of objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.davis_folders import ANNOTATIONS, ENTRIES, IMAGES, RESOLUTION, read, write_list
from exporters.exported import (
    ExportedObject,
    ExportedVideo,
    category_names,
    exported_frames,
    exported_videos,
)
from exporters.files import staged_folder
from exporters.flat_frames import FlatTrack, FlatTracks, describe, overlap_losses, paint
from exporters.frame_map import write_frame_map
from exporters.png import voc_palette, write_index_png
from storage.errors import UserError

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Masks exactly where they do not overlap; where they do, a pixel belongs to the smaller object only. "
    "Object numbers, names, categories and attributes are in frame_map.json. Not scores, prompts, "
    "conversations, colours, or who made a mask."
)
MAX_VALUE = 254  # 255 is void
_PALETTE = voc_palette()


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as DAVIS 2017; see :mod:`exporters.dataset`.

    Raises UserError if it cannot be written, or if a video has more than 254 objects.
    """
    videos = exported_videos(dataset, digits=5)
    tracks = {video.id: _make_tracks(dataset, video) for video in videos}
    every_track = [track for of_video in tracks.values() for track in of_video.values()]
    with staged_folder(target, entries=ENTRIES) as folder:
        annotations = folder / ANNOTATIONS / RESOLUTION
        annotations.mkdir(parents=True)
        images = folder / IMAGES / RESOLUTION if frames else None
        for video, index, masks in exported_frames(dataset, videos, images=images, progress=progress):  # fmt: skip
            facts = video.video.facts
            values = paint(masks, tracks[video.id], facts.frame_hw, index)
            path = annotations / video.folder / f"{video.frame_name(index)}.png"
            path.parent.mkdir(exist_ok=True)
            write_index_png(path, values.astype(np.uint8), _PALETTE)
        write_list(folder, "2017", (video.folder for video in videos if video.frame_indices))
        write_frame_map(folder, "davis-2017", dataset, videos, [it.exported for it in every_track])
    return ExportReport(
        target,
        videos=len(videos),
        frames=sum(len(video.frame_indices) for video in videos),
        masks=sum(len(track.shown) for track in every_track),
        losses=tuple(chain.from_iterable(_losses(video, tracks[video.id]) for video in videos)),
    )


def _make_tracks(dataset: Dataset, video: ExportedVideo) -> FlatTracks:
    objects = dataset.objects(video.video.id)
    if len(objects) > MAX_VALUE:
        raise UserError(
            f"{video.video.name!r} has {len(objects)} objects, but DAVIS has room for "
            f"{MAX_VALUE} a video: export as coco, or delete some."
        )
    names = category_names(dataset)
    first = _first_frames(dataset, video)
    never = video.video.facts.frame_count
    order = sorted(objects, key=lambda it: (first.get(it.id, never), it.number))
    return {
        it.id: FlatTrack(ExportedObject(value, video.id, it, names[it.category_id]))
        for value, it in enumerate(order, start=1)
    }


def _first_frames(dataset: Dataset, video: ExportedVideo) -> dict[int, int]:
    """By object id, of all that appear."""
    first: dict[int, int] = {}
    for frame_index, masks in dataset.frame_masks(video.video.id):
        for mask in masks:
            if not mask.rle.is_empty:
                first.setdefault(mask.object_id, frame_index)
    return first


def _losses(video: ExportedVideo, tracks: FlatTracks) -> Iterator[str]:
    for track in tracks.values():
        yield from overlap_losses(video, [track])
        if not track.shown:
            yield f"{describe(video, track)} shows on no frame."
        elif track.shown[0] > video.frame_indices[0]:
            yield (
                f"{describe(video, track)} first shows on frame {track.shown[0]}: the evaluation of "
                "DAVIS only counts objects that show on the first frame."
            )

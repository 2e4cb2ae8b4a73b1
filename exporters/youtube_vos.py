"""YouTube-VOS: one palette PNG a frame, in which a pixel's value is the object that lies there.

    TARGET/train/JPEGImages/<video>/<00000>.jpg    named by the index of the frame in its video
    TARGET/train/Annotations/<video>/<00000>.png
    TARGET/train/meta.json                         categories, and the frames that show each object
    TARGET/frame_map.json                          names and numbers of objects too

A pixel has room for one object. Where masks overlap the smaller object is on top, because a small
one under a large one would be lost as a whole; what is lost is counted and reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from pathlib import Path

import numpy as np

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.exported import (
    NO_CATEGORY,
    ExportedObject,
    ExportedVideo,
    category_names,
    exported_frames,
    exported_videos,
)
from exporters.files import MARKER, staged_folder
from exporters.flat_frames import FlatTrack, FlatTracks, describe, overlap_losses, paint
from exporters.frame_map import write_frame_map
from exporters.json_stream import json_object, json_text, write_json
from exporters.png import voc_palette, write_index_png
from exporters.youtube_vos_reader import ANNOTATIONS, IMAGES, META, read
from storage.errors import UserError
from storage.records import Mask

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Masks exactly where they do not overlap, with object numbers, names and categories; where they "
    "do, a pixel belongs to the smaller object only. Not scores, prompts, conversations, colours, "
    "attributes, or who made a mask; an object without pixels on a frame counts as absent there."
)
SPLIT = "train"
MAX_VALUE = 254  # 255 means "do not count this pixel" to readers of DAVIS
_PALETTE = voc_palette()


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as YouTube-VOS; see :mod:`exporters.dataset`.

    Raises UserError if it cannot be written, or if a video has more than 254 objects.
    """
    videos = exported_videos(dataset, digits=5)
    tracks = {video.id: _make_tracks(dataset, video) for video in videos}
    every_track = [track for of_video in tracks.values() for track in of_video.values()]
    with staged_folder(target, entries=frozenset({SPLIT, MARKER})) as folder:
        split = folder / SPLIT
        split.mkdir()
        images = split / IMAGES if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        entries = (
            (
                video.folder,
                _write_video(split / ANNOTATIONS / video.folder, video, part, tracks[video.id]),
            )
            for video, part in groupby(walk, key=lambda it: it[0])
        )
        write_json(split / META, json_object([("videos", json_object(entries))]))
        write_frame_map(folder, "youtube-vos", dataset, videos, [it.exported for it in every_track])
    return ExportReport(
        target,
        videos=len(videos),
        frames=sum(len(video.frame_indices) for video in videos),
        masks=sum(len(track.shown) for track in every_track),
        losses=tuple(chain.from_iterable(_losses(video, tracks[video.id]) for video in videos)),
    )


def _make_tracks(dataset: Dataset, video: ExportedVideo) -> FlatTracks:
    names = category_names(dataset)
    objects = dataset.objects(video.video.id)
    if len(objects) > MAX_VALUE:
        raise UserError(
            f"{video.video.name!r} has {len(objects)} objects, but YouTube-VOS has room for "
            f"{MAX_VALUE} a video: export as coco, or delete some."
        )
    numbers = {it.number for it in objects}
    free = iter([value for value in range(1, MAX_VALUE + 1) if value not in numbers])
    tracks = {}
    for it in objects:
        value = it.number if it.number <= MAX_VALUE else next(free)
        tracks[it.id] = FlatTrack(ExportedObject(value, video.id, it, names[it.category_id]))
    return tracks


def _write_video(
    folder: Path,
    video: ExportedVideo,
    frames: Iterable[tuple[ExportedVideo, int, Sequence[Mask]]],
    tracks: FlatTracks,
) -> Iterator[str]:
    """Write a video's PNGs; the text is its entry in meta.json."""
    folder.mkdir(parents=True)
    facts = video.video.facts
    for _, frame_index, masks in frames:
        values = paint(masks, tracks, (facts.height, facts.width), frame_index)
        path = folder / f"{video.frame_name(frame_index)}.png"
        write_index_png(path, values.astype(np.uint8), _PALETTE)
    objects = {
        str(track.value): {
            "category": NO_CATEGORY if track.exported.category is None else track.exported.category,
            "frames": [video.frame_name(i) for i in track.shown],
        }
        for track in sorted(tracks.values(), key=lambda it: it.value)
        if track.shown  # readers start an object at its first frame
    }
    yield json_text({"objects": objects})


def _losses(video: ExportedVideo, tracks: FlatTracks) -> Iterator[str]:
    for track in tracks.values():
        if track.exported.tracked.number != track.value:
            yield (
                f"{describe(video, track)} has the value {track.value} there: "
                f"values end at {MAX_VALUE}."
            )
        yield from overlap_losses(video, [track])
        if not track.shown:
            yield f"{describe(video, track)} shows on no frame and is not in meta.json."

"""Reading results of YouTube-VIS: our own, and what models write.

They name neither videos nor frames. With a frame map of ours beside them both are known; without, a video is
called by its id, and its frames are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from exporters.dataset import ImportedDataset, ImportedObject, ImportedVideo
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.frame_map import FrameMap, read_frame_indices, read_frame_map
from exporters.imported import (
    categories_of,
    imported_video,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.index_folders import find_images
from exporters.json_stream import Record, read_records
from exporters.youtube_vis_reader import IMAGES
from exporters.youtube_vis_tracks import MAX_TRACK_BYTES, Track, read_tracks
from storage import counting
from storage.errors import FormatError

RESULTS = "results.json"


@dataclass(frozen=True, slots=True)
class _Shape:
    """How many frames a video has, and their (height, width) where a mask states it."""

    length: int
    frame_hw: tuple[int, int] | None


@dataclass(slots=True)
class _Contents:
    """Tracks by their track_id, where there are none by their place; shapes by video id."""

    tracks: dict[int, Track] = field(default_factory=dict)
    shapes: dict[int, _Shape] = field(default_factory=dict)


def read(source: Path) -> ImportedDataset:
    """Read a results.json, or a folder with one. Raises FormatError, naming the record, for a bad one."""
    path = source / RESULTS if source.is_dir() else source
    with reading(path):
        contents = _scan(path)
        frame_map = read_frame_map(path.parent)
        if not contents.tracks and not frame_map.videos:
            raise FormatError(f"{path} holds no results.")
        videos = _make_videos(contents, frame_map, path.parent)
    objects = _make_objects(contents, frame_map, videos)
    known = with_known_videos(videos.values(), frame_map)
    every_object = (*objects.values(), *unseen_objects(frame_map, objects.values()))
    place = {it.name: i for i, it in enumerate(known)}
    in_order = dict(sorted(videos.items(), key=lambda it: place[it[1].name]))
    return ImportedDataset(
        videos=known,
        categories=categories_of(every_object),
        objects=ordered_objects(every_object, known),
        masks=lambda: read_tracks(path, contents.tracks, in_order, objects),
    )


def _scan(path: Path) -> _Contents:
    contents = _Contents()
    for record in read_records(path, max_record_bytes=MAX_TRACK_BYTES):
        if record.section or not isinstance(record.key, int):
            raise FormatError(f"{path} is not a list of results.")
        with one_record():
            _add_track(contents, record.key, record)
    return contents


def _add_track(contents: _Contents, position: int, record: Record) -> None:
    fields = Fields.of(f"result {position}", record.value)
    key = fields.whole("track_id") if fields.has("track_id") else position
    if key in contents.tracks:
        raise fields.error(f"its track {key} is there twice")
    video_id, category_id = fields.whole("video_id"), fields.whole("category_id")
    fields.share("score")
    _note_shape(contents, fields, video_id)
    contents.tracks[key] = Track(fields.name, video_id, category_id, record.offset, record.length)


def _note_shape(contents: _Contents, fields: Fields, video_id: int) -> None:
    values = fields.values.get("segmentations")
    if not isinstance(values, list):
        raise fields.error("its segmentations are not a list")
    shape = contents.shapes.setdefault(video_id, _Shape(len(values), None))
    if shape.length != len(values):
        raise fields.error(
            f"it has {counting.frames(len(values))}, but others of its video {shape.length}"
        )
    first = next((it for it in values if isinstance(it, dict)), None)
    if shape.frame_hw is None and first is not None:
        size = first.get("size")
        if not isinstance(size, list) or len(size) != 2:
            raise fields.error("the size of its masks is not height and width")
        stated = Fields(fields.name, {"height": size[0], "width": size[1]})
        contents.shapes[video_id] = replace(shape, frame_hw=stated.frame_size())


def _make_videos(
    contents: _Contents, frame_map: FrameMap, root: Path
) -> dict[int | str, ImportedVideo]:
    """By video id, which in our exports counts up from 1 in the order of the frame map."""
    indices = read_frame_indices(root)
    folders = dict(enumerate(frame_map.videos, start=1))
    folders |= {it: f"video {it}" for it in contents.shapes if it not in folders}
    videos: dict[int | str, ImportedVideo] = {}
    for video_id, folder in folders.items():
        shape = contents.shapes.get(video_id)
        frames = tuple(indices.get(folder, range(shape.length if shape else 0)))
        if shape and len(frames) != shape.length:
            raise FormatError(
                f"video {video_id}: its results have {counting.frames(shape.length)}, the frame map {len(frames)}"
            )
        images = root / IMAGES / folder
        videos[video_id] = imported_video(
            folder,
            frame_map.videos.get(folder),
            frame_hw=shape.frame_hw if shape else None,
            frame_indices=frames,
            images=images,
            image_names=find_images(images, _png_names(frames)),
        )
    return videos


def _png_names(frames: Sequence[int]) -> dict[int, Path]:
    digits = max(5, len(str(frames[-1]))) if frames else 5
    return {i: Path(f"{i:0{digits}}.png") for i in frames}


def _make_objects(
    contents: _Contents, frame_map: FrameMap, videos: Mapping[int | str, ImportedVideo]
) -> dict[int, ImportedObject]:
    """By track; one of which no frame map knows gets the next number of its video."""
    folders = dict(enumerate(frame_map.videos, start=1))
    highest: Counter[int] = Counter()
    for video_id, folder in folders.items():
        numbers = [it.number for it in frame_map.objects.get(folder, {}).values()]
        highest[video_id] = max(numbers, default=0)
    objects = {}
    for track_id, track in contents.tracks.items():
        video = videos[track.video_id].name
        known = frame_map.objects.get(folders.get(track.video_id, ""), {}).get(track_id)
        if known:
            it = ImportedObject(video, known.number, known.name, known.category)
        else:
            highest[track.video_id] += 1
            number, category = highest[track.video_id], f"category {track.category_id}"
            it = ImportedObject(video, number, f"{category} {number}", category)
        objects[track_id] = it
    return objects

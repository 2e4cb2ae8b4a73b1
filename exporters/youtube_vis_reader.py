"""Reading YouTube-VIS: our own exports and the files of the data set, OVIS and others like it.

How masks are read says :mod:`exporters.youtube_vis_tracks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath

from exporters.dataset import ImportedDataset, ImportedObject, ImportedVideo
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.frame_map import FrameMap, read_frame_map
from exporters.imported import imported_video, ordered_objects, unseen_objects
from exporters.json_stream import read_records
from exporters.single_json import find_json
from exporters.youtube_vis_tracks import MAX_TRACK_BYTES, Track, read_tracks
from storage.counting import counted
from storage.errors import FormatError

SPLIT = "train"
INSTANCES = "instances.json"
IMAGES = "JPEGImages"


@dataclass(frozen=True, slots=True)
class _Video:
    folder: str
    frame_hw: tuple[int, int]
    paths: tuple[PurePosixPath, ...]  # of the frames' images
    frame_indices: tuple[int, ...]


@dataclass(slots=True)
class _Contents:
    videos: dict[int, _Video] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=dict)
    tracks: dict[int, Track] = field(default_factory=dict)
    crowds: int = 0


def read(source: Path) -> ImportedDataset:
    """Read a file, or a folder with one. Raises FormatError, naming the record, for a bad one."""
    with reading(source):
        path = find_json(source, Path(SPLIT, INSTANCES))
        contents = _scan(path)
        frame_map = read_frame_map(source if source.is_dir() else path.parent)
        videos = _imported_videos(contents, frame_map, path)
    objects = _imported_objects(contents, frame_map, videos)
    every_object = (*objects.values(), *unseen_objects(frame_map, objects.values()))
    return ImportedDataset(
        videos=tuple(videos.values()),
        categories=tuple(dict.fromkeys(contents.categories.values())),
        objects=ordered_objects(every_object, videos.values()),
        masks=lambda: read_tracks(path, contents.tracks, videos, objects),
        warnings=_warnings(contents),
    )


# --- records -------------------------------------------------------------------------------------


def _scan(path: Path) -> _Contents:
    contents = _Contents()
    sections = set()
    for record in read_records(path, max_record_bytes=MAX_TRACK_BYTES):
        sections.add(record.section)
        if record.section not in ("videos", "categories", "annotations"):
            continue
        if not isinstance(record.key, int):
            raise FormatError(f"{path}: its {record.section!r} is not a list.")
        with one_record():
            if record.section == "videos":
                _add_video(contents, Fields.of(f"video {record.key}", record.value))
            elif record.section == "categories":
                fields = Fields.of(f"category {record.key}", record.value)
                contents.categories[_new_id(fields, contents.categories)] = fields.text("name")
            else:
                fields = Fields.of(f"annotation {record.key}", record.value)
                _add_track(contents, fields, record.offset, record.length)
    if "videos" not in sections:
        raise FormatError(f"{path} lists no videos: it is not a YouTube-VIS data set.")
    tracks, contents.tracks = contents.tracks, {}
    for track_id, track in tracks.items():
        with one_record():
            _check_track(contents, track)
            contents.tracks[track_id] = track
    return contents


def _add_video(contents: _Contents, fields: Fields) -> None:
    frame_hw = fields.frame_size()
    names = fields.values.get("file_names")
    if not isinstance(names, list) or not names:
        raise fields.error("its file_names are no list of names")
    paths = tuple(
        Fields(f"{fields.name}, file name {i}", {"name": name}).relative_path("name")
        for i, name in enumerate(names)
    )
    folders = {path.parent for path in paths}
    if len(folders) > 1:
        raise fields.error("its file_names are in several folders")
    indices = _frame_indices(paths)
    video_id = _new_id(fields, contents.videos)
    contents.videos[video_id] = _Video(str(paths[0].parent), frame_hw, paths, indices)


def _frame_indices(paths: Sequence[PurePosixPath]) -> tuple[int, ...]:
    """What the names of the images say if they are numbers that grow, else their positions."""
    stems = [path.stem for path in paths]
    if all(stem.isascii() and stem.isdecimal() and len(stem) < 10 for stem in stems):
        numbers = tuple(map(int, stems))
        if all(a < b for a, b in pairwise(numbers)):
            return numbers
    return tuple(range(len(paths)))


def _add_track(contents: _Contents, fields: Fields, offset: int, length: int) -> None:
    track_id = _new_id(fields, contents.tracks)
    video_id, category_id = fields.whole("video_id"), fields.whole("category_id")
    contents.tracks[track_id] = Track(fields.name, video_id, category_id, offset, length)
    contents.crowds += fields.values.get("iscrowd") == 1


def _check_track(contents: _Contents, track: Track) -> None:
    if track.video_id not in contents.videos:
        raise FormatError(f"{track.name}: its video_id is that of no video")
    if track.category_id not in contents.categories:
        raise FormatError(f"{track.name}: its category_id is that of no category")


def _new_id(fields: Fields, known: Mapping[int, object]) -> int:
    number = fields.whole("id")
    if number in known:
        raise fields.error("its id is there twice")
    return number


# --- what they mean ------------------------------------------------------------------------------


def _imported_videos(
    contents: _Contents, frame_map: FrameMap, path: Path
) -> dict[int | str, ImportedVideo]:
    """By id; those of which only the frame map knows, by folder."""
    ids = {video.folder: video_id for video_id, video in contents.videos.items()}
    if len(ids) < len(contents.videos):
        raise FormatError("two videos have their images in the same folder.")
    videos: dict[int | str, ImportedVideo] = {}
    for folder in dict.fromkeys((*frame_map.videos, *ids)):
        known = frame_map.videos.get(folder)
        video = contents.videos[ids[folder]] if folder in ids else None
        images = _find_images(video, path) if video else None
        videos[ids.get(folder, folder)] = imported_video(
            folder,
            known,
            frame_hw=video.frame_hw if video else None,
            frame_indices=video.frame_indices if video else (),
            images=images,
            image_names=tuple(it.name for it in video.paths) if video and images else (),
        )
    return videos


def _find_images(video: _Video, instances: Path) -> Path | None:
    """The folder in which all images of a video are files: beside train.json, or in train."""
    root = instances.parent
    names = {path.name for path in video.paths}
    for images in (root / IMAGES, root, root / instances.stem / IMAGES):
        folder = images / video.folder
        if folder.is_dir() and names <= {path.name for path in folder.iterdir()}:
            return folder
    return None


def _imported_objects(
    contents: _Contents, frame_map: FrameMap, videos: Mapping[int | str, ImportedVideo]
) -> dict[int, ImportedObject]:
    """By track id. A track of which no frame map knows gets the next number of its video."""
    taken = {
        contents_id: {it.number for it in frame_map.objects.get(video.folder, {}).values()}
        for contents_id, video in contents.videos.items()
    }
    objects = {}
    for track_id, track in contents.tracks.items():
        video = videos[track.video_id]
        known = frame_map.objects.get(contents.videos[track.video_id].folder, {}).get(track_id)
        if known:
            it = ImportedObject(video.name, known.number, known.name, known.category)
        else:
            category = contents.categories[track.category_id]
            number = max(taken[track.video_id], default=0) + 1
            taken[track.video_id].add(number)
            it = ImportedObject(video.name, number, f"{category} {number}", category)
        objects[track_id] = it
    return objects


def _warnings(contents: _Contents) -> tuple[str, ...]:
    if not contents.crowds:
        return ()
    crowds = counted(
        contents.crowds,
        "{n} annotation is a crowd (iscrowd 1): it is read as one object.",
        "{n} annotations are crowds (iscrowd 1): each is read as one object.",
    )
    return (crowds,)

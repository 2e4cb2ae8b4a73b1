"""Reading YouTube-VIS: our own exports and the files of the data set, OVIS and others like it.

Tracks are turned into frames video by video; the masks of one video are in memory meanwhile (RLE).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from exporters.dataset import ImportedDataset, ImportedMask, ImportedObject, ImportedVideo
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.files import MARKER
from exporters.frame_map import FrameMap, read_frame_map
from exporters.imported import imported_video, ordered_objects, unseen_objects
from exporters.json_stream import read_again, read_records
from exporters.segmentation import read_segmentation
from storage.errors import FormatError
from storage.masks import empty

SPLIT = "train"
INSTANCES = "instances.json"
IMAGES = "JPEGImages"
MAX_TRACK_BYTES = 1 << 26  # one track, or one video's list of file names
MAX_MASKS = 2_000_000  # of one video


@dataclass(frozen=True, slots=True)
class _Video:
    folder: str
    frame_hw: tuple[int, int]
    paths: tuple[PurePosixPath, ...]  # of the frames' images
    frame_indices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Track:
    """An annotation, without its masks: these are read again from their place."""

    name: str
    video_id: int
    category_id: int
    offset: int
    length: int


@dataclass(slots=True)
class _Contents:
    videos: dict[int, _Video] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=dict)
    tracks: dict[int, _Track] = field(default_factory=dict)
    crowds: int = 0


def read(source: Path) -> ImportedDataset:
    """Read a file, or a folder with one. Raises FormatError, naming the record, for a bad one."""
    with reading(source):
        path = _find_instances(source)
        contents = _scan(path)
        frame_map = read_frame_map(source if source.is_dir() else path.parent)
        videos = _imported_videos(contents, frame_map, path.parent)
    objects = _imported_objects(contents, frame_map, videos)
    every_object = (*objects.values(), *unseen_objects(frame_map, objects.values()))
    return ImportedDataset(
        videos=tuple(videos.values()),
        categories=tuple(dict.fromkeys(contents.categories.values())),
        objects=ordered_objects(every_object, videos.values()),
        masks=lambda: _masks(path, contents, videos, objects),
        warnings=_warnings(contents),
    )


def _find_instances(source: Path) -> Path:
    if source.is_file():
        return source
    if (source / SPLIT / INSTANCES).is_file():
        return source / SPLIT / INSTANCES
    found = sorted(path for path in source.glob("*.json") if path.name != MARKER)
    if len(found) != 1:
        what = f"{len(found)} JSON files" if found else f"no {INSTANCES}"
        raise FormatError(f"{source} holds {what}: name the file itself.")
    return found[0]


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
    contents.tracks[track_id] = _Track(fields.name, video_id, category_id, offset, length)
    contents.crowds += fields.values.get("iscrowd") == 1


def _check_track(contents: _Contents, track: _Track) -> None:
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
    contents: _Contents, frame_map: FrameMap, root: Path
) -> dict[int | str, ImportedVideo]:
    """By id; those of which only the frame map knows, by folder."""
    ids = {video.folder: video_id for video_id, video in contents.videos.items()}
    if len(ids) < len(contents.videos):
        raise FormatError("two videos have their images in the same folder.")
    videos: dict[int | str, ImportedVideo] = {}
    for folder in dict.fromkeys((*frame_map.videos, *ids)):
        known = frame_map.videos.get(folder)
        video = contents.videos[ids[folder]] if folder in ids else None
        images = _find_images(video, root) if video else None
        videos[ids.get(folder, folder)] = imported_video(
            folder,
            known,
            frame_hw=video.frame_hw if video else None,
            frame_indices=video.frame_indices if video else (),
            images=images,
            image_names=tuple(path.name for path in video.paths) if video and images else (),
        )
    return videos


def _find_images(video: _Video, root: Path) -> Path | None:
    """The folder in which all images of a video are files."""
    names = {path.name for path in video.paths}
    for folder in (root / IMAGES / video.folder, root / video.folder):
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


def _masks(
    path: Path,
    contents: _Contents,
    videos: Mapping[int | str, ImportedVideo],
    objects: Mapping[int, ImportedObject],
) -> Iterator[ImportedMask]:
    by_video: dict[int, list[int]] = {}
    for track_id, track in contents.tracks.items():
        by_video.setdefault(track.video_id, []).append(track_id)
    with reading(path), path.open("rb") as file:
        for video_id, video in videos.items():
            masks: list[ImportedMask] = []
            for track_id in by_video.get(video_id, ()) if isinstance(video_id, int) else ():
                with one_record():
                    masks += _read_track(file, contents.tracks[track_id], video, objects[track_id])
                if len(masks) > MAX_MASKS:
                    raise FormatError(f"{video.name}: more than {MAX_MASKS} masks in one video.")
            masks.sort(key=lambda it: (it.frame_index, it.number))
            yield from masks


def _read_track(
    file: BinaryIO, track: _Track, video: ImportedVideo, it: ImportedObject
) -> Iterator[ImportedMask]:
    fields = Fields(track.name, _as_object(read_again(file, track.offset, track.length)))
    segmentations = _entries(fields, "segmentations", len(video.frame_indices))
    scores: list[object] = [None] * len(segmentations)
    if fields.has("scores"):
        scores = _entries(fields, "scores", len(segmentations))
    for frame_index, value, score in zip(video.frame_indices, segmentations, scores, strict=True):
        of_frame = Fields(f"{track.name}, frame {frame_index}", {"score": score})
        with one_record():
            rle = empty(video.frame_hw)
            if value is not None:
                rle = read_segmentation(of_frame, value, video.frame_hw)
            yield ImportedMask(video.name, it.number, frame_index, rle, of_frame.share("score"))


def _as_object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise FormatError("the file has changed while it was read")
    return value


def _entries(fields: Fields, key: str, length: int) -> list[object]:
    """A list with an entry for each frame."""
    value = fields.values.get(key)
    if not isinstance(value, list) or len(value) != length:
        raise fields.error(f"its {key} are not a list of {length}, one for each frame")
    return value


def _warnings(contents: _Contents) -> tuple[str, ...]:
    if not contents.crowds:
        return ()
    return (f"{contents.crowds} annotations are crowds (iscrowd 1): each is read as one object.",)

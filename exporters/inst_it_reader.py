"""Reading Inst-IT: our own exports, and its videos of images with their questions and answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from exporters.dataset import (
    ImportedDataset,
    ImportedMask,
    ImportedObject,
    ImportedTurn,
    ImportedVideo,
)
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.frame_map import FrameMap, read_frame_map
from exporters.imported import (
    ObjectKey,
    categories_of,
    imported_video,
    labelled_objects,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.json_stream import Record, read_again, read_records
from exporters.segmentation import read_segmentation
from exporters.single_json import find_json
from storage.errors import FormatError
from storage.masks import empty
from storage.records import Speaker

IMAGES, INSTANCES = "videos_raw", "inst_it_dataset_video_21k_w_mask.json"
_MAX_VIDEO_BYTES = 1 << 28  # the record of one video
_MENTION = re.compile(r"\[([0-9]{1,9})\]")
_FRAME = re.compile(r"[^0-9]*([0-9]{1,9})\.(jpg|jpeg|png)")


@dataclass(frozen=True, slots=True)
class _Video:
    """One video; ``frames`` are the names of its frames by frame index, ``place`` its record's."""

    name: str
    video: ImportedVideo
    frames: Mapping[int, str]
    objects: Mapping[ObjectKey, ImportedObject]
    turns: tuple[ImportedTurn, ...]
    place: tuple[int, int]


def mentions(text: str) -> list[int]:
    """The numbers of the objects that a text names as [n]."""
    return [int(number) for number in _MENTION.findall(text)]


def read(source: Path) -> ImportedDataset:
    """Read a file, or a folder with one. Raises FormatError, naming the record, for a bad one."""
    with reading(source):
        path = find_json(source, Path(INSTANCES))
        frame_map = read_frame_map(path.parent)
        found = list(_read_videos(path, frame_map))
        if not found and not frame_map.videos:
            raise FormatError(f"{path} lists no videos: it is not a data set of Inst-IT.")
    videos = with_known_videos([it.video for it in found], frame_map)
    seen = [it for video in found for it in video.objects.values()]
    objects = ordered_objects((*seen, *unseen_objects(frame_map, seen)), videos)
    by_name = {it.video.name: it for it in found}
    ordered = [by_name[it.name] for it in videos if it.name in by_name]
    return ImportedDataset(
        videos=videos,
        categories=categories_of(objects),
        objects=objects,
        masks=lambda: _masks(path, ordered),
        turns=tuple(turn for it in ordered for turn in it.turns),
    )


def _read_videos(path: Path, frame_map: FrameMap) -> Iterator[_Video]:
    seen: set[str] = set()
    for record in read_records(path, max_record_bytes=_MAX_VIDEO_BYTES):
        if record.section or not isinstance(record.key, int):
            raise FormatError(f"{path} is not a list of videos.")
        with one_record():
            found = _read_video(path.parent, record, frame_map)
            if found.video.name in seen:
                raise FormatError(f"{found.name}: it is about the same video as an earlier one")
            seen.add(found.video.name)
            yield found


def _read_video(root: Path, record: Record, frame_map: FrameMap) -> _Video:
    fields = Fields.of(f"video {record.key}", record.value)
    folder = fields.relative_path("video_path" if fields.has("video_path") else "video_id")
    frames = _frame_names(fields)
    segmentations = [_frame(fields, name) for name in frames.values()]
    images = _find_images(root, list(folder.parts), frames.values())
    known = frame_map.videos.get(folder.name)
    video = imported_video(
        folder.name,
        known,
        frame_hw=_frame_size(fields, segmentations) if known is None else known.frame_hw,
        frame_indices=tuple(frames),
        images=images,
        image_names=tuple(frames.values()) if images else (),
    )
    numbers = sorted({number for frame in segmentations for number in frame})
    listed = frame_map.objects.get(folder.name, {})
    objects = labelled_objects(video.name, dict.fromkeys(numbers), listed)
    turns = tuple(_turns(fields, video, objects))
    return _Video(fields.name, video, frames, objects, turns, (record.offset, record.length))


def _frame_names(fields: Fields) -> dict[int, str]:
    """By frame index: the number in the name if every frame has one of its own, else the position."""
    names = sorted(fields.nested("segmentations").values)
    for name in names:
        Fields(f"{fields.name}, frame", {"name": name}).relative_path("name")
    numbers = [int(it[1]) for it in map(_FRAME.fullmatch, names) if it]
    indices = numbers if len(set(numbers)) == len(names) else list(range(len(names)))
    return dict(sorted(zip(indices, names, strict=True)))


def _frame(fields: Fields, name: str) -> dict[int, Fields]:
    """What is said of each object on a frame."""
    objects = Fields(fields.name, fields.nested("segmentations").values).nested(name)
    found = {}
    for key in objects.values:
        if not re.fullmatch("[0-9]{1,9}", key) or int(key) in found:
            raise objects.error(f"{key[:50]!r} is not the number of an object")
        found[int(key)] = Fields(f"{objects.name}, object {key}", objects.nested(key).values)
    return found


def _frame_size(fields: Fields, frames: Sequence[Mapping[int, Fields]]) -> tuple[int, int]:
    """As the video says, else as its first mask does."""
    if fields.has("height") or fields.has("width"):
        return fields.frame_size()
    for it in (value for frame in frames for value in frame.values()):
        size = it.nested("mask").values.get("size") if it.has("mask") else None
        if isinstance(size, list) and len(size) == 2:
            return Fields(it.name, {"height": size[0], "width": size[1]}).frame_size()
    raise fields.error("the size of its frames is stated nowhere")


def _find_images(root: Path, parts: Sequence[str], names: Iterable[str]) -> Path | None:
    """The folder in which all frames are files: training puts videos_raw for the path's first part."""
    for folder in (root.joinpath(*parts), root.joinpath(IMAGES, *parts[1:])):
        if folder.is_dir() and {path.name for path in folder.iterdir()}.issuperset(names):
            return folder
    return None


def _turns(
    fields: Fields, video: ImportedVideo, objects: Mapping[ObjectKey, ImportedObject]
) -> Iterator[ImportedTurn]:
    pairs = fields.values.get("question_answer_pairs", [])
    if not isinstance(pairs, list):
        raise fields.error("its question_answer_pairs are not a list")
    numbers = {it.number for it in objects.values()}
    last = video.frame_indices[-1] if video.frame_indices else 0
    for i, value in enumerate(pairs):
        with one_record():
            pair = Fields.of(f"{fields.name}, pair {i}", value)
            start = pair.whole("start", most=1 << 31) if pair.has("start") else 0
            stop = (
                pair.whole("stop", least=start + 1, most=1 << 31) if pair.has("stop") else last + 1
            )
            sides = [(Speaker.PERSON, "question"), (Speaker.MODEL, "answer")]
            both = [(it, pair.text(key), _objects(pair, key, numbers)) for it, key in sides]
            for speaker, text, named in both:
                yield ImportedTurn(video.name, speaker, text, start, max(stop, start + 1), named)


def _objects(pair: Fields, key: str, numbers: set[int]) -> tuple[int, ...]:
    """Those that a turn of ours lists, else those that its text names."""
    listed = pair.values.get(f"{key}_objects")
    if listed is None:
        return tuple(dict.fromkeys(it for it in mentions(pair.text(key)) if it in numbers))
    if not isinstance(listed, list):
        raise pair.error(f"its {key}_objects are not a list")
    for number in listed:
        if type(number) is not int or number not in numbers:
            raise pair.error(f"its {key}_objects name one that its video does not have")
    return tuple(listed)


def _masks(path: Path, videos: Sequence[_Video]) -> Iterator[ImportedMask]:
    with reading(path), path.open("rb") as file:
        for it in videos:
            yield from _video_masks(file, it)


def _video_masks(file: BinaryIO, it: _Video) -> Iterator[ImportedMask]:
    """An object that a frame does not list was not looked for there."""
    fields = Fields.of(it.name, read_again(file, *it.place))
    for frame_index, name in it.frames.items():
        found = _frame(fields, name)
        masks = []
        for number, of_object in found.items():
            with one_record():
                value = of_object.values.get("mask")
                frame_hw = it.video.frame_hw
                rle = empty(frame_hw) if value is None else read_segmentation(of_object, value, frame_hw)  # fmt: skip
                masks.append(
                    ImportedMask(it.video.name, it.objects[number].number, frame_index, rle)
                )
        yield from sorted(masks, key=lambda mask: mask.number)

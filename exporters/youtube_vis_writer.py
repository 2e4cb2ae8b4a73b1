"""Writing YouTube-VIS, whose flavours differ in their categories and in where their file is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from exporters.dataset import Dataset, ExportReport, Progress, Provenance
from exporters.exported import (
    NO_CATEGORY,
    ExportedObject,
    ExportedVideo,
    category_ids,
    category_losses,
    category_names,
    exported_frames,
    exported_videos,
)
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.json_stream import json_items, json_list, json_object, json_text, write_json
from exporters.track_spill import Track, TrackSpill, spread
from exporters.youtube_vis_reader import IMAGES, INSTANCES, SPLIT
from storage.counting import counted
from storage.masks import to_coco_runs
from storage.records import Mask

KEEPS = (
    "Every mask exactly, overlaps included, with object numbers, names, categories and scores; attributes"
    " are in frame_map.json. Not the difference between absent and never looked at, prompts, "
    "conversations or colours; who made a mask only if asked for."
)
_Frames = Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]


@dataclass(frozen=True, slots=True)
class Flavour:
    """Where the file is, and the categories that the data set itself has, counted from 1."""

    format_name: str
    instances: str = f"{SPLIT}/{INSTANCES}"
    categories: tuple[str, ...] = ()


@dataclass(slots=True)
class _Writer:
    """What the annotations are written from; ``masks`` and ``shown`` count what was."""

    objects: Mapping[int, Sequence[ExportedObject]]  # by the ExportedVideo's id
    category_ids: Mapping[str, int]
    spill: IO[bytes]
    provenance: Callable[[Mask], Provenance] | None
    masks: int = 0
    shown: int = 0


def write_youtube_vis(
    flavour: Flavour, dataset: Dataset, target: Path, *, frames: bool, progress: Progress
) -> ExportReport:
    """Write the data set; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    objects = exported_tracks(dataset, videos)
    every_object = [it for of_video in objects.values() for it in of_video]
    categories = _flavour_categories(flavour, category_ids(dataset, every_object))
    entries = frozenset({SPLIT, flavour.instances.split("/")[0], MARKER})
    with staged_folder(target, entries=entries) as folder, TemporaryFile() as spill:
        (folder / SPLIT).mkdir()
        writer = _Writer(objects, categories, spill, dataset.provenance())
        images = folder / SPLIT / IMAGES if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        members = {
            "info": iter([json_text({"description": "Exported by Maskbank"})]),
            "videos": json_list(_video_record(it) for it in videos if it.frame_indices),
            "categories": json_list(_category_record(*it) for it in categories.items()),
            "annotations": json_items(_annotations(writer, walk)),
        }
        write_json(folder / flavour.instances, json_object(members.items()))
        write_frame_map(folder, flavour.format_name, dataset, videos, every_object)
    frame_count = sum(len(video.frame_indices) for video in videos)
    losses = (
        *category_losses("YouTube-VIS", every_object),
        *_other_categories(flavour, every_object),
        *unseen(len(every_object), writer.shown),
    )
    return ExportReport(target, len(videos), frame_count, writer.masks, losses)


def _flavour_categories(flavour: Flavour, own: Mapping[str, int]) -> Mapping[str, int]:
    """Those of the data set with their ids, and the project's others after them."""
    names = dict.fromkeys((*flavour.categories, *own))
    return {name: i for i, name in enumerate(names, start=1)}


def _other_categories(flavour: Flavour, objects: Iterable[ExportedObject]) -> Iterator[str]:
    used = dict.fromkeys(NO_CATEGORY if it.category is None else it.category for it in objects)
    for name in used if flavour.categories else ():
        if name not in flavour.categories:
            yield f"{name!r} is no category of {flavour.format_name}: its evaluation passes it over."


def unseen(count: int, shown: int) -> tuple[str, ...]:
    """The sentence about those of ``count`` objects that do not show."""
    if count == shown:
        return ()
    hidden = counted(
        count - shown,
        "{n} object shows on no frame and has no annotation.",
        "{n} objects show on no frame and have no annotation.",
    )
    return (hidden,)


def exported_tracks(
    dataset: Dataset, videos: Sequence[ExportedVideo]
) -> dict[int, list[ExportedObject]]:
    """The objects by the ExportedVideo's id, numbered through all videos."""
    names = category_names(dataset)
    found: dict[int, list[ExportedObject]] = {}
    count = 0
    for video in videos:
        objects = dataset.objects(video.video.id)
        found[video.id] = [
            ExportedObject(count + i, video.id, it, names[it.category_id])
            for i, it in enumerate(objects, start=1)
        ]
        count += len(objects)
    return found


# --- records -------------------------------------------------------------------------------------


def _video_record(video: ExportedVideo) -> dict[str, Any]:
    names = [f"{video.folder}/{video.frame_name(i)}.jpg" for i in video.frame_indices]
    return {
        "id": video.id,
        "width": video.video.facts.width,
        "height": video.video.facts.height,
        "length": len(names),
        "file_names": names,
    }


def _category_record(name: str, category_id: int) -> dict[str, Any]:
    return {"id": category_id, "name": name, "supercategory": ""}


def _annotations(writer: _Writer, walk: _Frames) -> Iterator[Iterator[str]]:
    """The text of every annotation, video by video; an object that shows nowhere has none."""
    for video, frames in groupby(walk, key=lambda it: it[0]):
        spill = TrackSpill(writer.spill)
        for position, (_, _, masks) in enumerate(frames):
            for mask in masks:
                if not mask.rle.is_empty:
                    made_by = writer.provenance(mask) if writer.provenance else None
                    spill.add(mask, position, json_text(_segmentation(mask)), made_by=made_by)
        for it in writer.objects[video.id]:
            if track := spill.track(it.tracked.id):
                writer.masks += len(track)
                writer.shown += 1
                category_id = writer.category_ids[NO_CATEGORY if it.category is None else it.category]  # fmt: skip
                yield _annotation(video, it, category_id, track, spill)


def _segmentation(mask: Mask) -> dict[str, Any]:
    return {"size": list(mask.rle.frame_hw), "counts": to_coco_runs(mask.rle)}


def _annotation(
    video: ExportedVideo, it: ExportedObject, category_id: int, track: Track, spill: TrackSpill
) -> Iterator[str]:
    length = len(video.frame_indices)
    boxes = track.box_xywh
    box_texts = [json_text([float(value) for value in boxes[i : i + 4]]) for i in range(0, len(boxes), 4)]  # fmt: skip
    record = {
        "id": it.id,
        "video_id": video.id,
        "category_id": category_id,
        "height": video.video.facts.height,
        "width": video.video.facts.width,
        "length": length,
        "iscrowd": 0,
    }
    members: dict[str, Iterator[str]] = {key: iter([json_text(value)]) for key, value in record.items()}  # fmt: skip
    members["segmentations"] = spread(length, track, spill.texts(track))
    members["areas"] = spread(length, track, map(str, track.area))
    members["bboxes"] = spread(length, track, box_texts)
    if not all(map(math.isnan, track.score)):
        members["scores"] = spread(length, track, map(_number, track.score))
    if track.made_by:
        texts = (json_text(it.as_record()) for it in track.made_by)
        members["provenance"] = spread(length, track, texts)
    return json_object(members.items())


def _number(score: float) -> str:
    return "null" if math.isnan(score) else json_text(score)

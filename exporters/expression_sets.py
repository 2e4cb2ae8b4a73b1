"""Writing what MeViS and ReVOS have in common: sentences about objects, and a dictionary of tracks.

    meta_expressions: {"videos": {video: {"expressions": {"0": {"exp", "obj_id", "anno_id"}},
                                          "vid_id", "frames", "height", "width"}}}
    mask_dict:        {anno_id: [RLE or null for each frame]}

``obj_id`` counts the objects of a video, ``anno_id`` those of all videos, both from 0; an expression that
nothing fits has neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.exported import (
    ExportedObject,
    ExportedVideo,
    category_names,
    exported_frames,
    exported_videos,
)
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.json_stream import json_list, json_object, json_text, write_json
from exporters.track_spill import TrackSpill, spread
from storage.masks import empty, to_coco, union
from storage.records import Expression, Mask

IMAGES = "JPEGImages"
REFERRING, REASONING, NOTHING = 0, 1, 2  # type_id, as the evaluation of ReVOS takes them
_Frames = Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a format has its files; ``foreground`` is the file of united masks, if it has one."""

    format_name: str
    root: str
    meta: str
    tracks: str = "mask_dict.json"
    foreground: str | None = None
    typed: bool = False  # whether expressions have a type_id

    @property
    def entries(self) -> frozenset[str]:
        """The names at the top of an export."""
        files = {self.meta, self.tracks, self.foreground or self.meta, IMAGES}
        return frozenset({self.root} if self.root else files) | {MARKER}


@dataclass(slots=True)
class _Counts:
    """What was written; ``shown`` are the project's object ids."""

    masks: int = 0
    shown: set[int] = field(default_factory=set)


def write_expression_set(
    layout: Layout, dataset: Dataset, target: Path, *, frames: bool, progress: Progress
) -> ExportReport:
    """Raises UserError if it cannot be written."""
    videos = exported_videos(dataset, digits=5)
    objects = _exported_objects(dataset, videos)
    counts = _Counts()
    with staged_folder(target, entries=layout.entries) as folder, TemporaryFile() as spill:
        root = folder / layout.root
        root.mkdir(exist_ok=True)
        entries = (
            (it.folder, iter([json_text(_meta(layout, dataset, it, objects))])) for it in videos
        )
        write_json(root / layout.meta, json_object([("videos", json_object(entries))]))
        images = root / IMAGES if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        write_json(root / layout.tracks, json_object(_tracks(walk, objects, spill, counts)))
        if layout.foreground:
            united = ((it.folder, _foreground(dataset, it)) for it in videos)
            write_json(root / layout.foreground, json_object(united))
        write_frame_map(folder, layout.format_name, dataset, videos, objects.values())
    frame_count = sum(len(video.frame_indices) for video in videos)
    losses = tuple(_losses(dataset, videos, counts.shown))
    return ExportReport(target, len(videos), frame_count, counts.masks, losses)


def _exported_objects(
    dataset: Dataset, videos: Sequence[ExportedVideo]
) -> dict[int, ExportedObject]:
    """By the project's object id, numbered through all videos."""
    names = category_names(dataset)
    objects: dict[int, ExportedObject] = {}
    for video in videos:
        for it in dataset.objects(video.video.id):
            objects[it.id] = ExportedObject(len(objects), video.id, it, names[it.category_id])
    return objects


def _meta(
    layout: Layout, dataset: Dataset, video: ExportedVideo, objects: Mapping[int, ExportedObject]
) -> dict[str, Any]:
    place = {it.id: i for i, it in enumerate(dataset.objects(video.video.id))}
    expressions = dataset.expressions(video.video.id)
    # some readers count in file order, some sorted
    keys = sorted(map(str, range(len(expressions))))
    return {
        "expressions": {
            key: _expression(layout, expressions[int(key)], place, objects) for key in keys
        },
        "vid_id": video.id - 1,
        "frames": [video.frame_name(i) for i in video.frame_indices],
        "height": video.video.facts.height,
        "width": video.video.facts.width,
    }


def _expression(
    layout: Layout, it: Expression, place: Mapping[int, int], objects: Mapping[int, ExportedObject]
) -> dict[str, Any]:
    known = [object_id for object_id in it.object_ids if object_id in place]
    record: dict[str, Any] = {
        "exp": it.text,
        "obj_id": [place[object_id] for object_id in known],
        "anno_id": [objects[object_id].id for object_id in known],
    }
    if layout.typed:
        asked = REASONING if it.text.rstrip().endswith("?") else REFERRING
        record["type_id"] = asked if known else NOTHING
    return record


def _tracks(
    walk: _Frames, objects: Mapping[int, ExportedObject], spill_file: IO[bytes], counts: _Counts
) -> Iterator[tuple[str, Iterator[str]]]:
    """The entries of mask_dict; an object that shows nowhere has null for each frame."""
    for video, frames in groupby(walk, key=lambda it: it[0]):
        spill = TrackSpill(spill_file)
        for position, (_, _, masks) in enumerate(frames):
            for mask in masks:
                if not mask.rle.is_empty:
                    spill.add(mask, position, json_text(to_coco(mask.rle)))
                    counts.masks += 1
                    counts.shown.add(mask.object_id)
        for it in objects.values():
            if it.video_id == video.id:
                track = spill.track(it.tracked.id)
                yield str(it.id), spread(len(video.frame_indices), track, spill.texts(track))


def _foreground(dataset: Dataset, video: ExportedVideo) -> Iterator[str]:
    """All objects of each frame as one mask."""
    facts = video.video.facts
    nothing = empty(facts.frame_hw)
    united = (
        to_coco(union([nothing, *(mask.rle for mask in masks)]))
        for _, masks in dataset.frame_masks(video.video.id)
    )
    return json_object([("masks_rle", json_list(united))])


def _losses(dataset: Dataset, videos: Sequence[ExportedVideo], shown: set[int]) -> Iterator[str]:
    for video in videos:
        expressions = dataset.expressions(video.video.id)
        if not expressions:
            yield f"{video.video.name} has no expressions: training on this format passes it over."
        for it in expressions:
            if it.object_ids and shown.isdisjoint(it.object_ids):
                yield (
                    f"{video.video.name}: nothing that {it.text!r} refers to shows on a frame; training "
                    "stops at such an expression."
                )

"""SA-V: masklets as JSON, as its training split has them, and PNGs for each object, as the others do.

    TARGET/JPEGImages_24fps/<video>/<00000>.jpg            named by the index of the frame in its video
    TARGET/Annotations_6fps/<video>/<000>/<00000>.png      one PNG an object and frame: 0 or 255
    TARGET/annotations/<video>_manual.json
    TARGET/frame_map.json                                  numbers, names and categories of objects

A masklet's frames are a grid: every ``video_annotation_step``-th of the video, which is the widest that
meets all labelled frames. An empty mask says "not here", null that nobody looked.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import gcd
from pathlib import Path
from typing import Any

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
from exporters.json_stream import json_items, json_object, json_text, write_json
from exporters.object_folders import write_object_png
from exporters.sa_v_reader import IMAGES, JSONS, PNGS, STEP, SUFFIX, read
from storage.masks import to_coco
from storage.records import Mask, Source

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Every mask exactly, overlaps included, and where an object is absent; object numbers, names, "
    "categories and attributes are in frame_map.json. Not scores, prompts, conversations, colours, or who"
    " made a mask."
)
_SMALL, _LARGE = 32**2, 96**2  # pixels: where the size buckets of SA-V begin and end
_Frames = Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]


@dataclass(slots=True)
class _Masklet:
    """What is said of an object beside its masks; ``shown`` are places in the grid."""

    exported: ExportedObject
    shown: array[int] = field(default_factory=lambda: array("q"))
    area: int = 0
    by_person: int = 0

    @property
    def mean_area(self) -> float:
        return self.area / len(self.shown) if self.shown else 0.0

    def visibility_changes(self, last: int) -> int:
        """How often it vanishes or comes back once it has appeared."""
        gaps = sum(b - a > 1 for a, b in pairwise(self.shown))
        return 2 * gaps + bool(self.shown and self.shown[-1] < last)


_Masklets = Mapping[int, _Masklet]  # by the project's object id


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as SA-V; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    masklets = {video.id: _make_masklets(dataset, video) for video in videos}
    every_masklet = [it for of_video in masklets.values() for it in of_video.values()]
    entries = frozenset({IMAGES, PNGS, JSONS, MARKER})
    with staged_folder(target, entries=entries) as folder:
        (folder / JSONS).mkdir()
        images = folder / IMAGES if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        for video, of_video in groupby(walk, key=lambda it: it[0]):
            path = folder / JSONS / f"{video.folder}{SUFFIX}"
            write_json(path, _document(video, of_video, masklets[video.id], folder / PNGS))
        write_frame_map(folder, "sa-v", dataset, videos, [it.exported for it in every_masklet])
    frame_count = sum(len(video.frame_indices) for video in videos)
    mask_count = sum(len(it.shown) for it in every_masklet)
    return ExportReport(target, len(videos), frame_count, mask_count)


def _make_masklets(dataset: Dataset, video: ExportedVideo) -> _Masklets:
    names = category_names(dataset)
    objects = dataset.objects(video.video.id)
    return {
        it.id: _Masklet(ExportedObject(i, video.id, it, names[it.category_id]))
        for i, it in enumerate(objects)
    }


def _document(
    video: ExportedVideo, frames: _Frames, masklets: _Masklets, pngs: Path
) -> Iterator[str]:
    facts = video.video.facts
    step = gcd(*video.frame_indices) or 1
    record = {
        "video_id": video.folder,
        "video_duration": float(facts.frame_count / facts.rate),
        "video_frame_count": float(facts.frame_count),
        "video_height": float(facts.height),
        "video_width": float(facts.width),
        "video_resolution": float(facts.height * facts.width),
        "video_split": "train",
        STEP: step,
    }
    members = {key: iter([json_text(value)]) for key, value in record.items()}
    yield from json_object(
        [
            *members.items(),
            ("masklet", json_items(_grid(video, frames, masklets, step, pngs))),
            *((key, _later(key, masklets, video, step)) for key in _FACTS),
            ("masklet_num", iter([json_text(len(masklets))])),
        ]
    )


def _grid(
    video: ExportedVideo, frames: _Frames, masklets: _Masklets, step: int, pngs: Path
) -> Iterator[Iterator[str]]:
    """The masklets' entries for each place of the grid; writes the PNGs on the way."""
    place = 0
    for _, frame_index, masks in frames:
        while place < frame_index // step:
            yield iter([json_text([None] * len(masklets))])
            place += 1
        entries: list[dict[str, Any] | None] = [None] * len(masklets)
        for mask in masks:
            it = masklets[mask.object_id]
            entries[it.exported.id] = to_coco(mask.rle)
            it.by_person += mask.source is Source.HUMAN
            if not mask.rle.is_empty:
                it.shown.append(place)
                it.area += mask.rle.area
            write_object_png(pngs, video, it.exported, frame_index, mask)
        yield iter([json_text(entries)])
        place += 1


def _later(key: str, masklets: _Masklets, video: ExportedVideo, step: int) -> Iterator[str]:
    """A fact of all masklets, which is known once the masks are written."""
    last = video.frame_indices[-1] // step
    pixels = video.video.facts.height * video.video.facts.width
    yield json_text([_facts(it, last, pixels)[key] for it in masklets.values()])


def _facts(it: _Masklet, last: int, pixels: int) -> dict[str, Any]:
    area = it.mean_area
    bucket = "small" if area < _SMALL else "medium" if area < _LARGE else "large"
    return {
        "masklet_id": it.exported.id,
        "masklet_size_rel": area / pixels,
        "masklet_size_abs": area,
        "masklet_size_bucket": bucket,
        "masklet_visibility_changes": it.visibility_changes(last),
        "masklet_first_appeared_frame": float(it.shown[0]) if it.shown else None,
        "masklet_frame_count": last + 1,
        "masklet_edited_frame_count": it.by_person,
        "masklet_type": "manual",
        "masklet_stability_score": None,
    }


_FACTS = (
    "masklet_id",
    "masklet_size_rel",
    "masklet_size_abs",
    "masklet_size_bucket",
    "masklet_visibility_changes",
    "masklet_first_appeared_frame",
    "masklet_frame_count",
    "masklet_edited_frame_count",
    "masklet_type",
    "masklet_stability_score",
)

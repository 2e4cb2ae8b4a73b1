"""Writing COCO instances, with the masks as RLE or as polygons."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from exporters.attributes import Values, values_on
from exporters.coco_reader import ANNOTATIONS
from exporters.coco_videos import IMAGES
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
from exporters.json_stream import json_list, json_object, json_text, write_json
from exporters.outlines import OutlineLoss, edge_outlines
from storage.counting import counted
from storage.errors import FormatError
from storage.masks import Rle, from_polygons, to_coco
from storage.records import Mask


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known before the first mask is read; ids count up in the order of the data set, so
    that the same data set makes the same bytes."""

    videos: Sequence[ExportedVideo]
    tracks: Mapping[int, ExportedObject]  # by the project's object id
    category_ids: Mapping[str, int]
    provenance: Callable[[Mask], Provenance] | None
    values: Callable[[int, int], Values]

    @property
    def frame_count(self) -> int:
        return sum(len(video.frame_indices) for video in self.videos)

    def category_id(self, track: ExportedObject) -> int:
        return self.category_ids[NO_CATEGORY if track.category is None else track.category]


@dataclass(slots=True)
class _Polygons:
    """Masks as polygons, and what these lose by track id; ``beyond`` counts those that stay RLE."""

    losses: dict[int, OutlineLoss] = field(default_factory=dict)
    beyond: int = 0

    def of(self, track: ExportedObject, rle: Rle) -> object:
        polygons = [corners.reshape(-1).tolist() for corners in edge_outlines(rle)]
        try:
            back = from_polygons(polygons, rle.frame_hw)
        except FormatError:  # more parts, or a longer outline, than readers have to take
            self.beyond += 1
            return to_coco(rle)
        self.losses.setdefault(track.id, OutlineLoss()).add(rle, back)
        return polygons

    def sentences(self, plan: _Plan) -> Iterator[str]:
        names = {it.id: it.video.name for it in plan.videos}
        for track in plan.tracks.values():
            who = f"{names[track.video_id]}, object {track.tracked.number} ({track.tracked.name})"
            sentence = self.losses.get(track.id, OutlineLoss()).sentence(who)
            if sentence:
                yield sentence
        if self.beyond:
            yield counted(
                self.beyond,
                "{n} mask has too many parts for polygons and is RLE.",
                "{n} masks have too many parts for polygons and are RLE.",
            )


def write_coco(
    dataset: Dataset,
    target: Path,
    *,
    frames: bool,
    progress: Progress,
    format_name: str,
    as_polygons: bool,
) -> ExportReport:
    """Write the data set as COCO; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    plan = _make_plan(dataset)
    annotation_ids = count(1)
    absences = array("q")  # image id, track id, image id, ...
    polygons = _Polygons() if as_polygons else None
    with staged_folder(target, entries=frozenset({ANNOTATIONS, IMAGES, MARKER})) as folder:
        images = folder / IMAGES if frames else None
        walk = exported_frames(dataset, plan.videos, images=images, progress=progress)
        members = {
            "info": iter([json_text({"description": "Exported by Maskbank"})]),
            "videos": json_list(map(_video_record, plan.videos)),
            "categories": json_list(_category_records(plan)),
            "tracks": json_list(_track_record(plan, it) for it in plan.tracks.values()),
            "images": json_list(_image_records(plan)),
            "annotations": json_list(_annotations(plan, walk, annotation_ids, absences, polygons)),
            "absences": json_list(_absence_records(absences)),  # known once annotations are written
        }
        write_json(folder / ANNOTATIONS, json_object(members.items()))
        write_frame_map(folder, format_name, dataset, plan.videos)
    losses = category_losses("COCO", plan.tracks.values())
    lost = tuple(polygons.sentences(plan)) if polygons else ()
    mask_count = next(annotation_ids) - 1 + len(absences) // 2
    return ExportReport(target, len(plan.videos), plan.frame_count, mask_count, losses + lost)


def _make_plan(dataset: Dataset) -> _Plan:
    videos = exported_videos(dataset, digits=6)
    names = category_names(dataset)
    tracks: dict[int, ExportedObject] = {}
    for video in videos:
        for it in dataset.objects(video.video.id):
            tracks[it.id] = ExportedObject(len(tracks) + 1, video.id, it, names[it.category_id])
    return _Plan(
        videos,
        tracks,
        category_ids(dataset, tracks.values()),
        dataset.provenance(),
        values_on(dataset, (it.tracked for it in tracks.values())),
    )


# --- records -------------------------------------------------------------------------------------


def _video_record(exported: ExportedVideo) -> dict[str, Any]:
    facts = exported.video.facts
    return {
        "id": exported.id,
        "name": exported.video.name,
        "width": facts.width,
        "height": facts.height,
    }


def _category_records(plan: _Plan) -> Iterator[dict[str, Any]]:
    for name, category_id in plan.category_ids.items():
        yield {"id": category_id, "name": name, "supercategory": ""}


def _track_record(plan: _Plan, track: ExportedObject) -> dict[str, Any]:
    return {
        "id": track.id,
        "video_id": track.video_id,
        "category_id": plan.category_id(track),
        "number": track.tracked.number,
        "name": track.tracked.name,
    }


def _image_records(plan: _Plan) -> Iterator[dict[str, Any]]:
    ids = count(1)
    for video in plan.videos:
        for frame_index in video.frame_indices:
            yield {
                "id": next(ids),
                "file_name": f"{video.folder}/{video.frame_name(frame_index)}.jpg",
                "width": video.video.facts.width,
                "height": video.video.facts.height,
                "video_id": video.id,
                "frame_index": frame_index,
            }


def _annotations(
    plan: _Plan,
    frames: Iterable[tuple[ExportedVideo, int, Sequence[Mask]]],
    annotation_ids: Iterator[int],
    absences: array[int],
    polygons: _Polygons | None,
) -> Iterator[dict[str, Any]]:
    """A record for each mask; empty ones, which evaluation would count as missed, go to ``absences``."""
    for image_id, (_, _, masks) in enumerate(frames, start=1):
        pairs = [(plan.tracks[mask.object_id], mask) for mask in masks]
        for track, mask in sorted(pairs, key=lambda it: it[0].id):
            if mask.rle.is_empty:
                absences.extend((image_id, track.id))
            else:
                shape = polygons.of(track, mask.rle) if polygons else to_coco(mask.rle)
                ids = {"id": next(annotation_ids), "image_id": image_id}
                yield ids | _annotation(plan, track, mask, shape)


def _annotation(plan: _Plan, track: ExportedObject, mask: Mask, shape: object) -> dict[str, Any]:
    record: dict[str, Any] = {
        "category_id": plan.category_id(track),
        "segmentation": shape,
        "area": mask.rle.area,
        "bbox": [float(value) for value in mask.rle.box_xywh],
        "iscrowd": 0,
        "track_id": track.id,
        "video_id": track.video_id,
    }
    if mask.score is not None:
        record["score"] = mask.score
    if values := plan.values(mask.object_id, mask.frame_index):
        record["attributes"] = dict(values)
    return record | plan.provenance(mask).as_record() if plan.provenance else record


def _absence_records(absences: array[int]) -> Iterator[dict[str, int]]:
    for image_id, track_id in zip(absences[::2], absences[1::2], strict=True):
        yield {"image_id": image_id, "track_id": track_id}

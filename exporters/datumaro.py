"""Datumaro's own JSON: an item a frame, in which each mask says which object it is.

    TARGET/images/train/<video>/<00000>.jpg    named by the index of the frame in its video
    TARGET/annotations/train.json
    TARGET/frame_map.json                      names of objects too

``object_id`` of a mask is the object's number. ``absent`` of an item, which Datumaro passes over, lists the
objects that were looked for and are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporters.attributes import Values, values_on
from exporters.dataset import Dataset, ExportReport, Progress, Provenance
from exporters.datumaro_reader import ANNOTATIONS, IMAGES, SUBSET, read
from exporters.exported import (
    ExportedObject,
    ExportedVideo,
    exported_frames,
    exported_videos,
    objects_by_number,
)
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.json_stream import json_list, json_object, json_text, write_json
from exporters.mask_attributes import MADE_BY
from storage.masks import to_coco
from storage.records import Mask

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Every mask exactly, overlaps included, with object numbers, categories, attributes, scores and where"
    " an object is absent; names are in frame_map.json. Not prompts, conversations or colours; who made a"
    " mask only if asked for."
)
_OURS = MADE_BY | {"score", "track_id"}  # of a mask, not of an object
VERSION = "1.0"  # of Datumaro's JSON


@dataclass(slots=True)
class _Writer:
    """What items are written from; ``masks`` counts what was."""

    objects: Mapping[int, ExportedObject]  # by the project's object id
    label_ids: Mapping[str | None, int | None]
    provenance: Callable[[Mask], Provenance] | None
    values: Callable[[int, int], Values]
    masks: int = 0


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as Datumaro; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    objects = objects_by_number(dataset, videos)
    labels = [category.name for category in dataset.categories()]
    label_ids = {None: None} | {name: i for i, name in enumerate(labels)}
    values = values_on(dataset, (it.tracked for it in objects.values()))
    writer = _Writer(objects, label_ids, dataset.provenance(), values)
    with staged_folder(target, entries=frozenset({ANNOTATIONS, IMAGES, MARKER})) as folder:
        (folder / ANNOTATIONS).mkdir()
        images = folder / IMAGES / SUBSET if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        members = {
            "dm_format_version": iter([json_text(VERSION)]),
            "media_type": iter([json_text(2)]),  # images
            "infos": iter([json_text({})]),
            "categories": iter([json_text(_categories(labels))]),
            "items": json_list(_items(writer, walk)),
        }
        write_json(folder / ANNOTATIONS / f"{SUBSET}.json", json_object(members.items()))
        write_frame_map(folder, "datumaro", dataset, videos, objects.values())
    frame_count = sum(len(video.frame_indices) for video in videos)
    return ExportReport(target, len(videos), frame_count, writer.masks)


def _categories(labels: Sequence[str]) -> dict[str, Any]:
    listed = [{"name": name, "parent": "", "attributes": []} for name in labels]
    return {"label": {"labels": listed, "label_groups": [], "attributes": []}}


def _items(
    writer: _Writer, frames: Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]
) -> Iterator[dict[str, Any]]:
    for video, index, masks in frames:
        name = f"{video.folder}/{video.frame_name(index)}"
        ordered = sorted(masks, key=lambda it: writer.objects[it.object_id].id)
        shown = [mask for mask in ordered if not mask.rle.is_empty]
        facts = video.video.facts
        yield {
            "id": name,
            "annotations": [_annotation(writer, i, mask) for i, mask in enumerate(shown)],
            "attr": {"frame": index},
            "absent": [writer.objects[it.object_id].id for it in ordered if it.rle.is_empty],
            "image": {"path": f"{name}.jpg", "size": [facts.height, facts.width]},
        }
        writer.masks += len(masks)


def _annotation(writer: _Writer, annotation_id: int, mask: Mask) -> dict[str, Any]:
    it = writer.objects[mask.object_id]
    values = writer.values(mask.object_id, mask.frame_index)
    attributes: dict[str, Any] = {key: values[key] for key in values if key not in _OURS}
    if mask.score is not None:
        attributes["score"] = mask.score
    if writer.provenance:
        attributes |= writer.provenance(mask).as_record()
    return {
        "id": annotation_id,
        "type": "mask",
        "attributes": attributes,
        "group": 0,
        "object_id": it.id,
        "label_id": writer.label_ids[it.category],
        "rle": to_coco(mask.rle),
        "z_order": 0,
    }

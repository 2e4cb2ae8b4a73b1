"""LabelMe: one JSON a frame, in which each object has a mask and its number as group_id.

    TARGET/frames/<video>/<00000>.jpg     named by the index of the frame in its video
    TARGET/frames/<video>/<00000>.json
    TARGET/frame_map.json                 names and categories of objects

A shape is of the type "mask": the corners of its box, and a PNG of what is inside. The label is the
category, or the object's name if it has none. Attributes that are yes or no are flags, and all stand under
"attributes", which X-AnyLabeling shows and LabelMe keeps.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from exporters.attributes import Values, values_on
from exporters.dataset import Dataset, ExportReport, Progress, Provenance
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
from exporters.labelme_reader import FRAMES, read
from exporters.png import encode_grey_png
from storage.masks import decode_crop
from storage.records import Mask

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Every mask exactly, overlaps included, with object numbers, categories and attributes; names are in "
    "frame_map.json. Not the difference between absent and never looked at, prompts, conversations or "
    "colours; scores and who made a mask only if asked for."
)
VERSION = "5.5.0"  # of LabelMe, whose files these are like


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is said of a mask: who made it, None if nobody wants to know, and what its object is there."""

    provenance: Callable[[Mask], Provenance] | None
    values: Callable[[int, int], Values]


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as LabelMe; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    objects = objects_by_number(dataset, videos)
    facts = _Facts(
        dataset.provenance(), values_on(dataset, (it.tracked for it in objects.values()))
    )
    mask_count = 0
    with staged_folder(target, entries=frozenset({FRAMES, MARKER})) as folder:
        (folder / FRAMES).mkdir()
        images = folder / FRAMES if frames else None
        for video, index, masks in exported_frames(
            dataset, videos, images=images, progress=progress
        ):
            path = folder / FRAMES / video.folder / f"{video.frame_name(index)}.json"
            path.parent.mkdir(exist_ok=True)
            write_json(path, _document(video, index, masks, objects, facts))
            mask_count += sum(not mask.rle.is_empty for mask in masks)
        write_frame_map(folder, "labelme", dataset, videos, objects.values())
    frame_count = sum(len(video.frame_indices) for video in videos)
    return ExportReport(target, len(videos), frame_count, mask_count)


def _document(
    video: ExportedVideo,
    frame_index: int,
    masks: Sequence[Mask],
    objects: Mapping[int, ExportedObject],
    facts: _Facts,
) -> Iterator[str]:
    shown = sorted(
        (it for it in masks if not it.rle.is_empty), key=lambda it: objects[it.object_id].id
    )
    record: dict[str, Any] = {
        "version": VERSION,
        "flags": {},
        "shapes": None,
        "imagePath": f"{video.frame_name(frame_index)}.jpg",
        "imageData": None,
        "imageHeight": video.video.facts.height,
        "imageWidth": video.video.facts.width,
    }
    members = {key: iter([json_text(value)]) for key, value in record.items()}
    members["shapes"] = json_list(_shape(mask, objects[mask.object_id], facts) for mask in shown)
    return json_object(members.items())


def _shape(mask: Mask, exported: ExportedObject, facts: _Facts) -> dict[str, Any]:
    x, y, w, h = mask.rle.box_xywh
    pixels = decode_crop(mask.rle).astype(np.uint8) * np.uint8(255)
    values = facts.values(mask.object_id, mask.frame_index)
    return {
        "label": exported.tracked.name if exported.category is None else exported.category,
        "points": [[x, y], [x + w - 1, y + h - 1]],
        "group_id": exported.id,
        "description": _description(mask, facts.provenance(mask)) if facts.provenance else "",
        "shape_type": "mask",
        "flags": {name: value for name, value in values.items() if isinstance(value, bool)},
        **({"attributes": dict(values)} if values else {}),
        "mask": base64.b64encode(encode_grey_png(pixels)).decode("ascii"),
    }


def _description(mask: Mask, made_by: Provenance) -> str:
    """Who made the mask, in the text that LabelMe shows of a shape."""
    parts = [made_by.source.value, made_by.engine or ""]
    parts.append("" if mask.score is None else f"score {mask.score:.3f}")
    parts.append("verified" if made_by.verified else "")
    return ", ".join(filter(None, parts))

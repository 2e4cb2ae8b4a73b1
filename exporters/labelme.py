"""LabelMe: one JSON a frame, in which each object has a mask and its number as group_id.

    TARGET/frames/<video>/<00000>.jpg     named by the index of the frame in its video
    TARGET/frames/<video>/<00000>.json
    TARGET/frame_map.json                 names and categories of objects

A shape is of the type "mask": the corners of its box, and a PNG of what is inside. The label is the
category, or the object's name if it has none.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

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
    "Every mask exactly, overlaps included, with object numbers and categories; names are in "
    "frame_map.json. Not the difference between absent and never looked at, prompts, conversations, colours "
    "or attributes; scores and who made a mask only if asked for."
)
VERSION = "5.5.0"  # of LabelMe, whose files these are like


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as LabelMe; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    objects = objects_by_number(dataset, videos)
    provenance = dataset.provenance()
    mask_count = 0
    with staged_folder(target, entries=frozenset({FRAMES, MARKER})) as folder:
        (folder / FRAMES).mkdir()
        images = folder / FRAMES if frames else None
        for video, index, masks in exported_frames(
            dataset, videos, images=images, progress=progress
        ):
            path = folder / FRAMES / video.folder / f"{video.frame_name(index)}.json"
            path.parent.mkdir(exist_ok=True)
            write_json(path, _document(video, index, masks, objects, provenance))
            mask_count += sum(not mask.rle.is_empty for mask in masks)
        write_frame_map(folder, "labelme", dataset, videos, objects.values())
    frame_count = sum(len(video.frame_indices) for video in videos)
    return ExportReport(target, len(videos), frame_count, mask_count)


def _document(
    video: ExportedVideo,
    frame_index: int,
    masks: Sequence[Mask],
    objects: Mapping[int, ExportedObject],
    provenance: Callable[[Mask], Provenance] | None,
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
    members["shapes"] = json_list(
        _shape(mask, objects[mask.object_id], provenance(mask) if provenance else None)
        for mask in shown
    )
    return json_object(members.items())


def _shape(mask: Mask, exported: ExportedObject, made_by: Provenance | None) -> dict[str, Any]:
    x, y, w, h = mask.rle.box_xywh
    pixels = decode_crop(mask.rle).astype(np.uint8) * np.uint8(255)
    return {
        "label": exported.tracked.name if exported.category is None else exported.category,
        "points": [[x, y], [x + w - 1, y + h - 1]],
        "group_id": exported.id,
        "description": _description(mask, made_by) if made_by else "",
        "shape_type": "mask",
        "flags": {},
        "mask": base64.b64encode(encode_grey_png(pixels)).decode("ascii"),
    }


def _description(mask: Mask, made_by: Provenance) -> str:
    """Who made the mask, in the text that LabelMe shows of a shape."""
    parts = [made_by.source.value, made_by.engine or ""]
    parts.append("" if mask.score is None else f"score {mask.score:.3f}")
    parts.append("verified" if made_by.verified else "")
    return ", ".join(filter(None, parts))

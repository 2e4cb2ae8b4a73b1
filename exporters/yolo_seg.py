"""YOLO-seg: a line of text an object and frame, its class and one outline.

    TARGET/images/train/<video>/<00000>.jpg    named by the index of the frame in its video
    TARGET/labels/train/<video>/<00000>.txt    empty where no object shows
    TARGET/data.yaml                           the names of the classes
    TARGET/frame_map.json

A line is ``class x1 y1 x2 y2 ...`` in shares of the frame. The outline is that of
:func:`exporters.outlines.one_outline`, a quarter of a pixel inside its pixels, so that those who cut off
and those who round both draw the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.exported import (
    NO_CATEGORY,
    ExportedObject,
    ExportedVideo,
    category_ids,
    category_losses,
    exported_frames,
    exported_videos,
    objects_by_number,
)
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.outlines import Corners, OutlineLoss, fill_outline, one_outline
from exporters.yolo_seg_reader import CLASSES, IMAGES, LABELS, SPLIT, read
from storage.records import Mask

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Masks of one part exactly, holes and overlaps included; parts are joined by a line, and the report says "
    "what that costs. Categories; not which object is which, names, numbers, scores, prompts, "
    "conversations, colours, attributes, or who made a mask."
)
_INSIDE = 0.25  # of a pixel


@dataclass(slots=True)
class _Writer:
    """What lines are written from; ``losses`` by the project's object id."""

    objects: Mapping[int, ExportedObject]
    category_ids: Mapping[str, int]
    losses: dict[int, OutlineLoss] = field(default_factory=dict)

    def class_id(self, mask: Mask) -> int:
        category = self.objects[mask.object_id].category
        return self.category_ids[NO_CATEGORY if category is None else category] - 1


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as YOLO-seg; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    objects = objects_by_number(dataset, videos)
    writer = _Writer(objects, category_ids(dataset, objects.values()))
    with staged_folder(target, entries=frozenset({IMAGES, LABELS, CLASSES, MARKER})) as folder:
        (folder / LABELS / SPLIT).mkdir(parents=True)
        images = folder / IMAGES / SPLIT if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        for video, index, masks in walk:
            path = folder / LABELS / SPLIT / video.folder / f"{video.frame_name(index)}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text("".join(_lines(writer, masks)), encoding="ascii", newline="\n")
        _write_classes(folder / CLASSES, writer.category_ids)
        write_frame_map(folder, "yolo-seg", dataset, videos, keeps_numbers=False)
    frame_count = sum(len(video.frame_indices) for video in videos)
    mask_count = sum(loss.masks for loss in writer.losses.values())
    losses = (*category_losses("YOLO", objects.values()), *_sentences(writer, videos))
    return ExportReport(target, len(videos), frame_count, mask_count, losses)


def _lines(writer: _Writer, masks: Sequence[Mask]) -> Iterator[str]:
    shown = [mask for mask in masks if not mask.rle.is_empty]
    for mask in sorted(
        shown, key=lambda it: (writer.class_id(it), writer.objects[it.object_id].id)
    ):
        corners = one_outline(mask.rle)
        back = fill_outline(corners, mask.rle.frame_hw)
        writer.losses.setdefault(mask.object_id, OutlineLoss()).add(mask.rle, back)
        yield f"{writer.class_id(mask)} {_shares(corners, mask.rle.frame_hw)}\n"


def _shares(corners: Corners, frame_hw: tuple[int, int]) -> str:
    shares = (corners + _INSIDE) / (frame_hw[1], frame_hw[0])
    return " ".join(f"{value:.6f}" for value in shares.reshape(-1).tolist())


def _write_classes(path: Path, ids: Mapping[str, int]) -> None:
    """``val`` is there because Ultralytics demands one."""
    split = f"{IMAGES}/{SPLIT}"
    classes = {"train": split, "val": split, "names": {i - 1: name for name, i in ids.items()}}
    path.write_text(yaml.safe_dump(classes, sort_keys=False), encoding="ascii", newline="\n")


def _sentences(writer: _Writer, videos: Sequence[ExportedVideo]) -> Iterator[str]:
    names = {video.id: video.video.name for video in videos}
    for object_id, it in writer.objects.items():
        who = f"{names[it.video_id]}, object {it.tracked.number} ({it.tracked.name})"
        sentence = writer.losses.get(object_id, OutlineLoss()).sentence(who)
        if sentence:
            yield sentence

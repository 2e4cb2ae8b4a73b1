"""Plain masks: a PNG for each object and frame, 0 or 255, for programs that know no format at all.

TARGET/images/<video>/<00000>.jpg           named by the index of the frame in its video
TARGET/masks/<video>/<001>/<00000>.png      by the number of the object
TARGET/frame_map.json                       names and categories of objects
"""

from __future__ import annotations

from pathlib import Path

from exporters.dataset import Dataset, ExportReport, ImportedDataset, Progress
from exporters.exported import exported_frames, exported_videos, objects_by_number
from exporters.fields import reading
from exporters.files import MARKER, staged_folder
from exporters.frame_map import read_frame_map, write_frame_map
from exporters.object_folders import read_object_folders, write_object_png
from storage.errors import FormatError

KEEPS = (
    "Every mask exactly, overlaps included, with object numbers and where an object is absent; names, "
    "categories and attributes are in frame_map.json. Not scores, prompts, conversations, colours, or who"
    " made a mask."
)
_MASKS, _IMAGES = "masks", "images"


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as PNGs; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    objects = objects_by_number(dataset, videos)
    mask_count = 0
    with staged_folder(target, entries=frozenset({_MASKS, _IMAGES, MARKER})) as folder:
        (folder / _MASKS).mkdir()
        images = folder / _IMAGES if frames else None
        for video, index, masks in exported_frames(
            dataset, videos, images=images, progress=progress
        ):
            for mask in masks:
                write_object_png(folder / _MASKS, video, objects[mask.object_id], index, mask)
            mask_count += len(masks)
        write_frame_map(folder, "png", dataset, videos, objects.values())
    frame_count = sum(len(video.frame_indices) for video in videos)
    return ExportReport(target, len(videos), frame_count, mask_count)


def read(source: Path) -> ImportedDataset:
    """Read a folder of masks. Raises FormatError, naming the file, for what is wrong."""
    with reading(source):
        if not (source / _MASKS).is_dir():
            raise FormatError(f"{source} has no folder {_MASKS}: it is not a folder of mask PNGs.")
        frame_map = read_frame_map(source)
        return read_object_folders(source / _MASKS, source / _IMAGES, frame_map, first_number=1)

"""COCO instances, extended by videos and tracks: exact masks, one image record a frame.

    TARGET/annotations.json              see docs/formats.md
    TARGET/images/<video>/<000000>.jpg   named by the index of the frame in its video
    TARGET/frame_map.json

The extensions are further keys, which readers of COCO ignore: ``videos``; ``tracks``, one for each
object (as TAO has them); ``absences``, where an object was looked for and is not; ``video_id`` and
``frame_index`` of an image, ``video_id`` and ``track_id`` of an annotation.
"""

from __future__ import annotations

from pathlib import Path

from exporters.coco_reader import read
from exporters.coco_writer import write_coco
from exporters.dataset import Dataset, ExportReport, Progress

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Every mask exactly, overlaps included, with object numbers, names, categories, attributes, scores "
    "and where an object is absent; not prompts, conversations or colours; who made a mask only if asked "
    "for."
)


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as COCO; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    return write_coco(
        dataset, target, frames=frames, progress=progress, format_name="coco", as_polygons=False
    )

"""COCO instances with polygons, for programs that do not read RLE; all else is as in :mod:`exporters.coco`.

The polygons go along the edges of pixels, so that COCO's own drawing gives every pixel back; holes are
reached by a line there and back.
"""

from __future__ import annotations

from pathlib import Path

from exporters.coco_reader import read
from exporters.coco_writer import write_coco
from exporters.dataset import Dataset, ExportReport, Progress

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "What coco keeps, with polygons in place of RLE: every mask exactly as pycocotools draws polygons; "
    "programs that draw them otherwise lose or add pixels along the border."
)


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as COCO; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    return write_coco(
        dataset,
        target,
        frames=frames,
        progress=progress,
        format_name="coco-polygons",
        as_polygons=True,
    )

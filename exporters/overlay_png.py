"""Videos with their masks drawn in, as images: for papers, slides and programs that take no video.

    TARGET/videos/<video>/<00000>.png        named by the index of the frame in its video
    TARGET/frame_map.json

How, says :mod:`exporters.overlays`.
"""

from __future__ import annotations

from pathlib import Path

from exporters.dataset import Dataset, ExportReport, ImportedDataset, Progress
from exporters.overlays import write_overlays
from exporters.video_files import refuse_reading

KEEPS = (
    "An image a frame (PNG), with masks, outlines and numbers in the colours of the objects. It cannot be "
    "read back."
)


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the images; see :mod:`exporters.dataset`. Raises UserError if they cannot be.

    ``frames`` makes no difference: the frames are in the images.
    """
    del frames
    return write_overlays(dataset, target, progress=progress, format_name="overlay-png", codec=None)


def read(source: Path) -> ImportedDataset:
    """Raises FormatError, saying what to import instead."""
    refuse_reading(source)

"""Videos with their masks drawn in, to edit: ProRes 422 HQ.

    TARGET/videos/<video>.mov
    TARGET/frame_map.json

How, says :mod:`exporters.overlays`; what is not labelled, :mod:`exporters.video_files`.
"""

from __future__ import annotations

from pathlib import Path

from exporters.dataset import Dataset, ExportReport, ImportedDataset, Progress
from exporters.overlays import write_overlays
from exporters.video_files import refuse_reading
from storage.video import PRORES_422_HQ

KEEPS = (
    "A video to edit (ProRes 422 HQ), with masks, outlines and numbers in the colours of the objects, each "
    "frame at its time. It cannot be read back."
)


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the videos; see :mod:`exporters.dataset`. Raises UserError if they cannot be.

    ``frames`` makes no difference: the frames are in the videos.
    """
    del frames
    return write_overlays(
        dataset, target, progress=progress, format_name="overlay-prores", codec=PRORES_422_HQ
    )


def read(source: Path) -> ImportedDataset:
    """Raises FormatError, saying what to import instead."""
    refuse_reading(source)

"""Each object cut out of its video, with the mask as alpha: ProRes 4444.

    TARGET/mattes/<video>/<001>.mov    by the number of the object
    TARGET/frame_map.json

How, says :mod:`exporters.matte_videos`; what is not labelled, :mod:`exporters.video_files`.
"""

from __future__ import annotations

from pathlib import Path

from exporters.dataset import Dataset, ExportReport, ImportedDataset, Progress
from exporters.matte_videos import write_mattes
from exporters.video_files import refuse_reading
from storage.video import PRORES_4444

KEEPS = (
    "A video for each object with the mask as alpha (ProRes 4444), exact pixel by pixel, each frame at its "
    "time; overlaps are kept. It cannot be read back: export png for a sequence of images that can."
)


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the videos; see :mod:`exporters.dataset`. Raises UserError if they cannot be.

    ``frames`` makes no difference: the frames are in the videos.
    """
    del frames
    return write_mattes(
        dataset, target, progress=progress, format_name="matte-prores", codec=PRORES_4444
    )


def read(source: Path) -> ImportedDataset:
    """Raises FormatError, saying what to import instead."""
    refuse_reading(source)

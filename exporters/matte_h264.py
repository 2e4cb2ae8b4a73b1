"""A matte for each object, white on black: H.264.

    TARGET/mattes/<video>/<001>.mp4    by the number of the object
    TARGET/frame_map.json

How, says :mod:`exporters.matte_videos`; what is not labelled, :mod:`exporters.video_files`.
"""

from __future__ import annotations

from pathlib import Path

from exporters.dataset import Dataset, ExportReport, ImportedDataset, Progress
from exporters.matte_videos import write_mattes
from exporters.video_files import refuse_reading
from storage.video import H264

KEEPS = (
    "A video for each object, white where it is and black elsewhere, each frame at its time; overlaps are "
    "kept. It cannot be read back: export png for a sequence of images that can."
)


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the videos; see :mod:`exporters.dataset`. Raises UserError if they cannot be.

    ``frames`` makes no difference: the frames are in the videos.
    """
    del frames
    return write_mattes(dataset, target, progress=progress, format_name="matte-h264", codec=H264)


def read(source: Path) -> ImportedDataset:
    """Raises FormatError, saying what to import instead."""
    refuse_reading(source)

"""YouTube-VIS with the project's categories: one record a track, with a mask or null for each frame.

    TARGET/train/JPEGImages/<video>/<00000>.jpg    named by the index of the frame in its video
    TARGET/train/instances.json
    TARGET/frame_map.json                          numbers and names of objects too

Runs are uncompressed and every annotation repeats its frame's size, because evaluators demand both.
"""

from __future__ import annotations

from pathlib import Path

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.youtube_vis_reader import read
from exporters.youtube_vis_writer import KEEPS, Flavour, write_youtube_vis

__all__ = ["KEEPS", "read", "write"]

_FLAVOUR = Flavour("youtube-vis")


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as YouTube-VIS; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    return write_youtube_vis(_FLAVOUR, dataset, target, frames=frames, progress=progress)

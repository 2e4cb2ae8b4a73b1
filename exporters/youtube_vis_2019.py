"""YouTube-VIS as its 2019 edition has it: with the 40 categories of that year, under their ids.

    TARGET/train/JPEGImages/<video>/<00000>.jpg    named by the index of the frame in its video
    TARGET/train.json
    TARGET/frame_map.json                          numbers and names of objects too

All else is as in :mod:`exporters.youtube_vis`.
"""

from __future__ import annotations

from pathlib import Path

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.youtube_vis_categories import CATEGORIES_2019
from exporters.youtube_vis_reader import read
from exporters.youtube_vis_writer import KEEPS, Flavour, write_youtube_vis

__all__ = ["KEEPS", "read", "write"]

_FLAVOUR = Flavour("youtube-vis-2019", instances="train.json", categories=CATEGORIES_2019)


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as YouTube-VIS 2019; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    return write_youtube_vis(_FLAVOUR, dataset, target, frames=frames, progress=progress)

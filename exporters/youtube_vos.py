"""YouTube-VOS: one palette PNG a frame, in which a pixel's value is the object that lies there.

    TARGET/train/JPEGImages/<video>/<00000>.jpg    named by the index of the frame in its video
    TARGET/train/Annotations/<video>/<00000>.png
    TARGET/train/meta.json                         categories, and the frames that show each object
    TARGET/frame_map.json                          names and numbers of objects too

A pixel has room for one object. Where masks overlap the smaller object is on top, because a small
one under a large one would be lost as a whole; what is lost is counted and reported.
"""

from __future__ import annotations

from pathlib import Path

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.youtube_vos_reader import read
from exporters.youtube_vos_writer import write_youtube_vos

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Masks exactly where they do not overlap, with object numbers, names and categories; where they do, a"
    " pixel belongs to the smaller object only. Attributes are in frame_map.json. Not scores, prompts, "
    "conversations, colours, or who made a mask; an object without pixels on a frame counts as absent "
    "there."
)


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as YouTube-VOS; see :mod:`exporters.dataset`.

    Raises UserError if it cannot be written, or if a video has more than 254 objects.
    """
    return write_youtube_vos(dataset, target, frames=frames, progress=progress)

"""MeViS: sentences that refer to one, several or no objects of a video.

    TARGET/train/JPEGImages/<video>/<00000>.jpg    named by the index of the frame in its video
    TARGET/train/meta_expressions.json
    TARGET/train/mask_dict.json
    TARGET/frame_map.json                          names, numbers and categories of objects

What is in the files says :mod:`exporters.expression_sets`.
"""

from __future__ import annotations

from pathlib import Path

from exporters.dataset import Dataset, ExportReport, ImportedDataset, Progress
from exporters.expression_sets import Layout, write_expression_set
from exporters.expression_sets_reader import read_expression_set
from storage.errors import FormatError

KEEPS = (
    "Expressions, with the objects they refer to, and every mask exactly, overlaps included; object "
    "numbers, names, categories and attributes are in frame_map.json. Not the difference between absent "
    "and never looked at, scores, prompts, conversations, colours, or who made a mask."
)
_LAYOUT = Layout("mevis", root="train", meta="meta_expressions.json")


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as MeViS; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    return write_expression_set(_LAYOUT, dataset, target, frames=frames, progress=progress)


def read(source: Path) -> ImportedDataset:
    """Read a split or the folder that has it. FormatError, naming the record, for a bad one."""
    for root in (source, source / "train", source / "valid_u"):
        meta = root / _LAYOUT.meta
        if meta.is_file():
            return read_expression_set(source, meta, root / _LAYOUT.tracks)
    raise FormatError(f"{source} has no {_LAYOUT.meta}: it is not a data set of MeViS.")

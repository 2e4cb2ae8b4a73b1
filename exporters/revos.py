"""ReVOS: sentences that describe objects of a video, ask for them, or fit none.

    TARGET/JPEGImages/<video>/<00000>.jpg    named by the index of the frame in its video
    TARGET/meta_expressions_train_.json
    TARGET/mask_dict.json
    TARGET/mask_dict_foreground.json         all objects of a frame as one mask
    TARGET/frame_map.json                    names, numbers and categories of objects

What is in the files says :mod:`exporters.expression_sets`. ``type_id`` of an expression is 2 if nothing
fits it, else 1 if it is a question, else 0.
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
_LAYOUT = Layout(
    "revos",
    root="",
    meta="meta_expressions_train_.json",
    foreground="mask_dict_foreground.json",
    typed=True,
)
_METAS = (_LAYOUT.meta, "meta_expressions_valid_.json")


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as ReVOS; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    return write_expression_set(_LAYOUT, dataset, target, frames=frames, progress=progress)


def read(source: Path) -> ImportedDataset:
    """Read a folder, or the file of expressions in it. FormatError, naming the record, for a bad one."""
    root = source.parent if source.is_file() else source
    metas = (
        [source]
        if source.is_file()
        else [root / name for name in _METAS if (root / name).is_file()]
    )
    if len(metas) != 1:
        what = "several files" if metas else f"no {_LAYOUT.meta}"
        raise FormatError(f"{source} holds {what}: name the file of expressions itself.")
    return read_expression_set(root, metas[0], root / _LAYOUT.tracks)

"""MOTS as KITTI has it: frames count from 0, sequences are numbers.

    TARGET/training/image_02/<0000>/<000000>.jpg
    TARGET/instances/<0000>/<000000>.png         16 bits: class * 1000 + instance
    TARGET/label_02/<0000>.txt
    TARGET/evaluate_mots.seqmap.training
    TARGET/frame_map.json                        names of videos; names, numbers, categories of objects

Evaluation demands that frames are counted without gaps; the frame map says which frame is which.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from exporters.dataset import Dataset, ExportReport, ImportedDataset, Progress
from exporters.exported import exported_frames, exported_videos
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.mots_reader import find_sequences, read_sequences
from exporters.mots_sequences import make_plan, make_report, write_sequences
from storage.errors import FormatError

KEEPS = (
    "Masks exactly where they do not overlap; where they do, a pixel belongs to the smaller object only. "
    "Object numbers, names, categories and attributes are in frame_map.json. Not scores, prompts, "
    "conversations, colours, or who made a mask."
)
_IMAGES, _PNGS, _TEXTS = "training", "instances", "label_02"
_SEQMAP = "evaluate_mots.seqmap.training"
_ENTRIES = frozenset({_IMAGES, _PNGS, _TEXTS, _SEQMAP, MARKER})


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as KITTI MOTS; see :mod:`exporters.dataset`.

    Raises UserError if it cannot be written, or if a video has more than 999 objects.
    """
    videos = [
        replace(it, folder=f"{it.id - 1:04}")
        for it in exported_videos(dataset, digits=6, first_number=0)
    ]
    plan = make_plan(dataset, videos, format_name="KITTI MOTS")
    with staged_folder(target, entries=_ENTRIES) as folder:
        images = folder / _IMAGES / "image_02" if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        write_sequences(
            plan,
            walk,
            text_path={it.id: folder / _TEXTS / f"{it.folder}.txt" for it in videos},
            png_folder={it.id: folder / _PNGS / it.folder for it in videos},
        )
        lines = (
            f"{it.folder} empty 000000 {len(it.frame_indices) - 1:06}\n"
            for it in videos
            if it.frame_indices
        )
        (folder / _SEQMAP).write_text("".join(lines), encoding="ascii", newline="\n")
        write_frame_map(folder, "kitti-mots", dataset, videos, plan.objects)
    return make_report(plan, target, evaluated=("car", "pedestrian"))


def read(source: Path) -> ImportedDataset:
    """Read label_02 or instances_txt, else the PNGs in instances. FormatError, naming the line, for a
    bad one."""
    texts = {
        path.stem: path
        for name in ("instances_txt", _TEXTS)
        for path in source.glob(f"{name}/*.txt")
    }
    pngs = {path.name: path for path in source.glob(f"{_PNGS}/*/")}
    if not texts and not pngs:
        raise FormatError(
            f"{source} has neither {_TEXTS} nor {_PNGS}: it is not a data set of KITTI MOTS."
        )
    images = {name: source / _IMAGES / "image_02" / name for name in (*texts, *pngs)}
    sequences = find_sequences(texts, pngs, images=images)
    return read_sequences(source, sequences, first_number=0)

"""MOTS as MOTSChallenge has it: frames count from 1.

    TARGET/MOTS-train/<sequence>/img1/<000001>.jpg
    TARGET/MOTS-train/<sequence>/gt/gt.txt
    TARGET/MOTS-train/<sequence>/instances/<000001>.png    16 bits: class * 1000 + instance
    TARGET/MOTS-train/<sequence>/seqinfo.ini
    TARGET/seqmaps/MOTS-train.txt
    TARGET/frame_map.json                                  names, numbers and categories of objects

Evaluation demands that frames are counted without gaps; the frame map says which frame is which.
"""

from __future__ import annotations

import csv
from pathlib import Path

from exporters.dataset import Dataset, ExportReport, ImportedDataset, Progress
from exporters.exported import ExportedVideo, exported_frames, exported_videos
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
_SPLIT, _LISTS = "MOTS-train", "seqmaps"
_FIRST_FRAME = 1


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as MOTSChallenge; see :mod:`exporters.dataset`.

    Raises UserError if it cannot be written, or if a video has more than 999 objects.
    """
    videos = exported_videos(dataset, digits=6, first_number=_FIRST_FRAME)
    plan = make_plan(dataset, videos, format_name="MOTSChallenge")
    with staged_folder(target, entries=frozenset({_SPLIT, _LISTS, MARKER})) as folder:
        split = folder / _SPLIT
        split.mkdir()
        images = split if frames else None
        walk = exported_frames(dataset, videos, images=images, inside="img1", progress=progress)
        write_sequences(
            plan,
            walk,
            text_path={it.id: split / it.folder / "gt/gt.txt" for it in videos},
            png_folder={it.id: split / it.folder / "instances" for it in videos},
        )
        filled = [it for it in videos if it.frame_indices]
        for video in filled:
            _write_facts(split / video.folder / "seqinfo.ini", video)
        (folder / _LISTS).mkdir()
        with (folder / _LISTS / f"{_SPLIT}.txt").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [["name"], *([it.folder] for it in filled)]
            )
        write_frame_map(folder, "mots", dataset, videos, plan.objects)
    return make_report(plan, target, evaluated=("pedestrian",))


def _write_facts(path: Path, video: ExportedVideo) -> None:
    facts = video.video.facts
    lines = (
        "[Sequence]",
        f"name={video.folder}",
        "imDir=img1",
        f"frameRate={round(facts.rate)}",
        f"seqLength={len(video.frame_indices)}",
        f"imWidth={facts.width}",
        f"imHeight={facts.height}",
        "imExt=.jpg",
    )
    path.write_text("\n".join((*lines, "")), encoding="utf-8", newline="\n")


def read(source: Path) -> ImportedDataset:
    """Read a folder of sequences, at its top or one below. FormatError, naming the line, for a bad one."""
    for root in (source, *sorted(source.glob("*/"))):
        texts = {path.parent.parent.name: path for path in root.glob("*/gt/gt.txt")}
        pngs = {path.parent.name: path for path in root.glob("*/instances/")}
        if texts or pngs:
            images = {name: root / name / "img1" for name in (*texts, *pngs)}
            sequences = find_sequences(texts, pngs, images=images)
            return read_sequences(source, sequences, first_number=_FIRST_FRAME)
    raise FormatError(f"{source} has no <sequence>/gt/gt.txt: it is no data set of MOTSChallenge.")

"""Reading folders of PNGs in which a pixel's value is its object, one folder a video.

A PNG speaks of all objects of its video: one that has no pixel in it is absent from that frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exporters.dataset import ImportedMask, ImportedObject, ImportedVideo
from exporters.faults import one_record
from exporters.png import read_index_png
from storage.errors import FormatError
from storage.masks import encode


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """One video: its PNGs by frame index, and its objects by the value of their pixels."""

    video: ImportedVideo
    pngs: Mapping[int, Path]
    objects: Mapping[int, ImportedObject]


def find_pngs(folder: Path) -> dict[int, Path]:
    """By frame index, ascending; the index is what the file is called."""
    pngs: dict[int, Path] = {}
    for path in sorted(folder.glob("*.png")):
        with one_record():
            if not re.fullmatch("[0-9]{1,9}", path.stem):
                raise FormatError(f"{path} is not named by its frame's number.")
            if int(path.stem) in pngs:
                raise FormatError(f"{path}: its frame is there twice.")
            pngs[int(path.stem)] = path
    return dict(sorted(pngs.items()))


def find_images(images: Path, pngs: Mapping[int, Path]) -> tuple[str, ...]:
    """The frame image of every PNG, none at all if one is missing."""
    present = {path.name for path in images.iterdir()} if images.is_dir() else set()
    names = tuple(f"{path.stem}.jpg" for path in pngs.values())
    return names if present.issuperset(names) else ()


def frame_size(pngs: Mapping[int, Path]) -> tuple[int, int] | None:
    """The (height, width) of the first PNG that can be read."""
    for path in pngs.values():
        with one_record():
            height, width = read_index_png(path).shape
            return height, width
    return None


def index_masks(
    folders: Sequence[IndexFolder], *, void: frozenset[int] = frozenset(), listed_in: str
) -> Iterator[ImportedMask]:
    """All masks; ``void`` are values that mean nothing. FormatError, naming the file, for others."""
    for folder in folders:
        by_number = sorted(folder.objects.items(), key=lambda it: it[1].number)
        for frame_index, path in folder.pngs.items():
            with one_record():
                indices = read_index_png(path)
                if indices.shape != folder.video.frame_hw:
                    raise FormatError(f"{path}: its size is not that of the video's other frames.")
                strange = set(np.unique(indices).tolist()) - {0, *folder.objects} - void
                if strange:
                    raise FormatError(
                        f"{path}: the value {min(strange)} is no object of {listed_in}."
                    )
                for value, it in by_number:
                    yield ImportedMask(it.video, it.number, frame_index, encode(indices == value))

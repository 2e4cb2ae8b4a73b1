"""Reading MOTS: the lines of text of each sequence, or its 16-bit PNGs where there is no text.

A sequence speaks of all its frames and objects: an object without a line is absent from that frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from exporters.dataset import ImportedDataset, ImportedMask, ImportedObject, ImportedVideo
from exporters.faults import one_record
from exporters.fields import reading
from exporters.frame_map import FrameMap, read_frame_indices, read_frame_map
from exporters.imported import (
    categories_of,
    imported_video,
    ordered_objects,
    unseen_objects,
    with_known_videos,
)
from exporters.index_folders import find_pngs
from exporters.png import read_grey16_png
from storage.errors import FormatError
from storage.frame_size import check_frame_size
from storage.masks import Rle, empty, encode, from_coco

_CATEGORIES = {1: "car", 2: "pedestrian"}
_IGNORE = 10
_MAX_LINE = 1 << 24
_MAX_ROWS = 5_000_000
_LINE = re.compile(
    rb"([0-9]{1,7}) ([0-9]{1,9}) ([0-9]{1,3}) ([0-9]{1,5}) ([0-9]{1,5}) ([0-o]+)\r?\n?"
)


@dataclass(frozen=True, slots=True)
class SequencePaths:
    """Where a sequence lies; ``text`` is None where only PNGs are."""

    name: str
    text: Path | None
    pngs: Path
    images: Path


@dataclass(slots=True)
class _Contents:
    """What a sequence's text or PNGs speak of: frame number, object id and place in the text of each
    mask, and the class of each object."""

    rows: list[tuple[int, int, int]] = field(default_factory=list)
    classes: dict[int, int] = field(default_factory=dict)
    frame_hw: tuple[int, int] | None = None
    last_number: int = -1
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class _Sequence:
    paths: SequencePaths
    video: ImportedVideo
    frames: Mapping[int, int]  # frame index by number
    objects: Mapping[int, ImportedObject]  # by id
    contents: _Contents


def find_sequences(
    texts: Mapping[str, Path], pngs: Mapping[str, Path], *, images: Mapping[str, Path]
) -> list[SequencePaths]:
    """Every sequence that has a text file or a folder of PNGs, by name."""
    return [
        SequencePaths(name, texts.get(name), pngs.get(name, Path()), images[name])
        for name in sorted({*texts, *pngs})
    ]


def read_sequences(
    source: Path, sequences: Iterable[SequencePaths], *, first_number: int
) -> ImportedDataset:
    """Read them all; frames count from ``first_number``."""
    with reading(source):
        frame_map, indices = read_frame_map(source), read_frame_indices(source)
        by_name = {it.name: it for it in sequences}
        found = []
        for name in dict.fromkeys((*frame_map.videos, *by_name)):
            if name in by_name:
                with one_record():
                    rows = indices.get(name, ())
                    found.append(_read_sequence(by_name[name], frame_map, rows, first_number))
    videos = with_known_videos([it.video for it in found], frame_map)
    seen = [it for sequence in found for it in sequence.objects.values()]
    objects = ordered_objects((*seen, *unseen_objects(frame_map, seen)), videos)
    return ImportedDataset(
        videos=videos,
        categories=categories_of(objects),
        objects=objects,
        masks=lambda: (mask for sequence in found for mask in _masks(sequence)),
        warnings=_warnings(found),
    )


def _warnings(sequences: Iterable[_Sequence]) -> tuple[str, ...]:
    ignored = sum(it.contents.ignored for it in sequences)
    if not ignored:
        return ()
    return (f"Regions to ignore (class {_IGNORE}) were passed over: {ignored}.",)


def _read_sequence(
    paths: SequencePaths, frame_map: FrameMap, indices: Sequence[int], first_number: int
) -> _Sequence:
    known = frame_map.videos.get(paths.name)
    contents = _scan_text(paths.text) if paths.text else _scan_pngs(paths.pngs)
    total = len(indices) or contents.last_number + 1 - first_number
    numbers = range(first_number, first_number + total)
    frames = dict(zip(numbers, indices or range(total), strict=True))
    for strange in sorted({number for number, _, _ in contents.rows} - frames.keys()):
        with one_record():
            raise FormatError(
                f"{paths.text or paths.pngs}: there is no frame {strange}, "
                f"frames count from {first_number}."
            )
    images = tuple(f"{number:06}.jpg" for number in frames)
    present = {it.name for it in paths.images.iterdir()} if paths.images.is_dir() else set()
    video = imported_video(
        paths.name,
        known,
        frame_hw=known.frame_hw if known else contents.frame_hw,
        frame_indices=tuple(frames.values()),
        images=paths.images,
        image_names=images if present.issuperset(images) else (),
    )
    listed = frame_map.objects.get(paths.name, {})
    objects = {
        object_id: ImportedObject(video.name, it.number, it.name, it.category)
        for object_id, it in listed.items()
    }
    for object_id, number in sorted(contents.classes.items()):
        category = _CATEGORIES.get(number, f"class {number}")
        name = f"{category} {object_id % 1000}"
        objects.setdefault(object_id, ImportedObject(video.name, object_id, name, category))
    return _Sequence(paths, video, frames, objects, contents)


# --- text and PNGs -------------------------------------------------------------------------------


def _scan_text(path: Path) -> _Contents:
    contents = _Contents()
    place = 0
    with path.open("rb") as file:
        for position, line in enumerate(iter(lambda: file.readline(_MAX_LINE), b""), start=1):
            start, place = place, place + len(line)
            with one_record():
                _add_line(contents, line, start, f"{path}, line {position}")
    return contents


def _add_line(contents: _Contents, line: bytes, place: int, name: str) -> None:
    match = _match(line, name)
    if int(match[3]) == _IGNORE:
        contents.ignored += 1
        return
    frame_hw = int(match[4]), int(match[5])
    if frame_hw != (contents.frame_hw or frame_hw):
        raise FormatError(f"{name}: its size is not that of the lines before.")
    check_frame_size(frame_hw)
    contents.frame_hw = frame_hw
    _add_row(contents, int(match[1]), int(match[2]), int(match[3]), place, name)


def _match(line: bytes, name: str) -> re.Match[bytes]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise FormatError(f'{name}: it is not "frame id class height width rle".')
    return match


def _add_row(
    contents: _Contents, number: int, object_id: int, class_number: int, place: int, name: str
) -> None:
    if contents.classes.setdefault(object_id, class_number) != class_number:
        raise FormatError(f"{name}: the object {object_id} was of another class before.")
    if len(contents.rows) == _MAX_ROWS:
        raise FormatError(f"{name}: more than {_MAX_ROWS} masks cannot be read.")
    contents.rows.append((number, object_id, place))
    contents.last_number = max(contents.last_number, number)


def _scan_pngs(folder: Path) -> _Contents:
    contents = _Contents()
    for number, path in find_pngs(folder).items():
        contents.last_number = number
        with one_record():
            values = read_grey16_png(path)
            frame_hw = values.shape[0], values.shape[1]
            if frame_hw != (contents.frame_hw or frame_hw):
                raise FormatError(f"{path}: its size is not that of the video's other frames.")
            contents.frame_hw = frame_hw
            for value in np.unique(values).tolist():
                if value and value // 1000 != _IGNORE:
                    _add_row(contents, number, value, value // 1000, 0, str(path))
    return contents


# --- masks ---------------------------------------------------------------------------------------


def _masks(sequence: _Sequence) -> Iterator[ImportedMask]:
    places = _places(sequence)
    by_number = sorted(sequence.objects.items(), key=lambda it: it[1].number)
    frame_hw = sequence.video.frame_hw
    with _mask_source(sequence) as read_mask:
        for number, frame_index in sequence.frames.items():
            of_frame = places.get(number, {})
            for object_id, it in by_number:
                with one_record():
                    place = of_frame.get(object_id)
                    rle = empty(frame_hw) if place is None else read_mask(number, object_id, place)
                    yield ImportedMask(it.video, it.number, frame_index, rle)


def _places(sequence: _Sequence) -> Mapping[int, Mapping[int, int]]:
    """Where each mask is, by the number of its frame, then by the id of its object."""
    places: dict[int, dict[int, int]] = {}
    for number, object_id, place in sequence.contents.rows:
        of_frame = places.setdefault(number, {})
        with one_record():
            if object_id in of_frame:
                raise FormatError(f"{sequence.paths.name}, frame {number}: it has the object {object_id} twice.")  # fmt: skip
            of_frame[object_id] = place
    return places


@contextmanager
def _mask_source(sequence: _Sequence) -> Iterator[Callable[[int, int, int], Rle]]:
    """What reads a mask, given its frame number, object id and place."""
    paths, frame_hw = sequence.paths, sequence.video.frame_hw
    if paths.text is None:
        pngs = find_pngs(paths.pngs)
        read_png = lru_cache(maxsize=1)(lambda number: _read_png(pngs[number], frame_hw))
        yield lambda number, object_id, _: encode(read_png(number) == object_id)
        return
    with reading(paths.text), paths.text.open("rb") as file:
        yield lambda number, object_id, place: _read_line(
            file, place, sequence, (number, object_id)
        )


def _read_png(path: Path, frame_hw: tuple[int, int]) -> npt.NDArray[np.uint16]:
    values = read_grey16_png(path)
    if values.shape != frame_hw:
        raise FormatError(f"{path}: its size is not that of its video.")
    return values


def _read_line(file: BinaryIO, place: int, sequence: _Sequence, who: tuple[int, int]) -> Rle:
    file.seek(place)
    name = f"{sequence.paths.text}, frame {who[0]}, object {who[1]}"
    match = _match(file.readline(_MAX_LINE), name)
    try:
        size = [int(match[4]), int(match[5])]
        return from_coco({"size": size, "counts": match[6]}, sequence.video.frame_hw)
    except FormatError as error:
        raise FormatError(f"{name}: {error}") from error

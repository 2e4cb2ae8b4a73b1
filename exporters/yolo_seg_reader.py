"""Reading YOLO-seg: our exports, and folders as Ultralytics and Roboflow lay them out.

Nothing says which object is which: they are the first, second ... of their class on each frame. Outlines
are drawn as Ultralytics draws them. The size of a frame is that of its image, so that has to be there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path, PurePosixPath

import numpy as np
import yaml

from exporters.dataset import ImportedDataset, ImportedMask, ImportedObject
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.frame_map import FrameMap, read_frame_map
from exporters.imported import ObjectKey, labelled_objects, ordered_objects, with_known_videos
from exporters.outlines import Corners, fill_outline
from exporters.stills import Still, StillGroup, StillVideo, images_by_stem, still_videos
from storage.errors import FormatError, VideoError
from storage.masks import MAX_OUTLINE, Rle, empty
from storage.video.images import read_image
from storage.walking import paths_below

CLASSES, IMAGES, LABELS, SPLIT = "data.yaml", "images", "labels", "train"
_MAX_YAML_BYTES = 1 << 20
_MAX_LABEL_BYTES = 1 << 26
_MAX_LINES = 10_000
_Key = tuple[str, int]  # a class, and which of it on its frame
_SLACK = 0.01  # how far outside the frame a share may lie, as Ultralytics allows


@dataclass(frozen=True, slots=True)
class _Root:
    """A folder of label files, and that of their images."""

    name: str
    labels: Path
    images: Path


@dataclass(slots=True)
class _Turns:
    """How many lines of each class a frame has; ``unknown`` if one does not even say its class."""

    counts: Counter[str] = field(default_factory=Counter)
    unknown: bool = False

    def leave_open(self, key: _Key) -> bool:
        """Whether the frame may have a line for an object that was not read."""
        return self.unknown or key[1] <= self.counts[key[0]]


@dataclass(frozen=True, slots=True)
class _Line:
    """One object on one frame; ``shares`` is (n, 2) x, y from 0 to 1."""

    fields: Fields
    key: _Key
    shares: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    score: float | None


@dataclass(frozen=True, slots=True)
class _Video:
    """``paths`` are the label files, by frame."""

    still: StillVideo
    paths: Sequence[Path]
    objects: Mapping[_Key, ImportedObject]


def read(source: Path) -> ImportedDataset:
    """Read a folder, or its data.yaml. Raises FormatError, naming the file and the line, for a bad one."""
    with reading(source):
        root = source.parent if source.is_file() else source
        classes = _read_classes(source if source.is_file() else source / CLASSES)
        frame_map = read_frame_map(root)
        found = [video for it in _roots(root) for video in _read_root(it, classes, frame_map)]
    videos = with_known_videos([it.still.video for it in found], frame_map)
    by_name = {it.still.video.name: it for it in found}
    ordered = [by_name[it.name] for it in videos if it.name in by_name]
    return ImportedDataset(
        videos=videos,
        categories=tuple(dict.fromkeys(classes.values())),
        objects=ordered_objects((obj for it in found for obj in it.objects.values()), videos),
        masks=lambda: (mask for it in ordered for mask in _masks(it, classes)),
    )


def _read_classes(path: Path) -> dict[int, str]:
    if not path.is_file():
        raise FormatError(f"{path} is not there: it names the classes of a YOLO data set.")
    if path.stat().st_size > _MAX_YAML_BYTES:
        raise FormatError(f"{path} is larger than any list of classes.")
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FormatError(f"{path} is not YAML: {str(error)[:200]}.") from error
    names = document.get("names") if isinstance(document, dict) else None
    if isinstance(names, list):
        names = dict(enumerate(names))
    if not isinstance(names, dict) or not all(
        type(key) is int and isinstance(name, str) for key, name in names.items()
    ):
        raise FormatError(f"{path}: its names are not a list of the classes' names.")
    return names


def _roots(root: Path) -> Iterator[_Root]:
    """labels/<split> beside images/<split>, or labels and images inside each split."""
    labels = root / LABELS
    if labels.is_dir():
        for split in sorted(labels.glob("*/")):
            yield _Root(split.name, split, root / IMAGES / split.name)
        if any(labels.glob("*.txt")):
            yield _Root(root.resolve().name, labels, root / IMAGES)
    for split in sorted(root.glob(f"*/{LABELS}/")):
        yield _Root(split.parent.name, split, split.parent / IMAGES)


def _read_root(root: _Root, classes: Mapping[int, str], frame_map: FrameMap) -> Iterator[_Video]:
    images = images_by_stem(root.images) if root.images.is_dir() else {}
    stills, paths = [], []
    labels: dict[StillGroup, dict[ObjectKey, str | None]] = {}
    for path in (it for it in paths_below(root.labels) if it.suffix == ".txt"):
        stem = PurePosixPath(path.relative_to(root.labels).as_posix()).with_suffix("")
        image = images.get(stem, stem.with_suffix(".jpg"))
        known = frame_map.videos.get(str(stem.parent))
        with one_record():
            still = Still(
                image, known.frame_hw if known else _image_size(root.images / image, path)
            )
            found = labels.setdefault(still.group, {})
            for line in _lines(path, classes, _Turns()):
                found[line.key] = line.key[0]
            stills.append(still)
            paths.append(path)
    for group, it in still_videos(stills, frame_map, root.images, fallback_name=root.name).items():
        objects = labelled_objects(it.video.name, dict(sorted(labels[group].items())), {})
        by_key = {key: found for key, found in objects.items() if isinstance(key, tuple)}
        yield _Video(it, [paths[place] for place in it.stills], by_key)


def _image_size(image: Path, label: Path) -> tuple[int, int]:
    if not image.is_file():
        raise FormatError(
            f"{label} has no image {image.name} in {image.parent}: its size is unknown."
        )
    try:
        height, width, _ = read_image(image).shape
    except VideoError as error:
        raise FormatError(f"{image}: {error}") from error
    return height, width


def _masks(video: _Video, classes: Mapping[int, str]) -> Iterator[ImportedMask]:
    """An object without a line on a frame is absent there; of one whose line is bad, nothing is said."""
    by_number = sorted(video.objects.items(), key=lambda it: it[1].number)
    of_video = video.still.video
    for frame_index, path in zip(of_video.frame_indices, video.paths, strict=True):
        turns = _Turns()
        lines = {line.key: line for line in _lines(path, classes, turns)}
        for key, it in by_number:
            line = lines.get(key)
            if line is None and turns.leave_open(key):
                continue
            with one_record():
                rle = _draw(line, of_video.frame_hw) if line else empty(of_video.frame_hw)
                score = line.score if line else None
                yield ImportedMask(it.video, it.number, frame_index, rle, score)


# --- lines ---------------------------------------------------------------------------------------


def _lines(path: Path, classes: Mapping[int, str], turns: _Turns) -> Iterator[_Line]:
    """The lines of a file; counts in ``turns`` how many there are of each class."""
    with reading(path):
        if path.stat().st_size > _MAX_LABEL_BYTES:
            raise FormatError(f"{path} is larger than the labels of any frame.")
        rows = path.read_bytes().splitlines()
    if len(rows) > _MAX_LINES:
        raise FormatError(f"{path} has more than {_MAX_LINES} lines.")
    for i, row in enumerate(rows, start=1):
        if row.strip():
            with one_record():
                yield _line(Fields(f"{path}, line {i}", {}), row, classes, turns)


def _line(fields: Fields, row: bytes, classes: Mapping[int, str], turns: _Turns) -> _Line:
    before, turns.unknown = turns.unknown, True  # until it has said its class
    values = _numbers(fields, row)
    name = classes.get(int(values[0])) if values[0].is_integer() else None
    if name is None:
        raise fields.error(f"its class {values[0]:g} is none of {CLASSES}")
    turns.unknown = before
    turns.counts[name] += 1
    return _outline(fields, (name, turns.counts[name]), values[1:])


def _numbers(fields: Fields, row: bytes) -> list[float]:
    try:
        values = [float(token) for token in row.split()]
    except ValueError as error:
        raise fields.error("it holds something that is not a number") from error
    if not all(map(isfinite, values)):
        raise fields.error("it holds a number that is not finite")
    return values


def _outline(fields: Fields, key: _Key, values: Sequence[float]) -> _Line:
    """Points, and after them a score where a program has written its predictions."""
    score = values[-1] if len(values) % 2 else None
    points = values[:-1] if len(values) % 2 else values
    if len(points) < 6:
        raise fields.error("it is not an outline of at least three points")
    if not all(-_SLACK <= value <= 1 + _SLACK for value in points):
        raise fields.error("its points are not shares of the frame, from 0 to 1")
    score = Fields(fields.name, {"score": score}).share("score")
    return _Line(fields, key, np.array(points).reshape(-1, 2), score)


def _draw(line: _Line, frame_hw: tuple[int, int]) -> Rle:
    height, width = frame_hw
    corners: Corners = np.floor(line.shares * (width, height)).astype(np.int64)
    corners = corners.clip(0, (width - 1, height - 1))
    steps = np.abs(corners - np.roll(corners, 1, axis=0)).max(axis=1)
    if steps.sum() > MAX_OUTLINE:
        raise line.fields.error("its outline is longer than any")
    return fill_outline(corners, frame_hw)

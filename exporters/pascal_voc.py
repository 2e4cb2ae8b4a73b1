"""PASCAL VOC segmentation: two palette PNGs a frame, one says which class a pixel is, one which object.

    TARGET/JPEGImages/<video>/<00000>.jpg           named by the index of the frame in its video
    TARGET/SegmentationClass/<video>/<00000>.png
    TARGET/SegmentationObject/<video>/<00000>.png
    TARGET/ImageSets/Segmentation/train.txt         a line a frame: <video>/<00000>
    TARGET/labelmap.txt                             the classes by their values, and their colours
    TARGET/frame_map.json                           names and numbers of objects

A pixel has room for one object: where masks overlap the smaller one is on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.exported import (
    NO_CATEGORY,
    ExportedVideo,
    category_ids,
    category_losses,
    exported_frames,
    exported_videos,
)
from exporters.files import MARKER, staged_folder
from exporters.flat_frames import (
    FlatTrack,
    describe,
    numbered_tracks,
    overlap_losses,
    paint,
    renumbered_losses,
)
from exporters.frame_map import write_frame_map
from exporters.pascal_voc_reader import (
    BACKGROUND,
    CLASSES,
    IMAGES,
    LABELMAP,
    LISTS,
    MAX_VALUE,
    OBJECTS,
    read,
)
from exporters.png import IndexImage, voc_palette, write_index_png
from storage.errors import UserError

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Masks exactly where they do not overlap, with categories; where they do, a pixel belongs to the "
    "smaller object only. Object numbers, names and attributes are in frame_map.json. Not scores, "
    "prompts, conversations, colours, or who made a mask."
)
_PALETTE = voc_palette()


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as PASCAL VOC; see :mod:`exporters.dataset`.

    Raises UserError if it cannot be written, or if there are more than 254 classes, or objects in a video.
    """
    videos = exported_videos(dataset, digits=5)
    tracks = {
        it.id: numbered_tracks(dataset, it, room=MAX_VALUE, format_name="VOC") for it in videos
    }
    every_track = [track for of_video in tracks.values() for track in of_video.values()]
    classes = _class_values(dataset, every_track)
    entries = frozenset({IMAGES, CLASSES, OBJECTS, LISTS, LABELMAP, MARKER})
    with staged_folder(target, entries=entries) as folder:
        for name in (CLASSES, OBJECTS):
            (folder / name).mkdir()
        images = folder / IMAGES if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        for video, index, masks in walk:
            of_video = tracks[video.id]
            facts = video.video.facts
            values = paint(masks, of_video, facts.frame_hw, index)
            name = f"{video.frame_name(index)}.png"
            _write_png(folder / OBJECTS / video.folder / name, values)
            _write_png(folder / CLASSES / video.folder / name, _class_of(of_video, classes)[values])
        _write_text(folder / LISTS / "Segmentation/train.txt", _lines(videos))
        _write_text(folder / LABELMAP, _labelmap(classes))
        write_frame_map(folder, "pascal-voc", dataset, videos, [it.exported for it in every_track])
    losses = chain.from_iterable(_losses(video, tracks[video.id].values()) for video in videos)
    return ExportReport(
        target,
        videos=len(videos),
        frames=sum(len(video.frame_indices) for video in videos),
        masks=sum(len(track.shown) for track in every_track),
        losses=(*category_losses("VOC", [it.exported for it in every_track]), *losses),
    )


def _class_values(dataset: Dataset, tracks: Sequence[FlatTrack]) -> Mapping[str, int]:
    values = category_ids(dataset, [it.exported for it in tracks])
    if len(values) > MAX_VALUE:
        raise UserError(
            f"The project has {len(values)} categories, but VOC has room for {MAX_VALUE}: export as coco."
        )
    return values


def _class_of(tracks: Mapping[int, FlatTrack], classes: Mapping[str, int]) -> IndexImage:
    """The class value by the object's value, uint8 (256,)."""
    found = np.zeros(256, np.uint8)
    for track in tracks.values():
        category = track.exported.category
        found[track.value] = classes[NO_CATEGORY if category is None else category]
    return found


def _write_png(path: Path, values: npt.NDArray[np.integer]) -> None:
    path.parent.mkdir(exist_ok=True)
    write_index_png(path, values.astype(np.uint8), _PALETTE)


def _write_text(path: Path, lines: Iterator[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _lines(videos: Sequence[ExportedVideo]) -> Iterator[str]:
    for video in videos:
        for index in video.frame_indices:
            yield f"{video.folder}/{video.frame_name(index)}"


def _labelmap(classes: Mapping[str, int]) -> Iterator[str]:
    yield "# label:color_rgb:parts:actions"
    for name, value in ({BACKGROUND: 0} | dict(classes)).items():
        colour = ",".join(map(str, _PALETTE[value].tolist()))
        one_line = " ".join(name.split()).replace(":", "_")
        yield f"{one_line}:{colour}::"


def _losses(video: ExportedVideo, tracks: Iterable[FlatTrack]) -> Iterator[str]:
    for track in tracks:
        yield from renumbered_losses(video, track, room=MAX_VALUE)
        yield from overlap_losses(video, [track])
        if not track.shown:
            yield f"{describe(video, track)} shows on no frame."

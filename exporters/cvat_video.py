"""CVAT for video 1.1: a folder for each task, with the tracks of its video as XML.

    TARGET/tasks/<video>/annotations.xml
    TARGET/tasks/<video>/images/<000000>.jpg    named by the index of the frame in its video
    TARGET/frame_map.json                       numbers, names and categories of objects

Frames are counted as in the video itself, so make the task from it. A mask stays in CVAT until it is told
otherwise, so that each run of masks is closed with outside="1" on the frame after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from exporters.attributes import Values, values_on
from exporters.cvat_attributes import definitions, values_xml
from exporters.cvat_text import clean
from exporters.cvat_video_reader import ANNOTATIONS, IMAGES, TASKS, read
from exporters.dataset import Dataset, ExportReport, Progress, Provenance
from exporters.exported import (
    NO_CATEGORY,
    ExportedObject,
    ExportedVideo,
    category_ids,
    category_losses,
    category_names,
    exported_frames,
    exported_videos,
)
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.track_spill import Track, TrackSpill
from storage.attributes import Attribute
from storage.masks import Rle, decode_crop
from storage.records import Mask, Source

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Every mask exactly, overlaps included, with categories and attributes; object numbers and names are "
    "in frame_map.json. Not the difference between absent and never looked at, scores, prompts, "
    "conversations or colours; who made a track only if asked for."
)
_SOURCES = {Source.HUMAN: "manual", Source.ENGINE: "auto", Source.IMPORT: "file"}
_Frames = Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]
_Labels = Mapping[str, Sequence[Attribute]]  # by the name of the category
_Objects = Mapping[int, Sequence[ExportedObject]]  # by the ExportedVideo's id


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set for CVAT; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=6)
    objects = _exported_objects(dataset, videos)
    every_object = [it for of_video in objects.values() for it in of_video]
    labels = _labels(dataset, every_object)
    values = values_on(dataset, (it.tracked for it in every_object))
    provenance = dataset.provenance()
    mask_count = 0
    with (
        staged_folder(target, entries=frozenset({TASKS, MARKER})) as folder,
        TemporaryFile() as file,
    ):
        tasks = folder / TASKS
        tasks.mkdir()
        images = tasks if frames else None
        walk = exported_frames(dataset, videos, images=images, inside=IMAGES, progress=progress)
        for video, of_video in groupby(walk, key=lambda it: it[0]):
            spill = TrackSpill(file)
            mask_count += _spill_masks(of_video, spill, provenance)
            (tasks / video.folder).mkdir(exist_ok=True)
            path = tasks / video.folder / ANNOTATIONS
            with path.open("w", encoding="utf-8", newline="\n") as xml:
                xml.writelines(_document(labels, video, objects[video.id], spill, values))
        write_frame_map(folder, "cvat-video", dataset, videos, every_object)
    frame_count = sum(len(video.frame_indices) for video in videos)
    losses = category_losses("CVAT", every_object)
    return ExportReport(target, len(videos), frame_count, mask_count, losses)


def _spill_masks(
    frames: _Frames, spill: TrackSpill, provenance: Callable[[Mask], Provenance] | None
) -> int:
    """Keep the masks of one video until its tracks are written; returns how many there are."""
    count = 0
    for _, frame_index, masks in frames:
        for mask in (it for it in masks if not it.rle.is_empty):
            made_by = provenance(mask) if provenance else None
            spill.add(mask, frame_index, _shape(mask.rle), made_by=made_by)
            count += 1
    return count


def _labels(dataset: Dataset, objects: Iterable[ExportedObject]) -> _Labels:
    names = {it.id: it.name for it in dataset.categories()}
    labels: dict[str, list[Attribute]] = {name: [] for name in category_ids(dataset, objects)}
    for attribute in dataset.attributes():
        labels[names[attribute.category_id]].append(attribute)
    return labels


def _exported_objects(dataset: Dataset, videos: Sequence[ExportedVideo]) -> _Objects:
    names = category_names(dataset)
    return {
        video.id: [
            ExportedObject(i, video.id, it, names[it.category_id])
            for i, it in enumerate(dataset.objects(video.video.id))
        ]
        for video in videos
    }


def _shape(rle: Rle) -> str:
    """The attributes of a mask: runs by rows inside its box, zeros first."""
    x, y, w, h = rle.box_xywh
    pixels = decode_crop(rle).ravel()
    edges = np.flatnonzero(np.diff(pixels)) + 1
    runs = np.diff(np.concatenate(([0], edges, [len(pixels)]))).tolist()
    if pixels[0]:
        runs.insert(0, 0)
    return f'rle="{", ".join(map(str, runs))}" left="{x}" top="{y}" width="{w}" height="{h}"'


# --- XML -----------------------------------------------------------------------------------------


def _document(
    labels: _Labels,
    video: ExportedVideo,
    objects: Sequence[ExportedObject],
    spill: TrackSpill,
    values: Callable[[int, int], Values],
) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n<version>1.1</version>\n'
    yield from _meta(video, labels)
    for it in objects:
        track = spill.track(it.tracked.id)
        if track:
            label = NO_CATEGORY if it.category is None else it.category
            yield f'<track id="{it.id}" label={quoteattr(clean(label))} source="{_source(track)}">\n'
            said = partial(values, it.tracked.id)
            yield from _shapes(track, spill, video.video.facts.frame_count, said)
            yield "</track>\n"
    yield "</annotations>\n"


def _source(track: Track) -> str:
    """Who made a track, in the words of CVAT, which knows it for whole tracks only."""
    words = {_SOURCES[it.source] for it in track.made_by} or {"manual"}
    return words.pop() if len(words) == 1 else "semi-auto"


def _meta(video: ExportedVideo, labels: _Labels) -> Iterator[str]:
    facts = video.video.facts
    yield (
        f"<meta><task><name>{escape(clean(video.video.name))}</name><size>{facts.frame_count}</size>"
        "<mode>interpolation</mode><start_frame>0</start_frame>"
        f"<stop_frame>{facts.frame_count - 1}</stop_frame><frame_filter></frame_filter>\n<labels>\n"
    )
    for name, attributes in labels.items():
        yield (
            f"<label><name>{escape(clean(name))}</name><type>mask</type>"
            f"<attributes>{definitions(attributes)}</attributes></label>\n"
        )
    yield (
        f"</labels>\n<original_size><width>{facts.width}</width><height>{facts.height}</height>"
        "</original_size></task></meta>\n"
    )


def _shapes(
    track: Track, spill: TrackSpill, frame_count: int, values: Callable[[int], Values]
) -> Iterator[str]:
    """Every mask as a keyframe, and the end of each run of them."""
    following = [*track.position[1:], frame_count]
    for frame, after, shape in zip(track.position, following, spill.texts(track), strict=True):
        said = values_xml(values(frame))
        yield _mask(frame, shape, said, outside=0)
        if frame + 1 < after:
            yield _mask(frame + 1, shape, said, outside=1)


def _mask(frame: int, shape: str, said: str, *, outside: int) -> str:
    start = f'<mask frame="{frame}" keyframe="1" outside="{outside}" occluded="0"'
    return f'{start} {shape} z_order="0">{said}</mask>\n'

"""Results as the evaluation of YouTube-VIS takes them: tracks with a score, to compare with a truth.

    TARGET/results.json      {"video_id", "category_id", "score", "segmentations": [RLE or null], "track_id"}
    TARGET/results.zip       the same, to hand in
    TARGET/frame_map.json    numbers, names and categories of objects

The ids of videos and categories are those that ``youtube-vis`` gives the same export. The score of a track
is the mean of its masks', 1 if they have none: a person made them. ``track_id`` is ours; evaluators pass
over it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.exported import (
    NO_CATEGORY,
    ExportedObject,
    ExportedVideo,
    category_ids,
    category_losses,
    exported_frames,
    exported_videos,
)
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.json_stream import json_items, json_object, json_text, write_json
from exporters.track_spill import TrackSpill, spread
from exporters.youtube_vis_reader import IMAGES
from exporters.youtube_vis_results_reader import RESULTS, read
from exporters.youtube_vis_writer import exported_tracks, unseen
from storage.masks import to_coco
from storage.records import Mask

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Every mask exactly, overlaps included, with one score a track; object numbers, names, categories and"
    " attributes are in frame_map.json. Not the difference between absent and never looked at, scores of "
    "single masks, prompts, conversations, colours, or who made a mask."
)
_ZIP = "results.zip"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is written
_Frames = Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]


@dataclass(slots=True)
class _Writer:
    """What results are written from; ``masks`` and ``shown`` count what was."""

    objects: Mapping[int, Sequence[ExportedObject]]  # by the ExportedVideo's id
    category_ids: Mapping[str, int]
    spill: IO[bytes]
    masks: int = 0
    shown: int = 0


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as results; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    objects = exported_tracks(dataset, videos)
    every_object = [it for of_video in objects.values() for it in of_video]
    entries = frozenset({RESULTS, _ZIP, IMAGES, MARKER})
    with staged_folder(target, entries=entries) as folder, TemporaryFile() as spill:
        writer = _Writer(objects, category_ids(dataset, every_object), spill)
        images = folder / IMAGES if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        write_json(folder / RESULTS, json_items(_results(writer, walk)))
        _write_zip(folder / _ZIP, folder / RESULTS)
        write_frame_map(folder, "youtube-vis-results", dataset, videos, every_object)
    frame_count = sum(len(video.frame_indices) for video in videos)
    losses = category_losses("YouTube-VIS", every_object) + unseen(len(every_object), writer.shown)
    return ExportReport(target, len(videos), frame_count, writer.masks, losses)


def _results(writer: _Writer, walk: _Frames) -> Iterator[Iterator[str]]:
    """The text of every result, video by video; an object that shows nowhere has none."""
    for video, frames in groupby(walk, key=lambda it: it[0]):
        spill = TrackSpill(writer.spill)
        for position, (_, _, masks) in enumerate(frames):
            for mask in masks:
                if not mask.rle.is_empty:
                    spill.add(mask, position, json_text(to_coco(mask.rle)))
        for it in writer.objects[video.id]:
            if track := spill.track(it.tracked.id):
                writer.masks += len(track)
                writer.shown += 1
                score = track.mean_score()
                category = NO_CATEGORY if it.category is None else it.category
                record = {
                    "video_id": video.id,
                    "category_id": writer.category_ids[category],
                    "score": 1.0 if score is None else round(score, 6),
                    "track_id": it.id,
                }
                members = {key: iter([json_text(value)]) for key, value in record.items()}
                texts = spread(len(video.frame_indices), track, spill.texts(track))
                yield json_object([*members.items(), ("segmentations", texts)])


def _write_zip(path: Path, results: Path) -> None:
    entry = zipfile.ZipInfo(RESULTS, date_time=_LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with (
        zipfile.ZipFile(path, "w") as archive,
        archive.open(entry, "w", force_zip64=True) as packed,
        results.open("rb") as plain,
    ):
        copyfileobj(plain, packed)

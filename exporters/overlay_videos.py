"""Writing videos with their masks drawn in, as H.264 or ProRes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from exporters.dataset import Dataset, ExportReport, FrameImages, Progress
from exporters.drawing import Image, draw_masks
from exporters.exported import ExportedVideo, exported_frames, exported_videos
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.video_files import gap_losses, write_frames
from storage.records import Mask, TrackedObject
from storage.video import OutputCodec

VIDEOS = "videos"
_Frames = Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]


def write_overlays(
    dataset: Dataset, target: Path, *, progress: Progress, format_name: str, codec: OutputCodec
) -> ExportReport:
    """TARGET/videos/<video>.<suffix> and TARGET/frame_map.json. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    with staged_folder(target, entries=frozenset({VIDEOS, MARKER})) as folder:
        (folder / VIDEOS).mkdir()
        counts = Counter[str]()
        walk = exported_frames(dataset, videos, images=None, progress=progress)
        for video, frames in groupby(walk, key=lambda it: it[0]):
            with dataset.open_frames(video.video.id) as reader:
                objects = dataset.objects(video.video.id)
                pictures = _pictures(frames, reader, objects, counts)
                path = folder / VIDEOS / f"{video.folder}{codec.suffix}"
                write_frames(path, dataset, video, pictures, codec)
        write_frame_map(folder, format_name, dataset, videos)
    frame_count = sum(len(video.frame_indices) for video in videos)
    return ExportReport(
        target, len(videos), frame_count, counts["masks"], tuple(gap_losses(videos))
    )


def _pictures(
    frames: _Frames, reader: FrameImages, objects: Sequence[TrackedObject], counts: Counter[str]
) -> Iterator[Image]:
    for _, index, masks in frames:
        counts["masks"] += sum(not mask.rle.is_empty for mask in masks)
        yield draw_masks(reader.frame(index), masks, objects)

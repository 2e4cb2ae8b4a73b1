"""Writing videos with their masks drawn in: as H.264, ProRes, or an image a frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import cv2

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
    dataset: Dataset,
    target: Path,
    *,
    progress: Progress,
    format_name: str,
    codec: OutputCodec | None,
) -> ExportReport:
    """TARGET/videos/<video>.<suffix> and TARGET/frame_map.json; without a codec, a folder of PNGs a video.

    Raises UserError if they cannot be written.
    """
    videos = exported_videos(dataset, digits=5)
    with staged_folder(target, entries=frozenset({VIDEOS, MARKER})) as folder:
        (folder / VIDEOS).mkdir()
        counts = Counter[str]()
        walk = exported_frames(dataset, videos, images=None, progress=progress)
        for video, frames in groupby(walk, key=lambda it: it[0]):
            with dataset.open_frames(video.video.id) as reader:
                objects = dataset.objects(video.video.id)
                pictures = _pictures(frames, reader, objects, counts)
                if codec:
                    path = folder / VIDEOS / f"{video.folder}{codec.suffix}"
                    write_frames(path, dataset, video, pictures, codec)
                else:
                    _write_pngs(folder / VIDEOS / video.folder, video, pictures)
        write_frame_map(folder, format_name, dataset, videos)
    frame_count = sum(len(video.frame_indices) for video in videos)
    losses = tuple(gap_losses(videos)) if codec else ()
    return ExportReport(target, len(videos), frame_count, counts["masks"], losses)


def _pictures(
    frames: _Frames, reader: FrameImages, objects: Sequence[TrackedObject], counts: Counter[str]
) -> Iterator[Image]:
    for _, index, masks in frames:
        counts["masks"] += sum(not mask.rle.is_empty for mask in masks)
        yield draw_masks(reader.frame(index), masks, objects)


def _write_pngs(folder: Path, video: ExportedVideo, pictures: Iterator[Image]) -> None:
    folder.mkdir()
    for frame_index, picture in zip(video.frame_indices, pictures, strict=True):
        _, png = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        (folder / f"{video.frame_name(frame_index)}.png").write_bytes(png.tobytes())

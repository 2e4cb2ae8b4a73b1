"""Writing mattes: a video for each object, in which only that object shows.

Without alpha it is white on black; with alpha it is the picture, and the mask is what of it is opaque.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
import numpy.typing as npt

from exporters.dataset import Dataset, ExportReport, FrameImages, Progress
from exporters.exported import (
    ExportedObject,
    ExportedVideo,
    exported_frames,
    exported_videos,
    objects_by_number,
)
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.video_files import gap_losses, write_frames
from storage.masks import decode
from storage.records import Mask
from storage.video import OutputCodec

MATTES = "mattes"
_Frames = Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]


def write_mattes(
    dataset: Dataset, target: Path, *, progress: Progress, format_name: str, codec: OutputCodec
) -> ExportReport:
    """TARGET/mattes/<video>/<001>.<suffix> and TARGET/frame_map.json, one video at a time in memory.

    Progress counts the frames of all mattes. Raises UserError if it cannot be written.
    """
    videos = exported_videos(dataset, digits=5)
    objects = objects_by_number(dataset, videos)
    places = {video.id: video for video in videos if video.frame_indices}
    mattes = [it for it in objects.values() if it.video_id in places]
    total = sum(len(places[it.video_id].frame_indices) for it in mattes)
    with staged_folder(target, entries=frozenset({MATTES, MARKER})) as folder:
        (folder / MATTES).mkdir()
        progress(0, total)
        done, counts = 0, Counter[str]()
        for it in mattes:
            video = places[it.video_id]

            def show(of_video: int, _total: int, done: int = done) -> None:
                progress(done + of_video, total)

            frames = exported_frames(dataset, [video], images=None, progress=show)
            path = folder / MATTES / video.folder / f"{it.id:03}{codec.suffix}"
            with _reader(dataset, video, codec) as reader:
                pictures = _pictures(frames, it, reader, counts)
                write_frames(path, dataset, video, pictures, codec)
            done += len(video.frame_indices)
        write_frame_map(folder, format_name, dataset, videos, objects.values())
    frame_count = sum(len(video.frame_indices) for video in videos)
    return ExportReport(
        target, len(videos), frame_count, counts["masks"], tuple(gap_losses(videos))
    )


def _reader(
    dataset: Dataset, video: ExportedVideo, codec: OutputCodec
) -> AbstractContextManager[FrameImages | None]:
    """The video's frames, if they are to be seen."""
    return dataset.open_frames(video.video.id) if codec.has_alpha else nullcontext()


def _pictures(
    frames: _Frames, exported: ExportedObject, reader: FrameImages | None, counts: Counter[str]
) -> Iterator[npt.NDArray[np.uint8]]:
    for video, index, masks in frames:
        facts = video.video.facts
        matte = np.zeros(facts.frame_hw, np.uint8)
        for mask in masks:
            if mask.object_id == exported.tracked.id and not mask.rle.is_empty:
                matte[decode(mask.rle)] = 255
                counts["masks"] += 1
        if reader is None:
            yield np.repeat(matte[:, :, None], 3, axis=2)
        else:
            yield np.dstack([reader.frame(index), matte])

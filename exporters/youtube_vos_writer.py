"""Writing the folders of YouTube-VOS, which Ref-YouTube-VOS has too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path

import numpy as np

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.exported import (
    NO_CATEGORY,
    ExportedVideo,
    exported_frames,
    exported_videos,
)
from exporters.files import MARKER, staged_folder
from exporters.flat_frames import (
    FlatTracks,
    describe,
    numbered_tracks,
    overlap_losses,
    paint,
    renumbered_losses,
)
from exporters.frame_map import write_frame_map
from exporters.json_stream import json_object, json_text, write_json
from exporters.png import voc_palette, write_index_png
from exporters.youtube_vos_reader import ANNOTATIONS, IMAGES, META
from storage.records import Mask

SPLIT = "train"
MAX_VALUE = 254  # 255 means "do not count this pixel" to readers of DAVIS
_PALETTE = voc_palette()


Tracks = Mapping[int, FlatTracks]  # by the ExportedVideo's id
Addition = Callable[[Path, Sequence[ExportedVideo], Tracks], Iterable[str]]


def write_youtube_vos(
    dataset: Dataset,
    target: Path,
    *,
    frames: bool,
    progress: Progress,
    format_name: str = "youtube-vos",
    entries: frozenset[str] = frozenset({SPLIT, MARKER}),
    add: Addition | None = None,
) -> ExportReport:
    """Write the folders; ``add`` writes what else belongs to the format and returns its losses.

    Raises UserError if it cannot be written, or if a video has more than 254 objects.
    """
    videos = exported_videos(dataset, digits=5)
    tracks = {
        video.id: numbered_tracks(dataset, video, room=MAX_VALUE, format_name="YouTube-VOS")
        for video in videos
    }
    every_track = [track for of_video in tracks.values() for track in of_video.values()]
    with staged_folder(target, entries=entries) as folder:
        split = folder / SPLIT
        split.mkdir()
        images = split / IMAGES if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        metas = (
            (
                video.folder,
                _write_video(split / ANNOTATIONS / video.folder, video, part, tracks[video.id]),
            )
            for video, part in groupby(walk, key=lambda it: it[0])
        )
        write_json(split / META, json_object([("videos", json_object(metas))]))
        added = add(folder, videos, tracks) if add else ()
        write_frame_map(folder, format_name, dataset, videos, [it.exported for it in every_track])
    losses = chain.from_iterable(_losses(video, tracks[video.id]) for video in videos)
    return ExportReport(
        target,
        videos=len(videos),
        frames=sum(len(video.frame_indices) for video in videos),
        masks=sum(len(track.shown) for track in every_track),
        losses=(*losses, *added),
    )


def _write_video(
    folder: Path,
    video: ExportedVideo,
    frames: Iterable[tuple[ExportedVideo, int, Sequence[Mask]]],
    tracks: FlatTracks,
) -> Iterator[str]:
    """Write a video's PNGs; the text is its entry in meta.json."""
    folder.mkdir(parents=True)
    facts = video.video.facts
    for _, frame_index, masks in frames:
        values = paint(masks, tracks, facts.frame_hw, frame_index)
        path = folder / f"{video.frame_name(frame_index)}.png"
        write_index_png(path, values.astype(np.uint8), _PALETTE)
    objects = {
        str(track.value): {
            "category": NO_CATEGORY if track.exported.category is None else track.exported.category,
            "frames": [video.frame_name(i) for i in track.shown],
        }
        for track in sorted(tracks.values(), key=lambda it: it.value)
        if track.shown  # readers start an object at its first frame
    }
    yield json_text({"objects": objects})


def _losses(video: ExportedVideo, tracks: FlatTracks) -> Iterator[str]:
    for track in tracks.values():
        yield from renumbered_losses(video, track, room=MAX_VALUE)
        yield from overlap_losses(video, [track])
        if not track.shown:
            yield f"{describe(video, track)} shows on no frame and is not in meta.json."

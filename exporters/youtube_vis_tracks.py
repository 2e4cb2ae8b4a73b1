"""Reading the tracks of YouTube-VIS, of a ground truth or of results: a mask or null for each frame.

Tracks are turned into frames video by video; the masks of one video are in memory meanwhile (RLE).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from exporters.dataset import ImportedMask, ImportedObject, ImportedVideo
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.json_stream import read_again
from exporters.segmentation import read_segmentation
from storage.errors import FormatError
from storage.masks import empty

MAX_TRACK_BYTES = 1 << 26  # one track, or one video's list of file names
MAX_MASKS = 2_000_000  # of one video


@dataclass(frozen=True, slots=True)
class Track:
    """A record of the file, without its masks: these are read again from their place."""

    name: str
    video_id: int
    category_id: int
    offset: int
    length: int


def read_tracks(
    path: Path,
    tracks: Mapping[int, Track],
    videos: Mapping[int | str, ImportedVideo],
    objects: Mapping[int, ImportedObject],
) -> Iterator[ImportedMask]:
    """The masks of all tracks, by video, frame and number; FormatError, naming the record, for a bad one.

    ``tracks`` and ``objects`` are by track id, ``videos`` by the tracks' video_id.
    """
    by_video: dict[int, list[int]] = {}
    for track_id, track in tracks.items():
        by_video.setdefault(track.video_id, []).append(track_id)
    with reading(path), path.open("rb") as file:
        for video_id, video in videos.items():
            masks: list[ImportedMask] = []
            for track_id in by_video.get(video_id, ()) if isinstance(video_id, int) else ():
                with one_record():
                    masks += _read_track(file, tracks[track_id], video, objects[track_id])
                if len(masks) > MAX_MASKS:
                    raise FormatError(f"{video.name}: more than {MAX_MASKS} masks in one video.")
            masks.sort(key=lambda it: (it.frame_index, it.number))
            yield from masks


def _read_track(
    file: BinaryIO, track: Track, video: ImportedVideo, it: ImportedObject
) -> Iterator[ImportedMask]:
    fields = Fields(track.name, _as_object(read_again(file, track.offset, track.length)))
    segmentations = _entries(fields, "segmentations", len(video.frame_indices))
    scores: list[object] = [None] * len(segmentations)
    if fields.has("scores"):
        scores = _entries(fields, "scores", len(segmentations))
    elif fields.has("score"):  # of the whole track, as results have it
        scores = [None if value is None else fields.values["score"] for value in segmentations]
    for frame_index, value, score in zip(video.frame_indices, segmentations, scores, strict=True):
        of_frame = Fields(f"{track.name}, frame {frame_index}", {"score": score})
        with one_record():
            rle = empty(video.frame_hw)
            if value is not None:
                rle = read_segmentation(of_frame, value, video.frame_hw)
            yield ImportedMask(video.name, it.number, frame_index, rle, of_frame.share("score"))


def _as_object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise FormatError("the file has changed while it was read")
    return value


def _entries(fields: Fields, key: str, length: int) -> list[object]:
    """A list with an entry for each frame."""
    value = fields.values.get(key)
    if not isinstance(value, list) or len(value) != length:
        raise fields.error(f"its {key} are not a list of {length}, one for each frame")
    return value

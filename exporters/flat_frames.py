"""Frames in which a pixel has room for one object, and what that costs where objects overlap.

The smaller object is on top (of equals, the one with the lower value), because a small one under a
large one would be lost as a whole; what is lost is counted for the report.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from exporters.dataset import Dataset
from exporters.exported import ExportedObject, ExportedVideo, category_names
from storage.counting import frames, pixels
from storage.errors import UserError
from storage.masks import Rle, decode_crop, paste
from storage.records import Mask

Values = npt.NDArray[np.uint16]  # (H, W); 0 is background


@dataclass(slots=True)
class FlatTrack:
    """What becomes of an object: the frames that show it, and what others hide of it."""

    exported: ExportedObject
    shown: array[int] = field(default_factory=lambda: array("q"))  # frame indices
    hidden_pixels: int = 0
    hidden_frames: int = 0

    @property
    def value(self) -> int:
        """Of the object's pixels."""
        return self.exported.id


FlatTracks = Mapping[int, FlatTrack]  # by the project's object id


def numbered_tracks(
    dataset: Dataset, video: ExportedVideo, *, room: int, format_name: str
) -> dict[int, FlatTrack]:
    """A track for each object of a video, with its number as value, else the smallest that is free.

    Raises UserError for more objects than ``room``, the largest value.
    """
    names = category_names(dataset)
    objects = dataset.objects(video.video.id)
    if len(objects) > room:
        raise UserError(
            f"{video.video.name!r} has {len(objects)} objects, but {format_name} has room for "
            f"{room} a video: export as coco, or delete some."
        )
    numbers = {it.number for it in objects}
    free = iter([value for value in range(1, room + 1) if value not in numbers])
    tracks = {}
    for it in objects:
        value = it.number if it.number <= room else next(free)
        tracks[it.id] = FlatTrack(ExportedObject(value, video.id, it, names[it.category_id]))
    return tracks


def renumbered_losses(video: ExportedVideo, track: FlatTrack, *, room: int) -> Iterator[str]:
    """The sentence about an object whose number is larger than the largest value."""
    if track.exported.tracked.number != track.value:
        yield f"{describe(video, track)} has the value {track.value} there: values end at {room}."


def paint(
    masks: Sequence[Mask], tracks: FlatTracks, frame_hw: tuple[int, int], frame_index: int
) -> Values:
    """The frame's values, large objects first; notes for every track what shows and what does not."""
    values = np.zeros(frame_hw, np.uint16)
    drawn = [(tracks[mask.object_id], mask.rle) for mask in masks if not mask.rle.is_empty]
    drawn.sort(key=lambda it: (it[1].area, it[0].value), reverse=True)
    hidden = np.zeros(1 + max((track.value for track, _ in drawn), default=0), np.int64)
    for track, rle in drawn:
        x, y, w, h = rle.box_xywh
        crop = decode_crop(rle)
        window = values[y : y + h, x : x + w]
        hidden += np.bincount(window[crop], minlength=len(hidden))
        window[crop] = track.value
    for track, rle in drawn:
        lost = int(hidden[track.value])
        track.hidden_pixels += lost
        track.hidden_frames += lost > 0
        if lost < rle.area:
            track.shown.append(frame_index)
    return values


def visible(rle: Rle, value: int, values: Values) -> Rle:
    """What shows of a mask whose pixels were painted with ``value``."""
    x, y, w, h = rle.box_xywh
    return paste(values[y : y + h, x : x + w] == value, x, y, rle.frame_hw)


def describe(video: ExportedVideo, track: FlatTrack) -> str:
    """Who the track is, for the report."""
    return f"{video.video.name}, object {track.exported.tracked.number} ({track.exported.tracked.name})"


def overlap_losses(video: ExportedVideo, tracks: Iterable[FlatTrack]) -> Iterator[str]:
    """A sentence for each object that others hide."""
    for track in tracks:
        if track.hidden_pixels:
            yield (
                f"{describe(video, track)} lost {pixels(track.hidden_pixels)} on "
                f"{frames(track.hidden_frames)} to smaller objects that overlap it."
            )

"""How the annotations of a COCO file hang together with its images, categories and tracks.

All in columns of numbers, so that millions of annotations fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from exporters.attributes import Values
from exporters.coco_records import ABSENCE_ROW, NO_TRACK, ROW, CocoContents
from exporters.coco_videos import CocoGroup
from exporters.dataset import FrameAttributes
from exporters.faults import one_record
from exporters.fields import MAX_WHOLE
from storage.errors import FormatError

_Whole = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CocoObject:
    """``video`` is its place in the list of videos."""

    video: int
    number: int
    name: str
    category_id: int


@dataclass(frozen=True, slots=True)
class CocoTable:
    """Every mask of the file, a row each, by video, frame and number.

    All int64 (n,). ``object_place`` is a place in ``objects``; ``length`` is 0 where the object is
    absent, otherwise the mask is the file's annotation at ``position``, ``offset`` bytes into it.
    ``attributes_place`` is the place of the mask's attributes in ``MaskAttributes.sets``.
    """

    objects: Sequence[CocoObject]
    object_place: _Whole
    frame_index: _Whole
    position: _Whole
    offset: _Whole
    length: _Whole
    attributes_place: _Whole

    def frame_attributes(self, sets: Sequence[Values]) -> Iterator[CocoFrameAttributes]:
        """The attributes that the masks of each object carry, in the order of the objects."""
        shown = np.flatnonzero(self.length)
        shown = shown[np.argsort(self.object_place[shown], kind="stable")]
        places = np.arange(len(self.objects) + 1)
        for start, stop in pairwise(np.searchsorted(self.object_place[shown], places)):
            rows = shown[start:stop]
            yield CocoFrameAttributes(sets, self.frame_index[rows], self.attributes_place[rows])


@dataclass(frozen=True, slots=True)
class CocoFrameAttributes:
    """The attributes that the masks of one object carry, frame by frame; both arrays are int64 (n,)."""

    sets: Sequence[Values]
    frame_index: _Whole
    attributes_place: _Whole

    def __iter__(self) -> Iterator[FrameAttributes]:
        pairs = zip(self.frame_index.tolist(), self.attributes_place.tolist(), strict=True)
        return ((frame_index, self.sets[place]) for frame_index, place in pairs)


def make_table(contents: CocoContents, groups: Sequence[CocoGroup]) -> CocoTable:
    """Raises FormatError, naming the record, for ids that are used twice or lead nowhere."""
    records = _Records.of("annotation", ROW, contents.rows)
    _place_on_images(records, groups)
    records.refuse(_repeated(records["id"]), "its id is that of an earlier annotation")
    unknown = _find(records["category_id"], contents.categories) < 0
    records.refuse(unknown, "its category_id is that of no category")
    declared, track_ids = _declared_objects(contents, groups)
    if contents.tracks:
        strange = (_find(records["track_id"], track_ids) < 0) & (records["track_id"] != NO_TRACK)
        records.refuse(strange, "its track_id is that of no track")
    objects = _place_on_objects(records, contents, declared, track_ids)
    absences = _absences(contents, groups, declared, track_ids)
    frames = np.array([i for group in groups for i in group.frame_indices], np.int64)
    return _sorted_table(objects, frames, records, absences)


@dataclass(slots=True)
class _Records:
    """The records of a list in columns, each int64 (n,); those that are wrong are taken out."""

    kind: str
    columns: dict[str, _Whole]

    @classmethod
    def of(cls, kind: str, names: Sequence[str], values: Sequence[int]) -> _Records:
        rows = np.array(values, np.int64).reshape(-1, len(names))
        return cls(kind, dict(zip(names, rows.T, strict=True)))

    def __getitem__(self, name: str) -> _Whole:
        return self.columns[name]

    def __setitem__(self, name: str, column: _Whole) -> None:
        self.columns[name] = column

    def refuse(self, bad: _Flags, what: str) -> None:
        """Name the bad records."""
        for i in np.flatnonzero(bad):
            shown = f" (id {self['id'][i]})" if "id" in self.columns else ""
            with one_record():
                raise FormatError(f"{self.kind} {self['position'][i]}{shown}: {what}")
        if bad.any():
            self.columns = {name: column[~bad] for name, column in self.columns.items()}


def _place_on_images(records: _Records, groups: Sequence[CocoGroup]) -> None:
    """Find the place of every record's image, in order of videos and frames, and of its video."""
    image_ids = [it for group in groups for it in group.image_ids]
    records["image"] = _find(records["image_id"], image_ids)
    records.refuse(records["image"] < 0, "its image_id is that of no image")
    video = np.repeat(np.arange(len(groups)), [len(group.image_ids) for group in groups])
    records["video"] = video[records["image"]]


def _declared_objects(
    contents: CocoContents, groups: Sequence[CocoGroup]
) -> tuple[list[CocoObject], list[int]]:
    """The file's tracks, in its order, and their ids."""
    places = {group.video_id: i for i, group in enumerate(groups)}
    taken: set[tuple[int, int]] = set()
    objects, track_ids = [], []
    for track_id, track in contents.tracks.items():
        name = f"track {track.position} (id {track_id})"
        with one_record():
            if track.video_id not in places:
                raise FormatError(f"{name}: its video_id is that of no video with images")
            if track.category_id not in contents.categories:
                raise FormatError(f"{name}: its category_id is that of no category")
            if (track.video_id, track.number) in taken:
                raise FormatError(f"{name}: its number {track.number} is that of an earlier track")
            taken.add((track.video_id, track.number))
            video = places[track.video_id]
            objects.append(CocoObject(video, track.number, track.name, track.category_id))
            track_ids.append(track_id)
    return objects, track_ids


def _place_on_objects(
    records: _Records,
    contents: CocoContents,
    declared: Sequence[CocoObject],
    track_ids: Sequence[int],
) -> list[CocoObject]:
    """All objects, with those of annotations without a declared track; finds the place of each record's.

    An annotation without a track is an object of its own. Numbers are track ids where these can be
    numbers, else they follow after the largest one.
    """
    place = _find(records["track_id"], track_ids)
    loose = place < 0
    alone = np.arange(len(place)) + MAX_WHOLE + 1
    track = np.where(records["track_id"] == NO_TRACK, alone, records["track_id"])
    found, first, inverse = np.unique(
        np.stack((records["video"][loose], track[loose]), axis=1),
        axis=0,
        return_index=True,
        return_inverse=True,
    )
    objects = list(declared)
    highest: dict[int, int] = {}
    for it in declared:
        highest[it.video] = max(highest.get(it.video, 0), it.number)
    for (video, track_id), category_id in zip(
        found.tolist(), records["category_id"][loose][first].tolist(), strict=True
    ):
        last = highest.get(video, 0)
        number = track_id if last < track_id <= MAX_WHOLE else last + 1
        highest[video] = number
        name = f"{contents.categories[category_id]} {number}"
        objects.append(CocoObject(video, number, name, category_id))
    place[loose] = len(declared) + inverse.reshape(-1)
    records["object_place"] = place
    video_of = np.array([it.video for it in objects], np.int64)
    category_of = np.array([it.category_id for it in objects], np.int64)
    other = video_of[records["object_place"]] != records["video"]
    records.refuse(other, "its track belongs to another video")
    other = category_of[records["object_place"]] != records["category_id"]
    records.refuse(other, "its track has another category")
    return objects


def _absences(
    contents: CocoContents,
    groups: Sequence[CocoGroup],
    declared: Sequence[CocoObject],
    track_ids: Sequence[int],
) -> _Records:
    records = _Records.of("absence", ABSENCE_ROW, contents.absences)
    _place_on_images(records, groups)
    records["object_place"] = _find(records["track_id"], track_ids)
    records.refuse(records["object_place"] < 0, "its track_id is that of no track")
    video_of = np.array([it.video for it in declared], np.int64)
    other = video_of[records["object_place"]] != records["video"]
    records.refuse(other, "its track belongs to another video")
    nothing = np.zeros_like(records["image"])
    for name in ("attributes_place", "offset", "length"):
        records[name] = nothing
    return records


def _sorted_table(
    objects: Sequence[CocoObject], frames: _Whole, annotations: _Records, absences: _Records
) -> CocoTable:
    """``frames`` is the frame index of every image; images count up by video and frame already."""
    image, place, position, offset, length, attributes_place = (
        np.concatenate((annotations[name], absences[name]))
        for name in ("image", "object_place", "position", "offset", "length", "attributes_place")
    )
    number = np.array([it.number for it in objects], np.int64)[place]
    order = np.lexsort((position, number, image))
    again = np.zeros(len(order), bool)
    again[1:] = (np.diff(image[order]) == 0) & (np.diff(number[order]) == 0)
    for second in order[again]:
        kind = annotations.kind if length[second] else absences.kind
        with one_record():
            raise FormatError(
                f"{kind} {position[second]}: its track has a mask on this image already"
            )
    order = order[~again]
    return CocoTable(
        objects,
        place[order],
        frames[image[order]],
        position[order],
        offset[order],
        length[order],
        attributes_place[order],
    )


def _find(wanted: _Whole, known: Iterable[int]) -> _Whole:
    """The place of each wanted id among the known ones, -1 where it is not there."""
    ids = np.fromiter(known, np.int64)
    if not len(ids):
        return np.full(len(wanted), -1, np.int64)
    sorter = np.argsort(ids)
    nearest = sorter[np.searchsorted(ids, wanted, sorter=sorter).clip(max=len(ids) - 1)]
    return np.where(ids[nearest] == wanted, nearest, -1)


def _repeated(ids: _Whole) -> _Flags:
    """Marks every id that stood further up."""
    repeated = np.ones(len(ids), bool)
    repeated[np.unique(ids, return_index=True)[1]] = False
    return repeated

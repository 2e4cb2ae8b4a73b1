"""How the annotations of a COCO file hang together with its images, categories and tracks.

All in columns of numbers, so that millions of annotations fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from exporters.coco_records import NO_TRACK, ROW, CocoContents
from exporters.coco_videos import CocoGroup
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
    """

    objects: Sequence[CocoObject]
    object_place: _Whole
    frame_index: _Whole
    position: _Whole
    offset: _Whole
    length: _Whole


def make_table(contents: CocoContents, groups: Sequence[CocoGroup]) -> CocoTable:
    """Raises FormatError, naming the record, for ids that are used twice or lead nowhere."""
    rows = np.array(contents.rows, np.int64).reshape(-1, len(ROW))
    ids, image_ids, category_ids, track_ids, offset, length = rows.T
    names = _Names("annotation", ids)
    image, video = _find_images(names, image_ids, groups)
    names.refuse(_repeated(ids), "its id is that of an earlier annotation")
    unknown = _find(category_ids, contents.categories) < 0
    names.refuse(unknown, "its category_id is that of no category")
    declared = _declared_objects(contents, groups)
    place = _find(track_ids, contents.tracks)
    if contents.tracks:
        names.refuse((place < 0) & (track_ids != NO_TRACK), "its track_id is that of no track")
    keys = np.stack((video, track_ids, category_ids), axis=1)
    objects, place = _derive_objects(contents, declared, place, keys)
    _check_agreement(names, objects, place, keys)
    absent_image, absent_place = _absences(contents, groups, objects)
    return _sorted_table(
        objects,
        image=np.concatenate((image, absent_image)),
        object_place=np.concatenate((place, absent_place)),
        frames=np.array([i for group in groups for i in group.frame_indices], np.int64),
        position=np.concatenate((np.arange(len(rows)), np.arange(len(absent_image)))),
        offset=np.concatenate((offset, np.zeros_like(absent_image))),
        length=np.concatenate((length, np.zeros_like(absent_image))),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """What the records of a list are called in messages."""

    kind: str
    ids: _Whole | None = None

    def refuse(self, bad: _Flags, what: str) -> None:
        """Raises FormatError for the first bad record."""
        if bad.any():
            position = int(np.flatnonzero(bad)[0])
            shown = "" if self.ids is None else f" (id {self.ids[position]})"
            raise FormatError(f"{self.kind} {position}{shown}: {what}")


def _find_images(
    names: _Names, image_ids: _Whole, groups: Sequence[CocoGroup]
) -> tuple[_Whole, _Whole]:
    """The place of every record's image, in order of videos and frames, and of its video."""
    image = _find(image_ids, (it for group in groups for it in group.image_ids))
    names.refuse(image < 0, "its image_id is that of no image")
    video = np.repeat(np.arange(len(groups)), [len(group.image_ids) for group in groups])
    return image, video[image]


def _declared_objects(contents: CocoContents, groups: Sequence[CocoGroup]) -> list[CocoObject]:
    """The file's tracks, in its order."""
    places = {group.video_id: i for i, group in enumerate(groups)}
    taken: set[tuple[int, int]] = set()
    objects = []
    for track_id, track in contents.tracks.items():
        name = f"track {track.position} (id {track_id})"
        if track.video_id not in places:
            raise FormatError(f"{name}: its video_id is that of no video with images")
        if track.category_id not in contents.categories:
            raise FormatError(f"{name}: its category_id is that of no category")
        if (track.video_id, track.number) in taken:
            raise FormatError(f"{name}: its number {track.number} is that of an earlier track")
        taken.add((track.video_id, track.number))
        objects.append(
            CocoObject(places[track.video_id], track.number, track.name, track.category_id)
        )
    return objects


def _derive_objects(
    contents: CocoContents, declared: Sequence[CocoObject], place: _Whole, keys: _Whole
) -> tuple[list[CocoObject], _Whole]:
    """All objects, with those of annotations without a declared track, and every annotation's place.

    ``keys`` is (n, 3): video, track id, category. An annotation without a track is an object of its
    own. Numbers are track ids where these can be numbers, else they follow after the largest one.
    """
    loose = place < 0
    alone = np.arange(len(keys)) + MAX_WHOLE + 1
    track = np.where(keys[:, 1] == NO_TRACK, alone, keys[:, 1])
    found, first, inverse = np.unique(
        np.stack((keys[loose, 0], track[loose]), axis=1),
        axis=0,
        return_index=True,
        return_inverse=True,
    )
    objects = list(declared)
    highest: dict[int, int] = {}
    for it in declared:
        highest[it.video] = max(highest.get(it.video, 0), it.number)
    for (video, track_id), category_id in zip(
        found.tolist(), keys[loose, 2][first].tolist(), strict=True
    ):
        last = highest.get(video, 0)
        number = track_id if last < track_id <= MAX_WHOLE else last + 1
        highest[video] = number
        name = f"{contents.categories[category_id]} {number}"
        objects.append(CocoObject(video, number, name, category_id))
    place = place.copy()
    place[loose] = len(declared) + inverse.reshape(-1)
    return objects, place


def _check_agreement(
    names: _Names, objects: Sequence[CocoObject], place: _Whole, keys: _Whole
) -> None:
    video = np.array([it.video for it in objects], np.int64)[place]
    category = np.array([it.category_id for it in objects], np.int64)[place]
    names.refuse(video != keys[:, 0], "its track belongs to another video")
    names.refuse(category != keys[:, 2], "its track has another category")


def _absences(
    contents: CocoContents, groups: Sequence[CocoGroup], objects: Sequence[CocoObject]
) -> tuple[_Whole, _Whole]:
    """(image, object) places."""
    names = _Names("absence")
    image_ids, track_ids = np.array(contents.absences, np.int64).reshape(-1, 2).T
    image, video = _find_images(names, image_ids, groups)
    place = _find(track_ids, contents.tracks)
    names.refuse(place < 0, "its track_id is that of no track")
    own_video = np.array([it.video for it in objects], np.int64)[place]
    names.refuse(own_video != video, "its track belongs to another video")
    return image, place


def _sorted_table(
    objects: Sequence[CocoObject],
    *,
    image: _Whole,
    object_place: _Whole,
    frames: _Whole,
    position: _Whole,
    offset: _Whole,
    length: _Whole,
) -> CocoTable:
    """Images count up by video and frame already."""
    number = np.array([it.number for it in objects], np.int64)[object_place]
    order = np.lexsort((position, number, image))
    again = (np.diff(image[order]) == 0) & (np.diff(number[order]) == 0)
    if again.any():
        second = order[1:][again][0]
        kind = "annotation" if length[second] else "absence"
        raise FormatError(f"{kind} {position[second]}: its track has a mask on this image already")
    return CocoTable(
        objects,
        object_place[order],
        frames[image[order]],
        position[order],
        offset[order],
        length[order],
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

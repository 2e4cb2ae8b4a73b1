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
    known_images = [image_id for group in groups for image_id in group.image_ids]
    image = _find(image_ids, known_images)
    _refuse("annotation", _repeated(ids), "its id is that of an earlier annotation")
    _refuse("annotation", image < 0, "its image_id is that of no image")
    _refuse(
        "annotation",
        _find(category_ids, contents.categories) < 0,
        "its category_id is that of no category",
    )
    video = np.repeat(np.arange(len(groups)), [len(group.image_ids) for group in groups])[image]
    objects = _declared_objects(contents, groups)
    place = _find(track_ids, contents.tracks)
    lost = (place < 0) & (track_ids != NO_TRACK) & bool(contents.tracks)
    _refuse("annotation", lost, "its track_id is that of no track")
    place = _derive_objects(contents, objects, place, np.stack((video, track_ids, category_ids), 1))
    _check_agreement(objects, place, video, category_ids)
    absent_image, absent_place = _absences(contents, known_images)
    return _sorted_table(
        objects,
        image=np.concatenate((image, absent_image)),
        object_place=np.concatenate((place, absent_place)),
        frames=np.array([i for group in groups for i in group.frame_indices], np.int64),
        position=np.concatenate((np.arange(len(rows)), np.arange(len(absent_image)))),
        offset=np.concatenate((offset, np.zeros_like(absent_image))),
        length=np.concatenate((length, np.zeros_like(absent_image))),
    )


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
    contents: CocoContents, objects: list[CocoObject], place: _Whole, keys: _Whole
) -> _Whole:
    """Add objects for the annotations without a declared track, and give every one its place.

    ``keys`` is (n, 3): video, track id, category. An annotation without a track is an object of its
    own. Numbers are track ids where these can be numbers, else they follow after the largest one.
    """
    loose = place < 0
    alone = np.flatnonzero(keys[:, 1] == NO_TRACK)
    keys[alone, 1] = MAX_WHOLE + 1 + alone
    found, first, inverse = np.unique(
        keys[loose, :2], axis=0, return_index=True, return_inverse=True
    )
    category_ids = keys[loose, 2][first]
    highest: dict[int, int] = {}
    for it in objects:
        highest[it.video] = max(highest.get(it.video, 0), it.number)
    for (video, track_id), category_id in zip(found.tolist(), category_ids.tolist(), strict=True):
        last = highest.get(video, 0)
        number = track_id if last < track_id <= MAX_WHOLE else last + 1
        highest[video] = number
        name = f"{contents.categories[category_id]} {number}"
        objects.append(CocoObject(video, number, name, category_id))
    place = place.copy()
    place[loose] = len(objects) - len(found) + inverse.reshape(-1)
    return place


def _check_agreement(
    objects: Sequence[CocoObject], place: _Whole, video: _Whole, category_ids: _Whole
) -> None:
    own_video = np.array([it.video for it in objects], np.int64)[place]
    own_category = np.array([it.category_id for it in objects], np.int64)[place]
    _refuse("annotation", own_video != video, "its track belongs to another video")
    _refuse("annotation", own_category != category_ids, "its track has another category")


def _absences(contents: CocoContents, known_images: Sequence[int]) -> tuple[_Whole, _Whole]:
    """(image, object) places."""
    image_ids, track_ids = np.array(contents.absences, np.int64).reshape(-1, 2).T
    image, place = _find(image_ids, known_images), _find(track_ids, contents.tracks)
    _refuse("absence", image < 0, "its image_id is that of no image")
    _refuse("absence", place < 0, "its track_id is that of no track")
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


def _refuse(kind: str, bad: _Flags, what: str) -> None:
    if bad.any():
        raise FormatError(f"{kind} {np.flatnonzero(bad)[0]}: {what}")

"""What readers make of what they found, with what a frame map of ours adds to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from exporters.dataset import ImportedObject, ImportedVideo
from exporters.frame_map import FrameMap, KnownObject, KnownVideo
from storage.errors import FormatError

ObjectKey = int | tuple[str, int]
"""What a format calls an object: its number, or its label and which of them it is."""


def imported_video(
    folder: str,
    known: KnownVideo | None,
    *,
    frame_hw: tuple[int, int] | None,
    frame_indices: tuple[int, ...],
    images: Path | None = None,
    image_names: tuple[str, ...] = (),
) -> ImportedVideo:
    """A video found in ``folder``; ``frame_hw`` is None if only the frame map knows its size.

    Raises FormatError if neither does.
    """
    if frame_hw is None and known is None:
        raise FormatError(f"the video {folder!r} has no frames.")
    return ImportedVideo(
        name=known.name if known else folder,
        frame_hw=frame_hw or (known.frame_hw if known else (0, 0)),
        frame_indices=frame_indices,
        images=images if image_names else None,
        image_names=image_names if images else (),
        fingerprint=known.fingerprint if known else None,
        source_frame_count=known.frame_count if known else None,
    )


def with_known_videos(
    videos: Iterable[ImportedVideo], frame_map: FrameMap
) -> tuple[ImportedVideo, ...]:
    """The videos in the order of the frame map, with those that only it knows; then the others.

    Raises FormatError if two have the same name.
    """
    found = list(videos)
    present = {it.name: it for it in found}
    if len(present) < len(found):
        (name, _), *_ = Counter(it.name for it in found).most_common(1)
        raise FormatError(f"two parts of the data set are about the same video, {name!r}.")
    known = []
    for folder, it in frame_map.videos.items():
        if it.name in present:
            known.append(present.pop(it.name))
        else:
            known.append(imported_video(folder, it, frame_hw=None, frame_indices=()))
    return (*known, *present.values())


def known_objects(frame_map: FrameMap) -> Iterator[ImportedObject]:
    """Every object that the frame map lists."""
    for folder, objects in frame_map.objects.items():
        for it in objects.values():
            yield ImportedObject(frame_map.videos[folder].name, it.number, it.name, it.category)


def unseen_objects(
    frame_map: FrameMap, seen: Iterable[ImportedObject]
) -> tuple[ImportedObject, ...]:
    """The objects that only the frame map knows."""
    present = {(it.video, it.number) for it in seen}
    return tuple(it for it in known_objects(frame_map) if (it.video, it.number) not in present)


def ordered_objects(
    objects: Iterable[ImportedObject], videos: Iterable[ImportedVideo]
) -> tuple[ImportedObject, ...]:
    """By video and number. Raises FormatError if two objects of a video have the same number."""
    place = {video.name: i for i, video in enumerate(videos)}
    ordered = sorted(objects, key=lambda it: (place[it.video], it.number))
    for one, other in pairwise(ordered):
        if (one.video, one.number) == (other.video, other.number):
            raise FormatError(f"the video {one.video!r} has an object number {one.number} twice.")
    return tuple(ordered)


def labelled_objects(
    video: str, labels: Mapping[ObjectKey, str | None], listed: Mapping[int, KnownObject]
) -> dict[ObjectKey, ImportedObject]:
    """The objects of a video by key: those a frame map lists, and those found, with their labels.

    A key that is a number is the object's number; others get numbers after the largest.
    """
    objects: dict[ObjectKey, ImportedObject] = {
        key: ImportedObject(video, it.number, it.name, it.category) for key, it in listed.items()
    }
    last = max((*listed, *(key for key in labels if isinstance(key, int))), default=0)
    for key, label in labels.items():
        if isinstance(key, int):
            objects.setdefault(key, ImportedObject(video, key, f"{label or 'object'} {key}", label))
        else:
            last += 1
            objects[key] = ImportedObject(video, last, f"{label or 'object'} {key[1]}", label)
    return objects


def categories_of(objects: Iterable[ImportedObject]) -> tuple[str, ...]:
    """Their categories, in order."""
    return tuple(dict.fromkeys(it.category for it in objects if it.category is not None))

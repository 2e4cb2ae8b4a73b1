"""A data set on its way out: the ids, folders and frame names that an export gives it."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from exporters.dataset import Dataset, Progress
from exporters.folder_names import folder_names
from storage.errors import UserError
from storage.records import Mask, TrackedObject, Video

NO_CATEGORY = "object"  # of objects without one, in formats that demand a category


@dataclass(frozen=True, slots=True)
class ExportedVideo:
    """``id`` counts from 1; ``digits`` is how long the names of the video's frames are.

    ``first_number`` is set in formats that count frames without gaps, from there; in all others a
    frame is named by its index.
    """

    id: int
    video: Video
    folder: str
    frame_indices: Sequence[int]
    digits: int
    first_number: int | None = None

    def frame_number(self, frame_index: int) -> int:
        if self.first_number is None:
            return frame_index
        return self.first_number + bisect_left(self.frame_indices, frame_index)

    def frame_name(self, frame_index: int) -> str:
        return f"{self.frame_number(frame_index):0{self.digits}}"


@dataclass(frozen=True, slots=True)
class ExportedObject:
    """``id`` is what the format calls the object, ``video_id`` that of its ExportedVideo."""

    id: int
    video_id: int
    tracked: TrackedObject
    category: str | None


def exported_videos(
    dataset: Dataset, *, digits: int, first_number: int | None = None
) -> list[ExportedVideo]:
    """The videos of a data set, in its order.

    Frames' names have at least so many digits that sorting by name is right.
    """
    videos = dataset.videos()
    exported: list[ExportedVideo] = []
    for video, folder in zip(videos, folder_names(it.name for it in videos), strict=True):
        indices = array("q", dataset.frame_indices(video.id))
        longest = max(digits, len(str(indices[-1]))) if indices else digits
        exported_id = len(exported) + 1
        exported.append(ExportedVideo(exported_id, video, folder, indices, longest, first_number))
    return exported


def exported_frames(
    dataset: Dataset,
    videos: Sequence[ExportedVideo],
    *,
    images: Path | None,
    inside: str = "",
    progress: Progress,
) -> Iterator[tuple[ExportedVideo, int, Sequence[Mask]]]:
    """Every frame's index and masks; its image goes to ``images``/<video>/<inside>/<frame>.jpg, if
    wanted."""
    done, total = 0, sum(len(video.frame_indices) for video in videos)
    progress(done, total)
    for video in videos:
        if not video.frame_indices:
            continue
        if images:
            (images / video.folder / inside).mkdir(parents=True)
        with dataset.open_frames(video.video.id) if images else nullcontext() as reader:
            found = dataset.frame_masks(video.video.id)
            for frame_index, pair in zip_longest(video.frame_indices, found):
                if frame_index is None or pair is None or pair[0] != frame_index:
                    raise UserError("The project changed while it was exported: export it again.")
                if images and reader:
                    name = f"{video.frame_name(frame_index)}.jpg"
                    reader.write_jpeg(frame_index, images / video.folder / inside / name)
                yield video, *pair
                done += 1
                progress(done, total)


def category_names(dataset: Dataset) -> Mapping[int | None, str | None]:
    """By category id; None for the objects that have no category."""
    return {None: None} | {category.id: category.name for category in dataset.categories()}


def objects_by_number(
    dataset: Dataset, videos: Iterable[ExportedVideo]
) -> dict[int, ExportedObject]:
    """All objects, by the project's object id, in formats that call them by their number."""
    names = category_names(dataset)
    return {
        it.id: ExportedObject(it.number, video.id, it, names[it.category_id])
        for video in videos
        for it in dataset.objects(video.video.id)
    }


def category_ids(dataset: Dataset, objects: Iterable[ExportedObject]) -> Mapping[str, int]:
    """The categories counted from 1, NO_CATEGORY as the last if an object has none."""
    names = [category.name for category in dataset.categories()]
    if NO_CATEGORY not in names and any(it.category is None for it in objects):
        names.append(NO_CATEGORY)
    return {name: i for i, name in enumerate(names, start=1)}


def category_losses(format_name: str, objects: Iterable[ExportedObject]) -> tuple[str, ...]:
    """The sentence about objects without a category in a format that demands one."""
    without = sum(it.category is None for it in objects)
    if not without:
        return ()
    sentence = f"{format_name} demands a category: objects without one ({without}) are {NO_CATEGORY!r} there."
    return (sentence,)

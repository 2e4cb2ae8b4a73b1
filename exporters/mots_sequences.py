"""What MOTSChallenge and KITTI MOTS have in common when written: 16-bit PNGs and lines of text.

A line is "frame id class height width rle"; an id is class * 1000 + instance, and so is the value of
a pixel. A pixel has room for one object, in the text too: evaluation refuses masks that overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from exporters.dataset import Dataset, ExportReport
from exporters.exported import NO_CATEGORY, ExportedObject, ExportedVideo, category_names
from exporters.flat_frames import FlatTrack, FlatTracks, describe, overlap_losses, paint, visible
from exporters.png import write_grey_png
from storage.errors import UserError
from storage.masks import to_coco
from storage.records import Mask

PER_CLASS = 1000
MAX_INSTANCE = PER_CLASS - 1
MAX_CLASS = 64
IGNORE_CLASS = 10
_CLASSES = {"car": 1, "pedestrian": 2, "person": 2}
_FIRST_FREE_CLASS = 3
_Frames = Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]


@dataclass(frozen=True, slots=True)
class MotsPlan:
    """The videos, their objects, and the class of each category."""

    format_name: str
    videos: Sequence[ExportedVideo]
    tracks: Mapping[int, FlatTracks]  # by the ExportedVideo's id
    classes: Mapping[str, int]

    @property
    def objects(self) -> list[ExportedObject]:
        return [it.exported for tracks in self.tracks.values() for it in tracks.values()]


def make_plan(dataset: Dataset, videos: Sequence[ExportedVideo], *, format_name: str) -> MotsPlan:
    """Raises UserError for more objects or categories than the numbers have room for."""
    classes = _class_numbers(dataset)
    tracks = {video.id: _make_tracks(dataset, video, classes, format_name) for video in videos}
    return MotsPlan(format_name, videos, tracks, classes)


def _class_numbers(dataset: Dataset) -> dict[str, int]:
    """Those that evaluation knows as it knows them, others from 3."""
    free = iter(i for i in range(_FIRST_FREE_CLASS, MAX_CLASS + 1) if i != IGNORE_CLASS)
    classes: dict[str, int] = {}
    for name in (*(category.name for category in dataset.categories()), NO_CATEGORY):
        number = _CLASSES.get(name.lower()) or next(free, None)
        if number is None:
            raise UserError(f"MOTS has room for {MAX_CLASS} categories: export as coco.")
        classes.setdefault(name, number)
    return classes


def _make_tracks(
    dataset: Dataset, video: ExportedVideo, classes: Mapping[str, int], format_name: str
) -> FlatTracks:
    objects = dataset.objects(video.video.id)
    if len(objects) > MAX_INSTANCE:
        raise UserError(
            f"{video.video.name!r} has {len(objects)} objects, but {format_name} has room for "
            f"{MAX_INSTANCE} a video: export as coco, or delete some."
        )
    names = category_names(dataset)
    numbers = {it.number for it in objects}
    free = iter([value for value in range(1, PER_CLASS) if value not in numbers])
    tracks = {}
    for it in objects:
        instance = it.number if it.number <= MAX_INSTANCE else next(free)
        category = names[it.category_id]
        number = classes[NO_CATEGORY if category is None else category]
        exported = ExportedObject(number * PER_CLASS + instance, video.id, it, category)
        tracks[it.id] = FlatTrack(exported)
    return tracks


def write_sequences(
    plan: MotsPlan,
    frames: _Frames,
    *,
    text_path: Mapping[int, Path],
    png_folder: Mapping[int, Path],
) -> None:
    """Write every sequence's text and PNGs; both are given by the ExportedVideo's id."""
    for video, of_video in groupby(frames, key=lambda it: it[0]):
        png_folder[video.id].mkdir(parents=True)
        text_path[video.id].parent.mkdir(parents=True, exist_ok=True)
        with text_path[video.id].open("w", encoding="ascii", newline="\n") as file:
            for _, frame_index, masks in of_video:
                png = png_folder[video.id] / f"{video.frame_name(frame_index)}.png"
                file.writelines(_write_frame(video, frame_index, masks, plan.tracks[video.id], png))


def _write_frame(
    video: ExportedVideo, frame_index: int, masks: Sequence[Mask], tracks: FlatTracks, png: Path
) -> Iterator[str]:
    """Write a frame's PNG; its lines of text are yielded."""
    facts = video.video.facts
    values = paint(masks, tracks, facts.frame_hw, frame_index)
    write_grey_png(png, values)
    number = video.frame_number(frame_index)
    for mask in sorted(masks, key=lambda it: tracks[it.object_id].value):
        value = tracks[mask.object_id].value
        shown = visible(mask.rle, value, values)
        if not shown.is_empty:
            counts = to_coco(shown)["counts"]
            yield f"{number} {value} {value // PER_CLASS} {facts.height} {facts.width} {counts}\n"


def make_report(plan: MotsPlan, target: Path, *, evaluated: Sequence[str]) -> ExportReport:
    every_track = [track for tracks in plan.tracks.values() for track in tracks.values()]
    return ExportReport(
        target,
        videos=len(plan.videos),
        frames=sum(len(video.frame_indices) for video in plan.videos),
        masks=sum(len(track.shown) for track in every_track),
        losses=(*_class_losses(plan, evaluated), *_track_losses(plan)),
    )


def _class_losses(plan: MotsPlan, evaluated: Sequence[str]) -> Iterator[str]:
    used = {NO_CATEGORY if it.category is None else it.category for it in plan.objects}
    others = [name for name in plan.classes if name in used and plan.classes[name] > 2]
    if others:
        listed = ", ".join(f"{name!r} is class {plan.classes[name]}" for name in others)
        yield f"The evaluation of {plan.format_name} only counts {' and '.join(evaluated)}: {listed}."


def _track_losses(plan: MotsPlan) -> Iterator[str]:
    for video in plan.videos:
        for track in plan.tracks[video.id].values():
            if track.exported.tracked.number != track.value % PER_CLASS:
                yield f"{describe(video, track)} has the id {track.value} there: instances end at {MAX_INSTANCE}."  # fmt: skip
            yield from overlap_losses(video, [track])

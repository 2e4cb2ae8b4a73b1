"""What is wrong with a data set, in words: what its reader refuses, and what training will trip over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.reading import Problems, open_dataset
from exporters.dataset import ImportedDataset
from storage import counting
from storage.counting import counted
from storage.errors import FormatError


@dataclass(frozen=True, slots=True)
class Validation:
    """``problems`` are the records that cannot be read, each with its place, the first of
    ``problem_count``; ``is_complete`` is False if the reading ended at the last of them. ``remarks``
    are what is allowed and probably not meant.
    """

    videos: int = 0
    objects: int = 0
    masks: int = 0
    absences: int = 0
    problems: tuple[str, ...] = ()
    problem_count: int = 0
    is_complete: bool = True
    remarks: tuple[str, ...] = ()


def validate(format_name: str, path: Path) -> Validation:
    """Read all of a data set and say what is wrong with it. UserError for an unknown format."""
    problems = Problems()
    found = Validation(is_complete=False)
    try:
        with open_dataset(format_name, path, problems) as dataset:
            found = _look_through(dataset)
    except FormatError as error:
        problems.add(error)
    return replace(found, problems=problems.texts(), problem_count=problems.count)


def _look_through(dataset: ImportedDataset) -> Validation:
    shown: Counter[tuple[str, int]] = Counter()
    absences = single = whole = 0
    for mask in dataset.masks():
        if mask.rle.is_empty:
            absences += 1
            continue
        shown[mask.video, mask.number] += 1
        single += mask.rle.area == 1
        whole += mask.rle.area == mask.rle.frame_hw[0] * mask.rle.frame_hw[1]
    remarks = [*dataset.warnings, *_remarks(dataset, shown)]
    if single:
        remarks.append(
            counted(single, "{n} mask is a single pixel.", "{n} masks are a single pixel.")
        )
    if whole:
        remarks.append(
            counted(whole, "{n} mask covers its whole frame.", "{n} masks cover their whole frame.")
        )
    return Validation(
        videos=len(dataset.videos),
        objects=len(dataset.objects),
        masks=shown.total(),
        absences=absences,
        remarks=tuple(remarks),
    )


def _remarks(dataset: ImportedDataset, shown: Counter[tuple[str, int]]) -> Iterator[str]:
    for video in dataset.videos:
        if not video.frame_indices:
            yield f"The video {video.name!r} has no labelled frame."
        elif video.images is None:
            yield f"The video {video.name!r} comes without its frame images, or some are missing."
    for it in dataset.objects:
        if not shown[it.video, it.number]:
            yield f"Object {it.number} ({it.name}) of {it.video!r} shows on no frame."
    used = {it.category for it in dataset.objects}
    for category in dataset.categories:
        if category not in used:
            yield f"No object is of the category {category!r}."


def validation_text(validation: Validation) -> str:
    """The report for a person to read."""
    counts = ", ".join(
        (
            counting.videos(validation.videos),
            counting.objects(validation.objects),
            counting.masks(validation.masks),
            counted(validation.absences, "{n} absence", "{n} absences"),
        )
    )
    if not validation.problem_count:
        return "\n".join([f"All can be read: {counts}.", *validation.remarks])
    if not validation.is_complete:
        advice = "The reading ended there: put that right, and validate again."
        return "\n".join(["It cannot be read:", *_listed(validation.problems), advice])
    return "\n".join(
        [
            counted(validation.problem_count, "{n} record is wrong:", "{n} records are wrong:"),
            *_listed(validation.problems),
            "An import refuses all of it: put these right, or leave them out with --skip-bad.",
            f"What can be read: {counts}.",
            *validation.remarks,
        ]
    )


def _listed(sentences: tuple[str, ...]) -> list[str]:
    return [f"- {sentence}" for sentence in sentences]

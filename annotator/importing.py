"""A data set that a format has read, into the project: all of it as one undo step, or nothing.

It is read to its end before anything is written, because that takes the longest and finds most faults. What
is written then, is written a little at a time: whoever labels meanwhile does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.colours import object_colour
from annotator.import_places import Place, find_places
from annotator.importing_turns import add_turn
from annotator.reading import Problems, open_dataset, without_images
from annotator.session import Session
from annotator.spool import Spool, open_spool
from exporters.archives import is_archive
from exporters.dataset import ImportedDataset, ImportedMask, no_progress
from storage.attributes import Attribute, AttributeSpan
from storage.chunks import chunks
from storage.counting import counted
from storage.project import Edit, Project, WholeEdit
from storage.records import Mask, Source, TrackedObject, Video

_MASKS_AT_ONCE = 100

Progress = Callable[[int, int], None]
"""Called with (masks done, masks in all; 0 if that is not known), and never while others have to wait."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How much was imported, and what the reader warned of."""

    videos: int
    objects: int
    masks: int
    warnings: tuple[str, ...] = ()


def import_dataset(
    session: Session,
    format_name: str,
    source: Path,
    *,
    videos: Sequence[Path] = (),
    skip_bad: bool = False,
    progress: Progress = no_progress,
) -> ImportReport:
    """Add all objects and masks of a data set, or none; ``videos`` are files it may be about.

    Records that are wrong raise FormatError, or with ``skip_bad`` are left out and named in the
    report's warnings. What ``progress`` raises ends the import. Other failures: see find_places.
    """
    session.project.check_writable()
    problems = Problems() if skip_bad else None
    with open_spool(session.project.path.parent) as masks:
        with open_dataset(format_name, source, problems) as dataset:
            lasting = without_images(dataset) if is_archive(source) else dataset
            places = find_places(session.project, lasting, videos, lambda: progress(0, 0))
            _spool_masks(lasting, masks, progress)
        with session.whole_edit(f"Import {source.name}") as edit:
            report = _write_dataset(session.project, edit, lasting, places, masks, progress)
    return _with_problems(report, problems)


def _with_problems(report: ImportReport, problems: Problems | None) -> ImportReport:
    """The report with the records that were passed over, if any were to be."""
    if problems is None or not problems.count:
        return report
    first = counted(
        problems.count,
        "{n} record was wrong and left out:",
        "{n} records were wrong and left out:",
    )
    return replace(report, warnings=(*report.warnings, first, *problems.texts()))


def _spool_masks(dataset: ImportedDataset, spool: Spool[ImportedMask], progress: Progress) -> None:
    """Read all masks of a data set. Raises FormatError for a bad one."""
    for chunk in chunks(dataset.masks(), _MASKS_AT_ONCE):
        spool.append(chunk)
        progress(spool.count, 0)


def _write_dataset(
    project: Project,
    edit: WholeEdit,
    dataset: ImportedDataset,
    places: Iterable[Place],
    masks: Spool[ImportedMask],
    progress: Progress,
) -> ImportReport:
    """Add a data set's objects, masks, expressions and turns. Objects are always new ones; they keep their
    numbers where these are free. Raises ProjectError if a video or category was removed meanwhile.
    """

    def give_way(done: int = 0) -> None:
        if edit.give_way():
            progress(done, masks.count)

    by_name = {place.imported.name: place for place in places}
    video_ids = {name: _ensure_video(project, edit, place) for name, place in by_name.items()}
    category_ids = _ensure_categories(edit, dataset)
    _define_attributes(project, edit, dataset, category_ids)
    objects = _add_objects(edit, dataset, video_ids, category_ids, give_way)
    object_ids = {key: it.id for key, it in objects.items()}
    for it in dataset.expressions:
        named = [object_ids[it.video, number] for number in it.numbers]
        edit.add_expression(video_id=video_ids[it.video], text=it.text, object_ids=named)
        give_way()
    for described in dataset.objects:
        object_id = object_ids[described.video, described.number]
        edit.give_spans(object_id, _placed(described.spans, by_name[described.video]))
        give_way()
    frame_index = {name: place.frame_index for name, place in by_name.items()}
    for turn in dataset.turns:
        add_turn(edit, turn, video_ids[turn.video], objects, frame_index[turn.video])
        give_way()
    done = 0
    for chunk in masks.chunks():
        edit.put_masks(_to_mask(it, object_ids, frame_index) for it in chunk)
        done += len(chunk)
        give_way(done)
    return ImportReport(len(by_name), len(dataset.objects), done, dataset.warnings)


def _ensure_video(project: Project, edit: Edit, place: Place) -> int:
    target = place.target
    if isinstance(target, Video):
        return project.video(target.id).id  # nobody removed it meanwhile
    name = place.imported.name
    return edit.add_video(name=name, path=target.path, facts=target.facts, frames=target.frames).id


def _ensure_categories(edit: Edit, dataset: ImportedDataset) -> dict[str, int]:
    """The ids of all categories by name; those that only the data set has are made."""
    category_ids = {category.name: category.id for category in edit.categories()}
    for name in dataset.categories:
        if name not in category_ids:
            category_ids[name] = edit.add_category(name, object_colour(len(category_ids) + 1)).id
    return category_ids


def _add_objects(
    edit: Edit,
    dataset: ImportedDataset,
    video_ids: Mapping[str, int],
    category_ids: Mapping[str, int],
    give_way: Callable[[], None],
) -> dict[tuple[str, int], TrackedObject]:
    """The new objects, by the data set's (video, number)."""
    objects = {}
    for it in sorted(dataset.objects, key=lambda it: (it.video, it.number)):
        number = max(it.number, edit.next_number(video_ids[it.video]))
        objects[it.video, it.number] = edit.add_object(
            video_id=video_ids[it.video],
            name=it.name,
            category_id=category_ids[it.category] if it.category is not None else None,
            colour=object_colour(number),
            attributes=dict(it.attributes),
            number=number,
        )
        give_way()
    return objects


def _define_attributes(
    project: Project, edit: Edit, dataset: ImportedDataset, category_ids: Mapping[str, int]
) -> None:
    """Those that the project's categories do not have yet; of the others, its own definition stays."""
    known = {(it.category_id, it.name) for it in project.attributes()}
    for it in dataset.attributes:
        category_id = category_ids.get(it.category)
        if category_id is not None and (category_id, it.name) not in known:
            edit.add_attribute(Attribute(0, category_id, it.name, it.kind, it.choices, it.varies))


def _placed(spans: Iterable[AttributeSpan], place: Place) -> Iterator[AttributeSpan]:
    """What a data set says of an object, on the frames of its video."""
    for it in spans:
        start, stop = place.span(it.start, it.stop)
        if start < stop:
            yield replace(it, start=start, stop=stop)


def _to_mask(
    imported: ImportedMask,
    object_ids: Mapping[tuple[str, int], int],
    frame_index: Mapping[str, Mapping[int, int]],
) -> Mask:
    return Mask(
        object_id=object_ids[imported.video, imported.number],
        frame_index=frame_index[imported.video][imported.frame_index],
        rle=imported.rle,
        source=Source.IMPORT,
        score=imported.score,
    )

"""A data set that a format has read, into the project: all of it as one undo step, or nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.colours import object_colour
from annotator.importing_turns import add_turn
from annotator.reading import Problems
from annotator.video_name import video_name
from exporters.dataset import ImportedDataset, ImportedMask, ImportedVideo
from storage.attributes import Attribute, AttributeSpan
from storage.chunks import chunks
from storage.errors import FormatError, UserError
from storage.project import Edit, Project
from storage.records import FrameTable, Mask, Source, TrackedObject, Video, VideoFacts
from storage.video import scan_video

_MASKS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How much was imported, and what the reader warned of."""

    videos: int
    objects: int
    masks: int
    warnings: tuple[str, ...] = ()


def with_problems(report: ImportReport, problems: Problems | None) -> ImportReport:
    """The report with the records that were passed over, if any were to be."""
    if problems is None or not problems.count:
        return report
    first = f"{problems.count} records were wrong and left out:"
    return replace(report, warnings=(*report.warnings, first, *problems.texts()))


@dataclass(frozen=True, slots=True)
class _Scanned:
    path: Path
    facts: VideoFacts
    frames: FrameTable


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an imported video's masks go: a video of the project, or one that has yet to be added;
    ``frame_index`` maps the data set's frame indices to that video's. ``same_frames``: to themselves."""

    imported: ImportedVideo
    target: Video | _Scanned
    frame_index: Mapping[int, int]
    same_frames: bool

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The frames [start, stop) of the data set's video in that video, empty if they are not there."""
        if self.same_frames:
            return start, min(stop, self.target.facts.frame_count)
        indices = self.imported.frame_indices
        first, last = bisect_left(indices, start), bisect_left(indices, stop)
        frames = [self.frame_index[then] for then in indices[first:last]]
        return min(frames, default=0), max(frames, default=-1) + 1


def import_dataset(
    project: Project,
    edit: Edit,
    dataset: ImportedDataset,
    paths: Sequence[Path],
    *,
    progress: Callable[[int, int], None],
) -> ImportReport:
    """Add a data set's objects, masks, expressions and turns within ``edit``: a failure leaves nothing behind.

    A video of the data set is the project's with the same content, else of the same name, else one of
    the files ``paths``, else the frame images that the data set brings. Objects are always new ones;
    they keep their numbers where these are free. Raises UserError if a video is found nowhere, and
    FormatError for a record that does not fit its video. ``progress`` is told (masks done, 0): how many
    there are shows at the end.
    """
    scanned = [_Scanned(path.resolve(), *scan_video(path)) for path in paths]
    places = [
        _find_place(project, video, scanned, alone=len(dataset.videos) == 1)
        for video in dataset.videos
    ]
    video_ids = {place.imported.name: _ensure_video(edit, place) for place in places}
    category_ids = _ensure_categories(project, edit, dataset)
    _define_attributes(project, edit, dataset, category_ids)
    objects = _add_objects(edit, dataset, video_ids, category_ids)
    object_ids = {key: it.id for key, it in objects.items()}
    for it in dataset.expressions:
        named = [object_ids[it.video, number] for number in it.numbers]
        edit.add_expression(video_id=video_ids[it.video], text=it.text, object_ids=named)
    by_name = {place.imported.name: place for place in places}
    for described in dataset.objects:
        object_id = object_ids[described.video, described.number]
        edit.give_spans(object_id, _placed(described.spans, by_name[described.video]))
    frame_index = {place.imported.name: place.frame_index for place in places}
    for turn in dataset.turns:
        add_turn(edit, turn, video_ids[turn.video], objects, frame_index[turn.video])
    count = 0
    masks = (_to_mask(it, object_ids, frame_index) for it in dataset.masks())
    for chunk in chunks(masks, _MASKS_AT_ONCE):
        edit.put_masks(chunk)
        count += len(chunk)
        progress(count, 0)
    return ImportReport(len(places), len(dataset.objects), count, dataset.warnings)


def _find_place(
    project: Project, imported: ImportedVideo, scanned: Sequence[_Scanned], *, alone: bool
) -> _Place:
    target = _find_target(project, imported, scanned, alone=alone)
    if target is None:
        return _place_on_images(imported)
    facts = target.facts
    _check_size(imported, facts)
    if imported.frame_indices and imported.frame_indices[-1] >= facts.frame_count:
        raise FormatError(
            f"the data set's video {imported.name} has a frame {imported.frame_indices[-1]}, "
            f"but {_name(target)} has only {facts.frame_count} frames"
        )
    return _Place(imported, target, {i: i for i in imported.frame_indices}, same_frames=True)


def _find_target(
    project: Project, imported: ImportedVideo, scanned: Sequence[_Scanned], *, alone: bool
) -> Video | _Scanned | None:
    known: list[Video | _Scanned] = [*project.videos(), *scanned]
    for target in known:
        if imported.fingerprint is not None and target.facts.fingerprint == imported.fingerprint:
            return target
    for target in known:
        if _name(target) == imported.name:
            return target
    return scanned[0] if alone and len(scanned) == 1 else None


def find_origin(project: Project, imported: ImportedVideo) -> str | None:
    """What the masks of a data set's video would lie on, in a few words; None if nothing is there."""
    target = _find_target(project, imported, (), alone=False)
    if target is not None:
        return f"on the video {_name(target)}"
    if imported.images is not None:
        return "on the frame images of the data set"
    return None


def _place_on_images(imported: ImportedVideo) -> _Place:
    if imported.images is None or not imported.images.is_dir():
        raise UserError(
            f"The data set speaks of the video {imported.name!r}, which the project does not hold: "
            "add the video, or name its file with --video. If the data set is a zip with the frames, "
            "unpack it first."
        )
    target = _Scanned(imported.images.resolve(), *scan_video(imported.images))
    _check_size(imported, target.facts)
    position = {name: i for i, name in enumerate(target.frames.names)}
    missing = [name for name in imported.image_names if name not in position]
    if missing:
        raise FormatError(f"the frame image {missing[0]} of the video {imported.name} is missing")
    frame_index = {
        i: position[name]
        for i, name in zip(imported.frame_indices, imported.image_names, strict=True)
    }
    same_frames = all(then == now for then, now in frame_index.items())
    return _Place(imported, target, frame_index, same_frames)


def _check_size(imported: ImportedVideo, facts: VideoFacts) -> None:
    if imported.frame_hw != (facts.height, facts.width):
        height, width = imported.frame_hw
        raise FormatError(
            f"the data set's video {imported.name} is {width} x {height} pixels, "
            f"but the video of that name is {facts.width} x {facts.height}"
        )


def _name(target: Video | _Scanned) -> str:
    return target.name if isinstance(target, Video) else video_name(target.path)


def _ensure_video(edit: Edit, place: _Place) -> int:
    target = place.target
    if isinstance(target, Video):
        return target.id
    name = place.imported.name
    return edit.add_video(name=name, path=target.path, facts=target.facts, frames=target.frames).id


def _ensure_categories(project: Project, edit: Edit, dataset: ImportedDataset) -> dict[str, int]:
    """The ids of all categories by name; those that only the data set has are made."""
    category_ids = {category.name: category.id for category in project.categories()}
    for name in dataset.categories:
        if name not in category_ids:
            category_ids[name] = edit.add_category(name, object_colour(len(category_ids) + 1)).id
    return category_ids


def _add_objects(
    edit: Edit,
    dataset: ImportedDataset,
    video_ids: Mapping[str, int],
    category_ids: Mapping[str, int],
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


def _placed(spans: Iterable[AttributeSpan], place: _Place) -> Iterator[AttributeSpan]:
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

"""Changing attributes and their values within an edit. Values go by the attribute's name: they are those
of all objects of its category, and follow when it is renamed or removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, select

from storage import queries, rows, tables
from storage.attributes import (
    Attribute,
    AttributeSpan,
    AttributeValue,
    check_attribute,
    typed,
    with_span,
    with_spans,
)
from storage.chunks import chunks
from storage.counting import frames
from storage.errors import ProjectError
from storage.history import Recorder
from storage.records import Video

_SPANS_AT_ONCE = 500


def add(recorder: Recorder, attribute: Attribute) -> Attribute:
    # none has the name, not even the one it was copied from
    _check(recorder, replace(attribute, id=0))
    row = rows.attribute_row(attribute)
    del row["id"]
    return replace(attribute, id=recorder.insert(tables.attributes, row))


def update(recorder: Recorder, attribute: Attribute) -> None:
    now = queries.attribute(recorder.connection, attribute.id)
    if attribute.category_id != now.category_id:
        raise ValueError(f"an attribute keeps its category: {attribute}, was {now}")
    _check(recorder, attribute)
    if attribute.name != now.name:
        _rename_values(recorder, now, attribute.name)
    recorder.put(tables.attributes, [rows.attribute_row(attribute)])


def remove(recorder: Recorder, attribute_id: int) -> None:
    _rename_values(recorder, queries.attribute(recorder.connection, attribute_id), None)
    recorder.remove(tables.attributes, tables.attributes.c.id == attribute_id)


def set_on(
    recorder: Recorder,
    object_id: int,
    name: str,
    *,
    start: int,
    stop: int,
    value: AttributeValue | None,
) -> None:
    video = _video(recorder, object_id)
    _check_frames(video, start, stop)
    before = queries.attribute_spans(recorder.connection, object_id)
    _put_spans(recorder, object_id, video.id, before, with_span(before, name, start, stop, value))


def give(recorder: Recorder, object_id: int, spans: Sequence[AttributeSpan]) -> None:
    video = _video(recorder, object_id)
    for it in spans:
        _check_frames(video, it.start, it.stop)
    before = queries.attribute_spans(recorder.connection, object_id)
    _put_spans(recorder, object_id, video.id, before, with_spans(before, spans))


def _video(recorder: Recorder, object_id: int) -> Video:
    tracked = queries.tracked_object(recorder.connection, object_id)
    return queries.video(recorder.connection, tracked.video_id)


def _check_frames(video: Video, start: int, stop: int) -> None:
    frame_count = video.facts.frame_count
    if not 0 <= start < stop <= frame_count:
        raise ProjectError(
            f"There are no frames {start} to {stop - 1}: the video has {frames(frame_count)}, from 0 on."
        )


def _put_spans(
    recorder: Recorder,
    object_id: int,
    video_id: int,
    before: Sequence[AttributeSpan],
    after: Sequence[AttributeSpan],
) -> None:
    """Touch only the spans that are different."""
    spans = tables.attribute_spans
    there = {(it, typed(it.value)) for it in before}
    kept = {(it.name, it.start) for it in after}
    gone: dict[str, list[int]] = {}
    for it in before:
        if (it.name, it.start) not in kept:
            gone.setdefault(it.name, []).append(it.start)
    for name, starts in gone.items():
        for chunk in chunks(starts, _SPANS_AT_ONCE):
            recorder.remove(spans, and_(_is_of(object_id, name), spans.c.start.in_(chunk)))
    new = (it for it in after if (it, typed(it.value)) not in there)
    recorder.put(spans, (rows.attribute_span_row(it, object_id, video_id) for it in new))


def _check(recorder: Recorder, attribute: Attribute) -> None:
    check_attribute(attribute)
    columns = tables.attributes.c
    query = select(columns.id).where(
        columns.category_id == attribute.category_id, columns.name == attribute.name
    )
    if recorder.connection.scalar(query) not in (None, attribute.id):
        raise ProjectError(
            f"The category has an attribute {attribute.name!r} already. Choose another name."
        )


def _rename_values(recorder: Recorder, attribute: Attribute, name: str | None) -> None:
    """Call the attribute's values by another name; None: forget them."""
    query = select(tables.objects).where(tables.objects.c.category_id == attribute.category_id)
    for row in recorder.connection.execute(query).all():
        values = dict(row.attributes)
        if attribute.name in values:
            value = values.pop(attribute.name)
            renamed = values if name is None else values | {name: value}
            recorder.put(tables.objects, [{**row._mapping, "attributes": renamed}])
        of_object = _is_of(row.id, attribute.name)
        spans = recorder.connection.execute(select(tables.attribute_spans).where(of_object)).all()
        recorder.remove(tables.attribute_spans, of_object)
        if name is not None:
            recorder.put(tables.attribute_spans, [{**it._mapping, "name": name} for it in spans])


def _is_of(object_id: int, name: str) -> ColumnElement[bool]:
    columns = tables.attribute_spans.c
    return and_(columns.object_id == object_id, columns.name == name)

"""Changing attributes and their values within an edit. Values go by the attribute's name: they are those
of all objects of its category, and follow when it is renamed or removed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, and_, select

from storage import queries, rows, tables
from storage.attributes import (
    Attribute,
    AttributeKind,
    AttributeValue,
    check_attribute,
    with_span,
)
from storage.errors import ProjectError
from storage.history import Recorder


def add(
    recorder: Recorder,
    *,
    category_id: int,
    name: str,
    kind: AttributeKind,
    choices: tuple[str, ...],
    varies: bool,
) -> Attribute:
    attribute = Attribute(0, category_id, name, kind, choices, varies)
    _check(recorder, attribute)
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
    tracked = queries.tracked_object(recorder.connection, object_id)
    frame_count = queries.video(recorder.connection, tracked.video_id).facts.frame_count
    if not 0 <= start < stop <= frame_count:
        raise ProjectError(
            f"There are no frames {start} to {stop - 1}: the video has {frame_count} frames, from 0 on."
        )
    before = queries.attribute_spans(recorder.connection, object_id)
    after = with_span(before, name, start, stop, value)
    spans = tables.attribute_spans
    starts = [it.start for it in after if it.name == name]
    recorder.remove(spans, and_(_is_of(object_id, name), spans.c.start.not_in(starts)))
    recorder.put(
        spans,
        [
            rows.attribute_span_row(it, object_id, tracked.video_id)
            for it in after
            if it.name == name
        ],
    )


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

"""Attributes in a data set: their definitions, and the values that objects have.

Every export writes them into its ``frame_map.json``. So they come back exactly, whatever the format itself
has room for. Formats that have room write them in their own way too, for other programs.

    "attributes":   [{"category", "name", "kind", "choices", "varies"}, ...]
    "descriptions": [{"video_id", "number", "values": {name: value},
                      "spans": [{"name", "start", "stop", "value"}, ...]}, ...]

``values`` hold on all frames of an object; a span is one value on the frames [start, stop) of its video.
An object without values has no record.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from exporters.dataset import Dataset, ImportedAttribute
from exporters.fields import MAX_WHOLE, Fields
from storage.attributes import (
    Attribute,
    AttributeKind,
    AttributeSpan,
    AttributeValue,
    check_attribute,
    values_at,
)
from storage.errors import FormatError, UserError
from storage.records import TrackedObject

Values = Mapping[str, AttributeValue]  # by the name of the attribute
_MAX_TEXT = 10_000


def values_on(dataset: Dataset, objects: Iterable[TrackedObject]) -> Callable[[int, int], Values]:
    """A function from an object's id and a frame index to the object's values on that frame."""
    known = {it.id: (it.attributes, dataset.attribute_spans(it.id)) for it in objects}
    return lambda object_id, frame_index: values_at(*known[object_id], frame_index)


def value_text(value: AttributeValue) -> str:
    """A value as formats write it that know only text: ``true`` and ``false`` for yes and no."""
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- writing ---------------------------------------------------------------------------------------


def attribute_records(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """The definitions of the attributes of all categories, as ``frame_map.json`` has them."""
    names = {it.id: it.name for it in dataset.categories()}
    for it in dataset.attributes():
        yield {"category": names[it.category_id], **_definition(it)}


def _definition(attribute: Attribute) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "kind": attribute.kind.value,
        "choices": list(attribute.choices),
        "varies": attribute.varies,
    }


def values_record(
    dataset: Dataset, tracked: TrackedObject, *, video_id: int
) -> dict[str, Any] | None:
    """An object's values, as ``frame_map.json`` has them; None if it has none.

    ``video_id`` is the export's own.
    """
    spans = dataset.attribute_spans(tracked.id)
    if not tracked.attributes and not spans:
        return None
    return {
        "video_id": video_id,
        "number": tracked.number,
        "values": dict(tracked.attributes),
        "spans": [
            {"name": it.name, "start": it.start, "stop": it.stop, "value": it.value} for it in spans
        ],
    }


# --- reading ---------------------------------------------------------------------------------------


def read_attribute(fields: Fields) -> ImportedAttribute:
    """A definition, from a record of :func:`attribute_records`. Raises FormatError for a wrong one."""
    choices = fields.values.get("choices") or []
    if not isinstance(choices, list) or not all(isinstance(it, str) for it in choices):
        raise fields.error("its choices are not a list of texts")
    return checked_attribute(
        fields,
        category=fields.text("category"),
        name=fields.text("name"),
        kind=fields.text("kind"),
        choices=tuple(choices),
        varies=fields.values.get("varies") is True,
    )


def checked_attribute(
    fields: Fields, *, category: str, name: str, kind: str, choices: tuple[str, ...], varies: bool
) -> ImportedAttribute:
    """An attribute with this definition. Raises FormatError, naming the record, for an impossible one."""
    try:
        checked = Attribute(0, 0, name, AttributeKind(kind), choices, varies)
        check_attribute(checked)
    except (UserError, ValueError) as error:
        raise fields.error(str(error)) from error
    return ImportedAttribute(category, checked.name, checked.kind, choices, varies)


def read_values(fields: Fields) -> Values:
    """The values that hold on all frames. Raises FormatError for what cannot be a value."""
    found = fields.nested("values") if fields.has("values") else Fields(fields.name, {})
    return {name: read_value(found, name) for name in found.values}


def read_spans(fields: Fields) -> tuple[AttributeSpan, ...]:
    """The values that hold on intervals of frames. Raises FormatError for a wrong record."""
    listed = fields.values.get("spans") or []
    if not isinstance(listed, list):
        raise fields.error("its spans are not a list")
    return tuple(_span(Fields.of(f"{fields.name}, span {i}", it)) for i, it in enumerate(listed))


def _span(fields: Fields) -> AttributeSpan:
    start = fields.whole("start")
    stop = fields.whole("stop", least=start + 1)
    return AttributeSpan(fields.text("name"), start, stop, read_value(fields, "value"))


def read_value(fields: Fields, key: str) -> AttributeValue:
    """The value under ``key``. Raises FormatError for what cannot be a value."""
    value = as_value(fields.values.get(key))
    if value is not None:
        return value
    raise fields.error(
        f"its {key} is no text of up to {_MAX_TEXT} characters, number, true or false"
    )


def as_value(value: object) -> AttributeValue | None:
    """``value`` if it can be an attribute's value, else None."""
    match value:
        case bool() | int() if abs(value) <= MAX_WHOLE:
            return value
        case float() if math.isfinite(value):
            return value
        case str() if len(value) <= _MAX_TEXT:
            return value
        case _:
            return None


def check_unique(attributes: Iterable[ImportedAttribute]) -> tuple[ImportedAttribute, ...]:
    """The same definitions. Raises FormatError if a category has two of one name."""
    found: dict[tuple[str, str], ImportedAttribute] = {}
    for it in attributes:
        if found.setdefault((it.category, it.name), it) is not it:
            raise FormatError(f"the category {it.category!r} has an attribute {it.name!r} twice.")
    return tuple(found.values())

"""What objects are said to be, in a data set: attributes with their values, always or on some frames.

Every data set says it in its ``frame_map.json``, so that it comes back exactly whatever the format has
room for; formats that have some say it in their own words, too, for other programs:

    "attributes":   [{"category", "name", "kind", "choices", "varies"}, ...]
    "descriptions": [{"video_id", "number", "values": {name: value},
                      "spans": [{"name", "start", "stop", "value"}, ...]}, ...]

A span holds on the frames [start, stop) of its video. Both are left out where nothing was said.
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

Values = Mapping[str, AttributeValue]
_MAX_TEXT = 10_000


def values_on(dataset: Dataset, objects: Iterable[TrackedObject]) -> Callable[[int, int], Values]:
    """What an object, by its id, is said to be on a frame."""
    known = {it.id: (it.attributes, dataset.attribute_spans(it.id)) for it in objects}
    return lambda object_id, frame_index: values_at(*known[object_id], frame_index)


def value_text(value: AttributeValue) -> str:
    """A value where all are text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- writing ---------------------------------------------------------------------------------------


def attribute_records(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """The attributes of all categories."""
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


def description_record(
    dataset: Dataset, tracked: TrackedObject, *, video_id: int
) -> dict[str, Any] | None:
    """What is said of an object; ``video_id`` is the export's own. None if nothing is."""
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
    """A definition. Raises FormatError for a wrong one."""
    choices = fields.values.get("choices") or []
    if not isinstance(choices, list) or not all(isinstance(it, str) for it in choices):
        raise fields.error("its choices are not a list of texts")
    return defined(
        fields,
        category=fields.text("category"),
        name=fields.text("name"),
        kind=fields.text("kind"),
        choices=tuple(choices),
        varies=fields.values.get("varies") is True,
    )


def defined(
    fields: Fields, *, category: str, name: str, kind: str, choices: tuple[str, ...], varies: bool
) -> ImportedAttribute:
    """A definition of these. Raises FormatError, naming the record, if there can be none such."""
    try:
        checked = Attribute(0, 0, name, AttributeKind(kind), choices, varies)
        check_attribute(checked)
    except (UserError, ValueError) as error:
        raise fields.error(str(error)) from error
    return ImportedAttribute(category, checked.name, checked.kind, choices, varies)


def read_values(fields: Fields) -> Values:
    """What an object is said to be always. Raises FormatError for what can be no value."""
    found = fields.nested("values") if fields.has("values") else Fields(fields.name, {})
    return {name: read_value(found, name) for name in found.values}


def read_spans(fields: Fields) -> tuple[AttributeSpan, ...]:
    """What an object is said to be on some frames. Raises FormatError for a wrong record."""
    listed = fields.values.get("spans") or []
    if not isinstance(listed, list):
        raise fields.error("its spans are not a list")
    return tuple(_span(Fields.of(f"{fields.name}, span {i}", it)) for i, it in enumerate(listed))


def _span(fields: Fields) -> AttributeSpan:
    start = fields.whole("start")
    stop = fields.whole("stop", least=start + 1)
    return AttributeSpan(fields.text("name"), start, stop, read_value(fields, "value"))


def read_value(fields: Fields, key: str) -> AttributeValue:
    """The value under ``key``. Raises FormatError for what can be none."""
    value = as_value(fields.values.get(key))
    if value is not None:
        return value
    raise fields.error(
        f"its {key} is no text of up to {_MAX_TEXT} characters, number, true or false"
    )


def as_value(value: object) -> AttributeValue | None:
    """What somebody wrote, if it can be a value."""
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
    """All of them. Raises FormatError if a category has one twice."""
    found: dict[tuple[str, str], ImportedAttribute] = {}
    for it in attributes:
        if found.setdefault((it.category, it.name), it) is not it:
            raise FormatError(f"the category {it.category!r} has an attribute {it.name!r} twice.")
    return tuple(found.values())

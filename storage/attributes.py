"""Attributes: a category defines them, and its objects have values for them.

A value of the whole object holds on all frames. An attribute that ``varies`` can have another value on an
interval of frames, which then counts there.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from storage.errors import UserError

AttributeValue: TypeAlias = str | int | float | bool


class AttributeKind(StrEnum):
    """What values an attribute has."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property that objects of a category have. ``choices`` are those of a CHOICE."""

    id: int
    category_id: int
    name: str
    kind: AttributeKind
    choices: tuple[str, ...] = ()
    varies: bool = False


@dataclass(frozen=True, slots=True)
class AttributeSpan:
    """The value of the attribute ``name`` of one object on an interval of frames: [start, stop)."""

    name: str
    start: int
    stop: int
    value: AttributeValue


def check_attribute(attribute: Attribute) -> None:
    """Raises UserError for an attribute without a name, or a choice without choices."""
    if not attribute.name.strip():
        raise UserError("An attribute needs a name.")
    if (attribute.kind is AttributeKind.CHOICE) != bool(attribute.choices):
        raise UserError(
            f"Attribute {attribute.name!r}: choices belong to the kind {AttributeKind.CHOICE.value!r}, "
            "and that kind needs at least one."
        )
    if len(set(attribute.choices)) < len(attribute.choices):
        raise UserError(f"Attribute {attribute.name!r} has the same choice twice.")


def check_value(attribute: Attribute, value: object) -> AttributeValue:
    """The value, if the attribute can have it. Raises UserError if it cannot."""
    match attribute.kind, value:
        case AttributeKind.YES_NO, bool():
            return value
        case AttributeKind.NUMBER, int() | float() if not isinstance(value, bool):
            if math.isfinite(value):
                return value
        case AttributeKind.TEXT, str():
            return value
        case AttributeKind.CHOICE, str() if value in attribute.choices:
            return value
    raise UserError(f"{attribute.name!r} cannot be {value!r}: {_expected(attribute)}.")


def parse_value(attribute: Attribute, text: str) -> AttributeValue:
    """What a person typed, as a value. Raises UserError if the attribute cannot have it."""
    match attribute.kind:
        case AttributeKind.YES_NO:
            known = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
            return check_value(attribute, known.get(text.strip().lower()))
        case AttributeKind.NUMBER:
            try:
                number = float(text)
            except ValueError:
                return check_value(attribute, text)
            return check_value(attribute, int(number) if number.is_integer() else number)
        case AttributeKind.TEXT | AttributeKind.CHOICE:
            return check_value(attribute, text)


def values_at(
    values: Mapping[str, AttributeValue], spans: Iterable[AttributeSpan], frame_index: int
) -> dict[str, AttributeValue]:
    """An object's values on one frame, from its own ``values`` and its ``spans``."""
    here = {it.name: it.value for it in spans if it.start <= frame_index < it.stop}
    return {**values, **here}


def with_span(
    spans: Sequence[AttributeSpan],
    name: str,
    start: int,
    stop: int,
    value: AttributeValue | None,
) -> list[AttributeSpan]:
    """One object's spans once ``name`` is ``value`` on [start, stop); None: no span there any more.

    Spans of one name never overlap, and those that touch with equal values are one.
    """
    others = [it for it in spans if it.name != name]
    of_name = sorted((it for it in spans if it.name == name), key=lambda it: it.start)
    new = [] if value is None else [AttributeSpan(name, start, stop, value)]
    _replace_on(of_name, start, stop, new)
    return others + _joined(of_name)


def with_spans(
    spans: Iterable[AttributeSpan], added: Iterable[AttributeSpan]
) -> list[AttributeSpan]:
    """One object's spans after all of ``added``, in that order: each replaces the values on its frames."""
    by_name: dict[str, list[AttributeSpan]] = {}
    for it in sorted(spans, key=lambda it: it.start):
        by_name.setdefault(it.name, []).append(it)
    for it in added:
        _replace_on(by_name.setdefault(it.name, []), it.start, it.stop, [it])
    return [it for of_name in by_name.values() for it in _joined(of_name)]


def _replace_on(
    ordered: list[AttributeSpan], start: int, stop: int, new: list[AttributeSpan]
) -> None:
    """Put ``new`` where spans of one name, which do not overlap, lie on the frames [start, stop)."""
    first = bisect_right(ordered, start, key=lambda it: it.stop)
    last = bisect_left(ordered, stop, first, key=lambda it: it.start)
    rest = [piece for it in ordered[first:last] for piece in _outside(it, start, stop)]
    ordered[first:last] = sorted((*rest, *new), key=lambda it: it.start)


def _outside(span: AttributeSpan, start: int, stop: int) -> list[AttributeSpan]:
    """What is left of a span without the frames [start, stop)."""
    pieces = ((span.start, min(span.stop, start)), (max(span.start, stop), span.stop))
    return [AttributeSpan(span.name, a, b, span.value) for a, b in pieces if a < b]


def _joined(spans: Iterable[AttributeSpan]) -> list[AttributeSpan]:
    joined: list[AttributeSpan] = []
    for it in spans:
        last = joined[-1] if joined else None
        if last and last.stop == it.start and typed(last.value) == typed(it.value):
            joined[-1] = AttributeSpan(it.name, last.start, it.stop, it.value)
        else:
            joined.append(it)
    return joined


def typed(value: AttributeValue) -> tuple[type[AttributeValue], AttributeValue]:
    """What values are compared by, because to Python the number 1 equals yes."""
    return type(value), value


def _expected(attribute: Attribute) -> str:
    match attribute.kind:
        case AttributeKind.YES_NO:
            return "it is yes or no"
        case AttributeKind.NUMBER:
            return "it is a number"
        case AttributeKind.TEXT:
            return "it is text"
        case AttributeKind.CHOICE:
            return "it is one of " + ", ".join(attribute.choices)

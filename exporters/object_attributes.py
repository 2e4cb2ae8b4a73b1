"""The attributes of objects in a data set that was read: from its frame map, or from its masks.

An export of ours has them twice: in its frame map, exactly, and with each mask, as far as the format has
room. For each object the frame map counts as long as its masks agree with it or have no attributes; else, if
somebody changed them since or there is no frame map, the masks count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from exporters.attributes import Values, value_text
from exporters.cvat_text import clean
from exporters.dataset import FrameAttributes, ImportedAttribute, ImportedDataset, ImportedObject
from exporters.faults import one_record
from exporters.frame_map import FrameMap, KnownAttributes, read_frame_map
from exporters.mask_attributes import MADE_BY, OF_THE_MASK
from storage.attributes import (
    Attribute,
    AttributeKind,
    AttributeSpan,
    AttributeValue,
    parse_value,
    values_at,
)
from storage.errors import FormatError, UserError

_Key = tuple[str, str]  # a category and an attribute of it, by their names
# Names that some formats use for the mask itself, so that they cannot write an attribute of such a name.
_RESERVED = OF_THE_MASK | MADE_BY
_NO_ATTRIBUTES = KnownAttributes({}, ())


def with_attributes(dataset: ImportedDataset, source: Path) -> ImportedDataset:
    """The data set with the attributes of its objects; ``source`` is the folder or file it was read from.

    Raises FormatError, naming the object and the frame, for a value that its attribute cannot have.
    """
    frame_map = read_frame_map(_root(source))
    mapped = _by_object(frame_map)
    found = [
        _found(it, mapped.get((it.video, it.number), _NO_ATTRIBUTES)) for it in dataset.objects
    ]
    definitions: dict[_Key, ImportedAttribute] = {}
    for it in (*frame_map.attributes, *dataset.attributes):
        definitions.setdefault((it.category, it.name), it)
    _add_undefined(definitions, found, dataset.named)
    return replace(
        dataset,
        objects=tuple(_with_attributes(it, definitions) for it in found),
        attributes=tuple(definitions.values()),
    )


def _root(source: Path) -> Path:
    """The folder in which the frame map is, if there is one."""
    if source.is_dir():
        return source
    return source.parent.parent if source.parent.name == "annotations" else source.parent


def _by_object(frame_map: FrameMap) -> dict[tuple[str, int], KnownAttributes]:
    """The attributes in the frame map, by the name of the video and the number of the object."""
    return {
        (frame_map.videos[folder].name, number): it
        for (folder, number), it in frame_map.object_attributes.items()
    }


# --- frame map or masks -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _FoundAttributes:
    """The values of an object that count: ``from_map`` and, on intervals of frames, ``from_masks``.

    All masks of the object are on the frames [start, stop), and every interval is in them.
    """

    tracked: ImportedObject
    from_map: KnownAttributes
    from_masks: Sequence[AttributeSpan] = ()
    start: int = 0
    stop: int = 0


def _found(tracked: ImportedObject, mapped: KnownAttributes) -> _FoundAttributes:
    on_masks = _by_frame(tracked.frame_attributes)
    names = dict.fromkeys(name for _, values in on_masks for name in values)
    if not names or _agree(on_masks, mapped):
        return _FoundAttributes(tracked, mapped)
    spans = [span for name in names for span in _spans(name, on_masks)]
    only_in_map = _RESERVED - names.keys()
    rest = KnownAttributes(
        {name: value for name, value in mapped.values.items() if name in only_in_map},
        tuple(it for it in mapped.spans if it.name in only_in_map),
    )
    return _FoundAttributes(tracked, rest, spans, on_masks[0][0], on_masks[-1][0] + 1)


def _by_frame(attributes: Iterable[FrameAttributes]) -> list[FrameAttributes]:
    """Ascending, each frame once: where an object has several masks, their values together."""
    ordered = sorted(attributes, key=lambda it: it[0])
    return [
        (frame_index, {name: value for _, values in parts for name, value in values.items()})
        for frame_index, parts in groupby(ordered, key=lambda it: it[0])
    ]


def _agree(on_masks: Iterable[FrameAttributes], mapped: KnownAttributes) -> bool:
    """Whether the masks have the values of the frame map, exactly or as text."""
    pairs = ((it, values_at(mapped.values, mapped.spans, frame)) for frame, it in on_masks)
    return all(now == then or _texts(now) == _texts(then) for now, then in pairs)


def _texts(values: Values) -> dict[str, str]:
    """The values as the format with the least room, XML, has them: as text, without empty ones."""
    found = {clean(name): clean(value_text(value)) for name, value in values.items()}
    return {name: text for name, text in found.items() if text and name not in _RESERVED}


def _spans(name: str, on_masks: Sequence[FrameAttributes]) -> Iterator[AttributeSpan]:
    """The intervals on which an attribute has a value: from a mask on, until one has another or none."""
    on_frames = [(frame_index, values.get(name)) for frame_index, values in on_masks]
    runs = [list(run) for _, run in groupby(on_frames, key=lambda it: (type(it[1]), it[1]))]
    starts = [run[0][0] for run in runs]
    ends = [*starts[1:], on_masks[-1][0] + 1]
    for run, start, stop in zip(runs, starts, ends, strict=True):
        value = run[0][1]
        if value is not None:
            yield AttributeSpan(name, start, stop, value)


# --- definitions and values -----------------------------------------------------------------------


def _add_undefined(
    definitions: dict[_Key, ImportedAttribute],
    found: Iterable[_FoundAttributes],
    named: Iterable[_Key],
) -> None:
    """Define attributes that masks have, or that are only ``named``: of the kind of all their values, else text."""
    undefined: dict[_Key, list[AttributeSpan]] = {}
    varying: set[_Key] = set()
    for it in found:
        for span in it.from_masks:
            key = (it.tracked.category or "", span.name)
            if it.tracked.category and key not in definitions:
                undefined.setdefault(key, []).append(span)
                if (span.start, span.stop) != (it.start, it.stop):
                    varying.add(key)
    for key in (*undefined, *named):
        kind = _kind(span.value for span in undefined.get(key, ()))
        definitions.setdefault(key, ImportedAttribute(*key, kind, varies=key in varying))


def _kind(values: Iterable[AttributeValue]) -> AttributeKind:
    types = {type(value) for value in values}
    if types == {bool}:
        return AttributeKind.YES_NO
    return AttributeKind.NUMBER if types and types <= {int, float} else AttributeKind.TEXT


def _with_attributes(
    it: _FoundAttributes, definitions: Mapping[_Key, ImportedAttribute]
) -> ImportedObject:
    """The object with values that hold on all frames, and spans where they change."""
    always = dict(it.from_map.values)
    spans = list(it.from_map.spans)
    for span in it.from_masks:
        attribute = definitions.get((it.tracked.category or "", span.name))
        with one_record():
            value = _typed(span, attribute, it.tracked) if attribute else span.value
            whole = (span.start, span.stop) == (it.start, it.stop)
            if whole or (attribute and not attribute.varies):
                always.setdefault(span.name, value)
            else:
                spans.append(replace(span, value=value))
    return replace(it.tracked, attributes=always, spans=tuple(spans), frame_attributes=())


def _typed(
    span: AttributeSpan, attribute: ImportedAttribute, tracked: ImportedObject
) -> AttributeValue:
    it = attribute
    try:
        return parse_value(Attribute(0, 0, it.name, it.kind, it.choices), value_text(span.value))
    except UserError as error:
        where = f"the video {tracked.video!r}, object {tracked.number}, frame {span.start}"
        raise FormatError(f"{where}: {error}") from error

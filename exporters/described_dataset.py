"""What the objects of a data set that was read are said to be: by its frame map, or by its own masks.

The frame map of an export of ours says it exactly. It counts for an object as long as the masks still say
what was written; where somebody changed them since, or nobody of ours wrote them, the masks count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from exporters.cvat_text import clean
from exporters.dataset import FrameAttributes, ImportedAttribute, ImportedDataset, ImportedObject
from exporters.described import Values, value_text
from exporters.faults import one_record
from exporters.frame_map import FrameMap, KnownDescription, read_frame_map
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
_UNSAID = OF_THE_MASK | MADE_BY  # names that are no attributes in the words of some format
_NOTHING = KnownDescription({}, ())


def with_descriptions(dataset: ImportedDataset, source: Path) -> ImportedDataset:
    """The data set with what its objects are said to be; ``source`` is the folder or file it was read from.

    Raises FormatError, naming the object and the frame, for a value that its attribute cannot have.
    """
    frame_map = read_frame_map(_root(source))
    known = _descriptions(frame_map)
    told = [_told(it, known.get((it.video, it.number), _NOTHING)) for it in dataset.objects]
    definitions: dict[_Key, ImportedAttribute] = {}
    for it in (*frame_map.attributes, *dataset.attributes):
        definitions.setdefault((it.category, it.name), it)
    _add_unknown(definitions, told, dataset.named)
    return replace(
        dataset,
        objects=tuple(_described(it, definitions) for it in told),
        attributes=tuple(definitions.values()),
    )


def _root(source: Path) -> Path:
    """The folder in which the frame map is, if there is one."""
    if source.is_dir():
        return source
    return source.parent.parent if source.parent.name == "annotations" else source.parent


def _descriptions(frame_map: FrameMap) -> dict[tuple[str, int], KnownDescription]:
    """By the name of the video and the number of the object."""
    return {
        (frame_map.videos[folder].name, number): it
        for (folder, number), it in frame_map.descriptions.items()
    }


# --- what masks say --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """What counts of an object: what is ``known``, and what its masks say on ``spans``.

    All its masks are on the frames [start, stop), and every span is in them.
    """

    tracked: ImportedObject
    known: KnownDescription
    spans: Sequence[AttributeSpan] = ()
    start: int = 0
    stop: int = 0


def _told(tracked: ImportedObject, known: KnownDescription) -> _Told:
    shown = _by_frame(tracked.frame_attributes)
    names = dict.fromkeys(name for _, values in shown for name in values)
    if not names or _agree(shown, known):
        return _Told(tracked, known)
    spans = [span for name in names for span in _spans(name, shown)]
    unsaid = _UNSAID - names.keys()
    rest = KnownDescription(
        {name: value for name, value in known.values.items() if name in unsaid},
        tuple(it for it in known.spans if it.name in unsaid),
    )
    return _Told(tracked, rest, spans, shown[0][0], shown[-1][0] + 1)


def _by_frame(attributes: Iterable[FrameAttributes]) -> list[FrameAttributes]:
    """Ascending; where several masks are parts of the object, what all of them say."""
    ordered = sorted(attributes, key=lambda it: it[0])
    return [
        (frame_index, {name: value for _, values in parts for name, value in values.items()})
        for frame_index, parts in groupby(ordered, key=lambda it: it[0])
    ]


def _agree(shown: Iterable[FrameAttributes], known: KnownDescription) -> bool:
    """Whether the masks say what the frame map says, as far as their format has words for it."""
    written = ((it, values_at(known.values, known.spans, frame)) for frame, it in shown)
    return all(now == then or _texts(now) == _texts(then) for now, then in written)


def _texts(values: Values) -> dict[str, str]:
    """As the poorest format, XML, has them: all are text, and what is empty is left out."""
    found = {clean(name): clean(value_text(value)) for name, value in values.items()}
    return {name: text for name, text in found.items() if text and name not in _UNSAID}


def _spans(name: str, shown: Sequence[FrameAttributes]) -> Iterator[AttributeSpan]:
    """Where the attribute has which value: from a mask on until one says something else, or nothing."""
    on_frames = [(frame_index, values.get(name)) for frame_index, values in shown]
    runs = [list(run) for _, run in groupby(on_frames, key=lambda it: (type(it[1]), it[1]))]
    starts = [run[0][0] for run in runs]
    ends = [*starts[1:], shown[-1][0] + 1]
    for run, start, stop in zip(runs, starts, ends, strict=True):
        value = run[0][1]
        if value is not None:
            yield AttributeSpan(name, start, stop, value)


# --- what it means -------------------------------------------------------------------------------


def _add_unknown(
    definitions: dict[_Key, ImportedAttribute], told: Iterable[_Told], named: Iterable[_Key]
) -> None:
    """Define what is said, but nowhere defined: of the kind that all its values have, else text."""
    found: dict[_Key, list[AttributeSpan]] = {}
    varying: set[_Key] = set()
    for it in told:
        for span in it.spans:
            key = (it.tracked.category or "", span.name)
            if it.tracked.category and key not in definitions:
                found.setdefault(key, []).append(span)
                if (span.start, span.stop) != (it.start, it.stop):
                    varying.add(key)
    for key in (*found, *named):
        kind = _kind(span.value for span in found.get(key, ()))
        definitions.setdefault(key, ImportedAttribute(*key, kind, varies=key in varying))


def _kind(values: Iterable[AttributeValue]) -> AttributeKind:
    types = {type(value) for value in values}
    if types == {bool}:
        return AttributeKind.YES_NO
    return AttributeKind.NUMBER if types and types <= {int, float} else AttributeKind.TEXT


def _described(it: _Told, definitions: Mapping[_Key, ImportedAttribute]) -> ImportedObject:
    """The object with values that hold always and spans where they change."""
    always = dict(it.known.values)
    spans = list(it.known.spans)
    for span in it.spans:
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

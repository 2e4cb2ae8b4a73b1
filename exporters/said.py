"""What the masks of a file say of their objects, in formats that have room for it:

    {"pose": "lying", "wild": false}        with each mask, in most formats under "attributes"

It is gathered while a file is read; :mod:`exporters.described_dataset` makes attributes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from exporters.described import Values, as_value, read_value
from exporters.faults import one_record
from exporters.fields import Fields
from storage.attributes import AttributeValue
from storage.errors import FormatError

OF_THE_MASK = frozenset({"track_id", "keyframe", "outside", "rotation", "is_crowd", "score"})
"""What CVAT and Datumaro put among the attributes, but is said of a mask and not of its object."""
MADE_BY = frozenset({"source", "engine", "verified"})  # a mask, as our Datumaro says it
_MAX_SETS = 1_000_000


class Words:
    """What the masks of one file say, every set of values kept once, at its place in ``sets``.

    The first set says nothing. Names in ``without`` are not those of attributes.
    """

    def __init__(self, *, without: Collection[str] = ()) -> None:
        self.sets: list[Values] = [{}]
        self._places: dict[tuple[tuple[str, type, AttributeValue], ...], int] = {(): 0}
        self._without = without
        self._passed_over = 0
        self._first_passed_over = ""

    def read(self, fields: Fields, key: str) -> Values:
        """What the object under ``key`` says. FormatError, naming the record, for a value that is none."""
        values: dict[str, AttributeValue] = {}
        if not fields.has(key):
            return values
        found = fields.values[key]
        if not isinstance(found, dict):
            self._pass_over(fields, key)
            return values
        for name, written in found.items():
            if written is None or name in self._without:
                continue
            value = as_value(written)
            if value is not None and name.strip():
                values[name] = value
            else:
                self._refuse(Fields(f"{fields.name}, {key}", found), name)
        return values

    def _refuse(self, fields: Fields, name: str) -> None:
        if isinstance(fields.values[name], dict | list) or not name.strip():
            self._pass_over(fields, name)
        else:
            with one_record():
                read_value(fields, name)

    def place_of(self, values: Values) -> int:
        """The place of these values. Raises FormatError if there are too many different ones."""
        key = tuple((name, type(value), value) for name, value in values.items())
        place = self._places.setdefault(key, len(self.sets))
        if place == len(self.sets):
            if place > _MAX_SETS:
                raise FormatError(f"more than {_MAX_SETS} different attributes cannot be read.")
            self.sets.append(values)
        return place

    def kept(self, values: Values) -> Values:
        """The same values, in memory once however many masks have them."""
        return self.sets[self.place_of(values)]

    def _pass_over(self, fields: Fields, name: str) -> None:
        self._first_passed_over = self._first_passed_over or f"{fields.name}, {name!r}"
        self._passed_over += 1

    def warnings(self) -> tuple[str, ...]:
        """The sentence about what can be no attribute, if there was any."""
        if not self._passed_over:
            return ()
        sentence = (
            f"{self._passed_over} attributes hold more than one value, or have no name, and were passed over, "
            f"the first at {self._first_passed_over}."
        )
        return (sentence,)


def read_names(fields: Fields) -> Iterator[str]:
    """The attributes that a category lists by their names, as Datumaro does."""
    listed: object = fields.values.get("attributes")
    for name in listed if isinstance(listed, list) else ():
        if isinstance(name, str) and name.strip() and name not in OF_THE_MASK:
            yield name

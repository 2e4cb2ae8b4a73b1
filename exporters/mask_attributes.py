"""Attributes that a file gives with each mask, in formats that have room for them:

    {"pose": "lying", "wild": false}        in most formats under "attributes"

They are gathered here while a file is read; :mod:`exporters.object_attributes` turns them into the attributes of
objects, always or on intervals of frames.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from exporters.attributes import Values, as_value, read_value
from exporters.faults import one_record
from exporters.fields import Fields
from storage.attributes import AttributeValue
from storage.errors import FormatError

OF_THE_MASK = frozenset({"track_id", "keyframe", "outside", "rotation", "is_crowd", "score"})
"""What CVAT and Datumaro list among the attributes although it concerns the mask and not its object."""
MADE_BY = frozenset({"source", "engine", "verified"})
"""Who made the mask, as our Datumaro export says it."""
_MAX_SETS = 1_000_000


class MaskAttributes:
    """The attributes of the masks of one file. Most masks have the same few sets of values, so each
    different set is kept once, in ``sets``; the first one is empty.

    Names in ``without`` are not read as attributes.
    """

    def __init__(self, *, without: Collection[str] = ()) -> None:
        self.sets: list[Values] = [{}]
        self._places: dict[tuple[tuple[str, type, AttributeValue], ...], int] = {(): 0}
        self._without = without
        self._passed_over = 0
        self._first_passed_over = ""

    def read(self, fields: Fields, key: str) -> Values:
        """The attributes under ``key``. FormatError, naming the record, for what cannot be a value."""
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
        """The index of these values in ``sets``, which gets them if they are new.

        Raises FormatError if there are too many different ones.
        """
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
        """A sentence about the attributes that could not be read as such, if there were any."""
        if not self._passed_over:
            return ()
        sentence = (
            f"Attributes that hold more than one value, or have no name, were passed over: {self._passed_over}, "
            f"the first at {self._first_passed_over}."
        )
        return (sentence,)


def read_names(fields: Fields) -> Iterator[str]:
    """The attributes that a category lists by their names, as Datumaro does."""
    listed: object = fields.values.get("attributes")
    for name in listed if isinstance(listed, list) else ():
        if isinstance(name, str) and name.strip() and name not in OF_THE_MASK:
            yield name

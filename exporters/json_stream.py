"""JSON files of any size, written and read with one record in memory at a time.

Reading walks over a JSON object whose members are lists or objects, or over one list, and yields what
is in them, each record with its place in the file, so that it can be read again alone. The text is looked at as
latin-1, where a character is a byte, because all that structures JSON is ASCII.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

from exporters.fields import reading
from storage.errors import FormatError

MAX_FILE_BYTES = 1 << 36
MAX_RECORD_BYTES = 1 << 24  # parsed, at worst fifty times that in memory
_CHUNK_BYTES = 1 << 20
_BLANK = " \t\n\r"
_AFTER_VALUE = frozenset(",:]}" + _BLANK)  # before one of these is loaded, a number may go on

# --- writing -------------------------------------------------------------------------------------


def json_text(value: object) -> str:
    """One line of ASCII, the same for the same value."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def json_list(records: Iterable[object]) -> Iterator[str]:
    """The text of a list, one record a line."""
    return json_items((json_text(record),) for record in records)


def json_items(items: Iterable[Iterable[str]]) -> Iterator[str]:
    """The text of a list whose items are texts in pieces, one item a line."""
    yield "["
    separator = "\n"
    for pieces in items:
        yield separator
        yield from pieces
        separator = ",\n"
    yield "\n]"


def json_object(members: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    """The text of an object whose values are texts in pieces."""
    yield "{"
    separator = "\n"
    for key, pieces in members:
        yield f"{separator}{json_text(key)}:"
        yield from pieces
        separator = ",\n"
    yield "\n}"


def write_json(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.writelines(pieces)
        file.write("\n")


# --- reading -------------------------------------------------------------------------------------


class Record(NamedTuple):
    """One thing inside a top-level member: ``key`` is its position, from 0, or its name.

    A member that is neither list nor object is a record of its own, with an empty key. In a file that
    is one list, ``section`` is empty.
    """

    section: str
    key: int | str
    value: Any
    offset: int
    length: int


def read_records(path: Path, *, max_record_bytes: int = MAX_RECORD_BYTES) -> Iterator[Record]:
    """All records of a JSON file, in order. Raises FormatError, saying where, if it is none."""
    with reading(path), path.open("rb") as file:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise FormatError(f"{path} is larger than any data set that can be read.")
        yield from _Scanner(path, file, max_record_bytes).records()


def read_again(file: BinaryIO, offset: int, length: int) -> object:
    """One record of a file that :func:`read_records` has been through."""
    file.seek(offset)
    try:
        return _DECODER.decode(file.read(length).decode())
    except (ValueError, RecursionError) as error:
        raise FormatError("the file has changed while it was read") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


class _Scanner:
    """Walks over the file; ``_text[_at:]`` is what has been loaded but not yet consumed."""

    def __init__(self, path: Path, file: BinaryIO, max_record_bytes: int) -> None:
        self._path = path
        self._file = file
        self._max_record_bytes = max_record_bytes
        self._text = ""
        self._at = 0
        self._loaded = 0  # bytes of the file, up to the end of _text
        self._ended = False

    def records(self) -> Iterator[Record]:
        if self._peek() == "\xef":
            self._skip_byte_order_mark()
        if self._peek() == "[":
            yield from self._section("")
        else:
            yield from self._named_sections()
        if self._peek():
            raise self._error("something follows after its end")

    def _named_sections(self) -> Iterator[Record]:
        sections: set[str] = set()
        for section in self._members():
            if section in sections:
                raise self._error(f"it has {section!r} twice")
            sections.add(section)
            yield from self._section(section)

    def _section(self, section: str) -> Iterator[Record]:
        opening = self._peek()
        if opening == "[":
            for position, _ in enumerate(self._items("[", "]")):
                yield Record(section, position, *self._value(f"{section or 'record'} {position}"))
        elif opening == "{":
            for key in self._members():
                yield Record(section, key, *self._value(f"{section} {key!r}"))
        else:
            yield Record(section, "", *self._value(section))

    def _members(self) -> Iterator[str]:
        """The keys of an object, each time with the value as what comes next."""
        for _ in self._items("{", "}"):
            if self._peek() != '"':
                raise self._error("a name in quotes is expected")
            key, _, _ = self._value("a name")
            self._take(":")
            yield key

    def _items(self, opening: str, closing: str) -> Iterator[None]:
        self._take(opening)
        if self._peek() == closing:
            self._take(closing)
            return
        while True:
            yield
            if self._peek() == closing:
                self._take(closing)
                return
            self._take(",")

    def _peek(self) -> str:
        """The next character that is not blank, "" at the end of the file."""
        while True:
            while self._at < len(self._text):
                character = self._text[self._at]
                if character not in _BLANK:
                    return character
                self._at += 1
            if self._ended:
                return ""
            self._load()

    def _take(self, expected: str) -> None:
        found = self._peek()
        if found != expected:
            raise self._error(
                f"{expected!r} is expected, not {found!r}" if found else "it breaks off"
            )
        self._at += 1

    def _value(self, name: str) -> tuple[Any, int, int]:
        """The value that comes next, its offset and its length in bytes."""
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
                what = "something follows it"
                if self._ended or self._text[end : end + 1] in _AFTER_VALUE:
                    return self._finish(name, value, end)
            except json.JSONDecodeError as error:
                what = error.msg
            except (ValueError, RecursionError) as error:
                raise self._error(f"{name} cannot be read: {error}") from error
            if self._ended or len(self._text) - self._at > self._max_record_bytes:
                raise self._error(f"{name} is not JSON, or too large: {what}")
            self._load()

    def _finish(self, name: str, value: object, end: int) -> tuple[Any, int, int]:
        text = self._text[self._at : end]
        offset = self._loaded - len(self._text) + self._at
        if not text.isascii():
            try:
                value = _DECODER.decode(text.encode("latin-1").decode())
            except UnicodeDecodeError as error:
                raise self._error(f"{name} is not UTF-8") from error
        self._at = end
        return value, offset, len(text)

    def _load(self) -> None:
        rest = self._text[self._at :]
        chunk = self._file.read(max(_CHUNK_BYTES, len(rest)))
        self._loaded += len(chunk)
        self._text = rest + chunk.decode("latin-1")
        self._at = 0
        self._ended = not chunk

    def _skip_byte_order_mark(self) -> None:
        for byte in "\xef\xbb\xbf":
            self._take(byte)

    def _error(self, what: str) -> FormatError:
        place = self._loaded - len(self._text) + self._at
        return FormatError(f"{self._path} is not what it should be at byte {place}: {what}.")

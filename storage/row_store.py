"""The rows of any table, read and written by their primary keys; :mod:`storage.rows` says what they mean."""

from __future__ import annotations

import json
import math
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    LargeBinary,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from storage.rows import Row

Key = tuple[Any, ...]  # a row's primary key, a value for each of its columns
PAGE = 500  # rows in memory at once


def fetch_rows(connection: Connection, table: Table, keys: Iterable[Key]) -> dict[Key, Row]:
    """The rows that are there under these primary keys."""
    wanted = set(keys)
    found: dict[Key, Row] = {}
    for block in _blocks(sorted(wanted)):
        columns = zip(table.primary_key.columns, zip(*block, strict=True), strict=True)
        query = select(table).where(*(column.in_(set(values)) for column, values in columns))
        for row in connection.execute(query):
            key = key_of(table, row._mapping)
            if key in wanted:
                found[key] = dict(row._mapping)
    return found


def insert_row(connection: Connection, table: Table, row: Row) -> int:
    """Add a row whose ``id`` the database chooses; return the id."""
    key = connection.execute(insert(table), row).inserted_primary_key
    assert key is not None
    row_id: int = key[0]
    return row_id


def write_rows(
    connection: Connection, table: Table, before: Mapping[Key, Row], after: Mapping[Key, Row | None]
) -> None:
    """Bring the rows from ``before`` to ``after``; None means that the row is not there."""
    keys = table.primary_key.columns
    this_row = and_(*(column == bindparam(f"key_{column.name}") for column in keys))
    gone = [_address(table, key) for key, row in after.items() if not row and key in before]
    new = [row for key, row in after.items() if row and key not in before]
    changed = [
        _address(table, key) | {name: row[name] for name in row if name not in keys}
        for key, row in after.items()
        if row and key in before
    ]
    if gone:
        connection.execute(delete(table).where(this_row), gone)
    if changed:
        connection.execute(update(table).where(this_row), changed)
    if new:
        connection.execute(insert(table), new)


def key_of(table: Table, row: Mapping[Any, Any]) -> Key:
    """The primary key of a row."""
    return tuple(row[column.name] for column in table.primary_key.columns)


def is_same_row(table: Table, before: Row | None, row: Row) -> bool:
    """Whether a row says what is there. To Python 1 equals True and 1.0; in JSON these are three values."""
    if before != row:
        return False
    names = [column.name for column in table.columns if isinstance(column.type, JSON)]
    then, now = (json.dumps([it[name] for name in names], sort_keys=True) for it in (before, row))
    return then == now


def row_to_json(row: Row | None) -> str | None:
    """A row as JSON; None stays None, as it does on the way back."""
    if row is None:
        return None
    return json.dumps(row, default=lambda blob: b64encode(blob).decode("ascii"))


def row_from_json(table: Table, text: str | None) -> Row | None:
    """The row of a table that :func:`row_to_json` turned into ``text``."""
    if text is None:
        return None
    row: Row = json.loads(text)
    blobs = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
    return row | {name: b64decode(row[name]) for name in blobs}


def _blocks(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Split sorted keys into parts that can be fetched by a condition on each column of the key.

    SQLite uses the index for ``a IN (...) AND b IN (...)``, but not for ``(a, b) IN (...)``. The first also
    finds keys that nobody asked for, every combination of the values; a part is therefore only as large as
    at least half of its combinations are wanted.
    """
    if not keys:
        return
    combinations = math.prod(len(set(values)) for values in zip(*keys, strict=True))
    if len(keys) == 1 or (combinations <= 2 * len(keys) and len(keys) <= PAGE):
        yield keys
    else:
        yield from _blocks(keys[: len(keys) // 2])
        yield from _blocks(keys[len(keys) // 2 :])


def _address(table: Table, key: Key) -> Row:
    names = (f"key_{column.name}" for column in table.primary_key.columns)
    return dict(zip(names, key, strict=True))

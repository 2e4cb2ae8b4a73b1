"""The undo history. For every row that a step touched it keeps the other version, the one not in the table.

For a step that is done this is the row as it was before the step; for one that is undone, the row as it was
after it. None stands for "there is no such row", so a row that a step adds costs only its key. Undo and redo
are therefore the same swap (:func:`swap`), once backward and once forward through the step's changes. The
history is linear: a new step forgets those that are undone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from storage.changes import Changes, merge, of_rows
from storage.row_store import (
    PAGE,
    Key,
    fetch_rows,
    insert_row,
    is_same_row,
    key_of,
    row_from_json,
    row_to_json,
    write_rows,
)
from storage.rows import AnyRow, Row
from storage.tables import changes, edits, metadata, object_numbers

Watch = Callable[[Table, Collection[Row]], None]
"""Called with all rows that a step writes or removes."""
_PEELED = 100  # rows that one call of peel() takes back; some take a millisecond each
_BYTES_PER_CHANGE = 40  # roughly what a change takes besides its key and its row


@dataclass(frozen=True, slots=True)
class EditSummary:
    """One step of the history."""

    id: int
    label: str
    created_at: str  # ISO 8601, UTC
    undone: bool


class Recorder:
    """Writes rows inside the caller's transaction and records what was there, as one step.

    The step appears in the history with the first row that really changes; ``edit_id`` is None until then.
    Given an ``edit_id``, the recorder adds to that step instead of beginning one. ``watch`` is called with
    every row before it is recorded; if it raises, the transaction is rolled back.
    """

    def __init__(
        self,
        connection: Connection,
        label: str,
        edit_id: int | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._connection = connection
        self._transaction = connection.get_transaction()
        self.edit_id = edit_id
        self._label = label
        self._watch = watch
        # of the next change
        self._place = change_count(connection, edit_id) if edit_id is not None else 0
        self._size_bytes = 0
        self._parts: list[Changes] = []

    @property
    def connection(self) -> Connection:
        """The writer, as long as the transaction is open."""
        if self._transaction is None or not self._transaction.is_active:
            raise RuntimeError("this edit is over")
        return self._connection

    @property
    def changes(self) -> Changes:
        return merge(self._parts)

    def insert(self, table: Table, row: Row) -> int:
        """Add a row whose ``id`` the database chooses; return the id."""
        with self._nothing_by_halves():
            row_id = insert_row(self.connection, table, row)
            self._record(table, {(row_id,): None}, [{**row, "id": row_id}])
        return row_id

    def put(
        self, table: Table, rows: Iterable[Row], known: Mapping[Key, Row] | None = None
    ) -> None:
        """Add or replace rows; ``known`` are those that are there, if the caller has read them."""
        wanted = {key_of(table, row): row for row in rows}
        before = fetch_rows(self.connection, table, wanted) if known is None else known
        changed = {
            key: row for key, row in wanted.items() if not is_same_row(table, before.get(key), row)
        }
        with self._nothing_by_halves():
            write_rows(self.connection, table, before, changed)
            self._record(table, {key: before.get(key) for key in changed}, changed.values())

    def remove(self, table: Table, where: ColumnElement[bool]) -> None:
        """Remove all rows that fulfil a condition."""
        query = select(table).where(where).limit(PAGE)
        while rows := [dict(row._mapping) for row in self.connection.execute(query)]:
            before = {key_of(table, row): row for row in rows}
            with self._nothing_by_halves():
                write_rows(self.connection, table, before, dict.fromkeys(before))
                self._record(table, before, rows)

    def close(self) -> None:
        """Add the size of what was recorded to the step. To be called before the transaction is committed."""
        if self.edit_id is not None:
            _add_size(self.connection, self.edit_id, self._size_bytes)

    @contextmanager
    def _nothing_by_halves(self) -> Iterator[None]:
        """A write that fails takes the transaction with it, even if the caller goes on."""
        try:
            yield
        except BaseException:
            if self._transaction is not None:
                self._transaction.rollback()
            raise

    def _record(
        self, table: Table, before: Mapping[Key, Row | None], touched: Collection[Row]
    ) -> None:
        if not before:
            return
        if self._watch is not None:
            self._watch(table, touched)
        edit_id = self.edit_id = self.edit_id or _start(self.connection, self._label)
        records = [
            {
                "edit_id": edit_id,
                "place": place,
                "table_name": table.name,
                "key": json.dumps(key),
                "row": row_to_json(row),
            }
            for place, (key, row) in enumerate(before.items(), self._place)
        ]
        self.connection.execute(insert(changes), records)
        self._place += len(records)
        self._size_bytes += _size_bytes(records)
        self._parts.append(of_rows(table.name, touched))


def swap(connection: Connection, edit_id: int, *, undo: bool) -> Changes:
    """Undo a step that is done, or redo one that is undone."""
    parts: list[Changes] = []
    grown_bytes = 0
    for table, batch in _batches(_changes(connection, edit_id, backward=undo)):
        wanted = {key: row_from_json(table, change.row) for key, change in batch.items()}
        before = fetch_rows(connection, table, wanted)
        write_rows(connection, table, before, wanted)
        images = [
            {"at": change.place, "row": row_to_json(before.get(key))}
            for key, change in batch.items()
        ]
        this_change = (changes.c.edit_id == edit_id) & (changes.c.place == bindparam("at"))
        connection.execute(update(changes).where(this_change), images)
        grown_bytes += sum(len(image["row"] or "") for image in images)
        grown_bytes -= sum(len(change.row or "") for change in batch.values())
        parts.append(of_rows(table.name, before.values()))
        parts.append(of_rows(table.name, filter(None, wanted.values())))
    connection.execute(update(edits).where(edits.c.id == edit_id).values(undone=undo))
    _add_size(connection, edit_id, grown_bytes)
    return merge(parts)


def peel(connection: Connection, edit_id: int) -> bool:
    """Undo a part of a step, its newest changes, and forget them. Returns whether any are left.

    Only for a step whose rows no later step has changed or refers to, as :class:`storage.claims.Claims` sees to.
    """
    rest = max(change_count(connection, edit_id) - _PEELED, 0)
    newest = islice(_changes(connection, edit_id, backward=True), _PEELED)
    for table, batch in _batches(newest):
        wanted = {key: row_from_json(table, change.row) for key, change in batch.items()}
        if table is object_numbers:  # numbers that a later step gave are not given again
            later = _changed_later(connection, edit_id, table)
            wanted = {key: row for key, row in wanted.items() if key not in later}
        before = fetch_rows(connection, table, wanted)
        write_rows(connection, table, before, wanted)
    peeled = (changes.c.edit_id == edit_id) & (changes.c.place >= rest)
    connection.execute(delete(changes).where(peeled))
    if not rest:
        _forget(connection, edits.c.id == edit_id)
    return rest > 0


def _changed_later(connection: Connection, edit_id: int, table: Table) -> set[Key]:
    query = select(changes.c.key).where(changes.c.edit_id > edit_id)
    found = connection.scalars(query.where(changes.c.table_name == table.name))
    return {tuple(json.loads(key)) for key in found}


def replaced(connection: Connection, edit_id: int, table: Table) -> dict[Key, Row | None]:
    """The rows of a table as they were before a step that is done; None for those that it added.

    Empty if the step is undone or forgotten.
    """
    query = select(changes.c.key, changes.c.row).join(edits, edits.c.id == changes.c.edit_id)
    query = query.where(edits.c.id == edit_id, ~edits.c.undone, changes.c.table_name == table.name)
    found: dict[Key, Row | None] = {}
    for key, row in connection.execute(query.order_by(changes.c.place)):
        found.setdefault(tuple(json.loads(key)), row_from_json(table, row))
    return found


def summaries(connection: Connection) -> list[EditSummary]:
    """All steps, oldest first."""
    columns = (edits.c.id, edits.c.label, edits.c.created_at, edits.c.undone)
    return [EditSummary(*row) for row in connection.execute(select(*columns).order_by(edits.c.id))]


def is_done(connection: Connection, edit_id: int) -> bool:
    """Whether a step is remembered and not undone."""
    query = select(edits.c.id).where(edits.c.id == edit_id, ~edits.c.undone)
    return connection.scalar(query) is not None


def next_undo(connection: Connection) -> int | None:
    """The newest step that is done."""
    found: int | None = connection.scalar(select(func.max(edits.c.id)).where(~edits.c.undone))
    return found


def next_redo(connection: Connection) -> int | None:
    """The oldest step that is undone."""
    found: int | None = connection.scalar(select(func.min(edits.c.id)).where(edits.c.undone))
    return found


def change_count(connection: Connection, edit_id: int) -> int:
    """How many rows a step touched so far; the place of the next one."""
    last = connection.scalar(select(func.max(changes.c.place)).where(changes.c.edit_id == edit_id))
    return 0 if last is None else int(last) + 1


def forget_old(connection: Connection, *, before_id: int, limit_bytes: int) -> None:
    """Forget the oldest steps until the history fits; ``before_id`` and what follows stays."""
    total_bytes: int = connection.scalar(select(func.sum(edits.c.size_bytes))) or 0
    excess = total_bytes - limit_bytes
    if excess <= 0:
        return
    steps = select(edits.c.id, edits.c.size_bytes).where(edits.c.id < before_id)
    for edit_id, size in connection.execute(steps.order_by(edits.c.id)).all():
        if excess <= 0:
            return
        _forget(connection, edits.c.id == edit_id)
        excess -= size


# --- steps -----------------------------------------------------------------------------------------


def _batches(found: Iterable[AnyRow]) -> Iterator[tuple[Table, dict[Key, AnyRow]]]:
    """Group changes that follow each other into batches of one table, in which no row comes twice."""
    name, batch = "", dict[Key, AnyRow]()
    for change in found:
        key = tuple(json.loads(change.key))
        if batch and (change.table_name != name or key in batch or len(batch) == PAGE):
            yield metadata.tables[name], batch
            batch = {}
        name = change.table_name
        batch[key] = change
    if batch:
        yield metadata.tables[name], batch


def _changes(connection: Connection, edit_id: int, *, backward: bool) -> Iterator[AnyRow]:
    place = changes.c.place
    query = select(place, changes.c.table_name, changes.c.key, changes.c.row)
    query = query.where(changes.c.edit_id == edit_id).limit(PAGE)
    query = query.order_by(place.desc() if backward else place)
    last = bindparam("last", type_=place.type)
    query = query.where(place < last if backward else place > last)
    position = change_count(connection, edit_id) if backward else -1
    while page := connection.execute(query, {"last": position}).all():
        yield from page
        position = page[-1].place


def _start(connection: Connection, label: str) -> int:
    _forget(connection, edits.c.undone)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    row = {"label": label, "created_at": now, "undone": False, "size_bytes": 0}
    return insert_row(connection, edits, row)


def _forget(connection: Connection, which: ColumnElement[bool]) -> None:
    forgotten = select(edits.c.id).where(which)
    connection.execute(delete(changes).where(changes.c.edit_id.in_(forgotten)))
    connection.execute(delete(edits).where(which))


def _add_size(connection: Connection, edit_id: int, size_bytes: int) -> None:
    grown = edits.c.size_bytes + size_bytes
    connection.execute(update(edits).where(edits.c.id == edit_id).values(size_bytes=grown))


def _size_bytes(records: Iterable[Row]) -> int:
    return sum(_BYTES_PER_CHANGE + len(r["key"]) + len(r["row"] or "") for r in records)

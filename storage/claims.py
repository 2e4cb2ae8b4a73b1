"""What a whole edit has added so far belongs to it alone until it is finished.

Another step that changes or mentions such a row is refused. So if the whole edit fails, all of it can be
taken back: nothing was built on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from sqlalchemy import Table

from storage.errors import ProjectError
from storage.rows import Row


class Claims:
    """The rows that the step called ``label`` added so far: their ids, by table."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._ids: defaultdict[str, set[int]] = defaultdict(set)

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """The step wrote these rows."""
        self._ids[table.name].update(row["id"] for row in rows if "id" in row)

    def check(self, table: Table, rows: Iterable[Row]) -> None:
        """Another step wrote these rows. Raises ProjectError if one of them is claimed, or mentions a claimed one."""
        for row in rows:
            named = any(row[column] in self._ids[name] for column, name in _mentions(table))
            if named or not self._ids["objects"].isdisjoint(row.get("object_ids", ())):
                raise ProjectError(
                    f"{self._label!r} is running, and this is a part of it. Wait for its end or cancel it."
                )


@cache
def _mentions(table: Table) -> list[tuple[str, str]]:
    """The table's columns that hold ids, each with the name of the table whose ids they are."""
    others = [(key.parent.name, key.column.table.name) for key in table.foreign_keys]
    return [*others, ("id", table.name)] if "id" in table.columns else others

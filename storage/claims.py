"""What an unfinished step added belongs to it: it can be taken back because nobody built on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from sqlalchemy import Table

from storage.errors import ProjectError
from storage.rows import Row


class Claims:
    """The rows that the step ``label`` added so far, by the table and the id that others know them by."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._ids: defaultdict[str, set[int]] = defaultdict(set)

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """The step wrote these rows."""
        self._ids[table.name].update(row["id"] for row in rows if "id" in row)

    def check(self, table: Table, rows: Iterable[Row]) -> None:
        """Another step wrote these rows. Raises ProjectError if they are, or mention, one of the claimed."""
        for row in rows:
            named = any(row[column] in self._ids[name] for column, name in _mentions(table))
            if named or not self._ids["objects"].isdisjoint(row.get("object_ids", ())):
                raise ProjectError(
                    f"{self._label!r} is running, and this is a part of it. Wait for its end or cancel it."
                )


@cache
def _mentions(table: Table) -> list[tuple[str, str]]:
    """The columns with ids, and the tables whose ids they are."""
    others = [(key.parent.name, key.column.table.name) for key in table.foreign_keys]
    return [*others, ("id", table.name)] if "id" in table.columns else others

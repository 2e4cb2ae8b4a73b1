"""Results on disk as they come: a run that was stopped goes on where it was.

While a run is under way, OUT.partial has the settings in its first line and one row in each other.
When all is done, OUT has settings, scores and rows in one JSON object, and OUT.partial is gone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.benchmark.measures import Row
from storage.errors import UserError


class Rows:
    """The rows of one run, by the key of their sample."""

    def __init__(self, out: Path, settings: Mapping[str, Any]) -> None:
        """Go on with what is in ``out``. Raises UserError if that was made with other settings."""
        self._out, self._settings = out, dict(settings)
        self._partial = out.with_name(out.name + ".partial")
        self.rows: dict[str, Row] = {}
        made_with, rows = _read(out) if out.exists() else _read_partial(self._partial)
        if made_with is not None and made_with != self._settings:
            raise UserError(
                f"{out} is of another run ({_difference(made_with, self._settings)}): "
                "choose another file with --out, or remove that one."
            )
        self.rows = {row["key"]: row for row in rows}

    def add(self, row: Row) -> None:
        """Keep a row; it is on disk when this returns."""
        if not self._partial.exists():
            self._partial.write_text(json.dumps(self._settings) + "\n", encoding="utf-8")
        with self._partial.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        self.rows[row["key"]] = row

    def finish(self, scores: Mapping[str, Any]) -> None:
        """Write the one file with everything."""
        content = {"settings": self._settings, "scores": scores, "rows": list(self.rows.values())}
        beside = self._out.with_name(self._out.name + ".new")
        beside.write_text(json.dumps(content, indent=1), encoding="utf-8")
        beside.replace(self._out)
        self._partial.unlink(missing_ok=True)


def check_folder(out: Path) -> None:
    """Raises UserError if ``out`` has no folder to be written to."""
    if not out.parent.is_dir():
        raise UserError(f"There is no folder {out.parent}. Make it first.")


def _read(out: Path) -> tuple[dict[str, Any], list[Row]]:
    try:
        content = json.loads(out.read_text(encoding="utf-8"))
        return content["settings"], content["rows"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{out} does not hold results: choose another file with --out.") from error


def _read_partial(path: Path) -> tuple[dict[str, Any] | None, list[Row]]:
    """Whole lines only: the last may have been cut off when the run was killed."""
    if not path.exists():
        return None, []
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if not whole:
        path.unlink()
        return None, []
    path.write_bytes(whole)
    try:
        settings, *rows = map(json.loads, whole.splitlines())
    except ValueError as error:
        raise UserError(f"{path} is damaged: remove it and run again.") from error
    return settings, rows


def _difference(made_with: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    different = [it for it in wanted if made_with.get(it) != wanted[it]]
    return ", ".join(f"{it} was {made_with.get(it)!r}" for it in different) or "other settings"

"""Where the file is of a data set that is a single JSON file."""

from __future__ import annotations

from pathlib import Path

from exporters.files import MARKER
from storage.errors import FormatError


def find_json(source: Path, usual: Path) -> Path:
    """The source itself; of a folder what is at the ``usual`` place in it, or else its only JSON file.

    Raises FormatError if there is none, or several.
    """
    if source.is_file():
        return source
    if (source / usual).is_file():
        return source / usual
    found = sorted(path for path in source.glob("*.json") if path.name != MARKER)
    if len(found) != 1:
        what = f"{len(found)} JSON files" if found else f"no {usual.name}"
        raise FormatError(f"{source} holds {what}: name the file itself.")
    return found[0]

"""What lies in a folder and in those inside it, links followed: data sets are often put together of links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def paths_below(folder: Path) -> Iterator[Path]:
    """Files and folders, sorted, each folder before what is in it; nothing if there is no such folder.

    A link to a folder around it is not entered again, nor a folder that may not be read.
    """
    if folder.is_dir():
        yield from _below(folder, frozenset())


def _below(folder: Path, around: frozenset[tuple[int, int]]) -> Iterator[Path]:
    stat = folder.stat()
    here = stat.st_dev, stat.st_ino
    if here in around:
        return
    try:
        paths = sorted(folder.iterdir())
    except PermissionError:
        return
    for path in paths:
        yield path
        if path.is_dir():
            yield from _below(path, around | {here})

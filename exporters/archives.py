"""Data sets that come as a zip: unpacked for as long as they are read, and nothing else with it.

What a zip says about itself is not believed: names stay inside the folder, links are refused, and no more is
unpacked than a zip of that size can hold in earnest.
"""

from __future__ import annotations

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from exporters.fields import Fields, reading
from storage.errors import FormatError

MAX_FILES = 2_000_000
MAX_BYTES = 1 << 36
_ALWAYS_BYTES = 1 << 30  # however small the zip is
_MAX_RATIO = 200  # of a whole zip; text of masks comes to 20, images to 1
_CHUNK_BYTES = 1 << 20
_ENCRYPTED = 1  # a bit of an entry's flags
_BEGINNING = b"PK\x03\x04"  # of a zip with something in it
_OF_MACOS = "__MACOSX/"  # where its zips keep icons and the like, beside the data


def is_archive(source: Path) -> bool:
    """Whether the path is a zip file, whatever it is called; also one of which the end is missing."""
    if not source.is_file():
        return False
    with reading(source), source.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING or zipfile.is_zipfile(source)


@contextmanager
def unpacked(source: Path) -> Iterator[Path]:
    """The folder that a zip holds, in a temporary place; anything else is itself.

    Raises FormatError, naming the entry, for a zip that is damaged or not safe. A FormatError of who
    reads the folder names the zip and not the temporary place.
    """
    if not is_archive(source):
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="maskbank-") as folder:
        root = Path(folder) / source.stem
        root.mkdir()
        with reading(source):
            _unpack(source, root)
        inside = list(root.iterdir())
        place = inside[0] if len(inside) == 1 and inside[0].is_dir() else root
        try:
            yield place
        except FormatError as error:
            raise named_after(source, place, error) from error


def named_after(source: Path, place: Path, error: FormatError) -> FormatError:
    """The error, about what is in ``source`` and was read from ``place``."""
    return FormatError(str(error).replace(str(place), str(source)))


def _unpack(source: Path, root: Path) -> None:
    room = min(MAX_BYTES, max(_ALWAYS_BYTES, _MAX_RATIO * source.stat().st_size))
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES:
                raise FormatError(f"{source} has more than {MAX_FILES} files.")
            for entry in entries:
                if entry.filename.startswith(_OF_MACOS):
                    continue
                target = root / _safe_name(source, entry)
                if entry.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                with archive.open(entry) as packed, _new_file(source, target) as file:
                    room -= _copy(packed, file, room, source)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError) as error:
        raise FormatError(f"{source} is a damaged zip: {error}.") from error


def _safe_name(source: Path, entry: zipfile.ZipInfo) -> Path:
    name = f"{source}, entry {entry.filename[:200]!r}"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise FormatError(f"{name}: it is a link, or no file at all")
    if entry.flag_bits & _ENCRYPTED:
        raise FormatError(f"{name}: it is encrypted")
    return Path(Fields(name, {"name": entry.filename}).relative_path("name"))


def _new_file(source: Path, target: Path) -> IO[bytes]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.open("xb")
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        raise FormatError(f"{source} has two entries that are called {target.name!r}.") from error


def _copy(packed: IO[bytes], file: IO[bytes], room: int, source: Path) -> int:
    """Unpack one file; its number of bytes, of which there may be no more than ``room``."""
    size = 0
    while chunk := packed.read(_CHUNK_BYTES):
        size += len(chunk)
        if size > room:
            raise FormatError(f"{source} unpacks to far more than a zip of its size should.")
        file.write(chunk)
    return size

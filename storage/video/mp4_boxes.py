"""Where an mp4 or mov file breaks off, read from the lengths that its boxes declare."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Box(NamedTuple):
    """A box at the top level of the file."""

    name: bytes
    offset: int


def is_mp4(path: Path) -> bool:
    """Whether the file begins as mp4 and mov files do."""
    with path.open("rb") as file:
        return file.read(8)[4:] in (b"ftyp", b"mdat", b"free", b"wide", b"moov")


def find_cut_box(path: Path) -> Box | None:
    """The last box of an mp4 or mov file, if by its length it goes on behind the end of the file."""
    if not is_mp4(path):
        return None
    file_size, offset = path.stat().st_size, 0
    with path.open("rb") as file:
        while offset + 8 <= file_size:
            file.seek(offset)
            header = file.read(16)
            length, name = int.from_bytes(header[:4]), header[4:8]
            if length == 1:  # the real length, in eight bytes, follows the name
                length = int.from_bytes(header[8:])
            if length < 8:
                return None  # 0 is "up to the end"; the others are no lengths
            if offset + length > file_size:
                return Box(name, offset)
            offset += length
    return None

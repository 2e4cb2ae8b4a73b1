"""A video's fingerprint: cheap to take, and enough to find a moved file again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from storage.errors import VideoError
from storage.video.container import check_is_local_file
from storage.video.images import image_names

_CHUNKS = 16
_CHUNK_BYTES = 1 << 16


def find_fingerprint(path: Path) -> str:
    """SHA-256, in hexadecimal, of a file's size and sixteen chunks spread from its head to its tail;
    for a folder of the names and sizes of its images. Raises VideoError if nothing can be read."""
    check_is_local_file(path)
    try:
        return images_fingerprint(path, image_names(path)) if path.is_dir() else _of_file(path)
    except OSError as error:
        raise VideoError(f"{path.name} cannot be read: {error.strerror}.") from error


def images_fingerprint(folder: Path, names: Sequence[str]) -> str:
    """The same of the names and sizes of these images of a folder. Raises VideoError if one is missing."""
    digest = hashlib.sha256()
    for name in names:
        try:
            size = (folder / name).stat().st_size
        except OSError as error:
            raise VideoError(f"The image {folder / name} cannot be read: {error.strerror}.") from error  # fmt: skip
        digest.update(f"{name}\0{size}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _of_file(path: Path) -> str:
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    last = max(0, size - _CHUNK_BYTES)
    with path.open("rb") as file:
        for chunk in range(_CHUNKS):
            file.seek(last * chunk // (_CHUNKS - 1))
            digest.update(file.read(_CHUNK_BYTES))
    return digest.hexdigest()

"""An export replaces the one before it as a whole, or leaves it as it was.

Everything is written into a hidden folder beside the target, which then takes the target's place.
What runs that were killed left behind is recognised by its lock, which nobody holds any more, and
removed; if one was killed in the instant between putting the old export aside and the new one in its
place, the old one is put back.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from exporters.file_lock import held_lock, is_abandoned
from storage.errors import UserError

MARKER = "frame_map.json"  # what tells an export of ours from any other folder
_JPEG_QUALITY = 95
_MADE_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}


def write_jpeg(path: Path, frame: npt.NDArray[np.uint8]) -> None:
    """Write one frame, RGB uint8 (H, W, 3)."""
    bgr = cv2.cvtColor(frame, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    path.write_bytes(data.tobytes())


@contextmanager
def staged_folder(target: Path, *, entries: frozenset[str], marker: str = MARKER) -> Iterator[Path]:
    """A new folder to write an export into; it becomes ``target`` if the block ends without error.

    ``entries`` are the names that exports have at their top; a target that holds others, or not the
    file ``marker``, is not replaced. Raises UserError for that and for everything the disk refuses.
    """
    target = target.resolve()
    made = [folder for folder in target.parents if not folder.exists()]
    try:
        with _disk_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            _clean_up(target)
            _check_replaceable(target, entries, marker)
            yield from _staged(target)
    except BaseException:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _staged(target: Path) -> Iterator[Path]:
    stage = target.with_name(f"{_prefix(target)}{secrets.token_hex(4)}")
    try:
        with held_lock(_lock_path(stage)):  # before the folder is there, so that nobody removes it
            stage.mkdir()
            yield stage
            _flush(stage)
            _swap(stage, target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        _lock_path(stage).unlink(missing_ok=True)


def _swap(stage: Path, target: Path) -> None:
    if not target.exists():
        stage.rename(target)
        return
    old = _old_path(target)
    target.rename(old)
    try:
        stage.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _clean_up(target: Path) -> None:
    """Finish or remove what killed runs left beside ``target``."""
    old = _old_path(target)
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    for lock in target.parent.glob(f"{_prefix(target)}*.lock"):
        if is_abandoned(lock):
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink()


def check_target(target: Path, *, marker: str = MARKER) -> None:
    """Raise UserError if an export cannot become ``target``, as far as that is seen without writing."""
    if not target.exists():
        parent = next(it for it in target.absolute().parents if it.exists())
        if not parent.is_dir() or not os.access(parent, os.W_OK):
            raise UserError(
                f"No folder can be made in {parent}: choose another folder for the export."
            )
        return
    if not target.is_dir():
        raise UserError(f"{target} is a file: choose a folder for the export.")
    found = _names_in(target)
    if found and marker not in found:
        raise UserError(
            f"{target} holds something that is not an export: choose another folder, or empty it."
        )


def _names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - _MADE_BY_SYSTEMS


def _check_replaceable(target: Path, entries: frozenset[str], marker: str) -> None:
    if not target.exists():
        return
    check_target(target, marker=marker)
    if strange := sorted(_names_in(target) - entries):
        raise UserError(
            f"{target} is an export, but {strange[0]!r} in it is not part of it and would be lost: "
            "move it away, or choose another folder."
        )


def _flush(folder: Path) -> None:
    """Have everything on the disk before it replaces what is there; what is linked is there already."""
    for path in folder.rglob("*"):
        if path.is_file() and path.stat().st_nlink == 1:
            with path.open("rb+") as file:
                os.fsync(file.fileno())


@contextmanager
def _disk_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(
            f"The export to {target} failed, and nothing there has changed: "
            f"{error.strerror or error}. Make room or choose another folder, and export again."
        ) from error


def _prefix(target: Path) -> str:
    """The same for every run to this target, and short however long its name is."""
    return f".maskbank-{sha256(os.fsencode(target.name)).hexdigest()[:12]}-"


def _old_path(target: Path) -> Path:
    return target.with_name(f"{_prefix(target)}old")


def _lock_path(stage: Path) -> Path:
    return stage.with_name(f"{stage.name}.lock")

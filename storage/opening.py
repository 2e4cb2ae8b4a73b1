"""A project's file: made, opened, brought up to date; read-only where it cannot be written."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Connection

from storage import migrations, sqlite
from storage.errors import ProjectError
from storage.project import Project
from storage.sole_writer import sole_writer
from storage.whole_edit import take_back

HISTORY_BYTES = 256 << 20


def create_project(path: Path) -> Project:
    """Make a new, empty project and open it.

    Raises ProjectError if the file is there already, its folder cannot be written or its name is too
    long.
    """
    path = path.absolute()
    sqlite.check_new(path)
    try:
        engine = sqlite.writer_engine(path, mode="rwc")
        with engine.connect() as connection, connection.begin():
            sqlite.mark_new(connection)
            migrations.upgrade(connection)
    except BaseException:
        for ending in ("", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
        raise
    return open_project(path)


def open_project(
    path: Path, *, read_only: bool = False, history_bytes: int = HISTORY_BYTES
) -> Project:
    """Open a project, brought up to date if an older program made it (a backup stays beside it).

    Where it cannot be written, because another process has it open or the file or its folder is
    read-only, it is opened read-only. ``history_bytes`` bounds the undo history. Raises ProjectError
    for a file that is not a project, is cut off or damaged, or comes from a newer program. A whole edit
    that another process did not finish is taken back.
    """
    path = path.absolute()
    sqlite.check_file(path)
    with ExitStack() as stack:
        reason = _why_read_only(path, stack, asked=read_only)
        writer = None if reason else _open_writer(path, stack)
        readers = sqlite.reader_engine(path)
        stack.callback(readers.dispose)  # before the writer closes: it checkpoints
        with readers.connect() as connection:
            _check_revision(path, migrations.revision(connection))
        return Project(path, readers, writer, reason, history_bytes, stack.pop_all())


def _why_read_only(path: Path, stack: ExitStack, *, asked: bool) -> str | None:
    if asked:
        return "it was opened to be read"
    if not os.access(path, os.W_OK):
        return "its file is read-only"
    if not os.access(path.parent, os.W_OK):
        return "its folder is read-only"
    return stack.enter_context(sole_writer(path))


def _open_writer(path: Path, stack: ExitStack) -> Connection:
    connection = stack.enter_context(sqlite.writer_engine(path).connect())
    with connection.begin():
        found = migrations.revision(connection)
    if found != migrations.HEAD:
        _check_known(path, found)
        sqlite.backup(connection, path.with_name(f"{path.name}.backup-{found}"))
        with connection.begin():
            migrations.upgrade(connection)
    with connection.begin():
        edit_id = sqlite.unfinished(connection)
    if edit_id is not None:
        take_back(connection, connection.begin, edit_id)
    return connection


def _check_revision(path: Path, found: str | None) -> None:
    if found != migrations.HEAD:
        _check_known(path, found)
        raise ProjectError(
            f"{path} was made by an older Maskbank. Open it once where it can be written."
        )


def _check_known(path: Path, found: str | None) -> None:
    if found is None or not migrations.is_known(found):
        raise ProjectError(
            f"{path} was made by a newer Maskbank (schema {found}). Update this program to open it."
        )

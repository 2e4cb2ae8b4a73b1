"""Everything that is true of SQLite only; another database would bring a module with the same names.

Durability: WAL with ``synchronous=FULL``, so that what was committed survives the process and the power.
On a network file system, where WAL does not work, a rollback journal.

SQLite before 3.51.3 can corrupt a database when two connections checkpoint the WAL while one writes.
It cannot happen here: only the one writer connection ever checkpoints, because the readers cannot
write, a second process opens the file read-only, and the writer is the last to close.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import struct
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from storage.errors import ProjectError

APPLICATION_ID = 0x4D61736B  # "Mask"
BUSY_SECONDS = 10
PAGE_BYTES = 8192  # most masks fit into a page of the clustered table without spilling over
LONGEST_SUFFIX = len(".backup-0001~-journal")  # of the files that stand beside a project
_MAX_NAME_BYTES = 255
_HEADER = struct.Struct(">16s H 10x I 36x I")  # magic, page size, page count, application id
_NETWORK = frozenset(
    [
        "9p",
        "afs",
        "ceph",
        "cifs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "fuse.sshfs",
    ]
)

_SENTENCES = {
    sqlite3.SQLITE_FULL: "There is no room left on the disk for {path}. Nothing that was saved is lost; make room and try again.",
    sqlite3.SQLITE_IOERR: "The disk under {path} cannot be read or written now. Check that it is connected and has room.",
    sqlite3.SQLITE_READONLY: "{path} cannot be written: the file or its folder is read-only.",
    sqlite3.SQLITE_BUSY: "Another program keeps {path} locked. Close it and try again.",
    sqlite3.SQLITE_LOCKED: "Another program keeps {path} locked. Close it and try again.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged. Open its newest backup, or recover it with the sqlite3 tool.",
    sqlite3.SQLITE_NOTADB: "{path} is not a Maskbank project, or it is damaged.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened. Check that it exists and that you may read it.",
}


# --- connections -----------------------------------------------------------------------------------


def writer_engine(path: Path, *, mode: str = "rw") -> Engine:
    """Connects to write; every transaction takes the write lock at its start, so it never fails late.

    ``mode`` is "rw" for a file that is there, "rwc" to make one.
    """
    wal = network_file_system(path) is None
    engine = _engine(path, f"mode={mode}", poolclass=NullPool, pragmas=(
        f"page_size={PAGE_BYTES}",
        f"journal_mode={'WAL' if wal else 'DELETE'}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "journal_size_limit=67108864",
    ))  # fmt: skip

    @event.listens_for(engine, "begin")
    def begin_immediate(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def reader_engine(path: Path) -> Engine:
    """Connects to read, from any thread; each statement sees what is committed when it starts."""
    wal_is_possible = os.access(path.parent, os.W_OK) or Path(f"{path}-wal").exists()
    mode = "mode=ro" if wal_is_possible else "mode=ro&immutable=1"
    return _engine(path, mode, poolclass=QueuePool, pragmas=("query_only=ON",))


def _engine(
    path: Path, parameters: str, *, poolclass: type[Any], pragmas: tuple[str, ...]
) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.as_uri()}?{parameters}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,  # SQLAlchemy begins transactions, not the driver
            check_same_thread=False,
        )
        try:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=poolclass)

    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> None:
        error = context.original_exception
        if isinstance(error, sqlite3.Error) and (sentence := _sentence(path, error)):
            raise ProjectError(sentence) from error
        if isinstance(error, UnicodeEncodeError):
            raise ProjectError(
                f"The text {error.object!r} holds half a character and cannot be kept. Rename it."
            ) from error

    return engine


def _sentence(path: Path, error: sqlite3.Error) -> str | None:
    code = getattr(error, "sqlite_errorcode", None)
    template = None if code is None else _SENTENCES.get(code & 0xFF)
    return template and template.format(path=path)


# --- files -----------------------------------------------------------------------------------------


def check_new(path: Path) -> None:
    """Raise ProjectError if no project can be made at ``path``."""
    if path.exists():
        raise ProjectError(f"{path} is there already. Choose another name, or open it.")
    if len(os.fsencode(path.name)) > _MAX_NAME_BYTES - LONGEST_SUFFIX:
        raise ProjectError(
            f"The name {path.name[:40]}... is too long: SQLite needs room for its own endings. "
            f"At most {_MAX_NAME_BYTES - LONGEST_SUFFIX} bytes are possible."
        )
    if not path.parent.is_dir():
        raise ProjectError(f"There is no folder {path.parent}. Make it first.")
    if not os.access(path.parent, os.W_OK):
        raise ProjectError(f"The folder {path.parent} cannot be written. Choose another one.")


def mark_new(connection: Connection) -> None:
    """Write into a new file that it is a project."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def mark_unfinished(connection: Connection, edit_id: int | None) -> None:
    """Write into the file which step is to be taken back if this process ends before it; None: no one."""
    connection.exec_driver_sql(f"PRAGMA user_version={edit_id or 0}")


def unfinished(connection: Connection) -> int | None:
    """The step that a process left unfinished."""
    return connection.exec_driver_sql("PRAGMA user_version").scalar() or None


def check_file(path: Path) -> None:
    """Raise ProjectError if ``path`` is not a project, or only a part of one."""
    if not path.exists():
        raise ProjectError(f"There is no project {path}.")
    if not path.is_file():
        raise ProjectError(f"{path} is not a file, so it is not a Maskbank project.")
    header = _read(path, _HEADER.size)
    magic, page_size, page_count, application_id = _HEADER.unpack(header.ljust(_HEADER.size, b"\0"))
    if magic != b"SQLite format 3\0" or application_id != APPLICATION_ID:
        raise ProjectError(f"{path} is not a Maskbank project.")
    # While there is a WAL, pages may still be in there.
    wal = Path(f"{path}-wal")
    has_wal = wal.exists() and wal.stat().st_size > 0
    if not has_wal and path.stat().st_size < page_count * (65536 if page_size == 1 else page_size):
        raise ProjectError(
            f"{path} is cut off: its end is missing. Copy it again, or open its newest backup."
        )


def _read(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error


def backup(connection: Connection, target: Path) -> None:
    """Copy the whole database, consistently, to a file that appears when it is complete.

    Raises ProjectError if the disk refuses.
    """
    unfinished = target.with_name(f"{target.name}~")
    source: Any = connection.connection.driver_connection
    try:
        unfinished.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    except (sqlite3.Error, OSError) as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise ProjectError(
            f"The backup {target} cannot be written, so the project stays as it was: {error}. Make room "
            "for it, and open the project again."
        ) from error


def network_file_system(path: Path) -> str | None:
    """The type of the network file system that ``path`` lies on; None if it lies on a local one."""
    if sys.platform == "win32":
        import ctypes

        is_remote = ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == 4
        return "network drive" if is_remote else None
    else:  # noqa: RET505  or types for Windows would find the rest of no use
        mounts = Path("/proc/self/mountinfo")
        kind = file_system_type(path.resolve(), mounts.read_text()) if mounts.exists() else ""
        return kind if kind in _NETWORK else None


def file_system_type(path: Path, mountinfo: str) -> str:
    """The type of the innermost mount that holds ``path``, from Linux' table of mounts."""
    types: dict[Path, str] = {}
    for line in mountinfo.splitlines():
        mount, _, source = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), mount.split()[4])
        types[Path(point)] = source.split()[0]
    return next((types[folder] for folder in (path, *path.parents) if folder in types), "")

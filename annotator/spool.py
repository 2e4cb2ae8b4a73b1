"""More things than fit into memory, in a file that nobody sees and that is gone afterwards."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

from storage.errors import UserError

_Item = TypeVar("_Item")


class Spool(Generic[_Item]):
    """Takes things, and then gives them back in their order. ``count`` is how many there are."""

    def __init__(self, file: IO[bytes], folder: Path) -> None:
        self._file, self._folder = file, folder
        self.count = 0

    def append(self, items: Sequence[_Item]) -> None:
        """Raises UserError if there is no room on the disk."""
        try:
            pickle.dump(items, self._file, pickle.HIGHEST_PROTOCOL)
            self._file.flush()
        except OSError as error:
            raise UserError(
                f"The data set cannot be kept beside the project in {self._folder}: {error.strerror}. Make "
                "room and try again."
            ) from error
        self.count += len(items)

    def chunks(self) -> Iterator[Sequence[_Item]]:
        """The things, as many at a time as were appended at once."""
        self._file.seek(0)
        given = 0
        while given < self.count:
            items: Sequence[Any] = pickle.load(self._file)  # noqa: S301 - we wrote it
            yield items
            given += len(items)


@contextmanager
def open_spool(folder: Path) -> Iterator[Spool[Any]]:
    """An empty spool whose file lies in ``folder``."""
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closing it must not fail
    try:
        yield Spool(file, folder)
    finally:
        with suppress(OSError):  # a full disk was told of already
            file.close()

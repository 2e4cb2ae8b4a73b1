"""Strict access to what anybody may have written: the objects of a JSON file, and the files.

Every error names the record: "annotation 17 (id 99): its image_id is missing".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from storage.errors import FormatError
from storage.frame_size import check_frame_size

_MAX_PATH, _MAX_NAME = 4096, 255
MAX_WHOLE = (1 << 53) - 1  # beyond it, JSON readers disagree about what number it is


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What the disk refuses in the block becomes a FormatError."""
    try:
        yield
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class Fields:
    """One JSON object; ``name`` says in messages which one. Every method raises FormatError."""

    name: str
    values: Mapping[str, Any]

    @classmethod
    def of(cls, name: str, value: object) -> Fields:
        """A record of a list, named with its id if it has one."""
        if not isinstance(value, dict):
            raise FormatError(f"{name}: it is a {type(value).__name__}, not an object")
        shown = value.get("id")
        return cls(f"{name} (id {shown})" if type(shown) is int else name, value)

    def whole(self, key: str, *, least: int = 0, most: int = MAX_WHOLE) -> int:
        """A whole number from ``least`` to ``most``."""
        value = self._present(key)
        if type(value) is not int:
            raise self.error(f"its {key} is {_show(value)}, not a whole number")
        if not least <= value <= most:
            raise self.error(f"its {key} is {value}, but can only be {least} to {most}")
        return value

    def text(self, key: str) -> str:
        value = self._present(key)
        if not isinstance(value, str):
            raise self.error(f"its {key} is {_show(value)}, not text")
        return value

    def share(self, key: str) -> float | None:
        """A number from 0 to 1, or None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        if type(value) not in (int, float) or not 0 <= value <= 1:
            raise self.error(f"its {key} is {_show(value)}, not a number from 0 to 1")
        return float(value)

    def nested(self, key: str) -> Fields:
        """The JSON object under ``key``."""
        value = self._present(key)
        if not isinstance(value, dict):
            raise self.error(f"its {key} is {_show(value)}, not an object")
        return Fields(f"{self.name}, {key}", value)

    def frame_size(self) -> tuple[int, int]:
        """Its (height, width), a size that a frame can have."""
        frame_hw = self.whole("height"), self.whole("width")
        try:
            check_frame_size(frame_hw)
        except FormatError as error:
            raise self.error(str(error)) from error
        return frame_hw

    def relative_path(self, key: str) -> PurePosixPath:
        """A path that stays in the data set's folder, whatever system wrote it."""
        text = self.text(key).replace("\\", "/")
        path = PurePosixPath(text)
        if path.is_absolute() or ".." in path.parts or ":" in text or "\0" in text:
            raise self.error(f"its {key} {text[:200]!r} leads out of the data set")
        if not path.name or len(text) > _MAX_PATH or max(map(len, path.parts)) > _MAX_NAME:
            raise self.error(f"its {key} is empty, or longer than any")
        return path

    def has(self, key: str) -> bool:
        """Whether there is anything but null under ``key``."""
        return self.values.get(key) is not None

    def error(self, what: str) -> FormatError:
        return FormatError(f"{self.name}: {what}")

    def _present(self, key: str) -> object:
        if not self.has(key):
            raise self.error(f"its {key} is missing")
        return self.values[key]


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."

"""Names of videos made into names of folders that every system takes, none like another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MAX_BYTES = 120  # leaves room in Windows' 260 characters of a path
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def folder_names(names: Iterable[str]) -> list[str]:
    """A folder name for each name, in order; names that would collide get a number.

    Two folder names differ even where upper and lower case do not, and in any Unicode form.
    """
    taken: set[str] = set()
    result = []
    for name in names:
        plain = safe_name(name)
        folder, count = plain, 1
        while _key(folder) in taken:
            count += 1
            folder = f"{_cut(plain, _MAX_BYTES - len(str(count)) - 1)}-{count}"
        taken.add(_key(folder))
        result.append(folder)
    return result


def unique_names(names: Iterable[str]) -> list[str]:
    """The same names, with a number where one was there before."""
    taken: dict[str, int] = {}  # how often
    result = []
    for name in names:
        unique = name
        while unique in taken:
            taken[name] += 1
            unique = f"{name} ({taken[name]})"
        taken[unique] = 1
        result.append(unique)
    return result


def safe_name(name: str) -> str:
    """One name that can be a folder; letters of all languages stay."""
    text = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name))
    text = re.sub(r"^[\s.~-]+", "_", text)
    text = _cut(text, _MAX_BYTES).rstrip(" .") or "video"
    return f"_{text}" if _RESERVED.fullmatch(text) else text


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore").rstrip(" .")


def _key(folder: str) -> str:
    return unicodedata.normalize("NFC", folder.casefold())

"""What a person set once and wants to find again: language, theme, engine, keys, sizes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from PySide6.QtCore import QSettings

from annotator.gui.theme import Theme

Keys = tuple[str, ...]


class Language(StrEnum):
    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


@dataclass(frozen=True, slots=True)
class Preferences:
    """``keys``: by action id, those that are not the preset's. ``device``, ``dtype``: "" is the engine's
    own choice. ``checkpoints``: by engine, the file, folder or model that a person named for it.
    ``scrub_cache_gb`` bounds the pictures that make scrubbing smooth."""

    language: Language = Language.SYSTEM
    theme: Theme = Theme.SYSTEM
    engine: str = "auto"
    device: str = ""
    dtype: str = ""
    checkpoints: Mapping[str, str] = field(default_factory=dict)
    scrub_cache_gb: float = 4.0
    preset: str = "maskbank"
    keys: Mapping[str, Keys] = field(default_factory=dict)

    @property
    def scrub_cache_bytes(self) -> int:
        return round(self.scrub_cache_gb * 1e9)


def load(settings: QSettings) -> Preferences:
    """What was saved; what is missing, or damaged, is as it is at first."""
    found = {}
    for it in fields(Preferences):
        value = settings.value(f"preferences/{it.name}")
        if value is not None:
            try:
                found[it.name] = _READERS[it.name](str(value))
            except (ValueError, AttributeError):
                continue
    return Preferences(**found)  # type: ignore[arg-type]


def save(settings: QSettings, preferences: Preferences) -> None:
    """Keep them for the next start."""
    for it in fields(Preferences):
        value = getattr(preferences, it.name)
        text = json.dumps(dict(value)) if isinstance(value, Mapping) else str(value)
        settings.setValue(f"preferences/{it.name}", text)


def _read_keys(text: str) -> Mapping[str, Keys]:
    return {str(name): tuple(map(str, keys)) for name, keys in json.loads(text).items()}


def _read_checkpoints(text: str) -> Mapping[str, str]:
    return {str(engine): str(where) for engine, where in json.loads(text).items()}


def _read_size(text: str) -> float:
    size = float(text)
    if not 0 <= size <= 1000:  # not a number is refused too
        raise ValueError(text)
    return size


_READERS: Mapping[str, Callable[[str], object]] = {
    "language": Language,
    "theme": Theme,
    "engine": str,
    "device": str,
    "dtype": str,
    "checkpoints": _read_checkpoints,
    "scrub_cache_gb": _read_size,
    "preset": str,
    "keys": _read_keys,
}

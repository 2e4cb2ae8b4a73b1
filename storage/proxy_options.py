"""Where small copies of videos lie, and how much of the disk they may take; no video library needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path


@dataclass(frozen=True, slots=True)
class ProxyOptions:
    """Where copies lie, how many bytes all of them may take, and the longer side of their frames."""

    folder: Path
    limit_bytes: int = 4 << 30
    max_side_px: int = 1280


def default_proxies() -> ProxyOptions:
    """In the person's cache folder, where the system may clean up."""
    return ProxyOptions(user_cache_path("maskbank", appauthor=False) / "proxies")

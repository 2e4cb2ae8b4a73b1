"""Asked at every step of something slow: whether its outcome is still wanted."""

from __future__ import annotations

from collections.abc import Callable

GoOn = Callable[[], bool]


def always() -> bool:
    """It is wanted in any case."""
    return True

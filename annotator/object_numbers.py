"""Objects as a step of the history names them."""

from __future__ import annotations

from collections.abc import Sequence

from storage.records import TrackedObject

_NAMED = 5


def numbers(objects: Sequence[TrackedObject]) -> str:
    """Their numbers; of many the first few, and how many more."""
    named = ", ".join(f"[{it.number}]" for it in objects[:_NAMED])
    more = len(objects) - _NAMED
    return f"{named} and {more} more" if more > 0 else named

"""A bounded shelf: what was used longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key, as many as fit into ``limit_bytes``; the newest always stays."""

    def __init__(self, limit_bytes: int, nbytes: Callable[[Value], int]) -> None:
        self._limit_bytes, self._nbytes = limit_bytes, nbytes
        self._values: OrderedDict[Hashable, Value] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> Value | None:
        """The value, which counts as used now."""
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key)

    def take(self, key: Hashable) -> Value | None:
        """The value, which is not kept any more: whoever took it may change it."""
        return self._values.pop(key, None)

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value, and let go of the oldest until all fit."""
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self) > 1 and sum(map(self._nbytes, self._values.values())) > self._limit_bytes:
            self._values.popitem(last=False)

    def clear(self) -> None:
        self._values.clear()

"""What to do when the device's memory is full: work on less at a time, then say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch

from model_backend.engine import EngineOutOfMemory
from model_backend.sam2.allocator import free_unused, is_out_of_memory

Result = TypeVar("Result")


def with_fewer(
    most: int, work: Callable[[int], Result], *, make_room: Callable[[], None] = lambda: None
) -> Result:
    """``work(n)`` with n halved from ``most`` until it fits, after ``make_room`` let go of what is kept.

    Raises EngineOutOfMemory if 1 does not.
    """
    count, made_room = most, False
    while True:
        try:
            return work(count)
        except (torch.OutOfMemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            if count == 1 and made_room:
                raise EngineOutOfMemory(
                    "The clip does not fit into memory: sample fewer frames, or choose the smaller model."
                ) from error
        count = max(count // 2, 1)
        make_room()
        free_unused()
        made_room = True

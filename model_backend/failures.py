"""What an engine raised, in words that the host knows."""

from __future__ import annotations

import os
import sys
import traceback

from model_backend.engine import EngineError, EngineOutOfMemory
from model_backend.wire import Failure
from storage.errors import UserError

_BORDER_MODULES = ("storage.errors", "model_backend.engine")
_OUT_OF_MEMORY = "The engine ran out of memory; work on fewer objects or smaller frames at a time."
_NO_MEMORY_TEXTS = (
    "out of memory",
    "can't allocate memory",
    "insufficient memory",
    "status_alloc_failed",  # cuBLAS and cuDNN
)


def failure_of(job: int | None, error: Exception) -> Failure:
    """An exception as a reply to the host, without a class that only the engine knows.

    An error of the accelerator leaves every later call in this process failing, so the process ends
    here; the host sees a crash and starts another.
    """
    text = "".join(traceback.format_exception(error))
    if isinstance(error, UserError | EngineError):
        kind = next(kind for kind in type(error).__mro__ if kind.__module__ in _BORDER_MODULES)
        return Failure(job, kind, str(error), text)
    names = {kind.__name__ for kind in type(error).__mro__}
    if _is_out_of_memory(names, str(error)):
        return Failure(job, EngineOutOfMemory, _OUT_OF_MEMORY, text)
    if "AcceleratorError" in names or "CUDA error" in str(error):
        print(text, file=sys.stderr, flush=True)  # noqa: T201  standard error is the log
        os._exit(1)
    return Failure(job, EngineError, f"The engine failed: {type(error).__name__}: {error}", text)


def _is_out_of_memory(names: set[str], text: str) -> bool:
    """By name and text: torch is not imported here, and its CPU allocator raises RuntimeError."""
    return bool(names & {"MemoryError", "OutOfMemoryError"}) or any(
        words in text.lower() for words in _NO_MEMORY_TEXTS
    )

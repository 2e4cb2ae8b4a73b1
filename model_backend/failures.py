"""What an engine raised, in words that the host knows."""

from __future__ import annotations

import os
import sys
import traceback

from model_backend.engine import EngineError, EngineOutOfMemory
from model_backend.wire import Failure
from storage.errors import UserError

_BORDER_MODULES = ("storage.errors", "model_backend.engine")
_NO_MEMORY_TEXTS = ("out of memory", "can't allocate memory", "insufficient memory")


def failure_of(job: int | None, error: Exception) -> Failure:
    """An exception in words that the host knows, without a class of the engine's own.

    An error of the accelerator itself leaves every later call in this process failing, so the process
    ends here; the host sees a crash and starts another.
    """
    text = "".join(traceback.format_exception(error))
    names = {kind.__name__ for kind in type(error).__mro__}
    if _is_out_of_memory(names, str(error)):
        kind: type[Exception] = EngineOutOfMemory
        sentence = (
            "The engine ran out of memory; work on fewer objects or smaller frames at a time."
        )
    elif "AcceleratorError" in names or "CUDA error" in str(error):
        print(text, file=sys.stderr, flush=True)  # noqa: T201  standard error is the log
        os._exit(1)
    elif isinstance(error, UserError | EngineError):
        kind = next(kind for kind in type(error).__mro__ if kind.__module__ in _BORDER_MODULES)
        sentence = str(error)
    else:
        kind = EngineError
        sentence = f"The engine failed: {type(error).__name__}: {error}"
    return Failure(job, kind, sentence, text)


def _is_out_of_memory(names: set[str], text: str) -> bool:
    """By name and text: torch is not imported here, and its CPU allocator raises RuntimeError."""
    return bool(names & {"MemoryError", "OutOfMemoryError"}) or any(
        words in text.lower() for words in _NO_MEMORY_TEXTS
    )

"""What torch's memory comes from, and how to tell that there is none left."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

import torch

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of glibc's mallopt
_LARGEST = (1 << 31) - 1


def keep_freed_memory() -> None:
    """Let memory that torch frees on the CPU stay with this process, to be used again for the next layer.

    By default glibc gives blocks of more than 32 MiB back to the system at once and gets them again,
    zeroed page by page, a moment later: a tenth of the time of an image encoder. With another C library
    nothing happens.
    """
    mallopt = _of_c_library("mallopt")
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGEST)
        mallopt(_TRIM_THRESHOLD, _LARGEST)


def give_back_freed_memory() -> None:
    """Give what is kept so back to the system: now and then, or what lies between blocks in use adds up."""
    malloc_trim = _of_c_library("malloc_trim")
    if malloc_trim is not None:
        malloc_trim(0)


def _of_c_library(name: str) -> Callable[..., int] | None:
    """A function that glibc has; None with another C library, and on Windows, which has none to ask."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None


def is_out_of_memory(error: Exception) -> bool:
    """The CPU's allocator has no exception of its own, nor have the libraries of a GPU."""
    words = ("allocate memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED")
    return isinstance(error, torch.OutOfMemoryError) or any(it in str(error) for it in words)


def free_unused() -> None:
    """Give memory of a GPU that torch holds for later back to it, so that something smaller can be tried."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()

"""The engines' part of ``maskbank doctor``: which GPU there is, and whether each engine really starts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from model_backend.engine import EngineError
from model_backend.host import EngineHost
from model_backend.models import FOLDER_VARIABLE, State
from model_backend.needs import Need, needs_of
from model_backend.registry import ENGINES, EngineEntry
from storage.errors import UserError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``advice`` says what to do if it is not ``fine``."""

    name: str
    value: str
    fine: bool = True
    advice: str = ""


def examine_engines() -> Iterator[Finding]:
    """The GPU, then every engine, one after the other, and what UniPixel's models need. Takes seconds:
    torch is imported, each engine that can run here is started in its own process."""
    yield examine_gpu()
    for entry in ENGINES:
        yield examine_engine(entry)
    for need in needs_of("unipixel"):
        yield examine_need(need, gpu_memory())


def examine_gpu() -> Finding:
    """The accelerator that torch finds; a machine without one works, with the engines that need none."""
    try:
        import torch
    except (ImportError, OSError) as error:  # OSError: a library that torch links is missing
        return Finding("GPU", f"torch cannot be imported: {error}", fine=False,
                       advice="Install it with: pip install torch")  # fmt: skip
    if torch.cuda.is_available():
        device = torch.cuda.get_device_properties(0)
        return Finding("GPU", f"{device.name}, {device.total_memory / 2**30:.0f} GiB")
    if torch.backends.mps.is_available():
        return Finding("GPU", "Apple GPU (MPS)")
    return Finding("GPU", "none; engines run on the CPU")


def gpu_memory() -> int | None:
    """Bytes of the GPU that torch uses, None without one."""
    try:
        import torch
    except (ImportError, OSError):
        return None
    return torch.cuda.get_device_properties(0).total_memory if torch.cuda.is_available() else None


def examine_need(need: Need, gpu_bytes: int | None) -> Finding:
    """How large a model is, whether it fits on the disk and into the GPU, and the command that gets it."""
    name = f"model {need.model.name}"
    memory = ", ".join(f"{_gb(it)} in {precision}" for precision, it in need.gpu_bytes.items())
    value = f"{need.state.value}; a GPU needs {memory}"
    if gpu_bytes is not None:
        fitting = need.precision_for(gpu_bytes)
        value += f"; this one holds it in {fitting}" if fitting else "; this one is too small"
    if need.state is State.PRESENT:
        return Finding(name, value)
    advice = f"{_gb(need.disk_bytes)} to fetch, {_gb(need.free_bytes)} free: {need.command}"
    if not need.fits_disk:
        advice = (
            f"{_gb(need.disk_bytes)} to fetch, but only {_gb(need.free_bytes)} free: make room, or set "
            f"{FOLDER_VARIABLE} to a folder on another disk; then: {need.command}"
        )
    return Finding(name, value, fine=False, advice=advice)


def _gb(count: int) -> str:
    return f"{count / 1e9:.1f} GB"


def examine_engine(entry: EngineEntry) -> Finding:
    """Start the engine in its process and wait for it to say who it is."""
    name = f"engine {entry.name}"
    status = entry.availability()
    if not status.available:
        return Finding(name, "cannot run here", fine=False, advice=status.reason)
    begin = time.perf_counter()
    try:
        with EngineHost(entry.name, factory=entry.factory) as host:
            host.info()
    except (UserError, EngineError) as error:
        return Finding(name, "does not start", fine=False, advice=str(error))
    return Finding(name, f"starts in {time.perf_counter() - begin:.1f} s")

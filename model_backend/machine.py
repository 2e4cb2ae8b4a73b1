"""How full the memory of this machine and of its GPU is, and what the engine takes of both."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

_PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Memory:
    """A memory in bytes; ``engine_bytes`` is what the engine's process has of it, None without one."""

    name: str
    used_bytes: int
    total_bytes: int
    engine_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class MachineMemory:
    """``gpu`` is the one that the engines use, None for a machine without an NVIDIA driver."""

    main: Memory
    gpu: Memory | None


def read_memory(engine_pid: int | None) -> MachineMemory:
    """Look now; with a GPU this takes a moment."""
    return MachineMemory(_main_memory(engine_pid), _gpu_memory(engine_pid))


def _main_memory(engine_pid: int | None) -> Memory:
    import psutil

    now = psutil.virtual_memory()
    engine_bytes = None
    if engine_pid is not None and psutil.pid_exists(engine_pid):
        try:
            engine_bytes = psutil.Process(engine_pid).memory_info().rss
        except psutil.NoSuchProcess:  # it ended meanwhile
            engine_bytes = None
    return Memory("", now.total - now.available, now.total, engine_bytes)


def _gpu_memory(engine_pid: int | None) -> Memory | None:
    """Torch would say more precisely, but it is not in this process and takes seconds to load."""
    rows = _ask_driver("--query-gpu=name,memory.used,memory.total")
    if not rows:
        return None
    name, used, total = rows[0]
    apps = _ask_driver("--query-compute-apps=pid,used_memory") if engine_pid is not None else []
    mine = [mebibytes for pid, mebibytes in apps if pid == str(engine_pid)]
    return Memory(name, _bytes(used), _bytes(total), _bytes(mine[0]) if mine else None)


def _ask_driver(query: str) -> list[list[str]]:
    """The rows of an answer of nvidia-smi; none without it, or if it does not answer."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    command = [program, query, "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return []
    return [[cell.strip() for cell in line.split(",")] for line in done.stdout.splitlines()]


def _bytes(mebibytes: str) -> int:
    """Of a number that nvidia-smi gives; 0 where it says that it does not know."""
    return int(mebibytes) << 20 if mebibytes.isdigit() else 0

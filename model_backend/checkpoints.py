"""Reading checkpoint files that others made: tensors come out, code never runs.

A `.pt` file is a pickle. Torch's restricted loader reads it, in versions without a known bypass only
(CVE-2025-32434, CVE-2026-24747); there is no fallback to the unrestricted one. Torch is imported when
a file is read, not before.
"""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import UserError

if TYPE_CHECKING:
    from torch import Tensor

FIRST_SAFE_TORCH = (2, 10)
_BLOCK_BYTES = 1 << 22


def read_tensors(path: Path) -> dict[str, Tensor]:
    """All tensors of a `.safetensors` or `.pt`/`.pth`/`.bin` file by name, on the CPU.

    A `.pt` may hold the tensors themselves or put them under the key "model" or "state_dict". Raises
    UserError if the file is missing, truncated or damaged, or holds anything but tensors.
    """
    if not path.is_file():
        raise UserError(f"There is no checkpoint at {path}.")
    if path.suffix == ".safetensors":
        return _read_safetensors(path)
    if path.suffix in {".pt", ".pth", ".bin"}:
        return _read_pickle(path)
    raise UserError(f"{path} is no checkpoint: its name ends neither in .safetensors nor in .pt.")


def sha256_of(path: Path, progress: Callable[[int, int], None] | None = None) -> str:
    """The SHA-256 of a file, in hex; ``progress`` is called with (bytes done, bytes in all)."""
    digest, size, done = hashlib.sha256(), path.stat().st_size, 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
            done += len(block)
            if progress is not None:
                progress(done, size)
    return digest.hexdigest()


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors: dict[str, Tensor] = load_file(path)
    except (SafetensorError, OSError, ValueError) as error:
        raise _damaged(path, error) from error
    return tensors


def _read_pickle(path: Path) -> dict[str, Tensor]:
    import torch

    check_torch_version(torch.__version__)
    try:
        content = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except pickle.UnpicklingError as error:
        raise UserError(
            f"The checkpoint {path} was refused: it holds more than tensors, or is damaged. "
            "Nothing in it was run. Get it from its authors again, or a .safetensors of it."
        ) from error
    except (RuntimeError, EOFError, OSError, ValueError, KeyError) as error:
        raise _damaged(path, error) from error
    return _tensors_in(path, content)


def _tensors_in(path: Path, content: object) -> dict[str, Tensor]:
    import torch

    for key in ("model", "state_dict"):
        if isinstance(content, dict) and isinstance(content.get(key), dict):
            content = content[key]
    if not isinstance(content, dict) or not all(
        isinstance(name, str) and isinstance(value, torch.Tensor) for name, value in content.items()
    ):
        raise UserError(f"{path} is no checkpoint: it does not hold tensors by name.")
    return content


def check_torch_version(version: str) -> None:
    """Refuse to read pickles with a torch whose restricted loader can be broken out of."""
    numbers = tuple(int(digits) for digits in re.findall(r"\d+", version)[:2])
    if numbers < FIRST_SAFE_TORCH:
        wanted = ".".join(map(str, FIRST_SAFE_TORCH))
        raise UserError(
            f"Torch {version} can be made to run code by a .pt checkpoint: install torch {wanted} or newer."
        )


def _damaged(path: Path, error: Exception) -> UserError:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return UserError(f"The checkpoint {path} is truncated or damaged ({reason}): get it again.")

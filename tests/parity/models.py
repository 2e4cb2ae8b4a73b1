"""The recorded checkpoints in our network, and pictures that need no video file."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import numpy as np
import torch

from model_backend.sam2 import weights
from model_backend.sam2.config import Rules, from_yaml
from model_backend.sam2.network import Network
from tests.parity import exact

torch.set_num_threads(1)  # the recorded networks are tiny; threads would only wait for each other

# UniPixel builds its SAM 2 without the published predictor's post-processing.
BARE_RULES = Rules(stable_single_mask=False, binarize_prompted_masks=False)


@cache
def load_network(checkpoint: Path, dtype: torch.dtype = torch.float32) -> Network:
    """The SAM 2 inside a UniPixel checkpoint."""
    image_size = json.loads((checkpoint / "config.json").read_text())["sam2_image_size"]
    (yaml,) = checkpoint.glob("sam2_config_*.yaml")
    config = from_yaml(yaml, image_size=image_size, rules=BARE_RULES)
    tensors = weights.load(checkpoint / "model.safetensors")
    with exact.float64() if dtype == torch.float64 else nullcontext():
        return Network(config, tensors, device=torch.device("cpu"), dtype=dtype)


class pictures_in_memory:  # noqa: N801  reads as a function
    """Frames that are already there."""

    def __init__(self, pictures: list[np.ndarray]) -> None:
        self._pictures = pictures

    def frame(self, frame_index: int) -> np.ndarray:
        return self._pictures[frame_index]

    def stream(self, start: int, stop: int, step: int = 1) -> Iterator[tuple[int, np.ndarray]]:
        return ((i, self._pictures[i]) for i in range(start, stop, step))

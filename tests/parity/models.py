"""The recorded checkpoints in our network, and pictures that need no video file."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model_backend.sam2 import weights
from model_backend.sam2.config import Rules, from_yaml
from model_backend.sam2.network import FrameFeatures, Network, upsample

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
    return Network(config, tensors, device=torch.device("cpu"), dtype=dtype)


def remember(network: Network, frame: FrameFeatures, low_res: Tensor, scores: Tensor) -> Tensor:
    """The memories (n, N, D) that are made of masks (n, S/4, S/4) whose presence has such logits (n,)."""
    high_res = upsample(low_res[:, None], network.config.image_size)
    soft = torch.zeros(len(low_res), dtype=torch.bool)
    return network.encode_memory(frame, high_res, scores[:, None], binarize=soft)


class pictures_in_memory:  # noqa: N801  reads as a function
    """Frames that are already there."""

    def __init__(self, pictures: list[np.ndarray]) -> None:
        self._pictures = pictures

    def frame(self, frame_index: int) -> np.ndarray:
        return self._pictures[frame_index]

    def stream(self, start: int, stop: int, step: int = 1) -> Iterator[tuple[int, np.ndarray]]:
        return ((i, self._pictures[i]) for i in range(start, stop, step))

"""What a person's mask teaches the tracker: where the object is, and what it looks like there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from model_backend.flow.classifier import Pools, collect_pools
from model_backend.flow.frames import TrackedFrame
from model_backend.flow.optical_flow import Map
from storage.masks import BoolMask

_SEED = 0
_LIMIT = 6000  # samples of one kind, so that many shown frames fit into memory


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person's mask on one frame teaches.

    ``coverage`` (h, w), 0..1, is the mask at tracking size; ``pools`` what its pixels look like.
    """

    coverage: Map
    pools: Pools

    @property
    def is_present(self) -> bool:
        return bool(len(self.pools.foreground))

    @property
    def area(self) -> int:
        """In pixels at tracking size."""
        return int(np.count_nonzero(self.coverage > 0.5))


def show(frame: TrackedFrame, mask: BoolMask) -> Shown:
    """Learn from a mask at the video's own size, (H, W); the pixels on its edge are left out."""
    height, width = frame.hw
    resized = cv2.resize(mask.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
    coverage = np.asarray(resized, np.float32)
    certain = (coverage <= 0.3) | (coverage >= 0.7)
    rng = np.random.default_rng(_SEED)
    pools = collect_pools(frame.features, coverage > 0.5, certain, _LIMIT, rng)
    return Shown(coverage, pools)

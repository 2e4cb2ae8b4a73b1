"""Filling small holes of a mask and removing small islands, on logits, as the original does it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

_FILLED, _REMOVED = 0.1, -10.0


def tidy(logits: Tensor, *, hole_area: int, island_area: int) -> Tensor:
    """Mask logits (h, w) without holes and islands of up to so many pixels; 0 leaves them."""
    if hole_area <= 0 and island_area <= 0:
        return logits
    inside = (logits > 0).cpu().numpy()
    holes = _small_parts(~inside, hole_area)
    islands = _small_parts(inside, island_area)
    tidied = logits.masked_fill(torch.from_numpy(holes).to(logits.device), _FILLED)
    return tidied.masked_fill(torch.from_numpy(islands).to(logits.device), _REMOVED)


def _small_parts(mask: npt.NDArray[np.bool_], largest_area: int) -> npt.NDArray[np.bool_]:
    """Where the 8-connected parts of a mask lie that have at most so many pixels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    small = stats[:, cv2.CC_STAT_AREA] <= largest_area
    small[0] = False  # what is not part of the mask
    found: npt.NDArray[np.bool_] = small[labels] if count > 1 else np.zeros_like(mask)
    return found

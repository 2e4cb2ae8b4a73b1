"""GrabCut that gives the same answer every time.

Rother, Kolmogorov, Blake: "GrabCut", SIGGRAPH 2004, as OpenCV implements it. Its colour models start from
k-means with OpenCV's global random state, which is therefore seeded before every call.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from storage.masks import BoolMask

BACKGROUND, FOREGROUND = cv2.GC_BGD, cv2.GC_FGD  # sure
MAYBE_BACKGROUND, MAYBE_FOREGROUND = cv2.GC_PR_BGD, cv2.GC_PR_FGD

Trimap = npt.NDArray[np.uint8]  # (H, W) of the four values above


def cut(image: npt.NDArray[np.uint8], trimap: Trimap, *, iterations: int = 5) -> BoolMask:
    """The foreground of a (H, W, 3) image; what the trimap is sure of stays as it says."""
    labels = trimap.copy()
    inside = (labels & 1).astype(bool)  # both foreground values are odd
    if not inside.any() or inside.all():
        return inside
    cv2.setRNGSeed(0)
    models = np.zeros((2, 1, 65))
    cv2.grabCut(
        image, labels, (0, 0, 1, 1), models[0], models[1], iterations, cv2.GC_INIT_WITH_MASK
    )
    return (labels & 1).astype(bool)

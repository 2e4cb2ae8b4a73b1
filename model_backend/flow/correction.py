"""A mask that is right but for some places, put right by a click in each."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from model_backend.flow import graph_cut, regions
from model_backend.flow.box_belief import lab_images
from model_backend.flow.click_readings import mark
from model_backend.flow.graph_cut import MAYBE_BACKGROUND, MAYBE_FOREGROUND
from model_backend.flow.prompt_pixels import Clicks
from model_backend.flow.regions import Image
from storage.masks import BoolMask

REACH = 0.3  # object sizes: how far from a click a mask can change
_SURE_REACH = 0.12
_KIN = 0.5
_LEAST_SHARE = 0.02


def corrections(image: Image, mask: BoolMask, clicks: Clicks) -> list[tuple[BoolMask, BoolMask]]:
    """After each click: the mask, and where that click changed it; all (h, w).

    What changes is one piece that holds the click, no farther from it than REACH object sizes; the
    size of an object is the square root of the area of its box. Where the cut would keep next to all that a
    negative click points at, because the rest of the mask looks like it, the person is right.
    """
    _, vivid = lab_images(image)
    found = regions.segmentations([image, vivid])
    size = _object_size(mask, clicks)
    known: Clicks = {}
    steps = []
    for (x, y), positive in clicks.items():
        known[x, y] = positive
        distance = _distance_from(mask.shape, x, y) / size
        kin = regions.share_with(found, x, y)
        near = distance < REACH
        start = (distance < _SURE_REACH * (1 + 2 * kin)) | (near & (kin >= _KIN))
        trimap = np.where(near, mask + np.uint8(MAYBE_BACKGROUND), mask).astype(np.uint8)
        trimap[start] = MAYBE_FOREGROUND if positive else MAYBE_BACKGROUND
        mark(trimap, known)
        cut = graph_cut.cut(vivid, trimap, iterations=2)
        changed = _piece((cut != mask) & (cut == positive) & near, x, y)
        if not positive:
            meant = _piece(start & mask, x, y)
            changed = changed if changed.sum() > _LEAST_SHARE * meant.sum() else meant
        mask = np.where(changed, positive, mask)
        steps.append((mask, changed))
    return steps


def _object_size(mask: BoolMask, clicks: Clicks) -> float:
    marked = mask.astype(np.uint8)
    for x, y in clicks:
        marked[y, x] = 1
    _, _, width, height = cv2.boundingRect(marked)
    return math.sqrt(width * height)


def _distance_from(shape: tuple[int, ...], x: int, y: int) -> npt.NDArray[np.float64]:
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return np.asarray(np.hypot(columns - x, rows - y))


def _piece(area: BoolMask, x: int, y: int) -> BoolMask:
    """The connected part of the area that holds a pixel, empty if the pixel is not in it."""
    _, labels = cv2.connectedComponents(area.astype(np.uint8), connectivity=4)
    return np.asarray((labels == labels[y, x]) & area)

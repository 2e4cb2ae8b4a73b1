"""What a click may mean: a part of the thing, or the thing, or more; one reading per size."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from model_backend.flow import graph_cut, regions
from model_backend.flow.box_belief import lab_images
from model_backend.flow.graph_cut import BACKGROUND, FOREGROUND, MAYBE_BACKGROUND, MAYBE_FOREGROUND
from model_backend.flow.prompt_pixels import Clicks
from model_backend.flow.regions import Image, Labels, Map
from storage.masks import BoolMask

RADII = (0.12, 0.16, 0.24, 0.08, 0.05)  # of the picture's height, the likeliest first
_MARK_PIXELS = 2


def readings(image: Image, clicks: Clicks) -> list[BoolMask]:
    """A mask for each of RADII, in that order; there is at least one positive click."""
    lab, vivid = lab_images(image)
    found = regions.segmentations([image, lab, vivid])
    together = kinship(found, clicks, positive=True) - kinship(found, clicks, positive=False)
    distance = _distance(together.shape, clicks) / image.shape[0]
    trimaps = [_trimap(distance, together, radius, clicks) for radius in RADII]
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda t: graph_cut.cut(vivid, t, iterations=2), trimaps))


def kinship(found: list[Labels], clicks: Clicks, *, positive: bool) -> Map:
    """How often a pixel is in one region with a click of the given sign, 0..1, (h, w)."""
    shares = [
        regions.share_with(found, x, y) for (x, y), sign in clicks.items() if sign == positive
    ]
    nothing = np.zeros(found[0].shape, np.float32)
    return np.asarray(np.max([nothing, *shares], axis=0), np.float32)


def mark(trimap: graph_cut.Trimap, clicks: Clicks) -> None:
    """Make a small disc around every click sure."""
    for pixel, positive in clicks.items():
        cv2.circle(trimap, pixel, _MARK_PIXELS, FOREGROUND if positive else BACKGROUND, -1)


def _trimap(distance: Map, together: Map, radius: float, clicks: Clicks) -> graph_cut.Trimap:
    """A disc of the radius, reaching three times as far where regions go with the click."""
    start = distance < radius * (1 + 2 * together)
    trimap = np.where(start, MAYBE_FOREGROUND, MAYBE_BACKGROUND).astype(np.uint8)
    trimap[(distance > 3 * radius) & (together < 0.1)] = BACKGROUND
    mark(trimap, clicks)
    return trimap


def _distance(shape: tuple[int, ...], clicks: Clicks) -> Map:
    """Pixels to the nearest positive click."""
    elsewhere = np.ones(shape, np.uint8)
    for (x, y), positive in clicks.items():
        elsewhere[y, x] = 0 if positive else elsewhere[y, x]
    return np.asarray(cv2.distanceTransform(elsewhere, cv2.DIST_L2, 5), np.float32)

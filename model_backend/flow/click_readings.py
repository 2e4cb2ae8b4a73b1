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

# Where graph cuts start: a disc of a radius, in picture heights, that reaches 1 + the second number times
# as far where all segmentations keep a pixel and the click in one region. The likeliest first.
_STARTS = ((0.12, 2), (0.16, 1), (0.08, 0), (0.2, 2))
_REGION_SHARE = 0.2  # of the segmentations, for the reading that regions alone give
_MARK_PIXELS = 2
_LEAST_PIXELS = 42  # twice a mark's, for each positive click
_SPECK_SHARE = 0.1  # of the largest clicked part


def readings(image: Image, clicks: Clicks) -> list[BoolMask]:
    """Five masks, the likeliest first; there is at least one positive click.

    A cut that took in hardly more than the marks of the clicks found nothing like them, and comes last.
    """
    lab, vivid = lab_images(image)
    found = regions.segmentations([image, lab, vivid])
    together = kinship(found, clicks, positive=True) - kinship(found, clicks, positive=False)
    distance = _distance(together.shape, clicks) / image.shape[0]
    trimaps = [_trimap(distance, together, radius, reach, clicks) for radius, reach in _STARTS]
    with ThreadPoolExecutor() as pool:
        cuts = list(pool.map(lambda t: graph_cut.cut(vivid, t, iterations=2), trimaps))
    found_masks = (cuts[0], together >= _REGION_SHARE, *cuts[1:])
    least = _LEAST_PIXELS * sum(clicks.values())
    return sorted(
        (without_specks(it, clicks) for it in found_masks),
        key=lambda mask: np.count_nonzero(mask) < least,
    )


def without_specks(mask: BoolMask, clicks: Clicks) -> BoolMask:
    """Only the parts that were clicked, and others that are not tiny beside these."""
    _, part_of, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    areas = stats[:, cv2.CC_STAT_AREA]
    clicked = {part_of[y, x] for (x, y), positive in clicks.items() if positive} - {0}
    least = _SPECK_SHARE * max((areas[part] for part in clicked), default=0)
    wanted = areas >= least
    wanted[0] = False  # what is not mask
    kept: BoolMask = wanted[part_of]
    return kept


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


def _trimap(
    distance: Map, together: Map, radius: float, reach: float, clicks: Clicks
) -> graph_cut.Trimap:
    start = distance < radius * (1 + reach * together)
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

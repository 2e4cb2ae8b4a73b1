"""A known object where a click says that it is."""

from __future__ import annotations

import cv2
import numpy as np

from model_backend.flow import regions, working_window
from model_backend.flow.box_belief import lab_images, smooth
from model_backend.flow.click_readings import without_specks
from model_backend.flow.features import Map, pixel_features
from model_backend.flow.frames import lab
from model_backend.flow.recollection import Image, Recollection
from storage.masks import BoolMask

_LIKENESS_WEIGHT = 1.5
_KIN_WEIGHT = 2.0  # of what the segmentations keep in one region with the click
_SHIFTS, _REACH = 3, 0.6  # of the search for its middle; extents of the object
_NEAR = 0.75  # extents: how far it reaches from its middle, which may have been missed a little
_FAR_WEIGHT = 16.0  # for every extent farther away
_CLICK_PIXELS, _CLICK_WEIGHT = 2, 8.0


def recognise(image_rgb: Image, click: tuple[int, int], known: Recollection) -> BoolMask:
    """The object that was clicked on, (H, W), of about the extent it had."""
    x, y = click
    frame_hw = (image_rgb.shape[0], image_rgb.shape[1])
    scale = working_window.object_scale(known.box)
    window = working_window.grown((x, y, x + 1, y + 1), frame_hw, known.extent_wh, scale)
    small, at = window.shrink(image_rgb), window.to_small(x, y)
    evidence = _LIKENESS_WEIGHT * known.logits(pixel_features(lab(small)))
    found = regions.segmentations([small, lab_images(small)[1]])
    evidence += _KIN_WEIGHT * regions.share_with(found, *at)
    width, height = (max(scale * side, 1) for side in known.extent_wh)
    distance = _distance(evidence, _middle(evidence, at, (width, height)), (width, height))
    evidence -= _FAR_WEIGHT * np.maximum(distance - _NEAR, 0)
    cv2.circle(evidence, at, _CLICK_PIXELS, _CLICK_WEIGHT, -1)
    mask = smooth(small, evidence) > 0
    mask[at[1], at[0]] = True
    return window.enlarge(without_specks(mask, {at: True}), frame_hw)


def _middle(
    evidence: Map, click: tuple[int, int], extent_wh: tuple[float, float]
) -> tuple[float, float]:
    """Where the middle of an object of some extent is: people click anywhere on it.

    The weighted mean of what is like it near the click, then near that mean, and so on: mean shift
    (Comaniciu and Meer, PAMI 2002). The click stays inside the extent.
    """
    likeness = 1 / (1 + np.exp(-evidence))
    rows, columns = np.indices(evidence.shape, np.float32)
    (x, y), (width, height) = click, extent_wh
    middle: tuple[float, float] = click
    for _ in range(_SHIFTS):
        weights = likeness * (_distance(evidence, middle, extent_wh) < _REACH)
        mean_x, mean_y = ((weights * at).sum() / weights.sum() for at in (columns, rows))
        middle = (
            float(np.clip(mean_x, x - width / 2, x + width / 2)),
            float(np.clip(mean_y, y - height / 2, y + height / 2)),
        )
    return middle


def _distance(like: Map, point: tuple[float, float], extent_wh: tuple[float, float]) -> Map:
    """How many extents lie between each pixel of a map (h, w) and a point, (h, w)."""
    (x, y), (width, height) = point, extent_wh
    rows, columns = np.ogrid[: like.shape[0], : like.shape[1]]
    return np.hypot((columns - x) / width, (rows - y) / height).astype(np.float32)

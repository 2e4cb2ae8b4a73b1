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
_NEAR = 0.5  # extents of the object: how far it reaches from a click in its middle
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
    evidence -= _FAR_WEIGHT * np.maximum(_distance(small, at, known, scale) - _NEAR, 0)
    cv2.circle(evidence, at, _CLICK_PIXELS, _CLICK_WEIGHT, -1)
    mask = smooth(small, evidence) > 0
    mask[at[1], at[0]] = True
    return window.enlarge(without_specks(mask, {at: True}), frame_hw)


def _distance(small: Image, at: tuple[int, int], known: Recollection, scale: float) -> Map:
    """How many extents of the object lie between each pixel and the click, (h, w)."""
    width, height = (max(scale * side, 1) for side in known.extent_wh)
    rows, columns = np.ogrid[: small.shape[0], : small.shape[1]]
    return np.hypot((columns - at[0]) / width, (rows - at[1]) / height).astype(np.float32)

"""Where a picture falls apart into regions, asked at many scales at once.

No single segmentation follows a thing's outline, but the many that graph-based segmentation makes
(Felzenszwalb and Huttenlocher, "Efficient Graph-Based Image Segmentation", IJCV 2004) agree where the
outline is strong. They tell what a box surrounds, because regions of the background straddle it (Alexe,
Deselaers, Ferrari, "Measuring the Objectness of Image Windows", PAMI 2012), and what belongs to a click.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import numpy.typing as npt

from storage.masks import BoolMask

Image = npt.NDArray[np.uint8]  # (h, w, 3)
Labels = npt.NDArray[np.int32]  # (h, w): the region of every pixel
Map = npt.NDArray[np.float32]  # (h, w)

_SCALES = (100, 200, 400)  # larger ones make larger regions
_SMALLEST_PIXELS = 20


def segmentations(images: list[Image]) -> list[Labels]:
    """Regions of one picture in several colour spaces, at several scales."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(_segmentation, *zip(*itertools.product(images, _SCALES), strict=True)))


def _segmentation(image: Image, scale: int) -> Labels:
    segmenter = cv2.ximgproc.segmentation.createGraphSegmentation(0.5, scale, _SMALLEST_PIXELS)
    return np.asarray(segmenter.processImage(image), np.int32)


def share_inside(regions: list[Labels], area: BoolMask) -> Map:
    """How much of the regions a pixel lies in is inside the area, squared and averaged, 0..1."""
    shares = [_share(labels, area)[labels] ** 2 for labels in regions]
    return np.asarray(np.mean(shares, axis=0), np.float32)


def _share(labels: Labels, area: BoolMask) -> npt.NDArray[np.float32]:
    """The share of each region that lies inside the area."""
    sizes = np.bincount(labels.ravel())
    inside = np.bincount(labels.ravel(), weights=area.ravel())
    return (inside / np.maximum(sizes, 1)).astype(np.float32)


def share_with(regions: list[Labels], x: int, y: int) -> Map:
    """In how many of the segmentations a pixel is in one region with the pixel (x, y), 0..1."""
    same = [labels == labels[y, x] for labels in regions]
    return np.asarray(np.mean(same, axis=0), np.float32)

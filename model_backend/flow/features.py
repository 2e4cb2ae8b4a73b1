"""What a pixel looks like, with its surroundings: colour and texture at several scales.

No positions: they would freeze the layout of the first frame.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Map = npt.NDArray[np.float32]  # (h, w) or (h, w, channels)
Features = npt.NDArray[np.float32]  # (h, w, FEATURE_COUNT)

_COLOUR_SIGMAS = (1.5, 4.0, 10.0)  # pixels at tracking size
_TEXTURE_SIGMAS = (3.0, 8.0)
FEATURE_COUNT = 3 + 3 * len(_COLOUR_SIGMAS) + 4 * len(_TEXTURE_SIGMAS)


def pixel_features(lab: Map) -> Features:
    """Features of every pixel of a (h, w, 3) Lab image, not yet standardised.

    Lab, Lab blurred, and per scale: gradient strength, its orientation as a doubled angle (two
    numbers), and the standard deviation of lightness.
    """
    lightness = np.ascontiguousarray(lab[..., 0])
    edges = _edges(lightness)
    return np.concatenate(
        [lab]
        + [_blur(lab, sigma) for sigma in _COLOUR_SIGMAS]
        + [_texture(lightness, edges, sigma) for sigma in _TEXTURE_SIGMAS],
        axis=2,
    )


def _edges(lightness: Map) -> Map:
    """Gradient strength, strength times cosine and sine of the doubled angle, lightness squared."""
    gx = cv2.Sobel(lightness, cv2.CV_32F, 1, 0, ksize=3, scale=0.25)
    gy = cv2.Sobel(lightness, cv2.CV_32F, 0, 1, ksize=3, scale=0.25)
    strength = np.asarray(cv2.magnitude(gx, gy), np.float32)
    over = 1 / (strength + np.float32(1e-6))
    channels = strength, (gx * gx - gy * gy) * over, 2 * gx * gy * over, lightness * lightness
    return np.asarray(cv2.merge(channels), np.float32)


def _texture(lightness: Map, edges: Map, sigma: float) -> Map:
    """The blurred edges, with the standard deviation of lightness as the last of four channels."""
    blurred = _blur(edges, sigma)
    variance = blurred[..., 3] - _blur(lightness, sigma) ** 2
    blurred[..., 3] = np.sqrt(np.maximum(variance, 0))
    return blurred


def _blur(image: Map, sigma: float) -> Map:
    """Gaussian blur; a wide one works on a smaller image, where it is as good and much quicker."""
    if sigma < 3:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.float32)
    shrink = 2 if sigma < 6 else 4
    height, width = image.shape[:2]
    small_size = (-(-width // shrink), -(-height // shrink))
    small = cv2.resize(image, small_size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    blurred = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(blurred, np.float32)

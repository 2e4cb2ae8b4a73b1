"""A frame as the tracker sees it: small, in Lab, with the features of every pixel."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model_backend.flow.features import pixel_features
from model_backend.flow.presets import Preset

RgbImage = npt.NDArray[np.uint8]  # (H, W, 3)

_DESIGN_SIDE = 854  # the longer side that the presets' scales, and all distances, are made for


@dataclass(frozen=True, slots=True)
class TrackedFrame:
    """One frame at tracking size (h, w), worked out once for all objects.

    ``rgb`` uint8 (h, w, 3); ``lab`` float32 (h, w, 3), L in 0..1; ``flow_grey`` uint8 at the size the
    flow works at; ``features`` float32 (h, w, D).
    """

    rgb: RgbImage
    lab: npt.NDArray[np.float32]
    flow_grey: npt.NDArray[np.uint8]
    features: npt.NDArray[np.float32]

    @property
    def hw(self) -> tuple[int, int]:
        return self.lab.shape[0], self.lab.shape[1]


def prepare(image: RgbImage, preset: Preset) -> TrackedFrame:
    """Everything the tracker needs to know of a frame, from its (H, W, 3) RGB image."""
    small = resized(image, preset.scale)
    small_lab = lab(small)
    for_flow = small if preset.flow_scale == preset.scale else resized(image, preset.flow_scale)
    grey = np.asarray(cv2.cvtColor(for_flow, cv2.COLOR_RGB2GRAY), np.uint8)
    return TrackedFrame(small, small_lab, grey, pixel_features(small_lab))


def lab(rgb: RgbImage) -> npt.NDArray[np.float32]:
    """In hundredths: L in 0..1, a and b about -1..1."""
    found = cv2.cvtColor(rgb.astype(np.float32) * np.float32(1 / 255), cv2.COLOR_RGB2Lab)
    return np.asarray(found, np.float32) * np.float32(0.01)


def resized(image: RgbImage, scale: float) -> RgbImage:
    """The frame at ``scale`` times its size at 854 columns; never enlarged."""
    width, height = scaled_size(image.shape[:2], scale)
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def scaled_size(frame_hw: tuple[int, ...], scale: float) -> tuple[int, int]:
    """(width, height) of a frame at ``scale`` times its size at 854 columns."""
    factor = min(scale * _DESIGN_SIDE / max(frame_hw), 1.0)
    return max(round(frame_hw[1] * factor), 1), max(round(frame_hw[0] * factor), 1)

"""The part of a frame that a prompt is about, shrunk so that work on it takes the same time on any video."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from storage.masks import BoolMask

Image = npt.NDArray[np.uint8]  # (h, w, 3), RGB
PixelBox = tuple[int, int, int, int]  # x0, y0, x1, y1; the last two excluded


@dataclass(frozen=True, slots=True)
class WorkingWindow:
    """A rectangle of a frame, and the (h, w) it is shrunk to."""

    box: PixelBox
    small_hw: tuple[int, int]

    def shrink(self, image: Image) -> Image:
        """The window of a whole frame at working size."""
        return np.asarray(self._resize(self._cut(image), cv2.INTER_AREA), np.uint8)

    def shrink_mask(self, mask: BoolMask) -> BoolMask:
        """The window of a whole mask at working size."""
        share = self._resize(self._cut(mask).astype(np.float32), cv2.INTER_AREA)
        return np.asarray(share > 0.5)

    def small_box(self, box: PixelBox) -> BoolMask:
        """A box of the frame as a mask of the window at working size; it is never empty."""
        x0, y0 = self.to_small(box[0], box[1])
        x1, y1 = self.to_small(box[2] - 1, box[3] - 1)
        inside = np.zeros(self.small_hw, bool)
        inside[y0 : y1 + 1, x0 : x1 + 1] = True
        return inside

    def to_small(self, x: float, y: float) -> tuple[int, int]:
        """The working pixel in which a pixel of the frame lies."""
        x0, y0, x1, y1 = self.box
        height, width = self.small_hw
        column = math.floor((x + 0.5 - x0) * width / (x1 - x0))
        row = math.floor((y + 0.5 - y0) * height / (y1 - y0))
        return min(max(column, 0), width - 1), min(max(row, 0), height - 1)

    def enlarge(self, mask: BoolMask, frame_hw: tuple[int, int]) -> BoolMask:
        """A mask of the window as a mask of the frame, nothing outside the window."""
        x0, y0, x1, y1 = self.box
        size = x1 - x0, y1 - y0
        soft = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
        whole = np.zeros(frame_hw, bool)
        whole[y0:y1, x0:x1] = np.asarray(soft) > 0.5
        return whole

    def _cut(self, image: npt.NDArray[Any]) -> npt.NDArray[Any]:
        x0, y0, x1, y1 = self.box
        return image[y0:y1, x0:x1]

    def _resize(self, part: npt.NDArray[Any], how: int) -> npt.NDArray[Any]:
        height, width = self.small_hw
        return np.asarray(cv2.resize(part, (width, height), interpolation=how))


def around(box: PixelBox, frame_hw: tuple[int, int], *, margin: float, side: int) -> WorkingWindow:
    """The window ``margin`` object sizes larger than a box, in which the box is ``side`` pixels large.

    The size of a box is the square root of its area. Nothing is enlarged.
    """
    x0, y0, x1, y1 = box
    size = math.sqrt((x1 - x0) * (y1 - y0))
    grow = round(margin * size)
    grown = (
        max(x0 - grow, 0),
        max(y0 - grow, 0),
        min(x1 + grow, frame_hw[1]),
        min(y1 + grow, frame_hw[0]),
    )
    scale = min(1.0, side / size)
    height, width = grown[3] - grown[1], grown[2] - grown[0]
    return WorkingWindow(grown, (max(round(height * scale), 1), max(round(width * scale), 1)))


def whole(frame_hw: tuple[int, int], *, side: int) -> WorkingWindow:
    """The whole frame, as large as a square of ``side`` pixels."""
    return around((0, 0, frame_hw[1], frame_hw[0]), frame_hw, margin=0, side=side)

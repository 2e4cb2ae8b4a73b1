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

_OBJECT_SIDE = 100  # working pixels
_OBJECT_MARGIN = 0.5  # object sizes


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


def around_object(box: PixelBox, frame_hw: tuple[int, int]) -> WorkingWindow:
    """A thing in its box with something of what is around it, so large that its parts are seen.

    The size of a box is the square root of its area. Nothing is enlarged.
    """
    margin = round(_OBJECT_MARGIN * _size(box))
    return grown(box, frame_hw, (margin, margin), object_scale(box))


def object_scale(box: PixelBox) -> float:
    """How many working pixels a pixel of the frame gets where a thing with this box is looked at."""
    return min(1.0, _OBJECT_SIDE / _size(box))


def whole(frame_hw: tuple[int, int], *, side: int) -> WorkingWindow:
    """The whole frame, as large as a square of ``side`` pixels."""
    box = (0, 0, frame_hw[1], frame_hw[0])
    return grown(box, frame_hw, (0, 0), min(1.0, side / _size(box)))


def grown(
    box: PixelBox, frame_hw: tuple[int, int], by_wh: tuple[int, int], scale: float
) -> WorkingWindow:
    """The window that is larger than a box by so many pixels on each side, within the frame."""
    x0, y0, x1, y1 = box
    by_x, by_y = by_wh
    wide = max(x0 - by_x, 0), min(x1 + by_x, frame_hw[1])
    high = max(y0 - by_y, 0), min(y1 + by_y, frame_hw[0])
    height, width = high[1] - high[0], wide[1] - wide[0]
    small_hw = max(round(height * scale), 1), max(round(width * scale), 1)
    return WorkingWindow((wide[0], high[0], wide[1], high[1]), small_hw)


def _size(box: PixelBox) -> float:
    x0, y0, x1, y1 = box
    return math.sqrt((x1 - x0) * (y1 - y0))

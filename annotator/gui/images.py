"""Arrays to Qt's pictures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage


def frame_image(frame: npt.NDArray[np.uint8], *, size_wh: tuple[int, int] | None = None) -> QImage:
    """A frame, RGB uint8 (H, W, 3), as a picture in the form that Qt paints fastest, scaled to
    ``size_wh``."""
    if size_wh is not None and size_wh != (frame.shape[1], frame.shape[0]):
        frame = _scaled(frame, size_wh)
    height, width, _ = frame.shape
    frame = np.ascontiguousarray(frame)
    wrapped = QImage(frame.data, width, height, frame.strides[0], QImage.Format.Format_RGB888)
    return wrapped.convertToFormat(QImage.Format.Format_RGB32)  # a copy of its own


def _scaled(frame: npt.NDArray[np.uint8], size_wh: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """By halves as far as they go: the mean of whole pixels takes a fifth of the time of parts of them."""
    import cv2  # takes a moment; the window is there before

    while all(2 * side <= now for side, now in zip(size_wh, frame.shape[1::-1], strict=True)):
        half = frame.shape[1] // 2, frame.shape[0] // 2
        frame = np.asarray(cv2.resize(frame, half, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(frame, size_wh, interpolation=cv2.INTER_LINEAR), np.uint8)


def opaque_image(pixels: npt.NDArray[np.uint8]) -> QImage:
    """Blue, green, red and a byte that means nothing, uint8 (H, W, 4), as a picture."""
    height, width, _ = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    wrapped = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)
    return wrapped.copy()


def overlay_image(hw: tuple[int, int]) -> tuple[QImage, npt.NDArray[np.int32]]:
    """A picture of any content for masks, and its pixels to be written, (h, w): 0xAARRGGBB with the
    colours multiplied by their opacity."""
    height, width = hw
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    return image, np.frombuffer(image.bits(), np.int32).reshape(height, width)

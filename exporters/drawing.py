"""Masks drawn over a frame: tinted, outlined and numbered in the colours of their objects."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from storage import masks
from storage.records import Mask, TrackedObject

Image = npt.NDArray[np.uint8]  # RGB (H, W, 3)

_OPACITY = 0.45


def draw_masks(image: Image, found: Sequence[Mask], objects: Sequence[TrackedObject]) -> Image:
    """A copy of the frame with each object's mask tinted, outlined and numbered in its colour."""
    canvas = image.copy()
    by_id = {it.id: it for it in objects}
    for mask in found:
        tracked = by_id[mask.object_id]
        if not mask.rle.is_empty and tracked.visible:
            _draw_mask(canvas, mask, tracked)
    return canvas


def _draw_mask(canvas: Image, mask: Mask, tracked: TrackedObject) -> None:
    x, y, w, h = mask.rle.box_xywh
    colour = tuple(bytes.fromhex(tracked.colour[1:]))
    crop = masks.decode_crop(mask.rle)
    window = canvas[y : y + h, x : x + w]
    window[crop] = (window[crop] * (1 - _OPACITY) + np.array(colour) * _OPACITY).astype(np.uint8)
    outlines, _ = cv2.findContours(
        crop.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE, offset=(x, y)
    )
    cv2.drawContours(canvas, outlines, -1, colour, 2, cv2.LINE_AA)
    _draw_number(canvas, f"[{tracked.number}]", (x + w // 2, y - 6))


def _draw_number(canvas: Image, text: str, centre: tuple[int, int]) -> None:
    font, size = cv2.FONT_HERSHEY_SIMPLEX, max(0.6, canvas.shape[0] / 600)
    stroke = max(1, round(size))
    (width, height), _ = cv2.getTextSize(text, font, size, stroke)
    place = (centre[0] - width // 2, max(centre[1], height + 4))
    cv2.putText(canvas, text, place, font, size, (0, 0, 0), stroke + 2, cv2.LINE_AA)
    cv2.putText(canvas, text, place, font, size, (255, 255, 255), stroke, cv2.LINE_AA)

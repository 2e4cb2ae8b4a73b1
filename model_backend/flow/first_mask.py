"""From what a person pointed at on one frame to masks to choose from, without learned weights."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from model_backend.engine import Candidate
from model_backend.flow import graph_cut
from model_backend.flow.graph_cut import BACKGROUND, FOREGROUND, MAYBE_BACKGROUND, MAYBE_FOREGROUND
from storage import masks
from storage.errors import UserError
from storage.masks import BoolMask
from storage.records import Box, FramePrompt, Point

Image = npt.NDArray[np.uint8]  # (H, W, 3), RGB
_WORKING_PIXELS = 427 * 240
_CLICK_RADII = (0.05, 0.09, 0.17, 0.33)  # of the frame's height
_SAME_IOU = 0.8


def segment(image_rgb: Image, prompt: FramePrompt) -> list[Candidate]:
    """Masks that fit the prompt, best first, scores 0..1.

    ``image_rgb`` is uint8 (H, W, 3). Every positive point is inside every mask, every negative one
    outside. Raises UserError for an empty prompt, a point or box outside the frame, a box without
    area, a mask of another size, or a positive and a negative point on one pixel.
    """
    frame_hw = (image_rgb.shape[0], image_rgb.shape[1])
    clicks = _check(prompt, frame_hw)
    if prompt.mask is not None:
        found = [masks.decode(prompt.mask)]
    elif prompt.box is not None:
        found = [_from_box(image_rgb, _pixels(prompt.box, frame_hw))]
    else:
        return _ranked(_from_clicks(image_rgb, clicks), clicks)
    if clicks:
        found = [_corrected(image_rgb, mask, clicks) for mask in found]
    return _ranked(found, clicks)


# --- checks ------------------------------------------------------------------------------------


def _check(prompt: FramePrompt, frame_hw: tuple[int, int]) -> dict[tuple[int, int], bool]:
    """The clicked pixels (x, y) and whether each is positive."""
    if prompt.is_empty:
        raise UserError(
            "Nothing is marked on this frame: click on the object or draw a box around it."
        )
    if prompt.mask is not None and prompt.mask.frame_hw != frame_hw:
        raise UserError(
            f"The mask is {prompt.mask.frame_hw[1]} x {prompt.mask.frame_hw[0]} pixels, the frame {frame_hw[1]} x {frame_hw[0]}: paint it on this video."
        )
    clicks: dict[tuple[int, int], bool] = {}
    for point in prompt.points:
        pixel = _pixel(point, frame_hw)
        if clicks.setdefault(pixel, point.positive) != point.positive:
            raise UserError(
                f"The pixel {pixel[0]},{pixel[1]} is marked both as inside and as outside the object: remove one of the two points."
            )
    return clicks


def _pixel(point: Point, frame_hw: tuple[int, int]) -> tuple[int, int]:
    height, width = frame_hw
    if not (-0.5 <= point.x < width - 0.5 and -0.5 <= point.y < height - 0.5):
        raise UserError(
            f"The point {point.x:g},{point.y:g} is outside the frame of {width} x {height} pixels: click inside it."
        )
    return math.floor(point.x + 0.5), math.floor(point.y + 0.5)


def _pixels(box: Box, frame_hw: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of the box that lies in the frame, x0, y0, x1, y1, the last two excluded."""
    height, width = frame_hw
    x0, y0 = max(math.floor(box.x0 + 0.5), 0), max(math.floor(box.y0 + 0.5), 0)
    x1, y1 = (
        min(math.floor(box.x1 + 0.5), width - 1) + 1,
        min(math.floor(box.y1 + 0.5), height - 1) + 1,
    )
    if x0 >= x1 or y0 >= y1:
        raise UserError(
            f"The box {box.x0:g},{box.y0:g},{box.x1:g},{box.y1:g} is outside the frame of {width} x {height} pixels: draw it around the object."
        )
    if x1 - x0 < 2 or y1 - y0 < 2:
        raise UserError(
            f"The box {box.x0:g},{box.y0:g},{box.x1:g},{box.y1:g} has no area: draw it around the object."
        )
    return x0, y0, x1, y1


# --- readings ----------------------------------------------------------------------------------


def _from_box(image_rgb: Image, box: tuple[int, int, int, int]) -> BoolMask:
    """GrabCut of the ellipse in the box; nothing outside the box."""
    x0, y0, x1, y1 = box
    trimap = np.full(image_rgb.shape[:2], BACKGROUND, np.uint8)
    trimap[y0:y1, x0:x1] = MAYBE_BACKGROUND
    centre, half = ((x0 + x1 - 1) // 2, (y0 + y1 - 1) // 2), ((x1 - x0) // 2, (y1 - y0) // 2)
    axes = (max(int(half[0] * 0.7), 1), max(int(half[1] * 0.7), 1))
    ellipse = cv2.ellipse(np.zeros_like(trimap), centre, axes, 0, 0, 360, 1, -1).astype(bool)
    trimap[ellipse] = MAYBE_FOREGROUND
    mask = _cut_small(image_rgb, trimap)
    return mask if mask.sum() > 0.08 * (x1 - x0) * (y1 - y0) else ellipse


def _from_clicks(image_rgb: Image, clicks: dict[tuple[int, int], bool]) -> list[BoolMask]:
    height, width = image_rgb.shape[:2]
    found = []
    for share in _CLICK_RADII:
        trimap = np.full((height, width), MAYBE_BACKGROUND, np.uint8)
        for pixel, positive in clicks.items():
            if positive:
                cv2.circle(trimap, pixel, int(share * height), MAYBE_FOREGROUND, -1)
        _mark(trimap, clicks, radius=max(height // 120, 2))
        found.append(_cut_small(image_rgb, trimap))
    return found


def _corrected(image_rgb: Image, mask: BoolMask, clicks: dict[tuple[int, int], bool]) -> BoolMask:
    """The mask, changed around each click only."""
    height, width = mask.shape
    near = np.zeros((height, width), np.uint8)
    for pixel in clicks:
        cv2.circle(near, pixel, height // 5, 1, -1)
    trimap = np.where(mask, FOREGROUND, BACKGROUND).astype(np.uint8)
    trimap[near.astype(bool)] += 2  # from sure to maybe
    _mark(trimap, clicks, radius=max(height // 60, 2))
    changed = _cut_small(image_rgb, trimap)
    return np.where(near.astype(bool), changed, mask)


def _mark(trimap: graph_cut.Trimap, clicks: dict[tuple[int, int], bool], *, radius: int) -> None:
    for pixel, positive in clicks.items():
        cv2.circle(trimap, pixel, radius, FOREGROUND if positive else BACKGROUND, -1)


def _cut_small(image_rgb: Image, trimap: graph_cut.Trimap) -> BoolMask:
    height, width = trimap.shape
    scale = min(1.0, math.sqrt(_WORKING_PIXELS / trimap.size))
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small = cv2.resize(image_rgb, size, interpolation=cv2.INTER_AREA)
    mask = graph_cut.cut(small, cv2.resize(trimap, size, interpolation=cv2.INTER_NEAREST))
    soft = cv2.resize(mask.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(soft > 0.5)


def _ranked(found: list[BoolMask], clicks: dict[tuple[int, int], bool]) -> list[Candidate]:
    """Clearly different masks as candidates, in the order given."""
    kept: list[masks.Rle] = []
    for mask in found:
        for (x, y), positive in clicks.items():
            mask[y, x] = positive
        rle = masks.encode(mask)
        if not rle.is_empty and all(masks.iou(rle, other) < _SAME_IOU for other in kept):
            kept.append(rle)
    return [Candidate(rle, 1 / (1 + place)) for place, rle in enumerate(kept)]

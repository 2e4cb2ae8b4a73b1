"""From what a person pointed at on one frame to masks to choose from, without learned weights.

The work is done on a small window around what was marked, so that it takes as long on any video.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from model_backend.engine import Candidate
from model_backend.flow import box_belief, click_readings, working_window
from model_backend.flow.correction import corrections
from model_backend.flow.prompt_pixels import Clicks, checked_clicks, pixel_box
from model_backend.flow.recognition import recognise
from model_backend.flow.recollection import Recollection
from model_backend.flow.working_window import PixelBox, WorkingWindow
from storage import masks
from storage.masks import BoolMask
from storage.records import FramePrompt

Image = npt.NDArray[np.uint8]  # (H, W, 3), RGB
_FRAME_SIDE = 210  # working pixels, when nothing says how large the object is
_OTHER_LEVELS = (0.25, 0.75)
_SAME_IOU = 0.85
_MOST_READINGS = 5


def segment(
    image_rgb: Image, prompt: FramePrompt, known: Recollection | None = None
) -> list[Candidate]:
    """Masks that fit the prompt, best first; no two are nearly the same. Scores rank, no more.

    ``image_rgb`` is uint8 (H, W, 3). A box gives the thing in it, then wider or tighter readings; clicks
    give readings of several sizes, fewer the more clicks there are. With a box or a mask, points correct
    it, each near itself only. Every positive point is inside every mask, every negative one outside.
    What is ``known`` of the object from other frames helps a box, and gives clicks their first reading.
    Raises UserError for an empty prompt, a point or box outside the frame, a box without area, a mask
    of another size, negative points alone, or a positive and a negative point on one pixel.
    """
    frame_hw = (image_rgb.shape[0], image_rgb.shape[1])
    clicks = checked_clicks(prompt, frame_hw)
    if prompt.mask is not None:
        readings = [masks.decode(prompt.mask)]
    elif prompt.box is not None:
        readings = _from_box(image_rgb, pixel_box(prompt.box, frame_hw), known)
    else:
        return _candidates(_from_clicks(image_rgb, clicks, known), clicks)
    if clicks:
        readings = [_corrected(image_rgb, readings[0], clicks)]
    return _candidates(readings, clicks)


def _from_box(image_rgb: Image, box: PixelBox, known: Recollection | None) -> list[BoolMask]:
    """The thing in the box, then what a lower and a higher threshold of the same belief give."""
    frame_hw = (image_rgb.shape[0], image_rgb.shape[1])
    window = working_window.around_object(box, frame_hw)
    small, inside = window.shrink(image_rgb), window.small_box(box)
    belief = box_belief.box_belief(small, inside, known)
    best = box_belief.best_level(small, belief, inside)
    found = [window.enlarge(belief > level, frame_hw) for level in (best, *_OTHER_LEVELS)]
    return [mask for mask in found if mask.any()] or [window.enlarge(inside, frame_hw)]


def _from_clicks(image_rgb: Image, clicks: Clicks, known: Recollection | None) -> list[BoolMask]:
    frame_hw = (image_rgb.shape[0], image_rgb.shape[1])
    window = working_window.whole(frame_hw, side=_FRAME_SIDE)
    found = click_readings.readings(window.shrink(image_rgb), _small_clicks(window, clicks))
    offered = max(_MOST_READINGS + 1 - len(clicks), 1)
    recognised = [_recognised(image_rgb, clicks, known)] if known else []
    return recognised + [window.enlarge(mask, frame_hw) for mask in found[:offered]]


def _recognised(image_rgb: Image, clicks: Clicks, known: Recollection) -> BoolMask:
    """The object where the first click on it says, and corrected by the others."""
    first = next(pixel for pixel, positive in clicks.items() if positive)
    others = {pixel: positive for pixel, positive in clicks.items() if pixel != first}
    return _corrected(image_rgb, recognise(image_rgb, first, known), others)


def _corrected(image_rgb: Image, mask: BoolMask, clicks: Clicks) -> BoolMask:
    """The mask, changed around each click only."""
    frame_hw = (mask.shape[0], mask.shape[1])
    window = working_window.around_object(_extent(mask, clicks), frame_hw)
    small, small_mask = window.shrink(image_rgb), window.shrink_mask(mask)
    for after, changed in corrections(small, small_mask, _small_clicks(window, clicks)):
        near = cv2.dilate(changed.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
        place, now = window.enlarge(near, frame_hw), window.enlarge(after, frame_hw)
        added = bool(after[changed].any())
        mask = mask | (place & now) if added else mask & ~(place & ~now)
    return mask


def _extent(mask: BoolMask, clicks: Clicks) -> PixelBox:
    """The box of a mask and the clicks."""
    marked = mask.copy()
    for x, y in clicks:
        marked[y, x] = True
    x, y, w, h = cv2.boundingRect(marked.view(np.uint8))
    return x, y, x + w, y + h


def _small_clicks(window: WorkingWindow, clicks: Clicks) -> Clicks:
    return {window.to_small(x, y): positive for (x, y), positive in clicks.items()}


def _candidates(readings: list[BoolMask], clicks: Clicks) -> list[Candidate]:
    """Clearly different masks, in the order given, each obeying all clicks."""
    kept: list[masks.Rle] = []
    for mask in readings:
        for (x, y), positive in clicks.items():
            mask[y, x] = positive
        rle = masks.encode(mask)
        if all(masks.iou(rle, other) < _SAME_IOU for other in kept):
            kept.append(rle)
    return [Candidate(rle, 1 / (1 + place)) for place, rle in enumerate(kept)]

"""What a person showed on a frame, checked and in the form that the prompt encoder takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from model_backend.sam2.config import MASK_STRIDE
from storage.errors import UserError
from storage.frame_size import size_text
from storage.masks import BoolMask, decode
from storage.records import Box, FramePrompt, Point

POSITIVE, NEGATIVE, BOX_TOP_LEFT, BOX_BOTTOM_RIGHT = 1, 0, 2, 3
_MASK_SCALE, _MASK_BIAS = 20.0, -10.0  # a drawn mask as logits: 10 inside, -10 outside
_LARGEST_PREVIOUS_LOGIT = 32.0


def check(prompt: FramePrompt, frame_hw: tuple[int, int], frame_count: int) -> None:
    """Raise UserError for a prompt that is empty, or lies outside the video or the frame."""
    if not 0 <= prompt.frame_index < frame_count:
        raise UserError(
            f"The prompt is on frame {prompt.frame_index}, but the video has frames 0 to {frame_count - 1}."
        )
    if prompt.is_empty:
        raise UserError(f"The prompt on frame {prompt.frame_index} shows nothing: add a point, a box or a mask.")  # fmt: skip
    for point in prompt.points:
        _check_point(point, frame_hw)
    if prompt.box is not None:
        _check_box(prompt.box, frame_hw)
    if prompt.mask is not None and prompt.mask.frame_hw != frame_hw:
        raise UserError(
            f"The mask on frame {prompt.frame_index} is {size_text(prompt.mask.frame_hw)} pixels, "
            f"but the video is {size_text(frame_hw)}."
        )


def check_stands_alone(prompt: FramePrompt) -> None:
    """Raise UserError for a prompt that says only where the object is not."""
    if prompt.mask is None and prompt.box is None and not any(p.positive for p in prompt.points):
        raise UserError(
            f"The clicks on frame {prompt.frame_index} say only where the object is not: add one on it."
        )


def encode_points(
    points: Sequence[Point], box: Box | None, frame_hw: tuple[int, int], image_size: int
) -> tuple[Tensor, Tensor]:
    """Points and a box as points (1, P, 2) of the square image and labels (1, P), the box first."""
    box_corners = [] if box is None else [(box.x0, box.y0), (box.x1, box.y1)]
    corners = [] if box is None else [BOX_TOP_LEFT, BOX_BOTTOM_RIGHT]
    xy = torch.tensor([*box_corners, *((p.x, p.y) for p in points)], dtype=torch.float32)
    labels = [*corners, *(POSITIVE if p.positive else NEGATIVE for p in points)]
    return scale_points(xy, frame_hw, image_size)[None], torch.tensor([labels], dtype=torch.int32)


def scale_points(points: Tensor, frame_hw: tuple[int, int], image_size: int) -> Tensor:
    """Points (P, 2) from pixels of the frame to pixels of the square image."""
    height, width = frame_hw
    return points / torch.tensor([width, height]) * image_size


def mask_of(prompt: FramePrompt) -> BoolMask:
    """The mask of a prompt that has one, (H, W)."""
    assert prompt.mask is not None
    return decode(prompt.mask)


def encode_mask(mask: BoolMask, image_size: int) -> Tensor:
    """A mask (H, W) as 0 and 1 at the network's size, (1, 1, S, S) float32."""
    drawn = torch.from_numpy(np.asarray(mask, dtype=np.float32))[None, None]
    if drawn.shape[-2:] == (image_size, image_size):
        return drawn
    resized = F.interpolate(drawn, (image_size, image_size), mode="bilinear", antialias=True)
    return (resized >= 0.5).float()


def mask_logits(mask: Tensor) -> Tensor:
    """A mask (1, 1, S, S) of 0 and 1 as low-resolution logits, (1, 1, S/4, S/4)."""
    size = mask.shape[-1] // MASK_STRIDE
    logits = mask * _MASK_SCALE + _MASK_BIAS
    return F.interpolate(logits, (size, size), mode="bilinear", antialias=True)


def presence_logit(mask: Tensor) -> Tensor:
    """The logit that an object with this mask (1, 1, S, S) is there: (1, 1), 10 or -10."""
    return mask.any().reshape(1, 1).float() * _MASK_SCALE + _MASK_BIAS


def previous_logits(logits: Tensor) -> Tensor:
    """What a corrected frame was before, (S/4, S/4), as a prompt (1, 1, S/4, S/4)."""
    return logits[None, None].clamp(-_LARGEST_PREVIOUS_LOGIT, _LARGEST_PREVIOUS_LOGIT)


def _check_point(point: Point, frame_hw: tuple[int, int]) -> None:
    height, width = frame_hw
    if not (-0.5 <= point.x <= width - 0.5 and -0.5 <= point.y <= height - 0.5):
        raise UserError(
            f"The point {point.x:g},{point.y:g} lies outside the frame, which is {size_text(frame_hw)} pixels."
        )


def _check_box(box: Box, frame_hw: tuple[int, int]) -> None:
    height, width = frame_hw
    if not (box.x0 < width and box.y0 < height and box.x1 >= 0 and box.y1 >= 0):
        raise UserError(
            f"The box {box.x0:g},{box.y0:g},{box.x1:g},{box.y1:g} lies outside the frame, "
            f"which is {size_text(frame_hw)} pixels."
        )
    if box.x0 == box.x1 or box.y0 == box.y1:
        raise UserError(f"The box {box.x0:g},{box.y0:g},{box.x1:g},{box.y1:g} is empty: draw it around the object.")  # fmt: skip

"""What was marked on a frame, in whole pixels, or the sentence that says why it cannot be used."""

from __future__ import annotations

import math

from model_backend.flow.working_window import PixelBox
from storage.errors import UserError
from storage.frame_size import size_text
from storage.records import Box, FramePrompt, Point

Clicks = dict[tuple[int, int], bool]  # pixel (x, y): whether it is positive


def checked_clicks(prompt: FramePrompt, frame_hw: tuple[int, int]) -> Clicks:
    """The clicks of a prompt; raises UserError for what :func:`first_mask.segment` refuses."""
    if prompt.is_empty:
        raise UserError(
            "Nothing is marked on this frame: click on the object or draw a box around it."
        )
    if prompt.mask is not None and prompt.mask.frame_hw != frame_hw:
        raise UserError(
            f"The mask is {size_text(prompt.mask.frame_hw)} pixels, the frame {size_text(frame_hw)}: "
            "give a mask of the frame's size."
        )
    clicks = _clicks(prompt.points, frame_hw)
    if prompt.mask is None and prompt.box is None and not any(clicks.values()):
        raise UserError("Only what is not the object is marked: click on the object too.")
    return clicks


def _clicks(points: tuple[Point, ...], frame_hw: tuple[int, int]) -> Clicks:
    clicks: Clicks = {}
    for point in points:
        x, y = pixel = _pixel(point, frame_hw)
        if clicks.setdefault(pixel, point.positive) != point.positive:
            raise UserError(
                f"The pixel {x},{y} is marked both as inside and as outside the object: "
                "remove one of the two points."
            )
    return clicks


def _pixel(point: Point, frame_hw: tuple[int, int]) -> tuple[int, int]:
    height, width = frame_hw
    if not (-0.5 <= point.x < width - 0.5 and -0.5 <= point.y < height - 0.5):
        raise UserError(
            f"The point {point.x:g},{point.y:g} is outside the frame of {size_text(frame_hw)} pixels: "
            "click inside it."
        )
    return math.floor(point.x + 0.5), math.floor(point.y + 0.5)


def pixel_box(box: Box, frame_hw: tuple[int, int]) -> PixelBox:
    """The part of a box that lies in the frame; raises UserError if there is none, or no area."""
    x0, x1 = _pixel_range(box.x0, box.x1, frame_hw[1])
    y0, y1 = _pixel_range(box.y0, box.y1, frame_hw[0])
    if x0 >= x1 or y0 >= y1:
        raise UserError(
            f"The box {_corners(box)} is outside the frame of {size_text(frame_hw)} pixels: "
            "draw it around the object."
        )
    if x1 - x0 < 2 or y1 - y0 < 2:
        raise UserError(f"The box {_corners(box)} has no area: draw it around the object.")
    return x0, y0, x1, y1


def _pixel_range(first: float, last: float, length: int) -> tuple[int, int]:
    """The pixels [start, stop) of a frame side that a range of coordinates covers, both ends in it."""
    start = math.floor(min(max(first, 0), length) + 0.5)
    return start, math.floor(min(max(last, -1), length - 1) + 0.5) + 1


def _corners(box: Box) -> str:
    return f"{box.x0:g},{box.y0:g},{box.x1:g},{box.y1:g}"

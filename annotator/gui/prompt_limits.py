"""Prompts lie on the frame: what a hand does at its edge is drawn in, what lies outside is none."""

from __future__ import annotations

from dataclasses import replace

from storage.records import Box, FramePrompt, Point


def is_inside(point: Point, frame_wh: tuple[int, int]) -> bool:
    """Whether a pixel of the frame covers the point."""
    width, height = frame_wh
    return -0.5 <= point.x < width - 0.5 and -0.5 <= point.y < height - 0.5


def clamp(point: Point, frame_wh: tuple[int, int]) -> Point:
    """The nearest point between the centres of the outermost pixels, whose outer halves belong to them."""
    width, height = frame_wh
    return replace(
        point, x=min(max(point.x, 0.0), width - 1.0), y=min(max(point.y, 0.0), height - 1.0)
    )


def clip(box: Box, frame_wh: tuple[int, int]) -> Box | None:
    """The part of the box on the frame, if it has an area."""
    x0, y0 = max(box.x0, 0.0), max(box.y0, 0.0)
    x1, y1 = min(box.x1, frame_wh[0] - 1.0), min(box.y1, frame_wh[1] - 1.0)
    return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def draw_in(prompt: FramePrompt, frame_wh: tuple[int, int]) -> FramePrompt | None:
    """The prompt with everything on the frame; None if nothing is left of its box."""
    box = clip(prompt.box, frame_wh) if prompt.box else None
    if prompt.box is not None and box is None:
        return None
    points = tuple(clamp(point, frame_wh) for point in prompt.points)
    return replace(prompt, points=points, box=box)

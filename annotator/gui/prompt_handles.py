"""Moving and removing what was shown to an engine: which part of a prompt a hand has, and what becomes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeAlias

from storage.records import Box, FramePrompt, Point


@dataclass(frozen=True, slots=True)
class PointHandle:
    """A point of a prompt, by its place."""

    place: int


@dataclass(frozen=True, slots=True)
class BoxHandle:
    """A corner of the box, or with neither side all of it. -1: the left or top side, 1: the other."""

    x_side: int = 0
    y_side: int = 0


Handle: TypeAlias = PointHandle | BoxHandle


def handle_at(prompt: FramePrompt, x: float, y: float, *, grip: float) -> Handle | None:
    """The part of the prompt within ``grip`` frame pixels of a position; points before the box."""
    for place, point in reversed(list(enumerate(prompt.points))):
        if math.dist((point.x, point.y), (x, y)) <= grip:
            return PointHandle(place)
    return _box_handle_at(prompt.box, x, y, grip) if prompt.box else None


def move(prompt: FramePrompt, handle: Handle, dx: float, dy: float) -> FramePrompt:
    """The prompt with that part moved by (dx, dy) frame pixels."""
    match handle:
        case PointHandle(place):
            point = prompt.points[place]
            moved = replace(point, x=point.x + dx, y=point.y + dy)
            return replace(prompt, points=_instead(prompt.points, place, moved))
        case BoxHandle():
            assert prompt.box is not None
            return replace(prompt, box=_moved_box(prompt.box, handle, dx, dy))


def remove(prompt: FramePrompt, handle: Handle) -> FramePrompt:
    """The prompt without that part."""
    match handle:
        case PointHandle(place):
            return replace(prompt, points=_instead(prompt.points, place))
        case BoxHandle():
            return replace(prompt, box=None)


def _instead(points: tuple[Point, ...], place: int, *others: Point) -> tuple[Point, ...]:
    return (*points[:place], *others, *points[place + 1 :])


def _box_handle_at(box: Box, x: float, y: float, grip: float) -> BoxHandle | None:
    x_side = _side(x, box.x0, box.x1, grip)
    y_side = _side(y, box.y0, box.y1, grip)
    if x_side and y_side:
        return BoxHandle(x_side, y_side)
    along_x = box.x0 - grip <= x <= box.x1 + grip
    along_y = box.y0 - grip <= y <= box.y1 + grip
    return BoxHandle() if (x_side and along_y) or (y_side and along_x) else None


def _side(position: float, low: float, high: float, grip: float) -> int:
    """-1 or 1 if the position is at the low or the high end, else 0."""
    if abs(position - low) <= grip:
        return -1
    return 1 if abs(position - high) <= grip else 0


def _moved_box(box: Box, handle: BoxHandle, dx: float, dy: float) -> Box:
    x0, x1 = _moved_span(box.x0, box.x1, handle, handle.x_side, dx)
    y0, y1 = _moved_span(box.y0, box.y1, handle, handle.y_side, dy)
    return Box(x0, y0, x1, y1)


def _moved_span(
    low: float, high: float, handle: BoxHandle, side: int, by: float
) -> tuple[float, float]:
    if handle == BoxHandle():
        return low + by, high + by
    low, high = sorted((low + by, high) if side < 0 else (low, high + by))
    return low, high

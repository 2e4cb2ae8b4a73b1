"""What a hand did on the frame, in frame coordinates: what tools tell the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from storage.records import Box, Point


@dataclass(frozen=True, slots=True)
class Stroke:
    """A painted line: the positions the pointer went through and the brush's radius, frame pixels."""

    path: tuple[tuple[float, float], ...]
    radius: float


@dataclass(frozen=True, slots=True)
class PointPlaced:
    """A click that adds or subtracts what is under it."""

    point: Point


@dataclass(frozen=True, slots=True)
class BoxDrawn:
    """A box was drawn around a thing."""

    box: Box


@dataclass(frozen=True, slots=True)
class StrokeDrawn:
    """A stroke of the brush, or of the eraser."""

    stroke: Stroke
    erases: bool


@dataclass(frozen=True, slots=True)
class Picked:
    """The object under this pixel was asked for."""

    x: int
    y: int


Gesture: TypeAlias = PointPlaced | BoxDrawn | StrokeDrawn | Picked
Preview: TypeAlias = Box | StrokeDrawn | None

"""What a hand did on the frame, in frame coordinates: what tools tell the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from annotator.outlines import Contour
from storage.records import Box, FramePrompt, Point

Path: TypeAlias = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A painted line: the positions the pointer went through and the brush's radius, frame pixels."""

    path: Path
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
class AreaDrawn:
    """An area was drawn by its corners: it is added to the mask, or taken away from it."""

    corners: Path
    erases: bool


@dataclass(frozen=True, slots=True)
class OutlineChanged:
    """A piece of the mask's outline was bent."""

    before: Contour
    after: Contour


@dataclass(frozen=True, slots=True)
class PromptEdited:
    """A point or a box that was shown to the engine was moved or removed."""

    prompt: FramePrompt


@dataclass(frozen=True, slots=True)
class Picked:
    """The object under this pixel was asked for."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class AreaBegun:
    """An area that is being drawn; ``corners`` ends at the pointer."""

    corners: Path
    erases: bool


@dataclass(frozen=True, slots=True)
class OutlineShown:
    """The outline of a mask with its anchors; ``held`` is the contour that the hand has."""

    contours: tuple[Contour, ...]
    held: Contour | None = None


Gesture: TypeAlias = (
    PointPlaced | BoxDrawn | StrokeDrawn | AreaDrawn | OutlineChanged | PromptEdited | Picked
)
Preview: TypeAlias = Box | StrokeDrawn | AreaBegun | OutlineShown | None

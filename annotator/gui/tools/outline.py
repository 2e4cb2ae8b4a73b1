"""Drag the anchors of a mask's outline; drag the line between two to make one more."""

from __future__ import annotations

import math

import numpy as np

from annotator.gui.tools.gestures import OutlineChanged, OutlineShown
from annotator.gui.tools.tool import Tool
from annotator.outlines import Contour, add_anchor, bend, drop_anchor, nearest


class OutlineTool(Tool):
    """Works on the outline that it is given; the other button takes an anchor out."""

    drags = True

    def __init__(self) -> None:
        self._contours: tuple[Contour, ...] = ()
        self._held: tuple[Contour, int] | None = None  # with the place among its anchors
        self._from = self._to = (0.0, 0.0)

    def set_contours(self, contours: tuple[Contour, ...]) -> None:
        """The outline of another mask, or of the same after it changed."""
        self._contours = contours
        self._held = None

    def press(self, x: float, y: float, *, secondary: bool) -> OutlineChanged | None:
        self._from = self._to = (x, y)
        found = self._anchor_at(x, y)
        if secondary:
            return _dropped(*found) if found else None
        self._held = found or self._new_anchor_at(x, y)
        return None

    def move(self, x: float, y: float) -> None:
        self._to = (x, y)

    def release(self) -> OutlineChanged | None:
        bent, held = self._bent(), self._held
        self._held = None
        if held is None or bent is None or np.array_equal(bent.points, held[0].points):
            return None
        return OutlineChanged(held[0], bent)

    def cancel(self) -> None:
        self._held = None

    @property
    def is_busy(self) -> bool:
        return self._held is not None

    @property
    def preview(self) -> OutlineShown:
        return OutlineShown(self._contours, self._bent())

    def _bent(self) -> Contour | None:
        if self._held is None:
            return None
        return bend(*self._held, self._to[0] - self._from[0], self._to[1] - self._from[1])

    def _anchor_at(self, x: float, y: float) -> tuple[Contour, int] | None:
        near = [
            (math.dist(contour.points[at], (x, y)), contour, place)
            for contour in self._contours
            for place, at in enumerate(contour.anchors)
        ]
        distance, contour, place = min(near, key=lambda it: it[0], default=(math.inf, None, 0))
        return (contour, place) if contour is not None and distance <= self.grip else None

    def _new_anchor_at(self, x: float, y: float) -> tuple[Contour, int] | None:
        near = [(*nearest(contour, x, y), contour) for contour in self._contours]
        distance, at, contour = min(near, key=lambda it: it[0], default=(math.inf, 0, None))
        return add_anchor(contour, at) if contour is not None and distance <= self.grip else None


def _dropped(contour: Contour, place: int) -> OutlineChanged | None:
    after = drop_anchor(contour, place)
    return OutlineChanged(contour, after) if after is not None else None

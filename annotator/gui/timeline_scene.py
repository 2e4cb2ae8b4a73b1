"""All that a timeline shows, as plain data, and how high its parts are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFont, QPalette

from annotator.gui.lanes import Lane
from annotator.gui.time_axis import TimeAxis

HEADER_WIDTH, RULER_HEIGHT, LANE_HEIGHT, PLOT_HEIGHT, RIGHT_MARGIN = 168, 30, 22, 54, 10


@dataclass(frozen=True, slots=True)
class Scene:
    """``frames`` is the range [start, stop); ``cuts`` are the frames on which a scene begins, ascending;
    ``chosen`` is the object at work, ``selected`` all that are changed together, by id; ``scroll`` in
    pixels; ``plotted``: the lane whose track is drawn below the others. Scenes of the same
    ``lanes_version`` have the same lanes."""

    axis: TimeAxis
    lanes: Sequence[Lane]
    lanes_version: int
    seconds: Callable[[int], float]
    frame_index: int
    frames: tuple[int, int]
    cuts: Sequence[int]
    chosen: int | None
    selected: Collection[int]
    plotted: Lane | None
    scroll: int
    ratio: float
    palette: QPalette
    font: QFont

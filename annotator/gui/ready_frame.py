"""A frame as the canvas wants it, and how it was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QImage

from annotator.gui.frame_content import FrameContent
from annotator.gui.overlay import Overlay, OverlayStyle
from storage.records import Mask


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """Which frame to make ready, and how to show its masks.

    ``hidden_id``: an object whose mask is being made anew and is therefore not shown. ``reduction``: how
    many frame pixels one of the pictures may stand for, on both sides. ``contour_tolerance_px``: how far
    the outline of the object at work may be off its mask between anchors; None if it is not wanted.
    ``instead``: (object id, mask or None) to show in place of what the project has there.
    ``serial`` tells the same request of before and after a change apart.
    """

    frame_index: int
    style: OverlayStyle
    chosen_id: int | None
    hidden_id: int | None = None
    reduction: int = 1
    contour_tolerance_px: float | None = None
    instead: tuple[tuple[int, Mask | None], ...] = ()
    serial: int = 0


@dataclass(frozen=True, slots=True)
class ReadyFrame:
    """All that the canvas needs. Not ``is_exact``: the picture is of the video's small copy."""

    request: FrameRequest
    image: QImage
    overlay: Overlay
    content: FrameContent
    is_exact: bool = True

"""A frame as the canvas wants it, and how it was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from annotator.gui.frame_content import FrameContent
from annotator.gui.overlay import Layer, Overlay, OverlayStyle
from storage.records import Mask, TrackedObject


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """Which frame to make ready, and how to show its masks.

    ``hidden_id``: an object whose mask is being made anew and is therefore not shown. ``shrinking``: how
    many pixels of the screen there are for one of the frame, on both sides, up to 1. ``contour_tolerance_px``: how far
    the outline of the object at work may be off its mask between anchors; None if it is not wanted.
    ``extra`` are drawn over the project's masks. ``instead``: (object id, mask or None) to show in place
    of what the project has there. ``version`` counts the changes of the project, its ``objects`` among them;
    ``serial`` the requests: no answer is taken for that of another.
    """

    frame_index: int
    style: OverlayStyle
    chosen_id: int | None
    objects: tuple[TrackedObject, ...] = field(compare=False)
    hidden_id: int | None = None
    shrinking: float = 1.0
    contour_tolerance_px: float | None = None
    version: int = 0
    extra: tuple[Layer, ...] = ()
    instead: tuple[tuple[int, Mask | None], ...] = ()
    serial: int = 0


@dataclass(frozen=True, slots=True)
class ReadyFrame:
    """All that the canvas needs. On a shrunk picture the masks are drawn already, and ``overlay`` is
    empty. Not ``is_exact``: the picture is of the video's small copy."""

    request: FrameRequest
    image: QImage
    overlay: Overlay
    content: FrameContent
    is_exact: bool = True

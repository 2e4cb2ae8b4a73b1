"""What lies on a frame: which masks are shown and in which order, the prompt and the outline at work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.gui.overlay import Layer
from annotator.outlines import Contour, find_contours
from storage import masks
from storage.records import FramePrompt, Mask, TrackedObject

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.gui.ready_frame import FrameRequest
    from annotator.session import Session

# Of the object at work a frame before and after: blue and orange are told apart by all eyes.
_GHOSTS = ((-1, "#56b4e9"), (1, "#f0a030"))


@dataclass(frozen=True, slots=True)
class LabelledMask:
    """A mask and whose it is."""

    tracked: TrackedObject
    mask: Mask


@dataclass(frozen=True, slots=True)
class FrameContent:
    """``masks`` are the visible ones, the topmost last; ``layers`` what is drawn of them.

    ``prompt`` and ``contours`` are those of the object at work, without a mask that is being made anew.
    """

    masks: tuple[LabelledMask, ...]
    layers: tuple[Layer, ...]
    prompt: FramePrompt
    contours: tuple[Contour, ...] = ()

    def mask_at(self, x: int, y: int) -> LabelledMask | None:
        """The topmost mask that covers a pixel."""
        return next((it for it in reversed(self.masks) if masks.contains(it.mask.rle, x, y)), None)


def read_content(session: Session, video_id: int, request: FrameRequest) -> FrameContent:
    """Read it from the project."""
    chosen = next((it for it in request.objects if it.id == request.chosen_id), None)
    shown = _visible_masks(session, video_id, request)
    layers = [
        Layer(it.mask.rle, it.tracked.colour, emphasised=it.tracked is chosen) for it in shown
    ]
    layers += request.extra
    if chosen is None:
        return FrameContent(shown, tuple(layers), FramePrompt(request.frame_index))
    if request.style.ghosts:
        layers += _ghosts(session, chosen, request.frame_index)
    return FrameContent(
        shown,
        tuple(layers),
        prompt=session.project.prompt(chosen.id, request.frame_index),
        contours=_contours(shown, request),
    )


def _visible_masks(
    session: Session, video_id: int, request: FrameRequest
) -> tuple[LabelledMask, ...]:
    """The larger ones below the smaller, so that none hides another; the object at work on top."""
    alone = request.chosen_id if request.style.isolated else None
    shown = {
        it.id: it
        for it in request.objects
        if it.visible and it.id != request.hidden_id and alone in (None, it.id)
    }
    stored = session.project.frame_masks(video_id, request.frame_index)
    here = {mask.object_id: mask for mask in stored} | dict(request.instead)
    found = [
        LabelledMask(shown[object_id], mask)
        for object_id, mask in here.items()
        if mask is not None and object_id in shown
    ]
    found.sort(key=lambda it: (it.tracked.id == request.chosen_id, -it.mask.rle.area))
    return tuple(found)


def _ghosts(session: Session, chosen: TrackedObject, frame_index: int) -> list[Layer]:
    found = ((session.project.mask(chosen.id, frame_index + step), c) for step, c in _GHOSTS)
    return [
        Layer(mask.rle, colour, hollow=True, dashed=True)
        for mask, colour in found
        if mask is not None
    ]


def _contours(shown: tuple[LabelledMask, ...], request: FrameRequest) -> tuple[Contour, ...]:
    if request.contour_tolerance_px is None:
        return ()
    mask = next((it.mask for it in shown if it.tracked.id == request.chosen_id), None)
    return find_contours(mask.rle, tolerance_px=request.contour_tolerance_px) if mask else ()

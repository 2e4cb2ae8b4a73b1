"""One object from one prompt through a range of frames: the main job, without a screen."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace

from annotator.masks import set_mask, start_object
from annotator.propagation import Progress
from annotator.session import Session
from model_backend.engine import Direction
from storage.errors import UserError
from storage.masks import Rle
from storage.records import FramePrompt, TrackedObject, VideoFacts


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """What to label: the object called ``name`` (made if there is none), shown by ``prompt``, over the
    frames [start, stop)."""

    video_id: int
    name: str
    category: str | None
    prompt: FramePrompt
    start: int
    stop: int
    direction: Direction = Direction.BOTH


def label(session: Session, request: LabelRequest) -> Generator[Progress, None, TrackedObject]:
    """Mark the object on the prompted frame and follow it; close the generator to cancel.

    A prompt for an object that is there already is a correction: it becomes one more keyframe.
    Raises UserError for a prompt outside the video or the range.
    """
    prompt = request.prompt
    check_prompt(prompt, session.project.video(request.video_id).facts)
    if not request.start <= prompt.frame_index < request.stop:
        raise UserError(
            f"The prompted frame {prompt.frame_index} is not in the range "
            f"{request.start}:{request.stop}: name one that is, with --frame or --range."
        )
    tracked = _mark(session, request, prompt.mask or _suggested(session, request))
    yield from session.propagate(
        request.video_id,
        [tracked.id],
        start=request.start,
        stop=request.stop,
        direction=request.direction,
    )
    return tracked


def check_prompt(prompt: FramePrompt, facts: VideoFacts) -> None:
    """Raises UserError for a prompt that shows nothing, or lies outside the video."""
    if prompt.is_empty:
        raise UserError("Show the object: give --point, --box or --mask.")
    if not 0 <= prompt.frame_index < facts.frame_count:
        raise UserError(
            f"There is no frame {prompt.frame_index}: the frames are 0 to {facts.frame_count - 1}."
        )
    corners = [(it.x, it.y) for it in prompt.points]
    if prompt.box is not None:
        corners += [(prompt.box.x0, prompt.box.y0), (prompt.box.x1, prompt.box.y1)]
    for x, y in corners:
        if not (0 <= x < facts.width and 0 <= y < facts.height):
            raise UserError(
                f"The point {x:g},{y:g} is outside the frame, which is {facts.width} x {facts.height} pixels."
            )


def _suggested(session: Session, request: LabelRequest) -> Rle:
    """What the engine sees at the prompt. Points correct the mask that is there; a box begins anew."""
    prompt, tracked = request.prompt, _object_called(session, request)
    if tracked is None:
        return session.suggest(request.video_id, prompt)[0].rle
    there = session.project.mask(tracked.id, prompt.frame_index)
    if there is not None and prompt.box is None:
        prompt = replace(prompt, mask=there.rle)
    return session.suggest(request.video_id, prompt, object_id=tracked.id)[0].rle


def _object_called(session: Session, request: LabelRequest) -> TrackedObject | None:
    for tracked in session.project.objects(request.video_id):
        if tracked.name == request.name:
            return tracked
    return None


def _mark(session: Session, request: LabelRequest, rle: Rle) -> TrackedObject:
    prompt, tracked = request.prompt, _object_called(session, request)
    if tracked is not None:
        set_mask(session, tracked.id, prompt.frame_index, rle, prompt=prompt)
        return tracked
    return start_object(
        session,
        request.video_id,
        prompt.frame_index,
        rle,
        prompt=prompt,
        name=request.name,
        category=request.category,
    )

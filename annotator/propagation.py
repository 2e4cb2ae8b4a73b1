"""From what a person showed to what an engine is asked, and its results into the project."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from model_backend.engine import (
    Direction,
    EngineInfo,
    EngineSession,
    FrameResult,
    ObjectPrompts,
    PropagateRequest,
)
from storage.changes import Changes
from storage.counting import which_frames
from storage.errors import UserError
from storage.project import Project, TrackMarks
from storage.records import EngineRun, FramePrompt, Mask, Source, TrackedObject

_LATEST_KNOWN = 6  # frames before a correction; engines with a memory look back no further


@dataclass(frozen=True, slots=True)
class Progress:
    """A frame was worked out and is on disk; ``changes`` is what to redraw, ``edit_id`` the step."""

    done: int
    total: int
    frame_index: int
    scene_cut: bool
    changes: Changes
    edit_id: int | None


def build_request(
    project: Project,
    objects: Sequence[TrackedObject],
    *,
    start: int,
    stop: int,
    direction: Direction,
    imported_stay: bool = False,
) -> PropagateRequest:
    """Ask to follow ``objects`` over the frames [start, stop), conditioned on all their keyframes there.

    Imported masks that stand alone are keyframes too, and with ``imported_stay`` all that were imported.

    An object without keyframe in the range starts from the first mask that it has there, whoever made it
    (from the last one, if it is followed backward). Raises UserError for an object that has none, or is locked.
    """
    if not objects:
        raise UserError("There is no object to follow: click a thing in the video first.")
    frames = range(start, stop)
    prompts = tuple(
        _object_prompts(project, it, frames, direction, imported_stay=imported_stay)
        for it in objects
    )
    return PropagateRequest(prompts, start, stop, direction)


def propagate(
    project: Project,
    objects: Sequence[TrackedObject],
    engine: EngineSession,
    info: EngineInfo,
    request: PropagateRequest,
) -> Generator[Progress, None, None]:
    """Run the request and save every frame as it comes, all as one undo step.

    Closing the generator cancels; what it reported stays.
    """
    ids = {it.number: it.id for it in objects}
    total = _frames_to_do(request)
    with project.long_edit(_label(request)) as edit:
        run = edit.add_engine_run(
            engine=info.name,
            checkpoint_sha256=info.checkpoint_sha256,
            parameters=_parameters(request),
        )
        for done, result in enumerate(engine.propagate(request), start=1):
            edit.put_masks(_masks(result, ids, run))
            changes = edit.commit()
            if result.frames_left is not None:
                total = done + result.frames_left
            yield Progress(
                done, max(total, done), result.frame_index, result.scene_cut, changes, edit.edit_id
            )


def known_masks(project: Project, object_id: int, frame_index: int) -> list[FramePrompt]:
    """What an object looks like around a frame: its next keyframe on each side, and the latest masks before."""
    marks = project.track_marks(object_id)
    keyframes = marks.frame_index[marks.keyframe | _lone_imports(marks)]
    nearest = {*keyframes[keyframes < frame_index][-1:], *keyframes[keyframes > frame_index][:1]}
    latest = range(max(0, frame_index - _LATEST_KNOWN), frame_index)
    frames = sorted(map(int, nearest | ({*marks.frame_index} & {*latest})))
    masks = (project.mask(object_id, it) for it in frames)
    return [FramePrompt(it.frame_index, mask=it.rle) for it in masks if it is not None]


def correction_range(project: Project, object_id: int, frame_index: int) -> tuple[int, int]:
    """The frames [start, stop) that a correction on ``frame_index`` is followed over.

    They reach from the object's keyframe before it to the one after it, because both say what the object
    looks like; where there is none, to that end of the video.
    """
    frame_count = project.video(project.object(object_id).video_id).facts.frame_count
    marks = project.track_marks(object_id)
    keyframes = marks.frame_index[marks.keyframe | _lone_imports(marks)].tolist()
    start = max((i for i in keyframes if i < frame_index), default=0)
    stop = min((i + 1 for i in keyframes if i > frame_index), default=frame_count)
    return start, stop


def _object_prompts(
    project: Project,
    tracked: TrackedObject,
    frames: range,
    direction: Direction,
    *,
    imported_stay: bool,
) -> ObjectPrompts:
    if tracked.locked:
        raise UserError(
            f"Object [{tracked.number}] is locked: unlock it to let an engine work on it."
        )
    marks = project.track_marks(tracked.id)
    also = marks.is_from(Source.IMPORT) if imported_stay else _lone_imports(marks)
    kept = {int(i) for i in marks.frame_index[marks.kept | also] if int(i) in frames}
    keyframes = {int(i) for i in marks.frame_index[marks.keyframe | also] if int(i) in frames}
    seeds = sorted(keyframes or _first_mask(marks, frames, direction))
    shown = {prompt.frame_index: prompt for prompt in project.prompts(tracked.id)}
    prompts = []
    for frame_index in seeds:
        mask = project.mask(tracked.id, frame_index)
        if mask is not None:
            prompt = shown.get(frame_index, FramePrompt(frame_index))
            prompts.append(replace(prompt, mask=mask.rle))
    if not prompts:
        raise UserError(
            f"Object [{tracked.number}] has no mask to start from on {which_frames(frames.start, frames.stop)}: "
            "mark it there, or choose a range that holds one."
        )
    return ObjectPrompts(tracked.number, tuple(prompts), frozenset(kept))


def _lone_imports(marks: TrackMarks) -> npt.NDArray[np.bool_]:
    """(n,) which masks were imported without one on the frame before or after: those of chosen frames, as
    every fifth or the first, were made by people. Masks of frames in a row are taken for what a model found,
    so that a correction is followed over them."""
    imported = marks.is_from(Source.IMPORT)
    frames = marks.frame_index[imported]
    is_beside = np.isin(marks.frame_index - 1, frames) | np.isin(marks.frame_index + 1, frames)
    return imported & ~is_beside


def _first_mask(marks: TrackMarks, frames: range, direction: Direction) -> set[int]:
    """The frame on which the object shows first in the range, as it is walked; none if it does not."""
    showing = [i for i in marks.frame_index[marks.area > 0].tolist() if i in frames]
    ends = showing[-1:] if direction is Direction.BACKWARD else showing[:1]
    return {*ends}


def _masks(result: FrameResult, ids: dict[int, int], run: EngineRun) -> list[Mask]:
    return [
        Mask(
            object_id=ids[it.number],
            frame_index=result.frame_index,
            rle=it.rle,
            source=Source.ENGINE,
            score=it.score,
            predicted_iou=it.predicted_iou,
            engine_run_id=run.id,
        )
        for it in result.objects
    ]


def _frames_to_do(request: PropagateRequest) -> int:
    firsts = [it.prompts[0].frame_index for it in request.objects]
    lasts = [it.prompts[-1].frame_index for it in request.objects]
    forward, backward = request.stop - min(firsts), max(lasts) + 1 - request.start
    match request.direction:
        case Direction.FORWARD:
            return forward
        case Direction.BACKWARD:
            return backward
        case Direction.BOTH:
            return forward + max(firsts) - request.start


def _label(request: PropagateRequest) -> str:
    numbers = ", ".join(f"[{it.number}]" for it in request.objects)
    return f"Propagate {numbers} over {which_frames(request.start, request.stop)}"


def _parameters(request: PropagateRequest) -> dict[str, object]:
    return {
        "start": request.start,
        "stop": request.stop,
        "direction": request.direction.value,
        "objects": {str(o.number): [p.frame_index for p in o.prompts] for o in request.objects},
    }

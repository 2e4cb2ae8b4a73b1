"""Walk through the frames of a request and follow every object on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from model_backend.engine import Direction, FrameResult, PropagateRequest
from model_backend.flow.gaps import Gap
from model_backend.flow.keyframes import learn
from model_backend.flow.presets import Preset
from model_backend.flow.track import Walk
from model_backend.flow.walker import Followed, Frames, Walker


def propagate(frames: Frames, request: PropagateRequest, preset: Preset) -> Iterator[FrameResult]:
    """Follow the objects of a request; one result for every frame that is walked over.

    As soon as a gap between two keyframes of an object is walked through, its frames come a second time,
    followed from the other side too. What is found on a frame depends on the prompts, on the frames
    between it and where the object set out, and on objects that claim the same pixels, not on how far the
    request goes on. ``scene_cut`` is in the order of the walk. Raises UserError for a prompt that cannot be used.
    """
    followed = [Followed.learned(learn(it, frames.frame, preset)) for it in request.objects]
    walk = _first_walk(request, followed)
    gaps = _gaps(followed, walk.step)
    is_both = request.direction is Direction.BOTH
    back = Walk(_firsts(followed), request.start - 1, -1, is_first=False)
    left = len(walk.frames) + sum(len(it.heard(-walk.step)) for it in gaps)
    left += len(back.frames) - 1 if is_both else 0
    for result in _results(frames, followed, walk, gaps, back if is_both else None, preset):
        left -= 1
        yield replace(result, frames_left=left)


def _results(
    frames: Frames,
    followed: Sequence[Followed],
    walk: Walk,
    gaps: Mapping[Gap, Sequence[Followed]],
    back: Walk | None,
    preset: Preset,
) -> Iterator[FrameResult]:
    first = Walker(frames, followed, walk, preset)
    for gap, objects in gaps.items():
        origin = gap.stop if walk.step > 0 else gap.start
        yield from first.go_to(origin)
        yield from Walker(frames, objects, _again(gap, origin, objects, walk), preset).go_to_end()
    yield from first.go_to_end()
    if back is not None:
        yield from Walker(frames, followed, back, preset).go_to_end()


def _again(gap: Gap, origin: int, objects: Sequence[Followed], walk: Walk) -> Walk:
    """Back through a gap, as far as that counts."""
    step = _other(walk.step)
    end = gap.heard(step)[-1] + step
    return Walk((origin,) * len(objects), end, step, is_first=False, is_second=True)


def _first_walk(request: PropagateRequest, followed: Sequence[Followed]) -> Walk:
    if request.direction is Direction.BACKWARD:
        return Walk(tuple(it.object.last for it in followed), request.start - 1, -1)
    return Walk(_firsts(followed), request.stop, 1)


def _firsts(followed: Sequence[Followed]) -> tuple[int, ...]:
    return tuple(it.object.first for it in followed)


def _gaps(followed: Sequence[Followed], step: Literal[1, -1]) -> dict[Gap, list[Followed]]:
    """All gaps with the objects that have them, in the order in which a walk is through with them."""
    found: dict[Gap, list[Followed]] = {}
    for it in followed:
        for gap in it.meeting.gaps:
            found.setdefault(gap, []).append(it)
    order = sorted(found, key=lambda it: it.stop if step > 0 else -it.start)
    return {gap: found[gap] for gap in order}


def _other(step: Literal[1, -1]) -> Literal[1, -1]:
    return -1 if step > 0 else 1

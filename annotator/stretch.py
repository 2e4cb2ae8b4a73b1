"""All that is kept of an object on some of its frames, to be taken away, or given to another object."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from storage.attributes import AttributeSpan
from storage.project import Edit, Project
from storage.records import FramePrompt, Mask


@dataclass(frozen=True, slots=True)
class Stretch:
    """An object on the frames [start, stop)."""

    object_id: int
    start: int
    stop: int
    masks: tuple[Mask, ...]
    prompts: tuple[FramePrompt, ...]
    spans: tuple[AttributeSpan, ...]  # cut off where the stretch begins and ends


def read_stretch(project: Project, object_id: int, start: int, stop: int) -> Stretch:
    """What is kept of an object on the frames [start, stop)."""
    prompts = (it for it in project.prompts(object_id) if start <= it.frame_index < stop)
    return Stretch(
        object_id,
        start,
        stop,
        tuple(project.track(object_id, start=start, stop=stop)),
        tuple(prompts),
        tuple(_clipped(project.attribute_spans(object_id), start, stop)),
    )


def whole_track(project: Project, object_id: int) -> Stretch:
    """All that is kept of an object on any frame."""
    video = project.video(project.object(object_id).video_id)
    return read_stretch(project, object_id, 0, video.facts.frame_count)


def take_away(edit: Edit, stretch: Stretch) -> None:
    """Remove it from its object."""
    object_id = stretch.object_id
    edit.remove_masks(object_id, [it.frame_index for it in stretch.masks])
    for prompt in stretch.prompts:
        edit.remove_prompt(object_id, prompt.frame_index)
    for name in {it.name for it in stretch.spans}:
        edit.set_attribute_on(object_id, name, start=stretch.start, stop=stretch.stop, value=None)


def give(
    edit: Edit,
    stretch: Stretch,
    object_id: int,
    *,
    as_mask: Callable[[Mask], Mask] = lambda mask: mask,
) -> None:
    """Add it to an object that has nothing on these frames; masks as ``as_mask`` makes them."""
    edit.put_masks(as_mask(replace(it, object_id=object_id)) for it in stretch.masks)
    for prompt in stretch.prompts:
        edit.put_prompt(object_id, prompt)
    edit.give_spans(object_id, stretch.spans)


def _clipped(spans: Iterable[AttributeSpan], start: int, stop: int) -> list[AttributeSpan]:
    clipped = (replace(it, start=max(it.start, start), stop=min(it.stop, stop)) for it in spans)
    return [it for it in clipped if it.start < it.stop]

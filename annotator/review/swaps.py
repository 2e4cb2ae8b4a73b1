"""Two objects that may have changed identities: at one step, or while they were close together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from annotator.review.meetings import Meeting, box_iou
from annotator.review.steps import steps_of
from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:
    from storage.overview import MaskFacts

_LONGEST_STEP = 30  # frames without a mask, as while one hides the other
_LEAST_IOU = 0.3  # of boxes, to say that a track goes on where another one was
_LEAST_DIFFERENCE = 0.35  # in natural logarithms: below it, two things look too much alike to tell
_LONGEST_MEETING = 90  # frames; afterwards things may look different anyway


def find(
    video_id: int, tracks: Mapping[int, MaskFacts], meetings: Iterable[Meeting]
) -> Iterator[Suspect]:
    """Suspected swaps; what shows at a step is not told a second time of the meeting around it."""
    at_steps = list(_at_a_step(video_id, tracks))
    yield from at_steps
    for suspect in _in_a_meeting(video_id, tracks, meetings):
        if not any(_same(suspect, it) for it in at_steps):
            yield suspect


def _same(a: Suspect, b: Suspect) -> bool:
    same_objects = set(a.object_ids) == set(b.object_ids)
    return same_objects and a.start < b.stop and b.start < a.stop


# --- at a step: each goes on where the other one was ------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Leap:
    """A step at which a track does not go on where it was."""

    object_id: int
    before: int
    after: int
    box_before: npt.NDArray[np.int64]
    box_after: npt.NDArray[np.int64]


def _at_a_step(video_id: int, tracks: Mapping[int, MaskFacts]) -> Iterator[Suspect]:
    leaps = sorted(_leaps(tracks), key=lambda it: it.before)
    for place, a in enumerate(leaps):
        for b in leaps[place + 1 :]:
            if b.before >= a.after:
                break
            crossed = min(
                float(box_iou(a.box_before, b.box_after)), float(box_iou(b.box_before, a.box_after))
            )
            if a.object_id != b.object_id and crossed >= _LEAST_IOU:
                start, stop = min(a.before, b.before), max(a.after, b.after) + 1
                yield _suspect(video_id, (a.object_id, b.object_id), crossed, start, stop)


def _leaps(tracks: Mapping[int, MaskFacts]) -> Iterator[_Leap]:
    for object_id, track in tracks.items():
        steps = steps_of(track, longest=_LONGEST_STEP)
        for i in np.flatnonzero(box_iou(steps.box_before, steps.box_after) < _LEAST_IOU):
            yield _Leap(
                object_id,
                int(steps.before[i]),
                int(steps.after[i]),
                steps.box_before[i],
                steps.box_after[i],
            )


# --- in a meeting: each comes out of it looking like the other one ------------------------------------


def _in_a_meeting(
    video_id: int, tracks: Mapping[int, MaskFacts], meetings: Iterable[Meeting]
) -> Iterator[Suspect]:
    for meeting in meetings:
        start, stop = int(meeting.frames[0]), int(meeting.frames[-1]) + 1
        if stop - start > _LONGEST_MEETING or meeting.checked.all():
            continue
        a, b = (tracks[it] for it in meeting.object_ids)
        looks = [_look(track, frame) for track in (a, b) for frame in (start - 1, stop)]
        if any(look is None for look in looks):
            continue
        a_before, a_after, b_before, b_after = (it for it in looks if it is not None)
        likeness = _crossed(a_before, a_after, b_before, b_after)
        if likeness > 0:
            yield _suspect(video_id, meeting.object_ids, likeness, start - 1, stop + 1)


def _look(track: MaskFacts, frame_index: int) -> npt.NDArray[np.float64] | None:
    """Size and shape of a mask in natural logarithms, (3,); None if there is none."""
    place = int(np.searchsorted(track.frame_index, frame_index))
    if place == len(track) or track.frame_index[place] != frame_index or not track.area[place]:
        return None
    width, height = track.box_xywh[place, 2:]
    look: npt.NDArray[np.float64] = np.log([np.sqrt(track.area[place]), width, height])
    return look


def _crossed(
    a_before: npt.NDArray[np.float64],
    a_after: npt.NDArray[np.float64],
    b_before: npt.NDArray[np.float64],
    b_after: npt.NDArray[np.float64],
) -> float:
    """How much better the looks agree when the two are exchanged: 0 if they do not, at most 1."""
    if np.abs(a_before - b_before).max() < _LEAST_DIFFERENCE:
        return 0.0
    kept = np.abs(a_before - a_after).sum() + np.abs(b_before - b_after).sum()
    exchanged = np.abs(a_before - b_after).sum() + np.abs(b_before - a_after).sum()
    return float(max(0.0, 1 - 2 * exchanged / kept)) if kept else 0.0


def _suspect(
    video_id: int, object_ids: tuple[int, int], likeness: float, start: int, stop: int
) -> Suspect:
    severity = 0.6 + 0.4 * likeness
    why = "Two objects may have changed places: each goes on like the other."
    return Suspect(Kind.SWAP, severity, video_id, object_ids, start, stop, stop - 1, why)

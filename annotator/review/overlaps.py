"""Objects that claim the same pixels: one of the two masks has run over into the other thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from annotator.review.meetings import Meeting
from annotator.review.suspect import Kind, Suspect
from storage import masks
from storage.masks import Rle

MasksOf = Callable[[int], Mapping[int, Rle]]  # frame index to its masks by the id of the object

_LEAST_SHARE = 0.15  # of the smaller mask
_LOOKS = 3  # at most so many frames of a meeting are decoded


def find(video_id: int, meetings: Iterable[Meeting], masks_of: MasksOf) -> Iterator[Suspect]:
    """Meetings in which the masks themselves overlap, by exact pixels where the boxes overlap most.

    Each frame is read once.
    """
    looks: defaultdict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        for frame_index in _worth_a_look(meeting).tolist():
            looks[frame_index].append(meeting)
    worst: dict[int, Suspect] = {}
    for frame_index in sorted(looks):
        here = masks_of(frame_index)
        for meeting in looks[frame_index]:
            share = _share(meeting.object_ids, here)
            if share >= _LEAST_SHARE:
                found = _suspect(video_id, meeting, frame_index, share)
                known = worst.setdefault(id(meeting), found)
                worst[id(meeting)] = max(known, found, key=lambda it: it.severity)
    yield from worst.values()


def _possible(meeting: Meeting) -> npt.NDArray[np.bool_]:
    """(n,) on which frames the masks may overlap so much, as far as the boxes tell."""
    possible: npt.NDArray[np.bool_] = ~meeting.checked & (
        meeting.shared >= _LEAST_SHARE * meeting.least_area
    )
    return possible


def _worth_a_look(meeting: Meeting) -> npt.NDArray[np.int64]:
    """The frame on which the boxes overlap most of each third of a meeting."""
    here = np.flatnonzero(_possible(meeting))
    parts = np.array_split(here, min(_LOOKS, len(here)) or 1)
    shares = meeting.shared / np.maximum(meeting.least_area, 1)
    return meeting.frames[[part[np.argmax(shares[part])] for part in parts if len(part)]]


def _share(object_ids: tuple[int, int], here: Mapping[int, Rle]) -> float:
    if not all(object_id in here for object_id in object_ids):
        return 0.0  # somebody deleted one meanwhile
    a, b = (here[object_id] for object_id in object_ids)
    return masks.intersection_area(a, b) / max(min(a.area, b.area), 1)


def _suspect(video_id: int, meeting: Meeting, frame_index: int, share: float) -> Suspect:
    frames = meeting.frames[_possible(meeting)]
    start, stop = int(frames[0]), int(frames[-1]) + 1
    severity = 0.3 + 0.6 * share
    why = f"{share:.0%} of the smaller mask lies in the other one."
    return Suspect(
        Kind.OVERLAP, severity, video_id, meeting.object_ids, start, stop, frame_index, why
    )

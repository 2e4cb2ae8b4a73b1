"""The queue: all suspects of all videos, worst first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from annotator.review import area, cuts, gaps, low_score, overlaps, place, swaps, unverified
from annotator.review.meetings import find_meetings
from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:
    from storage.masks import Rle
    from storage.overview import MaskFacts
    from storage.project import Project


def find_suspects(
    project: Project,
    *,
    kinds: Collection[Kind] = tuple(Kind),
    video_ids: Iterable[int] | None = None,
) -> list[Suspect]:
    """What to look at next, worst first; ``video_ids`` None means all videos.

    Works on boxes and areas; only where masks may overlap, a few of them are decoded.
    """
    if video_ids is None:
        video_ids = [video.id for video in project.videos()]
    found = [it for video_id in video_ids for it in _pictured(project, video_id, kinds)]
    return sorted(found, key=lambda it: (-it.severity, it.video_id, it.frame_index))


def _pictured(project: Project, video_id: int, kinds: Collection[Kind]) -> Iterator[Suspect]:
    """The suspects of a video, each with the box that a picture of it is to show."""
    facts = project.mask_facts(video_id)
    shown = facts.where(facts.area > 0).tracks()
    for suspect in _of_video(project, video_id, facts, kinds):
        tracks = [shown[it] for it in suspect.object_ids if it in shown]
        boxes = [_box_near(it, suspect.frame_index) for it in tracks]
        yield replace(suspect, box_xywh=_around(boxes) if boxes else None)


def _box_near(shown: MaskFacts, frame_index: int) -> npt.NDArray[np.int64]:
    """The object's box on a frame, or where it was shown last before it, or else first."""
    place = int(np.searchsorted(shown.frame_index, frame_index, side="right")) - 1
    box_xywh: npt.NDArray[np.int64] = shown.box_xywh[max(place, 0)]
    return box_xywh


def _around(boxes: Sequence[npt.NDArray[np.int64]]) -> tuple[int, int, int, int]:
    corners = np.array(boxes)
    x, y = corners[:, :2].min(axis=0)
    right, bottom = (corners[:, :2] + corners[:, 2:]).max(axis=0)
    return int(x), int(y), int(right - x), int(bottom - y)


def _of_video(
    project: Project, video_id: int, facts: MaskFacts, kinds: Collection[Kind]
) -> Iterator[Suspect]:
    tracks = facts.tracks()
    for kind, find in _OF_ONE_TRACK.items():
        if kind in kinds:
            yield from find(video_id, tracks)
    if Kind.CUT in kinds:
        yield from cuts.find(video_id, tracks, project.scene_cuts(video_id) or ())
    if Kind.OVERLAP in kinds or Kind.SWAP in kinds:
        meetings = list(find_meetings(facts))
        if Kind.SWAP in kinds:
            yield from swaps.find(video_id, tracks, meetings)
        if Kind.OVERLAP in kinds:
            yield from overlaps.find(video_id, meetings, _reader(project, video_id))


_OF_ONE_TRACK = {
    Kind.LOW_SCORE: low_score.find,
    Kind.AREA: area.find,
    Kind.PLACE: place.find,
    Kind.GAP: gaps.find,
    Kind.UNVERIFIED: unverified.find,
}


def _reader(project: Project, video_id: int) -> overlaps.MasksOf:
    def masks_of(frame_index: int) -> dict[int, Rle]:
        return {it.object_id: it.rle for it in project.frame_masks(video_id, frame_index)}

    return masks_of

"""The queue: all suspects of all videos, worst first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from annotator.review import area, cuts, gaps, low_score, overlaps, place, swaps, unverified
from annotator.review.meetings import find_meetings
from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:
    from storage.masks import Rle
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
    found = [it for video_id in video_ids for it in _of_video(project, video_id, kinds)]
    return sorted(found, key=lambda it: (-it.severity, it.video_id, it.frame_index))


def _of_video(project: Project, video_id: int, kinds: Collection[Kind]) -> Iterator[Suspect]:
    facts = project.mask_facts(video_id)
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

"""Scene cuts of a video: found without weights, corrected by hand, kept with the project."""

from __future__ import annotations

from collections.abc import Callable

from annotator.session import Session
from exporters.dataset import no_progress


def find_scene_cuts(
    session: Session, video_id: int, *, progress: Callable[[int, int], None] = no_progress
) -> tuple[int, ...]:
    """Look through a video for the frames on which a scene begins, and keep them, as one undo step.

    Reads every frame once; ``progress`` is told (frames done, frames in all) and ends it by raising.
    """
    from model_backend.flow.cut_finder import find_cuts

    video = session.project.video(video_id)
    count = video.facts.frame_count
    found = []
    with session.open_frames(video_id) as frames:
        for frame_index, is_cut in find_cuts(frames.stream(0, count, 1)):
            if is_cut:
                found.append(frame_index)
            progress(frame_index + 1, count)
    with session.edit(f"Find the scene cuts of {video.name}") as edit:
        edit.set_scene_cuts(video_id, found)
    return tuple(found)


def toggle_scene_cut(session: Session, video_id: int, frame_index: int) -> bool:
    """Say that a scene begins on a frame, or that none does; returns which."""
    cuts = set(session.project.scene_cuts(video_id) or ())
    begins = frame_index not in cuts
    what = "Mark" if begins else "Remove"
    with session.edit(f"{what} the scene cut on frame {frame_index}") as edit:
        edit.set_scene_cuts(video_id, cuts ^ {frame_index})
    return begins


def scene_of(cuts: tuple[int, ...], frame_index: int, frame_count: int) -> tuple[int, int]:
    """The frames [start, stop) of the scene that a frame belongs to."""
    start = max((it for it in cuts if it <= frame_index), default=0)
    stop = min((it for it in cuts if it > frame_index), default=frame_count)
    return start, stop

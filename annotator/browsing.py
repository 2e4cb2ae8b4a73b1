"""What a list of videos shows: one entry a video, and how far the work on it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.statistics import share
from storage.overview import VideoCounts

if TYPE_CHECKING:
    from storage.project import Project
    from storage.records import Video


@dataclass(frozen=True, slots=True)
class VideoEntry:
    """A video of the project. ``is_missing``: its file is not where it was."""

    video: Video
    counts: VideoCounts
    is_missing: bool

    @property
    def seconds(self) -> float:
        """How long it is, by its mean rate."""
        return self.video.facts.frame_count / float(self.video.facts.rate)

    @property
    def labelled_share(self) -> float:
        """Of its frames, 0..1."""
        return share(self.counts.labelled_frames, self.video.facts.frame_count)

    @property
    def checked_share(self) -> float:
        """Of its masks, 0..1: those that a person made, locked or verified."""
        return share(self.counts.checked, self.counts.masks)


def video_entries(project: Project) -> list[VideoEntry]:
    """In the order in which they were added. Looks for every file: not on the window's thread."""
    counts = project.video_counts()
    nothing = VideoCounts()
    return [
        VideoEntry(it, counts.get(it.id, nothing), not project.video_path(it.id).exists())
        for it in project.videos()
    ]

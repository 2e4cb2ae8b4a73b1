"""A project as exporters see it, narrowed to what was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.project import Project
from storage.records import (
    Category,
    Expression,
    FrameTable,
    Mask,
    Source,
    TrackedObject,
    Video,
    VideoSource,
)
from storage.video import FrameReader, open_frames


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """Which part of a project to export.

    ``every``: only frames whose index it divides. ``verified_only``: only masks that a person made or
    verified.
    """

    every: int = 1
    verified_only: bool = False


@dataclass(frozen=True, slots=True)
class ProjectDataset:
    """Fulfils exporters.dataset.Dataset over an open project."""

    project: Project
    choice: ExportChoice = ExportChoice()

    def videos(self) -> Sequence[Video]:
        return [video for video in self.project.videos() if self.frame_indices(video.id)]

    def categories(self) -> Sequence[Category]:
        return self.project.categories()

    def objects(self, video_id: int) -> Sequence[TrackedObject]:
        return self.project.objects(video_id)

    def expressions(self, video_id: int) -> Sequence[Expression]:
        return self.project.expressions(video_id)

    def frame_table(self, video_id: int) -> FrameTable:
        return self.project.frame_table(video_id)

    def frame_indices(self, video_id: int) -> Sequence[int]:
        if self.choice.verified_only:
            return [frame_index for frame_index, _ in self.frame_masks(video_id)]
        return [i for i in self.project.labelled_frames(video_id) if i % self.choice.every == 0]

    def frame_masks(self, video_id: int) -> Iterator[tuple[int, Sequence[Mask]]]:
        for frame_index, found in self.project.stream_frame_masks(video_id):
            chosen = [mask for mask in found if self._wanted(mask)]
            if chosen and frame_index % self.choice.every == 0:
                yield frame_index, chosen

    def open_frames(self, video_id: int) -> FrameReader:
        video = self.project.video(video_id)
        source = VideoSource(
            self.project.video_path(video_id), video.facts, self.project.frame_table(video_id)
        )
        return open_frames(source)

    def _wanted(self, mask: Mask) -> bool:
        by_person = mask.verified or mask.source is Source.HUMAN
        return by_person or not self.choice.verified_only

"""A project as exporters see it, narrowed to what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.export_options import ExportOptions
from annotator.frame_files import SourceFrames
from exporters.dataset import Provenance
from storage.attributes import Attribute, AttributeSpan
from storage.errors import UserError
from storage.project import Project
from storage.records import (
    Category,
    Expression,
    FrameTable,
    Mask,
    Source,
    TrackedObject,
    Turn,
    Video,
    VideoSource,
)


@dataclass(frozen=True, slots=True)
class ProjectDataset:
    """Fulfils exporters.dataset.Dataset over an open project.

    Raises UserError if the options name something that the project does not hold.
    """

    project: Project
    options: ExportOptions = ExportOptions()

    def __post_init__(self) -> None:
        videos = self.project.videos()
        objects = [it for video in videos for it in self.project.objects(video.id)]
        _check_names("video", self.options.videos, (it.name for it in videos))
        _check_names(
            "category", self.options.categories, (it.name for it in self.project.categories())
        )
        _check_names(
            "object",
            self.options.objects,
            (name for it in objects for name in (it.name, str(it.number))),
        )

    def videos(self) -> Sequence[Video]:
        wanted = self.options.videos
        return [
            video
            for video in self.project.videos()
            if (not wanted or video.name in wanted) and self._has_frames(video.id)
        ]

    def categories(self) -> Sequence[Category]:
        wanted = self.options.categories
        return [it for it in self.project.categories() if not wanted or it.name in wanted]

    def objects(self, video_id: int) -> Sequence[TrackedObject]:
        names, category_ids = self.options.objects, {it.id for it in self.categories()}
        return [
            it
            for it in self.project.objects(video_id)
            if (not names or it.name in names or str(it.number) in names)
            and (not self.options.categories or it.category_id in category_ids)
        ]

    def attributes(self) -> Sequence[Attribute]:
        wanted = {it.id for it in self.categories()}
        return [it for it in self.project.attributes() if it.category_id in wanted]

    def attribute_spans(self, object_id: int) -> Sequence[AttributeSpan]:
        return self.project.attribute_spans(object_id)

    def expressions(self, video_id: int) -> Sequence[Expression]:
        """Those of which all objects are chosen."""
        chosen = {it.id for it in self.objects(video_id)}
        return [it for it in self.project.expressions(video_id) if chosen.issuperset(it.object_ids)]

    def turns(self, video_id: int) -> Sequence[Turn]:
        """Those of which all objects are chosen."""
        chosen = {it.id for it in self.objects(video_id)}
        return [it for it in self.project.turns(video_id) if chosen.issuperset(it.object_ids)]

    def frame_table(self, video_id: int) -> FrameTable:
        return self.project.frame_table(video_id)

    def frame_indices(self, video_id: int) -> Sequence[int]:
        return list(self._frame_indices(video_id))

    def _has_frames(self, video_id: int) -> bool:
        return next(self._frame_indices(video_id), None) is not None

    def _frame_indices(self, video_id: int) -> Iterator[int]:
        if self.options.verified_only or self.options.objects or self.options.categories:
            return (frame_index for frame_index, _ in self.frame_masks(video_id))
        frames = self._chosen_frames(video_id)
        return (i for i in self.project.labelled_frames(video_id) if i in frames)

    def frame_masks(self, video_id: int) -> Iterator[tuple[int, Sequence[Mask]]]:
        frames = self._chosen_frames(video_id)
        objects = {it.id for it in self.objects(video_id)}
        for frame_index, found in self.project.stream_frame_masks(video_id):
            if frame_index in frames:
                chosen = [it for it in found if it.object_id in objects and self._wanted(it)]
                if chosen:
                    yield frame_index, chosen

    def provenance(self) -> Callable[[Mask], Provenance] | None:
        if not self.options.provenance:
            return None
        engines = {run.id: run.engine for run in self.project.engine_runs()}
        return lambda it: Provenance(it.source, engines.get(it.engine_run_id or 0), it.verified)

    def open_frames(self, video_id: int) -> SourceFrames:
        video = self.project.video(video_id)
        source = VideoSource(
            self.project.video_path(video_id), video.facts, self.project.frame_table(video_id)
        )
        return SourceFrames.open(source, self.options.frame_files)

    def _chosen_frames(self, video_id: int) -> range | set[int]:
        options = self.options
        count = self.project.video(video_id).facts.frame_count
        first = -(-options.start // options.every) * options.every
        frames = range(first, count if options.stop is None else options.stop, options.every)
        if options.fps is None:
            return frames
        shown = _frames_shown(self.project.frame_table(video_id), options.fps)
        return shown.intersection(frames)

    def _wanted(self, mask: Mask) -> bool:
        by_person = mask.verified or mask.source is Source.HUMAN
        return by_person or not self.options.verified_only


def _frames_shown(table: FrameTable, fps: float) -> set[int]:
    """The frames that are on the screen at 0, 1 / fps, 2 / fps ... seconds."""
    ticks = table.pts - table.pts[0]
    seconds = ticks * float(table.time_base)
    times = np.arange(int(seconds[-1] * fps) + 1) / fps
    rounded = times + 1e-9  # a frame that is shown at exactly that time counts
    return set((np.searchsorted(seconds, rounded, side="right") - 1).tolist())


def _check_names(what: str, wanted: Sequence[str], known: Iterable[str]) -> None:
    names = dict.fromkeys(known)
    for name in wanted:
        if name not in names:
            listed = ", ".join(names) or "none"
            raise UserError(f"There is no {what} {name!r} in the project. It holds: {listed}.")

"""A data set in one format made into another, by way of a project that nobody keeps."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from annotator.export_options import ExportOptions
from annotator.exporting import export_project
from annotator.importing import import_dataset
from annotator.reading import Problems, open_dataset
from annotator.session import Session
from exporters.archives import unpacked
from exporters.dataset import ExportReport, ImportedVideo, no_progress
from storage.records import FrameTable, VideoFacts, VideoKind


def convert(
    source_format: str,
    source: Path,
    target_format: str,
    target: Path,
    *,
    videos: Sequence[Path] = (),
    options: ExportOptions = ExportOptions(),
    skip_bad: bool = False,
    progress: Callable[[int, int], None] = no_progress,
) -> tuple[tuple[ExportReport, ...], tuple[str, ...]]:
    """The report of each export (several for a split), and what the reader warned of.

    ``videos`` are files the data set may be about. Without frames none are needed: a video that
    nobody has is then as long as its last labelled frame, at one frame a second.
    """
    with (
        tempfile.TemporaryDirectory(prefix="maskbank-") as folder,
        Session.open(Path(folder) / "convert.maskbank") as session,
        unpacked(source) as unpacked_source,
    ):
        if not options.with_frames and not videos:
            with open_dataset(source_format, unpacked_source, Problems()) as dataset:
                _add_unseen_videos(session, dataset.videos)
        imported = import_dataset(
            session, source_format, unpacked_source, videos=videos, skip_bad=skip_bad
        )
        reports = export_project(session.project, target_format, target, options, progress=progress)
    return reports, imported.warnings


def _add_unseen_videos(session: Session, videos: Sequence[ImportedVideo]) -> None:
    with session.project.edit("Add videos") as edit:
        for video in videos:
            facts = _facts(video)
            edit.add_video(
                name=video.name, path=Path(video.name), facts=facts, frames=_frame_table(facts)
            )


def _facts(video: ImportedVideo) -> VideoFacts:
    needed = max(video.frame_indices, default=0) + 1
    return VideoFacts(
        kind=VideoKind.FOLDER,
        width=video.frame_hw[1],
        height=video.frame_hw[0],
        frame_count=max(video.source_frame_count or 0, needed),
        rate=Fraction(1),
        rotation_degrees=0,
        codec="",
        fingerprint=video.fingerprint or "",
    )


def _frame_table(facts: VideoFacts) -> FrameTable:
    index = np.arange(facts.frame_count)
    return FrameTable(
        time_base=Fraction(1),
        pts=index,
        has_pts=np.zeros(len(index), bool),
        decode_index=index.astype(np.int32),
        keyframe=np.ones(len(index), bool),
    )

"""A project written as a data set, or dealt out to one each for training, validation and test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from annotator.dataset import ProjectDataset
from annotator.export_options import ExportOptions
from annotator.resizing import ResizedDataset
from annotator.splitting import PARTS, SPLIT_FILE, split_videos
from exporters.dataset import Dataset, ExportReport, no_progress
from exporters.files import staged_folder
from exporters.formats import Format, format_module
from exporters.json_stream import json_text, write_json
from storage.errors import UserError
from storage.project import Project

_Progress = Callable[[int, int], None]


class _Checked(Exception):
    """Ends an export that was only begun to see whether it may be written."""


def export_project(
    project: Project,
    format_name: str,
    target: Path,
    options: ExportOptions = ExportOptions(),
    *,
    progress: _Progress = no_progress,
) -> tuple[ExportReport, ...]:
    """Write a data set to ``target``, or one for each part of the split into a folder there.

    What was exported there before stays until all of it is complete. Raises UserError if there is
    nothing to export, or if it cannot be written.
    """
    module = format_module(format_name)
    dataset = ProjectDataset(project, options)
    if not dataset.videos():
        raise UserError("There is nothing to export: no video has a mask that fits the choice.")
    if not options.shares:
        return (_write(module, dataset, target, options, progress),)
    names = [video.name for video in dataset.videos()]
    parts = split_videos(names, options.shares, seed=options.seed)
    datasets = {
        part: ProjectDataset(project, replace(options, videos=videos))
        for part, videos in parts.items()
        if videos
    }
    for part in PARTS:
        _check_replaceable(module, next(iter(datasets.values())), target / part)
    with staged_folder(target, entries=frozenset({*PARTS, SPLIT_FILE}), marker=SPLIT_FILE) as stage:
        reports = _write_parts(module, datasets, stage, options, progress)
        split = {"shares": options.shares, "seed": options.seed, "videos": parts}
        write_json(stage / SPLIT_FILE, [json_text(split)])
    return tuple(
        replace(report, path=target / part) for part, report in zip(datasets, reports, strict=True)
    )


def _write(
    module: Format,
    dataset: ProjectDataset,
    target: Path,
    options: ExportOptions,
    progress: _Progress,
) -> ExportReport:
    if options.max_side is None:
        return module.write(dataset, target, frames=options.with_frames, progress=progress)
    resized = ResizedDataset(dataset, options.max_side)
    report = module.write(resized, target, frames=options.with_frames, progress=progress)
    return replace(report, losses=(*report.losses, *resized.losses()))


def _write_parts(
    module: Format,
    datasets: Mapping[str, ProjectDataset],
    stage: Path,
    options: ExportOptions,
    progress: _Progress,
) -> list[ExportReport]:
    """Every part into a folder of its own; the progress is of all."""
    total = sum(map(_frame_count, datasets.values()))
    reports: list[ExportReport] = []
    for part, dataset in datasets.items():
        before = sum(report.frames for report in reports)

        def show(done: int, _: int, before: int = before) -> None:
            progress(before + done, total)

        reports.append(_write(module, dataset, stage / part, options, show))
    return reports


def _frame_count(dataset: Dataset) -> int:
    return sum(len(dataset.frame_indices(video.id)) for video in dataset.videos())


def _check_replaceable(module: Format, dataset: Dataset, target: Path) -> None:
    """Have the format itself say whether what is at ``target`` may go: it sees to that first of all."""

    def stop(_done: int, _total: int) -> None:
        raise _Checked

    if not target.exists():
        return
    with suppress(_Checked):
        module.write(dataset, target, frames=False, progress=stop)

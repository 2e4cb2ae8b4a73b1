"""The commands about data sets: export, import, convert, validate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli_options import JsonOption, ProjectArgument, RangeOption
from annotator.cli_output import print_report, progress_bar
from annotator.export_options import ExportOptions, FrameFiles
from annotator.splitting import parse_shares
from exporters.formats import FORMAT_NAMES, READABLE_NAMES
from storage.counting import frames, masks, objects, videos

if TYPE_CHECKING:
    from exporters.dataset import ExportReport

_FORMATS = f"One of {', '.join(FORMAT_NAMES)}."
_READABLE = f"One of {', '.join(READABLE_NAMES)}."

FormatArgument = Annotated[str, typer.Argument(metavar="FORMAT", help=_FORMATS)]
ReadableArgument = Annotated[str, typer.Argument(metavar="FORMAT", help=_READABLE)]
OutArgument = Annotated[Path, typer.Argument(help="Folder to write.")]
SourceArgument = Annotated[Path, typer.Argument(help="The data set's folder, file or zip.")]
FilesOption = Annotated[
    list[Path] | None, typer.Option("--video", help="A video file it is about.")
]
SkipBadOption = Annotated[
    bool,
    typer.Option(
        "--skip-bad",
        help="Pass over records that are wrong, and name them, instead of refusing all.",
    ),
]
ObjectOption = Annotated[
    list[str] | None, typer.Option("--object", help="Only this object, by name or number.")
]
CategoryOption = Annotated[list[str] | None, typer.Option(help="Only objects of it.")]
EveryOption = Annotated[int, typer.Option(min=1, help="Only frames whose index N divides.")]
FpsOption = Annotated[float | None, typer.Option(help="Only so many frames a second.")]
FramesOption = Annotated[
    FrameFiles,
    typer.Option(
        help="The frame images: copy or link the source's JPEG files where it has them, encode all anew, "
        "or none."
    ),
]
NoFramesOption = Annotated[bool, typer.Option("--no-frames", help="The same as --frames none.")]
MaxSideOption = Annotated[
    int | None, typer.Option(min=1, help="Scale frames down to this longer side, in pixels.")
]
SplitOption = Annotated[
    str | None, typer.Option(help="Shares of train, val and test, as 80,10,10, by video.")
]
SeedOption = Annotated[int, typer.Option(help="Another seed deals the videos out differently.")]


def export(
    project: ProjectArgument,
    format_name: FormatArgument,
    out: OutArgument,
    video: Annotated[
        list[str] | None, typer.Option(help="Only this video; may be given again.")
    ] = None,
    object_name: ObjectOption = None,
    category: CategoryOption = None,
    frame_range: RangeOption = None,
    every: EveryOption = 1,
    fps: FpsOption = None,
    verified_only: Annotated[
        bool, typer.Option(help="Only what a person made or verified.")
    ] = False,
    provenance: Annotated[
        bool, typer.Option(help="Say who made each mask where the format has room.")
    ] = False,
    frames: FramesOption = FrameFiles.COPY,
    no_frames: NoFramesOption = False,
    max_side: MaxSideOption = None,
    split: SplitOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Export a project as a data set. An earlier export stays until the new one is complete."""
    from annotator.exporting import export_project
    from annotator.opening import open_project_at

    start, stop = _frame_range(frame_range)
    options = ExportOptions(
        videos=tuple(video or ()),
        objects=tuple(object_name or ()),
        categories=tuple(category or ()),
        start=start,
        stop=stop,
        every=every,
        fps=fps,
        verified_only=verified_only,
        frame_files=FrameFiles.NONE if no_frames else frames,
        max_side=max_side,
        provenance=provenance,
        shares=() if split is None else parse_shares(split),
        seed=seed,
    )
    with open_project_at(project) as session, progress_bar("Exporting") as bar:
        reports = export_project(session.project, format_name, out, options, progress=bar)
    _print_reports(reports, options, as_json=as_json)


def import_command(
    project: ProjectArgument,
    format_name: ReadableArgument,
    source: SourceArgument,
    video: FilesOption = None,
    skip_bad: SkipBadOption = False,
    as_json: JsonOption = False,
) -> None:
    """Import a data set into a project (made if it does not exist): all of it, or nothing."""
    from annotator.importing import import_dataset
    from annotator.opening import open_or_make_project

    with open_or_make_project(project) as session, progress_bar("Importing masks") as bar:
        report = import_dataset(
            session, format_name, source, videos=video or (), skip_bad=skip_bad, progress=bar
        )
    text = f"{masks(report.masks)} of {objects(report.objects)} in {videos(report.videos)}"
    print_report(asdict(report), "\n".join([text, *report.warnings]), as_json=as_json)


def convert(
    source_format: ReadableArgument,
    source: SourceArgument,
    target_format: Annotated[str, typer.Argument(metavar="NEW_FORMAT", help=_FORMATS)],
    out: OutArgument,
    video: FilesOption = None,
    skip_bad: SkipBadOption = False,
    object_name: ObjectOption = None,
    category: CategoryOption = None,
    frame_range: RangeOption = None,
    every: EveryOption = 1,
    fps: FpsOption = None,
    frames: FramesOption = FrameFiles.COPY,
    no_frames: NoFramesOption = False,
    max_side: MaxSideOption = None,
    split: SplitOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Make a data set of another format out of one; with --no-frames its videos are not needed."""
    from annotator.converting import convert as convert_dataset

    start, stop = _frame_range(frame_range)
    options = ExportOptions(
        objects=tuple(object_name or ()),
        categories=tuple(category or ()),
        start=start,
        stop=stop,
        every=every,
        fps=fps,
        frame_files=FrameFiles.NONE if no_frames else frames,
        max_side=max_side,
        shares=() if split is None else parse_shares(split),
        seed=seed,
    )
    with progress_bar("Converting") as bar:
        reports, warnings = convert_dataset(
            source_format,
            source,
            target_format,
            out,
            videos=video or (),
            options=options,
            skip_bad=skip_bad,
            progress=bar,
        )
    _print_reports(reports, options, warnings, as_json=as_json)


def validate(
    format_name: ReadableArgument, path: SourceArgument, as_json: JsonOption = False
) -> None:
    """Say all that is wrong with a data set, and where; exit code 1 if anything is."""
    from annotator.validating import validate as validate_dataset
    from annotator.validating import validation_text

    found = validate_dataset(format_name, path)
    print_report(asdict(found), validation_text(found), as_json=as_json)
    if found.problem_count:
        raise typer.Exit(1)


def _frame_range(text: str | None) -> tuple[int, int | None]:
    from annotator.prompt_text import parse_range

    return (0, None) if text is None else parse_range(text, 1 << 31)


def _print_reports(
    reports: Sequence[ExportReport],
    options: ExportOptions,
    warnings: Sequence[str] = (),
    *,
    as_json: bool,
) -> None:
    """An object for one export, a list for the parts of a split."""
    data = [asdict(it) | {"path": str(it.path), "warnings": warnings} for it in reports]
    lines = [line for report in reports for line in _lines(report)]
    text = "\n".join([*lines, *warnings])
    print_report(data if options.shares else data[0], text, as_json=as_json)


def _lines(report: ExportReport) -> list[str]:
    counts = f"{masks(report.masks)} on {frames(report.frames)} of {videos(report.videos)}"
    return [f"{counts} in {report.path}", *report.losses]

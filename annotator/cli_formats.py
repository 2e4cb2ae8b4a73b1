"""The commands about data sets: export, import, convert, validate."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli_output import print_report, progress_bar
from exporters.formats import FORMAT_NAMES

if TYPE_CHECKING:
    from exporters.dataset import ExportReport

_FORMATS = f"One of {', '.join(FORMAT_NAMES)}."

JsonOption = Annotated[bool, typer.Option("--json", help="Report as JSON on standard output.")]
ProjectArgument = Annotated[Path, typer.Argument(help="A .maskbank project.")]
FormatArgument = Annotated[str, typer.Argument(metavar="FORMAT", help=_FORMATS)]
OutArgument = Annotated[Path, typer.Argument(help="Folder to write.")]
SourceArgument = Annotated[Path, typer.Argument(help="The data set's folder or file.")]
EveryOption = Annotated[int, typer.Option(min=1, help="Only frames whose index N divides.")]
FpsOption = Annotated[float | None, typer.Option(help="Only so many frames a second.")]
RangeOption = Annotated[str | None, typer.Option("--range", help="A:B, B not included.")]
FramesOption = Annotated[bool, typer.Option(help="With the frame images.")]
FilesOption = Annotated[
    list[Path] | None, typer.Option("--video", help="A video file it is about.")
]


def export(
    project: ProjectArgument,
    format_name: FormatArgument,
    out: OutArgument,
    video: Annotated[
        list[str] | None, typer.Option(help="Only this video; may be given again.")
    ] = None,
    object_name: Annotated[
        list[str] | None, typer.Option("--object", help="Only this object, by name or number.")
    ] = None,
    category: Annotated[list[str] | None, typer.Option(help="Only objects of it.")] = None,
    frame_range: RangeOption = None,
    every: EveryOption = 1,
    fps: FpsOption = None,
    verified_only: Annotated[
        bool, typer.Option(help="Only what a person made or verified.")
    ] = False,
    split: Annotated[
        str | None, typer.Option(help="Shares of train, val and test, as 80,10,10, by video.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed deals the videos out differently.")] = 0,
    frames: FramesOption = True,
    as_json: JsonOption = False,
) -> None:
    """Export a project as a data set. An earlier export stays until the new one is complete."""
    from annotator.dataset import ExportChoice, ProjectDataset
    from annotator.opening import open_project_at
    from annotator.splitting import parse_shares, split_videos

    start, stop = _frame_range(frame_range)
    choice = ExportChoice(
        videos=tuple(video or ()),
        objects=tuple(object_name or ()),
        categories=tuple(category or ()),
        start=start,
        stop=stop,
        every=every,
        fps=fps,
        verified_only=verified_only,
    )
    with open_project_at(project) as session, progress_bar("Exporting") as bar:
        parts = {out: choice}
        if split is not None:
            names = [it.name for it in ProjectDataset(session.project, choice).videos()]
            dealt = split_videos(names, parse_shares(split), seed=seed)
            parts = {out / part: replace(choice, videos=it) for part, it in dealt.items() if it}
        reports = [
            session.export(format_name, path, choice=part, frames=frames, progress=bar)
            for path, part in parts.items()
        ]
    data = [_as_data(report) for report in reports]
    text = "\n".join(line for report in reports for line in _lines(report))
    print_report(data if split is not None else data[0], text, as_json=as_json)


def import_command(
    project: ProjectArgument,
    format_name: FormatArgument,
    source: SourceArgument,
    video: FilesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import a data set into a project (made if it does not exist): all of it, or nothing."""
    from annotator.opening import open_or_make_project

    with open_or_make_project(project) as session:
        report = session.import_dataset(format_name, source, videos=video or ())
    text = f"{report.masks} masks of {report.objects} objects in {report.videos} videos"
    print_report(asdict(report), "\n".join([text, *report.warnings]), as_json=as_json)


def convert(
    source_format: Annotated[str, typer.Argument(metavar="FORMAT", help=_FORMATS)],
    source: SourceArgument,
    target_format: Annotated[str, typer.Argument(metavar="NEW_FORMAT", help=_FORMATS)],
    out: OutArgument,
    video: FilesOption = None,
    frame_range: RangeOption = None,
    every: EveryOption = 1,
    frames: FramesOption = True,
    as_json: JsonOption = False,
) -> None:
    """Make a data set of another format out of one; with --no-frames its videos are not needed."""
    from annotator.converting import convert as convert_dataset
    from annotator.dataset import ExportChoice

    start, stop = _frame_range(frame_range)
    with progress_bar("Converting") as bar:
        report, warnings = convert_dataset(
            source_format,
            source,
            target_format,
            out,
            videos=video or (),
            choice=ExportChoice(start=start, stop=stop, every=every),
            frames=frames,
            progress=bar,
        )
    text = "\n".join([*_lines(report), *warnings])
    print_report(_as_data(report) | {"warnings": warnings}, text, as_json=as_json)


def validate(
    format_name: FormatArgument, path: SourceArgument, as_json: JsonOption = False
) -> None:
    """Say what is wrong with a data set; exit code 1 if it cannot be read."""
    from annotator.validating import validate as validate_dataset
    from annotator.validating import validation_text

    found = validate_dataset(format_name, path)
    print_report(asdict(found), validation_text(found), as_json=as_json)
    if found.error is not None:
        raise typer.Exit(1)


def _frame_range(text: str | None) -> tuple[int, int | None]:
    from annotator.prompt_text import parse_range

    return (0, None) if text is None else parse_range(text, 1 << 31)


def _lines(report: ExportReport) -> list[str]:
    counts = f"{report.masks} masks on {report.frames} frames of {report.videos} videos"
    return [f"{counts} in {report.path}", *report.losses]


def _as_data(report: ExportReport) -> dict[str, object]:
    return asdict(report) | {"path": str(report.path)}

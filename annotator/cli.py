"""The command line: thin. What it does is in the session; heavy imports wait until a command runs."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from annotator import (
    cli_ask,
    cli_benchmark,
    cli_categories,
    cli_formats,
    cli_models,
    cli_objects,
    cli_propagate,
    cli_review,
    cli_videos,
)
from annotator.cli_options import (
    EngineOption,
    EngineOptions,
    JsonOption,
    ProjectArgument,
    RangeOption,
    VideoOption,
)
from annotator.cli_output import INTERRUPTED, fraction, print_report, progress_bar
from storage import counting
from storage.errors import UserError

if TYPE_CHECKING:
    from annotator.labelling import LabelRequest
    from annotator.session import Session

app = typer.Typer(
    name="maskbank",
    help="Label video: point at a thing, follow it through every frame, export a data set.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(cli_videos.add)
app.command()(cli_propagate.propagate)
app.command()(cli_ask.ask)
app.add_typer(cli_models.app, name="models")
app.add_typer(cli_objects.app, name="objects")
app.add_typer(cli_categories.app, name="categories")
app.command()(cli_categories.cuts)
app.command()(cli_formats.export)
app.command("import")(cli_formats.import_command)
app.command()(cli_formats.convert)
app.command()(cli_formats.validate)
app.command()(cli_review.review)
app.command()(cli_review.stats)
app.command()(cli_benchmark.benchmark)

PointOption = Annotated[list[str] | None, typer.Option(help="X,Y to add or X,Y,0 to subtract.")]
MaskOption = Annotated[Path | None, typer.Option(help="Image; what is not black is the object.")]


def main() -> None:
    """Run a command; what a person can put right is one sentence and exit code 2."""
    from model_backend.engine import EngineError

    try:
        app()
    except UserError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except EngineError as error:
        typer.echo(f"The engine failed: {error}", err=True)
        sys.exit(1)


@app.command()
def label(
    path: Annotated[
        Path, typer.Argument(help="A video (file, or folder of images), or a project.")
    ],
    object_name: Annotated[str, typer.Option("--object", help="Name of the object.")] = "object",
    category: Annotated[str | None, typer.Option(help="Category of the object.")] = None,
    frame: Annotated[int, typer.Option(help="Frame that the prompt is on, from 0.")] = 0,
    point: PointOption = None,
    box: Annotated[str | None, typer.Option(help="X0,Y0,X1,Y1.")] = None,
    mask: MaskOption = None,
    frame_range: RangeOption = None,
    direction: Literal["forward", "backward", "both"] = "both",
    video: VideoOption = None,
    project: Annotated[
        Path | None, typer.Option(help="Project to use or make; else the one beside the video.")
    ] = None,
    engine: EngineOption = "auto",
    option: EngineOptions = None,
    as_json: JsonOption = False,
) -> None:
    """Label one object from a prompt and follow it through the video.

    A project is made beside the video. Naming an object that is there already corrects it.
    """
    from annotator import prompt_text
    from annotator.labelling import LabelRequest
    from annotator.opening import open_video_at
    from model_backend.engine import Direction

    with (
        progress_bar("Reading the video") as read_bar,
        open_video_at(
            path,
            project=project,
            video=video,
            engine=engine,
            engine_options=prompt_text.parse_options(option),
            progress=fraction(read_bar),
        ) as (session, found),
    ):
        prompt = prompt_text.parse_prompt(frame, point or (), box, mask, found.facts)
        start, stop = prompt_text.parse_range(frame_range, found.facts.frame_count)
        request = LabelRequest(
            found.id, object_name, category, prompt, start, stop, Direction(direction)
        )
        _label(session, request, as_json=as_json)


def _label(session: Session, request: LabelRequest, *, as_json: bool) -> None:
    from annotator import labelling

    frames: set[int] = set()
    interrupted = False
    with (
        progress_bar(f"Following {request.name}") as bar,
        closing(labelling.label(session, request)) as steps,
    ):
        try:
            for step in steps:
                frames.add(step.frame_index)
                bar(step.done, step.total)
        except KeyboardInterrupt:
            interrupted = True
    report = {
        "project": str(session.project.path),
        "video": session.project.video(request.video_id).name,
        "object": request.name,
        "frames": len(frames),
        "interrupted": interrupted,
    }
    print_report(
        report,
        f"{request.name}: followed over {counting.frames(len(frames))}, in {session.project.path}",
        as_json=as_json,
    )
    if interrupted:
        typer.echo("Stopped; what was done is saved.", err=True)
        raise typer.Exit(INTERRUPTED)


@app.command()
def info(project: ProjectArgument, as_json: JsonOption = False) -> None:
    """What a project holds."""
    from annotator.opening import open_project_at
    from annotator.summary import summarise, summary_text

    with open_project_at(project) as session:
        summary = summarise(session.project)
    print_report(summary, summary_text(summary), as_json=as_json)


@app.command()
def render(
    project: ProjectArgument,
    out: Annotated[Path, typer.Argument(help="The .mp4 to write.")],
    video: VideoOption = None,
) -> None:
    """Write the video with its masks drawn in."""
    from annotator.opening import open_project_at
    from annotator.render import render_overlay
    from annotator.videos import find_video

    with open_project_at(project) as session, progress_bar("Rendering") as bar:
        render_overlay(session, find_video(session.project, video).id, out, progress=bar)
    typer.echo(out)


@app.command()
def evaluate(
    prediction: Annotated[Path, typer.Argument(help="Folder of DAVIS-style PNGs.")],
    truth: Annotated[Path, typer.Argument(help="The same, with the true masks.")],
    as_json: JsonOption = False,
) -> None:
    """Compare masks: J (overlap), F (boundary) and their mean, as DAVIS defines them."""
    from annotator.evaluation import evaluate_folders
    from annotator.summary import evaluation_text, summarise_evaluation

    report = summarise_evaluation(evaluate_folders(prediction, truth))
    print_report(report, evaluation_text(report), as_json=as_json)


@app.command()
def engines(as_json: JsonOption = False) -> None:
    """The engines there are, and which can run here."""
    from model_backend.registry import describe_engines

    rows = describe_engines()
    print_report(rows, "\n".join(_engine_line(row) for row in rows), as_json=as_json)


def _engine_line(row: dict[str, Any]) -> str:
    state = "ready" if row["available"] else "not ready"
    return f"{row['name']:10} {state:10} {row['text']}"


@app.command()
def doctor(as_json: JsonOption = False) -> None:
    """Versions, GPU, codecs, and what is missing and how to get it."""
    from annotator.doctor import diagnose, diagnosis_text

    findings = diagnose()
    print_report([asdict(it) for it in findings], diagnosis_text(findings), as_json=as_json)


@app.command()
def gui(
    path: Annotated[Path | None, typer.Argument(help="A video or a project to open.")] = None,
) -> None:
    """Open the window."""
    raise typer.Exit(_run_window(path))


@app.command()
def demo(
    out: Annotated[Path, typer.Argument(help="Folder for all that the demo makes.")] = Path("demo"),
    window: Annotated[
        bool, typer.Option(help="Open the window at the end, if there is a display.")
    ] = True,
) -> None:
    """Make a sample clip, label two objects from a click each, export, and show."""
    from annotator.demo import run_demo

    run_demo(out, say=typer.echo, progress_bar=progress_bar)
    if window and _has_display():
        raise typer.Exit(_run_window(out / "sample.maskbank"))


def _run_window(path: Path | None) -> int:
    try:
        from annotator.gui.app import run
    except ImportError as error:
        if ".so" not in str(error):
            raise
        raise UserError(
            f"The window needs libraries of the system that are missing ({error}). On Debian and "
            "Ubuntu: apt install libegl1 libgl1 libxkbcommon-x11-0 libfontconfig1 libdbus-1-3 "
            "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0."
        ) from error
    return run(path)


def _has_display() -> bool:
    always = sys.platform in ("win32", "darwin")
    return always or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

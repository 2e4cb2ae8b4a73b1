"""`maskbank categories` and `maskbank cuts`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli_options import JsonOption, ProjectArgument, VideoOption
from annotator.cli_output import print_report, progress_bar
from storage.counting import counted
from storage.errors import UserError

app = typer.Typer(
    help="Categories and their attributes: list, add a preset, save as one.", no_args_is_help=True
)


@app.command("list")
def list_command(project: ProjectArgument, as_json: JsonOption = False) -> None:
    """The categories of a project with their attributes."""
    from annotator.label_preset_file import preset_data
    from annotator.label_presets import preset_of
    from annotator.opening import open_project_at

    with open_project_at(project) as session:
        data = preset_data(preset_of(session.project))["categories"]
    lines = []
    for category in data:
        lines.append(f"{category['name']} {category['colour']}")
        lines += map(_attribute_line, category.get("attributes", ()))
    print_report(data, "\n".join(lines), as_json=as_json)


def _attribute_line(attribute: dict[str, Any]) -> str:
    choices = f": {', '.join(attribute['choices'])}" if "choices" in attribute else ""
    varies = ", varies" if "varies" in attribute else ""
    return f"  {attribute['name']} ({attribute['kind']}{choices}{varies})"


@app.command()
def presets() -> None:
    """The presets that come with the program."""
    from annotator.label_preset_file import shipped_presets

    for name, preset in shipped_presets().items():
        typer.echo(f"{name:18} {len(preset.categories):3}  {preset.name}")


@app.command()
def add(
    project: ProjectArgument,
    preset: Annotated[str, typer.Argument(help="A preset's name, or a YAML or JSON file.")],
) -> None:
    """Add the categories of a preset; what the project has stays as it is."""
    from annotator.label_preset_file import read_preset, shipped_presets
    from annotator.label_presets import apply_preset
    from annotator.opening import open_project_at

    shipped = shipped_presets()
    if preset not in shipped and not Path(preset).is_file():
        raise UserError(
            f"{preset} is no preset and no file: name a file, or one of {', '.join(shipped)}."
        )
    with open_project_at(project) as session:
        found = shipped.get(preset) or read_preset(Path(preset))
        applied = apply_preset(session, found)
    categories = counted(applied.categories, "{n} category", "{n} categories")
    attributes = counted(applied.attributes, "{n} attribute", "{n} attributes")
    typer.echo(f"New: {categories}, {attributes}")


@app.command()
def save(
    project: ProjectArgument,
    out: Annotated[Path, typer.Argument(help="The .yaml or .json file to write.")],
) -> None:
    """Save the project's categories as a preset."""
    from annotator.label_preset_file import write_preset
    from annotator.label_presets import preset_of
    from annotator.opening import open_project_at

    with open_project_at(project) as session:
        write_preset(preset_of(session.project), out)
    typer.echo(out)


def cuts(
    project: ProjectArgument,
    video: VideoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the frames on which a scene begins, and keep them with the video."""
    from annotator.opening import open_project_at
    from annotator.scene_cuts import find_scene_cuts
    from annotator.videos import find_video

    with open_project_at(project) as session, progress_bar("Looking for scene cuts") as bar:
        found = find_scene_cuts(session, find_video(session.project, video).id, progress=bar)
    print_report(list(found), " ".join(map(str, found)) or "no scene cuts", as_json=as_json)

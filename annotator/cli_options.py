"""The arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectArgument = Annotated[Path, typer.Argument(help="A .maskbank project.")]
VideoOption = Annotated[str | None, typer.Option(help="Name of the video in the project.")]
OnlyVideoOption = Annotated[str | None, typer.Option(help="Only this video of the project.")]
RangeOption = Annotated[str | None, typer.Option("--range", help="A:B, B not included.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Report as JSON on standard output.")]
EngineOption = Annotated[str, typer.Option(help="Engine; see `maskbank engines`.")]
EngineOptions = Annotated[
    list[str] | None, typer.Option("--option", help="NAME=VALUE for the engine, as preset=full.")
]

# Of the commands that ask in words.
WordEngineOption = Annotated[str, typer.Option(help="Engine that understands words.")]
WordEngineOptions = Annotated[
    list[str] | None,
    typer.Option("--option", help="NAME=VALUE for the engine, as checkpoint=DIR."),
]
SampledFramesOption = Annotated[int, typer.Option(min=1, help="Frames the model looks at.")]

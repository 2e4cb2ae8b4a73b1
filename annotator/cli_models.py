"""`maskbank models`: the checkpoints on this machine."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from annotator.cli_options import JsonOption
from annotator.cli_output import print_report, progress_bar

app = typer.Typer(help="Checkpoints: which there are, fetch, check, remove.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="Name of a model; see `maskbank models list`.")]


@app.command("list")
def list_command(as_json: JsonOption = False) -> None:
    """The models there are, and which are on this machine."""
    from model_backend.models import list_models

    rows: list[dict[str, Any]] = [
        {
            "name": it.model.name,
            "engine": it.model.engine,
            "state": it.state.value,
            "bytes": it.bytes or it.model.bytes,
            "path": str(it.path),
        }
        for it in list_models()
    ]
    lines = [
        f"{row['name']:18} {row['state']:8} {_size(row['bytes']):>8}  {row['engine']}"
        for row in rows
    ]
    print_report(rows, "\n".join(lines), as_json=as_json)


@app.command()
def pull(name: NameArgument) -> None:
    """Fetch a model, or what is missing of it, and check every file."""
    from model_backend import models

    with progress_bar(f"Fetching {name}") as bar:
        folder = models.pull(name, lambda file, done, total: bar(done, total))  # noqa: ARG005
    typer.echo(folder)


@app.command()
def verify(name: NameArgument) -> None:
    """Compare every file of a model with what its publisher gave out."""
    from model_backend import models

    with progress_bar(f"Checking {name}") as bar:
        lock = models.verify(name, lambda file, done, total: bar(done, total))  # noqa: ARG005
    typer.echo(json.dumps(lock.sha256, indent=2))


@app.command()
def remove(name: NameArgument) -> None:
    """Delete a model from this machine."""
    from model_backend import models

    typer.echo(f"{_size(models.remove(name))} became free")


def _size(count: int | None) -> str:
    return f"{count / 1e9:.2f} GB" if count else "?"

"""What commands print: reports to standard output, progress to standard error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

INTERRUPTED = 130  # what shells expect of a program that Ctrl-C ended


def print_report(data: object, text: str, *, as_json: bool) -> None:
    """Print a report for a program or for a person."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else text)


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error with rate and time left, given (done, total); shown once there is any.

    A total of 0 is one that nobody knows yet.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from annotator.rate_column import RateColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=Console(stderr=True))
    task = progress.add_task(title, total=None)

    def show(done: int, total: int) -> None:
        if not progress.live.is_started:
            progress.start()
        progress.update(task, completed=done, total=total or None)
        if 0 < total <= done:  # before another bar begins
            progress.stop()

    try:
        yield show
    finally:
        if progress.live.is_started:  # stopping prints a line even if nothing was shown
            progress.stop()


def fraction(bar: Callable[[int, int], None]) -> Callable[[float], None]:
    """The bar as one that is told a share of 1."""
    return lambda share: bar(round(100 * share), 100)

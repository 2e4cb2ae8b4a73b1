"""What commands print: reports to standard output, progress to standard error."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

INTERRUPTED = 130  # what shells expect of a program that Ctrl-C ended
_SECONDS_BETWEEN_LINES = 10.0


def print_report(data: object, text: str, *, as_json: bool) -> None:
    """Print a report for a program or for a person."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else text)


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Progress on standard error, given (done, total): a bar on a terminal, else a line now and then.

    A total of 0 is one that nobody knows yet.
    """
    from rich.console import Console

    console = Console(stderr=True)
    if console.is_terminal:
        with _bar(title, console) as show:
            yield show
    else:
        yield progress_lines(title, lambda line: typer.echo(line, err=True))


def progress_lines(
    title: str, write: Callable[[str], object], clock: Callable[[], float] = time.monotonic
) -> Callable[[int, int], None]:
    """Progress for a log file: a line every ten seconds (of ``clock``), and one at the end."""
    due = clock() + _SECONDS_BETWEEN_LINES
    last = ""

    def show(done: int, total: int) -> None:
        nonlocal due, last
        line = f"{title}: {done}/{total}" if total else f"{title}: {done}"
        if line != last and (clock() >= due or 0 < total <= done):
            write(line)
            due, last = clock() + _SECONDS_BETWEEN_LINES, line

    return show


@contextmanager
def _bar(title: str, console: Console) -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and time left, shown once there is any progress."""
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
    progress = Progress(*columns, console=console)
    task = progress.add_task(title, total=None)
    finished = (-1, -1)

    def show(done: int, total: int) -> None:
        nonlocal finished
        if (done, total) == finished:  # said again: a second bar would be drawn
            return
        if not progress.live.is_started:
            progress.start()
        progress.update(task, completed=done, total=total or None)
        if 0 < total <= done:  # before another bar begins
            progress.stop()
            finished = (done, total)

    try:
        yield show
    finally:
        if progress.live.is_started:  # stopping prints a line even if nothing was shown
            progress.stop()


def fraction(bar: Callable[[int, int], None]) -> Callable[[float], None]:
    """The bar as one that is told a share of 1."""
    return lambda share: bar(round(100 * share), 100)

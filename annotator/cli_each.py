"""The same done to several videos of a project, where one that fails stops no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from annotator.cli_output import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.session import Session
    from storage.records import Video


def each_video(
    session: Session,
    videos: Sequence[Video],
    do: Callable[[Session, Video], dict[str, Any]],
    *,
    stopped: str,
) -> tuple[list[dict[str, Any]], int]:
    """Do it to one video after another. Returns the report of each, and the exit code.

    If there are several videos, one that fails becomes a report with ``error``, and the next one follows.
    Ctrl-C ends it, saying ``stopped``.
    """
    from model_backend.engine import EngineError
    from storage.errors import UserError

    reports: list[dict[str, Any]] = []
    code = 0
    try:
        for video in videos:
            try:
                reports.append(do(session, video))
            except (UserError, EngineError) as error:
                if len(videos) == 1:
                    raise
                reports.append({"video": video.name, "error": str(error)})
                code = 1
    except KeyboardInterrupt:
        typer.echo(stopped, err=True)
        code = INTERRUPTED
    return reports, code

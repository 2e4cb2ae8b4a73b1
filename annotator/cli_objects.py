"""`maskbank objects`: the objects of a video, listed and put right; every command is one undo step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from annotator.cli_options import (
    JsonOption,
    OnlyVideoOption,
    ProjectArgument,
    RangeOption,
    VideoOption,
)
from annotator.cli_output import print_report
from storage import counting
from storage.counting import which_frames

if TYPE_CHECKING:
    from annotator.session import Session
    from storage.records import TrackedObject, Video

app = typer.Typer(
    help="The objects of a video: list, merge, split, swap, copy, describe, delete.",
    no_args_is_help=True,
)

WhoArgument = Annotated[str, typer.Argument(help="The object, by number or name.")]
OtherArgument = Annotated[str, typer.Argument(help="The other object, by number or name.")]
FrameArgument = Annotated[int, typer.Argument(help="A frame, from 0.")]


@app.command("list")
def list_command(
    project: ProjectArgument, video: OnlyVideoOption = None, as_json: JsonOption = False
) -> None:
    """The objects of all videos, or of one, with what is known of them."""
    from annotator.object_summary import object_line, summarise_objects
    from annotator.opening import open_project_at
    from annotator.videos import videos_called

    with open_project_at(project) as session:
        videos = videos_called(session.project, video)
        rows = [
            {"video": it.name} | row
            for it in videos
            for row in summarise_objects(session.project, it)
        ]
    shown = [f"{it['video']}: " if len(videos) > 1 else "" for it in rows]
    lines = [name + object_line(it) for name, it in zip(shown, rows, strict=True)]
    print_report(rows, "\n".join(lines), as_json=as_json)


@app.command()
def merge(
    project: ProjectArgument,
    who: WhoArgument,
    other: OtherArgument,
    overlap: Annotated[
        Literal["first", "other", "union"],
        typer.Option(help="Which mask stays where both are, and neither is locked or a person's."),
    ] = "union",
    dry_run: Annotated[bool, typer.Option(help="Only say where both are.")] = False,
    video: VideoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give WHO all that OTHER has, and remove OTHER."""
    from annotator import merging

    with _opened(project, video) as (session, found):
        a, b = _find(session, found, who), _find(session, found, other)
        preview = merging.preview_merge(session, a.id, [b.id])
        if not dry_run:
            merging.merge(session, a.id, [b.id], overlap=merging.Overlap(overlap))
    conflicts = [
        {"frame": it.frame_index, "iou": round(it.iou, 4), "decided": it.decided}
        for it in preview.conflicts
    ]
    report = {"merged": not dry_run, "moved": preview.moved, "conflicts": conflicts}
    text = f"{counting.masks(preview.moved)} of {_called(b)} to move without conflict; both are on {counting.frames(len(conflicts))}."
    print_report(report, text, as_json=as_json)


@app.command()
def split(
    project: ProjectArgument, who: WhoArgument, frame: FrameArgument, video: VideoOption = None
) -> None:
    """Make what WHO is from FRAME on an object of its own."""
    from annotator import tracks

    with _opened(project, video) as (session, found):
        (new,) = tracks.split_at(session, [_find(session, found, who).id], frame)
    typer.echo(f"{_called(new)} begins at frame {frame}")


@app.command()
def swap(
    project: ProjectArgument,
    who: WhoArgument,
    other: OtherArgument,
    frame_range: RangeOption = None,
    video: VideoOption = None,
) -> None:
    """Let two objects change places on the frames A:B, where an engine mixed them up."""
    from annotator import tracks

    with _opened(project, video) as (session, found):
        a, b = _find(session, found, who), _find(session, found, other)
        start, stop = _frames(found, frame_range)
        tracks.swap_from(session, a.id, b.id, start=start, stop=stop)
    typer.echo(f"{_called(a)} and {_called(b)} are swapped on {which_frames(start, stop)}")


@app.command()
def duplicate(project: ProjectArgument, who: WhoArgument, video: VideoOption = None) -> None:
    """Make a new object with the same masks."""
    from annotator import tracks

    with _opened(project, video) as (session, found):
        (new,) = tracks.duplicate(session, [_find(session, found, who).id])
    typer.echo(f"{_called(new)} is new")


@app.command()
def copy(
    project: ProjectArgument,
    who: WhoArgument,
    other: OtherArgument,
    frame_range: RangeOption = None,
    video: VideoOption = None,
) -> None:
    """Copy WHO's masks on the frames A:B to OTHER."""
    from annotator import tracks

    with _opened(project, video) as (session, found):
        a, b = _find(session, found, who), _find(session, found, other)
        start, stop = _frames(found, frame_range)
        copied = tracks.copy_to_object(session, a.id, b.id, start=start, stop=stop)
    typer.echo(f"{counting.masks(copied.masks)} copied, {copied.kept} of {_called(b)} kept")


@app.command()
def hold(
    project: ProjectArgument,
    who: WhoArgument,
    frame: FrameArgument,
    frame_range: RangeOption = None,
    video: VideoOption = None,
) -> None:
    """Copy WHO's mask on FRAME to the frames A:B, for a thing that does not move."""
    from annotator import tracks

    with _opened(project, video) as (session, found):
        start, stop = _frames(found, frame_range)
        tracked = _find(session, found, who)
        copied = tracks.hold_masks(session, [tracked.id], frame, start=start, stop=stop)
    typer.echo(f"{counting.masks(copied.masks)} copied, {copied.kept} kept")


@app.command()
def delete(
    project: ProjectArgument,
    who: WhoArgument,
    frame_range: RangeOption = None,
    video: VideoOption = None,
) -> None:
    """Delete WHO; with a range, only its masks there, locked ones excepted."""
    from annotator.masks import clear_masks
    from annotator.objects import remove_objects

    with _opened(project, video) as (session, found):
        tracked = _find(session, found, who)
        if frame_range is None:
            remove_objects(session, [tracked.id])
        else:
            clear_masks(session, [tracked.id], *_frames(found, frame_range))
    typer.echo(
        f"{_called(tracked)} is deleted{'' if frame_range is None else f' on {frame_range}'}"
    )


@app.command("set-attribute")
def set_attribute(
    project: ProjectArgument,
    who: WhoArgument,
    name: Annotated[str, typer.Argument(help="An attribute of the object's category.")],
    value: Annotated[str | None, typer.Argument(help="Left out: take the word back.")] = None,
    frame_range: RangeOption = None,
    video: VideoOption = None,
) -> None:
    """Say what WHO is, or what it is on the frames A:B."""
    from annotator import attributes
    from storage.attributes import parse_value

    with _opened(project, video) as (session, found):
        tracked = _find(session, found, who)
        attribute = attributes.find_attribute(session.project, tracked, name)
        parsed = None if value is None else parse_value(attribute, value)
        if frame_range is None:
            attributes.set_attribute(session, [tracked.id], name, parsed)
        else:
            start, stop = _frames(found, frame_range)
            attributes.set_attribute_on(session, [tracked.id], name, parsed, start=start, stop=stop)
    typer.echo(f"{name} of {_called(tracked)}: {attributes.shown(parsed)}")


@contextmanager
def _opened(project: Path, video: str | None) -> Iterator[tuple[Session, Video]]:
    from annotator.opening import open_project_at
    from annotator.videos import find_video

    with open_project_at(project) as session:
        yield session, find_video(session.project, video)


def _find(session: Session, video: Video, who: str) -> TrackedObject:
    from annotator.find_object import find_object

    return find_object(session.project, video.id, who)


def _frames(video: Video, frame_range: str | None) -> tuple[int, int]:
    from annotator.prompt_text import parse_range

    return parse_range(frame_range, video.facts.frame_count)


def _called(tracked: TrackedObject) -> str:
    return f"[{tracked.number}] {tracked.name}"

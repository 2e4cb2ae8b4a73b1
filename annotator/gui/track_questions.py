"""What has to be asked before tracks change: which other object. None of it blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.gui.i18n import tr
from annotator.gui.merge_dialog import MergeDialog
from annotator.gui.other_object_dialog import OtherObjectDialog
from annotator.gui.sentences import say
from storage.counting import which_frames
from storage.errors import UserError
from storage.records import TrackedObject

if TYPE_CHECKING:
    from annotator.gui.window import Window
    from storage.project import Project


def ask_to_swap_from_here(window: Window) -> None:
    """Ask which object to change places with from the frame shown on."""
    start, stop = window.bench.workspace.frame_index, len(window.bench.workspace.seconds)
    explain = tr("From frame {0} on, each of the two becomes what the other was.").format(start)
    swap = partial(window.bench.tracks.swap, start=start, stop=stop)
    _swap(window, tr("Swap from here on"), explain, swap)


def ask_to_swap_range(window: Window) -> None:
    """Ask which object to change places with over the range."""
    start, stop = window.bench.workspace.range
    explain = tr("On {0}, each of the two becomes what the other was.")
    swap = partial(window.bench.tracks.swap, start=start, stop=stop)
    _swap(window, tr("Swap over the range"), explain.format(say(which_frames(start, stop))), swap)


def ask_to_copy(window: Window) -> None:
    """Ask which object gets the masks of the range."""
    start, stop = window.bench.workspace.range
    explain = tr(
        "Masks on {0} are copied to the other object. Those that a person made, "
        "locked or verified there stay."
    )
    copy = partial(window.bench.tracks.copy, start=start, stop=stop)
    _ask(
        window,
        tr("Copy masks to another object"),
        explain.format(say(which_frames(start, stop))),
        copy,
    )


def ask_to_merge(window: Window) -> None:
    """Ask which object to merge with, showing what the two disagree about."""
    session, _ = window.bench.workspace.require()
    tracked = window.bench.workspace.require_object()
    others = _others(window)
    selected = [it.id for it in window.bench.workspace.selected if it.id != tracked.id]
    likely = selected or [_likely_rest(session.project, tracked, others).id]
    dialog = MergeDialog(session, tracked, others, preselected=likely, parent=window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.failed.connect(window.banner.error)
    dialog.frame_requested.connect(window.bench.seek)

    def merge(other_ids: Sequence[int]) -> None:
        from annotator.merging import Overlap

        overlap = Overlap(dialog.overlap.currentData())
        window.attempt(partial(window.bench.tracks.merge, tracked.id, other_ids, overlap))

    dialog.requested.connect(merge)
    dialog.show()  # frames can be looked at meanwhile


def _likely_rest(
    project: Project, tracked: TrackedObject, others: Sequence[TrackedObject]
) -> TrackedObject:
    """The object that shares the fewest frames with this one: the rest of the same track, if a track
    broke."""
    here = _frames_with_masks(project, tracked)

    def shared(other: TrackedObject) -> tuple[int, int]:
        there = _frames_with_masks(project, other)
        return len(here & there), -len(there)

    return min(others, key=shared)


def _frames_with_masks(project: Project, tracked: TrackedObject) -> set[int]:
    marks = project.track_marks(tracked.id)
    return set(marks.frame_index[marks.area > 0].tolist())


def _swap(window: Window, title: str, explanation: str, swap: Callable[[int, int], None]) -> None:
    """Two selected objects are the two; else ask for the other one."""
    chosen, selected = window.bench.workspace.require_object(), window.bench.workspace.selected
    if len(selected) > 2:
        raise UserError("Only two objects can change places: select two, or the one.")
    if len(selected) == 2:
        swap(chosen.id, next(it.id for it in selected if it.id != chosen.id))
    else:
        _ask(window, title, explanation, swap)


def _ask(window: Window, title: str, explanation: str, do: Callable[[int, int], None]) -> None:
    """``do`` is told the object at work now, and the one that is chosen."""
    object_id = window.bench.workspace.require_object().id
    selected = [it.id for it in window.bench.workspace.selected]
    dialog = OtherObjectDialog(
        title, explanation, _others(window), preselected=selected, parent=window
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.requested.connect(lambda ids: window.attempt(partial(do, object_id, *ids)))
    dialog.open()


def _others(window: Window) -> list[TrackedObject]:
    chosen = window.bench.workspace.require_object()
    others = [it for it in window.bench.workspace.objects if it.id != chosen.id]
    if not others:
        raise UserError(
            f"[{chosen.number}] is the only object of the video: there is no other one."
        )
    return others

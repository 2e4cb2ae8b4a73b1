"""Going back and forth in the list of steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from storage.errors import UserError

if TYPE_CHECKING:
    from annotator.session import Session

BEFORE_ALL = 0  # the id of no step: as everything was before the first one that is remembered


def go_to_step(
    session: Session, edit_id: int, *, progress: Callable[[int, int], None] = lambda *_: None
) -> None:
    """Undo or redo, step by step, until the step ``edit_id`` is the newest one that is done.

    ``progress`` gets (steps taken, steps in all). Raises UserError if there is no such step (any more).
    """
    history = session.project.history()
    done = [step.id for step in history if not step.undone]
    undone = [step.id for step in history if step.undone]
    if edit_id in undone:
        move, count = session.redo, undone.index(edit_id) + 1
    elif edit_id == BEFORE_ALL or edit_id in done:
        move, count = session.undo, sum(it > edit_id for it in done)
    else:
        raise UserError("That step is not in the list any more: it is too old, or was replaced.")
    for taken in range(count):
        move()
        progress(taken + 1, count)

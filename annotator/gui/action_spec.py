"""An action as data: how it is called, which keys do it, what runs, what must be there for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.gui.window import Window


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One entry. ``menu`` is where it is listed; ``needs`` what must be there for it to be offered.

    ``text`` is English, marked with ``later``; it is translated when it is shown.
    """

    id: str
    menu: str
    text: str
    run: Callable[[Window], object]
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    group: str = ""
    needs: str = "video"  # "", "project", "video", "object", "draft", "job"


def spec(action_id: str, menu: str, text: str, run: Callable[[Window], object], *shortcuts: str,
         **more: object) -> ActionSpec:  # fmt: skip
    """An entry on one or two lines: keys come last, the rest by name."""
    return ActionSpec(action_id, menu, text, run, shortcuts, **more)  # type: ignore[arg-type]

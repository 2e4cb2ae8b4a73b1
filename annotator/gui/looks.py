"""The ways in which masks can be shown, and which of them the switches of the View menu say."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from annotator.gui.overlay import OverlayStyle

LOOKS = ("look-tint", "look-fill", "look-outline", "look-solid")


def style(actions: Mapping[str, QAction], *, opacity: float) -> OverlayStyle:
    """What is checked there; ``opacity`` as on the slider, 0..1."""

    def on(name: str) -> bool:
        return actions[name].isChecked()

    return OverlayStyle(
        opacity=1.0 if on("look-solid") else opacity,
        filled=not on("look-outline"),
        outlined=on("look-tint") or on("look-outline"),
        shown=on("overlay"),
        isolated=on("isolate"),
        ghosts=on("ghosts"),
    )


def following(actions: Mapping[str, QAction]) -> QAction:
    """The way after the one that is checked."""
    now = next(place for place, name in enumerate(LOOKS) if actions[name].isChecked())
    return actions[LOOKS[(now + 1) % len(LOOKS)]]

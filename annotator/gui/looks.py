"""The ways in which masks can be shown, which of them the switches of the View menu say, and said last time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSlider

from annotator.gui.overlay import OverlayStyle

# Work is never hidden at first: no "overlay".
_REMEMBERED = ("isolate", "ghosts", "pixel-grid", "live-preview")
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


def remember(settings: QSettings, actions: Mapping[str, QAction], opacity: QSlider) -> None:
    """Keep what is chosen for the next start."""
    settings.setValue("view/look", next(it for it in LOOKS if actions[it].isChecked()))
    settings.setValue("view/opacity", opacity.value())
    for name in _REMEMBERED:
        settings.setValue(f"view/{name}", int(actions[name].isChecked()))


def restore(settings: QSettings, actions: Mapping[str, QAction], opacity: QSlider) -> None:
    """Choose what was chosen; what is missing, or damaged, stays as it is."""
    look = settings.value("view/look")
    if look in LOOKS:
        actions[look].setChecked(True)
    kept = str(settings.value("view/opacity"))
    if kept.isdecimal():
        opacity.setValue(int(kept))
    for name in _REMEMBERED:
        switch = str(settings.value(f"view/{name}"))
        if switch in ("0", "1"):
            actions[name].setChecked(switch == "1")

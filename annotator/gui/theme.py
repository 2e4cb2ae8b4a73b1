"""Dark and light: colours from ``resources/themes``, as Qt's palette and style sheet."""

from __future__ import annotations

import json
from enum import StrEnum
from importlib import resources
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


class Theme(StrEnum):
    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "base",
    QPalette.ColorRole.AlternateBase: "alternate",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "faint",
    QPalette.ColorRole.Button: "button",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bright",
    QPalette.ColorRole.ToolTipBase: "button",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "accent_text",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "canvas",
}
_TEXT_ROLES = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def apply(app: QApplication, theme: Theme) -> None:
    """Give the program a theme's colours; SYSTEM is what the desktop prefers, dark where it is silent."""
    if theme is Theme.SYSTEM:
        light = app.styleHints().colorScheme() is Qt.ColorScheme.Light
        theme = Theme.LIGHT if light else Theme.DARK
    colours = json.loads(_read(f"{theme.value}.json"))
    app.setStyle("Fusion")
    app.setPalette(_palette(colours))
    app.setStyleSheet(Template(_read("style.qss")).substitute(colours))


def _palette(colours: dict[str, str]) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(colours[name]))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["faint"]))
    return palette


def _read(name: str) -> str:
    return (resources.files("resources") / "themes" / name).read_text("utf-8")

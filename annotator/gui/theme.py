"""Dark and light: colours from ``resources/themes``, as Qt's palette and style sheet."""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
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
_CHOSEN = "theme"  # the application's property that remembers it
_TEXT_ROLES = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def use(theme: Theme) -> None:
    """Give the program a theme's colours; SYSTEM is what the desktop prefers, dark where it is silent,
    also when the desktop changes its mind."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setProperty(_CHOSEN, theme.value)
    _wear(app, theme)


def follow_desktop(app: QApplication) -> None:
    """Change with the desktop, as long as SYSTEM is in use."""

    def change() -> None:
        if app.property(_CHOSEN) == Theme.SYSTEM:
            _wear(app, Theme.SYSTEM)

    app.styleHints().colorSchemeChanged.connect(lambda _: change())


def desktop_scheme(app: QApplication) -> Qt.ColorScheme:
    """Light, dark, or unknown."""
    return app.styleHints().colorScheme()


def _wear(app: QApplication, theme: Theme) -> None:
    if theme is Theme.SYSTEM:
        theme = Theme.LIGHT if desktop_scheme(app) is Qt.ColorScheme.Light else Theme.DARK
    colours = _colours(theme)
    app.setStyle("Fusion")
    app.setPalette(_palette(colours))
    app.setStyleSheet(Template(_read("style.qss")).substitute(colours))


def warning_colour() -> QColor:
    """The colour of a text that warns, in the theme that is in use."""
    dark = QApplication.palette().color(QPalette.ColorRole.Window).lightnessF() < 0.5
    return QColor(_colours(Theme.DARK if dark else Theme.LIGHT)["warning"])


@cache
def _colours(theme: Theme) -> dict[str, str]:
    colours: dict[str, str] = json.loads(_read(f"{theme.value}.json"))
    return colours


def _palette(colours: dict[str, str]) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(colours[name]))
    for role in _TEXT_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["faint"]))
    return palette


def _read(name: str) -> str:
    return (resources.files("resources") / "themes" / name).read_text("utf-8")

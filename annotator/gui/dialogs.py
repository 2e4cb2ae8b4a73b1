"""The dialogs that menus open. They are loaded when they are first wanted; none of them blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.gui.window import Window


def show_preferences(window: Window) -> None:
    """Ask how the person likes it."""
    from annotator.gui.preferences_dialog import PreferencesDialog

    dialog = PreferencesDialog(window.preferences, window)
    dialog.chosen.connect(window.take_preferences)
    dialog.open()


def show_palette(window: Window) -> None:
    """Offer everything that can be done now, by name."""
    from annotator.gui.actions import ACTIONS
    from annotator.gui.command_palette import CommandPalette

    CommandPalette(ACTIONS, window.actions_by_id, window).open()


def show_shortcuts(window: Window) -> None:
    """Show which keys do what."""
    from annotator.gui.help_text import shortcuts_dialog

    shortcuts_dialog(window, window.actions_by_id).open()


def show_statistics(window: Window) -> None:
    """Say how far the work is, in numbers."""
    from annotator.gui.statistics_dialog import StatisticsDialog

    StatisticsDialog(window.bench.workspace.require_session(), window).open()


def show_about(window: Window) -> None:
    """Say what this program is."""
    from annotator.gui.about_dialog import AboutDialog

    AboutDialog(window).open()

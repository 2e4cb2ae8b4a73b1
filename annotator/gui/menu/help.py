"""What explains the rest."""

from __future__ import annotations

from annotator.gui import dialogs
from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

ACTIONS: tuple[ActionSpec, ...] = (
    spec("palette", "Help", later("All commands ..."), dialogs.show_palette, "Ctrl+Shift+P", "Ctrl+P",
         needs=""),
    spec("shortcuts", "Help", later("Keyboard shortcuts"), dialogs.show_shortcuts, "F1", needs=""),
    spec("about", "Help", later("About Maskbank ..."), dialogs.show_about, needs=""),
)  # fmt: skip

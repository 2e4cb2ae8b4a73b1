"""What explains the rest."""

from __future__ import annotations

from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

ACTIONS: tuple[ActionSpec, ...] = (
    spec("shortcuts", "Help", later("Keyboard shortcuts"), lambda w: w.show_shortcuts(), "F1", needs=""),
    spec("about", "Help", later("About Maskbank"), lambda w: w.show_about(), needs=""),
)  # fmt: skip

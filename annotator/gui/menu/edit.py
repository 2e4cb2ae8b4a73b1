"""Undo, and what is proposed."""

from __future__ import annotations

from annotator.gui import dialogs
from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

ACTIONS: tuple[ActionSpec, ...] = (
    spec("undo", "Edit", later("Undo"), lambda w: w.bench.undo(), "Ctrl+Z", icon="undo", needs="project"),
    spec("redo", "Edit", later("Redo"), lambda w: w.bench.redo(), "Ctrl+Shift+Z", "Ctrl+Y", icon="redo",
          needs="project"),
    spec("keep", "Edit", later("Accept the proposal"), lambda w: w.bench.drafting.keep(),
          "Return", "Enter", "F", icon="accept", needs="draft"),
    spec("discard", "Edit", later("Reject the proposal"), lambda w: w.bench.drafting.discard(),
          "Esc", icon="cancel", needs="draft"),
    spec("next-candidate", "Edit", later("Next proposal"), lambda w: w.bench.drafting.cycle(1),
          "Tab", needs="draft"),
    spec("previous-candidate", "Edit", later("Previous proposal"), lambda w: w.bench.drafting.cycle(-1),
          "Shift+Tab", needs="draft"),
    spec("preferences", "Edit", later("Preferences ..."), dialogs.show_preferences, "Ctrl+,", needs=""),
)  # fmt: skip

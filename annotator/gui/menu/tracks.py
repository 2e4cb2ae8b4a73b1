"""Whose masks are whose, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.gui import track_questions
from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

if TYPE_CHECKING:
    from annotator.gui.window import Window


def _describe(window: Window) -> None:
    window.docks.show("objects")
    window.attributes.begin()


ACTIONS: tuple[ActionSpec, ...] = (
    spec("swap-from-here", "Track", later("Swap with another from here on ..."),
          track_questions.ask_to_swap_from_here, "Ctrl+Shift+X", icon="swap", needs="object"),
    spec("swap-range", "Track", later("Swap with another over the range ..."),
          track_questions.ask_to_swap_range, needs="object"),
    spec("merge", "Track", later("Merge with another ..."), track_questions.ask_to_merge, "Ctrl+M",
          icon="merge", needs="object"),
    spec("split", "Track", later("Split here"), lambda w: w.bench.tracks.split(), "Ctrl+Shift+S",
          icon="split", needs="object"),
    spec("duplicate", "Track", later("Duplicate the object"), lambda w: w.bench.tracks.duplicate(), "Ctrl+D",
          icon="duplicate", needs="object"),
    spec("hold", "Track", later("Copy this mask over the range"), lambda w: w.bench.tracks.hold(),
          "Ctrl+Shift+D", needs="object"),
    spec("copy-to", "Track", later("Copy masks over the range to another ..."), track_questions.ask_to_copy,
          "Ctrl+Shift+C", needs="object"),
    spec("describe", "Track", later("Set an attribute"), _describe, "Ctrl+T"),
)  # fmt: skip

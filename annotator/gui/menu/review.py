"""Going through what may be wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.gui import dialogs
from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later
from annotator.scope import Scope

if TYPE_CHECKING:
    from annotator.gui.window import Window


def _fine(window: Window, scope: str) -> None:
    window.bench.reviewing.pass_as_fine(Scope(scope))


def _show_queue(window: Window) -> None:
    window.docks.show("review")


def _decide(window: Window, do: Callable[[int], None]) -> None:
    """About the object that the bar shows."""
    if window.rerun.object_id is not None:
        do(window.rerun.object_id)


ACTIONS: tuple[ActionSpec, ...] = (
    spec("next-suspect", "Review", later("Next suspect"), lambda w: w.bench.reviewing.step(1), "J",
          icon="next-suspect"),
    spec("previous-suspect", "Review", later("Previous suspect"), lambda w: w.bench.reviewing.step(-1), "Shift+J",
          icon="previous-suspect"),
    spec("suspect-fine", "Review", later("Fine, go on"), lambda w: _fine(w, "range"), "G", icon="accept"),
    spec("suspect-frame-fine", "Review", later("Fine on this frame, go on"), lambda w: _fine(w, "frame")),
    spec("suspect-track-fine", "Review", later("Fine on the whole track, go on"), lambda w: _fine(w, "track"),
          "Ctrl+G"),
    spec("flip-rerun", "Review", later("Before and after the re-run"), lambda w: w.bench.comparing.flip(), "Y",
          icon="flip"),
    spec("keep-rerun", "Review", later("Keep what the re-run did"), lambda w: _decide(w, w.bench.comparing.keep),
          "Shift+Y"),
    spec("put-back-rerun", "Review", later("Put back what the re-run did"),
          lambda w: _decide(w, w.bench.comparing.put_back), "Ctrl+Shift+Y"),
    spec("keep-whole-rerun", "Review", later("Keep all that the re-run did"), lambda w: w.bench.comparing.keep_all()),
    spec("statistics", "Review", later("Statistics ..."), dialogs.show_statistics, "Ctrl+Shift+T",
          needs="project"),
    spec("show-review", "Review", later("Show the queue"), _show_queue, "Ctrl+R"),
)  # fmt: skip

"""Finding by words, asking, and what is proposed."""

from __future__ import annotations

from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

ACTIONS: tuple[ActionSpec, ...] = (
    spec("find", "Words", later("Find or ask ..."), lambda w: w.show_words(), "/"),
    spec("accept-offers", "Words", later("Accept all proposals"),
          lambda w: w.bench.conversing.accept(w.bench.offers.all), "Ctrl+Return"),
    spec("reject-offers", "Words", later("Reject all proposals"),
          lambda w: w.bench.conversing.reject_all(), "Ctrl+Backspace"),
    spec("bring-back-offers", "Words", later("Bring back rejected proposals"),
          lambda w: w.bench.offers.bring_back(), "Ctrl+Shift+Backspace"),
    spec("express", "Words", later("Keep the question as an expression"),
          lambda w: w.bench.conversing.express()),
    spec("clear-conversation", "Words", later("Clear the conversation"),
          lambda w: w.bench.conversing.clear()),
    spec("stop-engine", "Words", later("Stop the engine"), lambda w: w.bench.engines.stop()),
)  # fmt: skip

"""Following objects through the video."""

from __future__ import annotations

from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later
from model_backend.engine import Direction

ACTIONS: tuple[ActionSpec, ...] = (
    spec("backward", "Propagate", later("Propagate backward"), lambda w: w.bench.propagating.start(Direction.BACKWARD),
          "Ctrl+Shift+B", icon="backward"),
    spec("both", "Propagate", later("Propagate both ways"), lambda w: w.bench.propagating.start(Direction.BOTH),
          "Ctrl+Alt+B", icon="both"),
    spec("forward", "Propagate", later("Propagate forward"), lambda w: w.bench.propagating.start(Direction.FORWARD),
          "Ctrl+B", icon="forward"),
    spec("correction", "Propagate", later("Propagate a correction"),
          lambda w: w.bench.propagating.start_from_correction(), "Ctrl+K", needs="object"),
    spec("follow-all", "Propagate", later("All objects that are not locked"), lambda w: w.follow_all(),
          "Ctrl+Shift+A", checkable=True, needs=""),
    spec("stop-at-cuts", "Propagate", later("Stop at scene cuts"), lambda w: w.stop_at_cuts(), checkable=True,
          needs=""),
    spec("cancel", "Propagate", later("Cancel"), lambda w: w.bench.projects.cancel_all(), "Ctrl+.", needs="job"),
)  # fmt: skip

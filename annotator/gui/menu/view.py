"""How the frame and its masks are shown."""

from __future__ import annotations

from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

ACTIONS: tuple[ActionSpec, ...] = (
    spec("fit", "View", later("Fit"), lambda w: w.canvas.fit(), "Ctrl+F", "Ctrl+0", icon="fit"),
    spec("actual-size", "View", later("Actual size"), lambda w: w.canvas.actual_size(), "Ctrl+1",
          icon="actual-size"),
    spec("zoom-in", "View", later("Zoom in"), lambda w: w.canvas.zoom(1.25), "Ctrl++", "Ctrl+="),
    spec("zoom-out", "View", later("Zoom out"), lambda w: w.canvas.zoom(0.8), "Ctrl+-"),
    spec("timeline-closer", "View/Timeline", later("Fewer frames on the timeline"), lambda w: w.timeline.zoom(1.5),
          "Alt+Up"),
    spec("timeline-wider", "View/Timeline", later("More frames on the timeline"),
          lambda w: w.timeline.zoom(1 / 1.5), "Alt+Down"),
    spec("timeline-range", "View/Timeline", later("The range on the timeline"),
          lambda w: w.timeline.zoom_to(*w.bench.workspace.range), "Alt+Return"),
    spec("timeline-whole", "View/Timeline", later("The whole video on the timeline"),
          lambda w: w.timeline.zoom_to(0, len(w.bench.workspace.seconds)), "Alt+Home"),
    spec("overlay", "View", later("Masks"), lambda w: w.restyle(), "M", icon="eye", checkable=True),
    spec("outline", "View", later("Outlines"), lambda w: w.restyle(), "Shift+M", icon="outline",
          checkable=True),
)  # fmt: skip

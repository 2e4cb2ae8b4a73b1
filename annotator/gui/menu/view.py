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
    spec("look-tint", "View/Masks as", later("Colour and outline"), lambda w: w.restyle(), checkable=True, group="look"),
    spec("look-fill", "View/Masks as", later("Colour only"), lambda w: w.restyle(), checkable=True, group="look"),
    spec("look-outline", "View/Masks as", later("Outline only"), lambda w: w.restyle(), checkable=True, group="look"),
    spec("look-solid", "View/Masks as", later("Solid colour"), lambda w: w.restyle(), checkable=True, group="look"),
    spec("next-look", "View", later("Masks in another way"), lambda w: w.next_look(), "Shift+M", icon="outline"),
    spec("isolate", "View", later("Only the chosen object"), lambda w: w.restyle(), "Shift+H", icon="isolate",
          checkable=True),
    spec("ghosts", "View", later("Outlines of the frames beside"), lambda w: w.restyle(), "Shift+G", icon="ghosts",
          checkable=True),
    spec("pixel-grid", "View", later("Pixel grid"), lambda w: w.restyle(), checkable=True),
    spec("live-preview", "View", later("Preview under the pointer"), lambda w: w.restyle(), "Shift+P", checkable=True),
)  # fmt: skip

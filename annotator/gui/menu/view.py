"""How the frame and its masks are shown."""

from __future__ import annotations

from PySide6.QtWidgets import QSlider

from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

_LOOKS = "View/" + later("Masks as")
_MOVING = "View/" + later("Move over the frame")
_TIMELINE = "View/" + later("Timeline")
_FAINTER = QSlider.SliderAction.SliderSingleStepSub
_STRONGER = QSlider.SliderAction.SliderSingleStepAdd

ACTIONS: tuple[ActionSpec, ...] = (
    spec("fit", "View", later("Fit"), lambda w: w.canvas.fit(), "Ctrl+F", "Ctrl+0", icon="fit"),
    spec("actual-size", "View", later("Actual size"), lambda w: w.canvas.actual_size(), "Ctrl+1",
          icon="actual-size"),
    spec("zoom-in", "View", later("Zoom in"), lambda w: w.pointer_keys.zoom(1.25), "Ctrl++", "Ctrl+="),
    spec("zoom-out", "View", later("Zoom out"), lambda w: w.pointer_keys.zoom(0.8), "Ctrl+-"),
    spec("pan-left", _MOVING, later("To the left"), lambda w: w.canvas.look_aside(-1, 0), "Ctrl+Left"),
    spec("pan-right", _MOVING, later("To the right"), lambda w: w.canvas.look_aside(1, 0),
          "Ctrl+Right"),
    spec("pan-up", _MOVING, later("Upward"), lambda w: w.canvas.look_aside(0, -1), "Ctrl+Up"),
    spec("pan-down", _MOVING, later("Downward"), lambda w: w.canvas.look_aside(0, 1), "Ctrl+Down"),
    spec("timeline-closer", _TIMELINE, later("Fewer frames on the timeline"), lambda w: w.timeline.zoom(1.5),
          "Alt+Up"),
    spec("timeline-wider", _TIMELINE, later("More frames on the timeline"),
          lambda w: w.timeline.zoom(1 / 1.5), "Alt+Down"),
    spec("timeline-range", _TIMELINE, later("The range on the timeline"),
          lambda w: w.timeline.zoom_to(*w.bench.workspace.range), "Alt+Return"),
    spec("timeline-whole", _TIMELINE, later("The whole video on the timeline"),
          lambda w: w.timeline.zoom_to(0, len(w.bench.workspace.seconds)), "Alt+Home"),
    spec("overlay", "View", later("Masks"), lambda w: w.restyle(), "M", icon="eye", checkable=True),
    spec("look-tint", _LOOKS, later("Colour and outline"), lambda w: w.restyle(), checkable=True, group="look"),
    spec("look-fill", _LOOKS, later("Colour only"), lambda w: w.restyle(), checkable=True, group="look"),
    spec("look-outline", _LOOKS, later("Outline only"), lambda w: w.restyle(), checkable=True, group="look"),
    spec("look-solid", _LOOKS, later("Solid colour"), lambda w: w.restyle(), checkable=True, group="look"),
    spec("next-look", "View", later("Masks in another way"), lambda w: w.next_look(), "Shift+M", icon="outline"),
    spec("fainter", "View", later("Masks fainter"), lambda w: w.opacity.triggerAction(_FAINTER), "Ctrl+["),
    spec("stronger", "View", later("Masks stronger"), lambda w: w.opacity.triggerAction(_STRONGER), "Ctrl+]"),
    spec("isolate", "View", later("Only the chosen object"), lambda w: w.restyle(), "Shift+H", icon="isolate",
          checkable=True),
    spec("ghosts", "View", later("Outlines of the frames beside"), lambda w: w.restyle(), "Shift+G", icon="ghosts",
          checkable=True),
    spec("pixel-grid", "View", later("Pixel grid"), lambda w: w.restyle(), checkable=True),
    spec("live-preview", "View", later("Preview under the pointer"), lambda w: w.restyle(), "Shift+P", checkable=True),
)  # fmt: skip

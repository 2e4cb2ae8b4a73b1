"""What is in the hand."""

from __future__ import annotations

from PySide6.QtCore import Qt

from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

_BY_KEY = "Tool/" + later("Pointer by key")
_MAIN, _OTHER = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton

ACTIONS: tuple[ActionSpec, ...] = (
    spec("add-point", "Tool", later("Points that add"), lambda w: w.take_tool("add-point"), "Q",
          icon="point", checkable=True, group="tool"),
    spec("subtract-point", "Tool", later("Points that subtract"), lambda w: w.take_tool("subtract-point"),
          "E", icon="point-subtract", checkable=True, group="tool"),
    spec("box", "Tool", later("Box"), lambda w: w.take_tool("box"), "R", icon="box", checkable=True,
          group="tool"),
    spec("brush", "Tool", later("Brush"), lambda w: w.take_tool("brush"), "B", icon="brush",
          checkable=True, group="tool"),
    spec("eraser", "Tool", later("Eraser"), lambda w: w.take_tool("eraser"), "X", icon="eraser",
          checkable=True, group="tool"),
    spec("polygon", "Tool", later("Polygon"), lambda w: w.take_tool("polygon"), "P", icon="polygon",
          checkable=True, group="tool"),
    spec("lasso", "Tool", later("Lasso"), lambda w: w.take_tool("lasso"), "Shift+B", icon="lasso",
          checkable=True, group="tool"),
    spec("bend-outline", "Tool", later("Bend the outline"), lambda w: w.take_tool("bend-outline"), "T",
          icon="bend-outline", checkable=True, group="tool"),
    spec("pick", "Tool", later("Choose an object"), lambda w: w.take_tool("pick"), "S", icon="pick",
          checkable=True, group="tool"),
    spec("pick-next", "Tool", later("Choose the object under the pointer"), lambda w: w.pick_under_pointer(), "`"),
    spec("smaller-brush", "Tool", later("Smaller brush"), lambda w: w.canvas.resize_brush(1 / 1.2), "["),
    spec("larger-brush", "Tool", later("Larger brush"), lambda w: w.canvas.resize_brush(1.2), "]"),
    spec("pointer-left", _BY_KEY, later("Pointer to the left"), lambda w: w.pointer_keys.step(-1, 0),
         "Ctrl+Shift+Left"),
    spec("pointer-right", _BY_KEY, later("Pointer to the right"), lambda w: w.pointer_keys.step(1, 0),
         "Ctrl+Shift+Right"),
    spec("pointer-up", _BY_KEY, later("Pointer upward"), lambda w: w.pointer_keys.step(0, -1), "Ctrl+Shift+Up"),
    spec("pointer-down", _BY_KEY, later("Pointer downward"), lambda w: w.pointer_keys.step(0, 1),
         "Ctrl+Shift+Down"),
    spec("pointer-press", _BY_KEY, later("Press or let go at the pointer"),
         lambda w: w.pointer_keys.press(_MAIN), "Ctrl+Shift+Space"),
    spec("pointer-press-other", _BY_KEY, later("The same with the other button"),
         lambda w: w.pointer_keys.press(_OTHER), "Ctrl+Alt+Space"),
)  # fmt: skip

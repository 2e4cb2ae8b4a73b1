"""Keys that people bring along from other tools, by action id; what a preset does not name keeps ours.

The keys of the other tools are those of their documentation, where they have the same action.
"""

from __future__ import annotations

from collections.abc import Mapping

from annotator.gui.i18n import later

PRESET_TITLES: Mapping[str, str] = {
    "maskbank": "Maskbank",
    "cvat": "CVAT",
    "labelme": later("labelme and X-AnyLabeling"),
    "cutie": "Cutie",
}

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "maskbank": {},
    "cvat": {
        "next-frame": ("F", "Right"),
        "previous-frame": ("D", "Left"),
        "forward-10": ("V",),
        "back-10": ("C",),
        "next-keyframe": ("R",),
        "previous-keyframe": ("E",),
        "keep": ("Return", "Enter"),
        "go-to-frame": ("`", "~", "Ctrl+J"),
        "pick-next": ("Shift+S",),
        "merge": ("M", "Ctrl+M"),
        "overlay": ("Ctrl+H",),
        "preferences": ("Ctrl+,", "F3"),
        "box": ("Shift+R",),
        "subtract-point": ("Shift+E",),
        "verify-frame": ("Shift+V",),
        "verify-range": ("Ctrl+Alt+Shift+V",),
    },
    "labelme": {
        "polygon": ("P", "Ctrl+N"),
        "new-project": ("Ctrl+Alt+N",),
        "box": ("R", "Ctrl+R"),
        "show-review": ("Ctrl+Alt+R",),
        "bend-outline": ("T", "Ctrl+J"),
        "go-to-frame": ("Ctrl+Shift+J",),
        "keep": ("F", "Return", "Enter"),
        "discard": ("B", "Esc"),
        "brush": ("Z",),
        "toggle-shown": ("S", "H"),
        "pick": ("Shift+S",),
        "overlay": ("M", "Ctrl+H"),
        "describe": ("Ctrl+E", "Ctrl+T"),
        "export": ("Ctrl+Shift+E",),
        "open-folder": ("Ctrl+U", "Ctrl+Shift+O"),
        "actual-size": ("Ctrl+0", "Ctrl+1"),
        "fit": ("Ctrl+F",),
    },
    "cutie": {
        "play": ("Ctrl+Space",),
        "forward": ("Space", "Ctrl+B"),
        "keyframe": ("C", "K"),
        "first-frame": ("Alt+Left", "Home"),
        "last-frame": ("Alt+Right", "End"),
    },
}

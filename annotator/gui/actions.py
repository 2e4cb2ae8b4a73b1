"""Actions as data: what the person can do, how it is called, which keys do it, what runs.

The shortcuts follow the habits of other annotation tools where these agree with each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from annotator.gui import questions
from annotator.gui.icons import icon
from model_backend.engine import Direction

if TYPE_CHECKING:
    from annotator.gui.window import Window


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One entry. ``menu`` is where it is listed; ``needs`` what must be there for it to be offered."""

    id: str
    menu: str
    text: str
    run: Callable[[Window], object]
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    group: str = ""
    needs: str = "video"  # "", "project", "video", "object", "draft", "job"


def _spec(action_id: str, menu: str, text: str, run: Callable[[Window], object], *shortcuts: str,
          **more: object) -> ActionSpec:  # fmt: skip
    return ActionSpec(action_id, menu, text, run, shortcuts, **more)  # type: ignore[arg-type]


def _number(number: int) -> ActionSpec:
    return _spec(f"choose-{number}", "Object/Choose", f"[{number}]",
                 lambda w: w.bench.workspace.choose_number(number), str(number))  # fmt: skip


ACTIONS: tuple[ActionSpec, ...] = (
    _spec("open", "File", "Open ...", questions.ask_to_open, "Ctrl+O", icon="open", needs=""),
    _spec("open-folder", "File", "Open a folder of images ...", questions.ask_to_open_folder,
          "Ctrl+Shift+O", needs=""),
    _spec("sample", "File", "Try the sample", lambda w: w.bench.projects.open_sample(), needs=""),
    _spec("export", "File", "Export ...", questions.ask_to_export, "Ctrl+E", icon="export"),
    _spec("relink", "File", "Re-link the video ...", questions.ask_to_relink),
    _spec("quit", "File", "Quit", lambda w: w.close(), "Ctrl+Q", needs=""),
    _spec("undo", "Edit", "Undo", lambda w: w.bench.undo(), "Ctrl+Z", icon="undo", needs="project"),
    _spec("redo", "Edit", "Redo", lambda w: w.bench.redo(), "Ctrl+Shift+Z", "Ctrl+Y", icon="redo",
          needs="project"),
    _spec("keep", "Edit", "Accept the proposal", lambda w: w.bench.drafting.keep(),
          "Return", "Enter", "F", icon="accept", needs="draft"),
    _spec("discard", "Edit", "Reject the proposal", lambda w: w.bench.drafting.discard(),
          "Esc", icon="cancel", needs="draft"),
    _spec("next-candidate", "Edit", "Next proposal", lambda w: w.bench.drafting.cycle(1),
          "Tab", needs="draft"),
    _spec("previous-candidate", "Edit", "Previous proposal", lambda w: w.bench.drafting.cycle(-1),
          "Shift+Tab", needs="draft"),
    _spec("add-point", "Tool", "Points that add", lambda w: w.take_tool("add-point"), "Q",
          icon="point", checkable=True, group="tool"),
    _spec("subtract-point", "Tool", "Points that subtract", lambda w: w.take_tool("subtract-point"),
          "E", icon="point-subtract", checkable=True, group="tool"),
    _spec("box", "Tool", "Box", lambda w: w.take_tool("box"), "R", icon="box", checkable=True,
          group="tool"),
    _spec("brush", "Tool", "Brush", lambda w: w.take_tool("brush"), "B", icon="brush",
          checkable=True, group="tool"),
    _spec("eraser", "Tool", "Eraser", lambda w: w.take_tool("eraser"), "X", icon="eraser",
          checkable=True, group="tool"),
    _spec("pick", "Tool", "Choose an object", lambda w: w.take_tool("pick"), "S", icon="pick",
          checkable=True, group="tool"),
    _spec("smaller-brush", "Tool", "Smaller brush", lambda w: w.canvas.resize_brush(1 / 1.2), "["),
    _spec("larger-brush", "Tool", "Larger brush", lambda w: w.canvas.resize_brush(1.2), "]"),
    _spec("new-object", "Object", "New object", lambda w: w.bench.objects.start_new(), "N", icon="add"),
    _spec("rename", "Object", "Rename", lambda w: w.objects.edit_name(), "F2", needs="object"),
    _spec("recolour", "Object", "Colour ...", lambda w: w.objects.choose_colour(), needs="object"),
    _spec("toggle-shown", "Object", "Show or hide", lambda w: w.bench.objects.toggle_shown(), "H",
          icon="eye", needs="object"),
    _spec("toggle-locked", "Object", "Lock or unlock", lambda w: w.bench.objects.toggle_locked(), "L",
          icon="lock", needs="object"),
    _spec("remove-object", "Object", "Delete the object", lambda w: w.bench.objects.remove(),
          "Ctrl+Del", icon="delete", needs="object"),
    *(_number(number) for number in range(1, 10)),
    _spec("keyframe", "Mask", "Make it a keyframe", lambda w: w.bench.objects.make_keyframe(), "K",
          needs="object"),
    _spec("absent", "Mask", "Not on this frame", lambda w: w.bench.objects.mark_absent(), "O",
          needs="object"),
    _spec("verify-frame", "Mask", "Verify on this frame", lambda w: w.bench.objects.verify_frame(), "V",
          needs="object"),
    _spec("verify-range", "Mask", "Verify over the range", lambda w: w.bench.objects.verify_range(),
          "Shift+V", needs="object"),
    _spec("clear-frame", "Mask", "Delete on this frame", lambda w: w.bench.objects.clear_frame(), "Del",
          needs="object"),
    _spec("clear-range", "Mask", "Delete over the range", lambda w: w.bench.objects.clear_range(),
          "Shift+Del", needs="object"),
    _spec("backward", "Propagate", "Propagate backward", lambda w: w.bench.propagating.start(Direction.BACKWARD),
          "Ctrl+Shift+B", icon="backward"),
    _spec("both", "Propagate", "Propagate both ways", lambda w: w.bench.propagating.start(Direction.BOTH),
          "Ctrl+Alt+B", icon="both"),
    _spec("forward", "Propagate", "Propagate forward", lambda w: w.bench.propagating.start(Direction.FORWARD),
          "Ctrl+B", icon="forward"),
    _spec("correction", "Propagate", "Propagate a correction",
          lambda w: w.bench.propagating.start_from_correction(), "Ctrl+K", needs="object"),
    _spec("follow-all", "Propagate", "All objects that are not locked", lambda w: w.follow_all(),
          "Ctrl+Shift+A", checkable=True, needs=""),
    _spec("cancel", "Propagate", "Cancel", lambda w: w.bench.projects.cancel_all(), "Ctrl+.", needs="job"),
    _spec("play", "Go", "Play", lambda w: w.bench.playback.toggle(), "Space", icon="play"),
    _spec("next-frame", "Go", "Next frame", lambda w: w.bench.step(1), "Right", "D", icon="next"),
    _spec("previous-frame", "Go", "Previous frame", lambda w: w.bench.step(-1), "Left", "A",
          icon="previous"),
    _spec("forward-10", "Go", "Ten frames on", lambda w: w.bench.step(10), "Shift+Right"),
    _spec("back-10", "Go", "Ten frames back", lambda w: w.bench.step(-10), "Shift+Left"),
    _spec("first-frame", "Go", "First frame", lambda w: w.bench.go_first(), "Home", icon="first"),
    _spec("last-frame", "Go", "Last frame", lambda w: w.bench.go_last(), "End", icon="last"),
    _spec("next-keyframe", "Go", "Next keyframe", lambda w: w.bench.go_to_keyframe(1), "PgDown",
          icon="next-keyframe", needs="object"),
    _spec("previous-keyframe", "Go", "Previous keyframe", lambda w: w.bench.go_to_keyframe(-1),
          "PgUp", icon="previous-keyframe", needs="object"),
    _spec("mark-in", "Go", "Range starts here", lambda w: w.bench.workspace.mark_in(), "I",
          icon="mark-in"),
    _spec("mark-out", "Go", "Range ends here", lambda w: w.bench.workspace.mark_out(), "U",
          icon="mark-out"),
    _spec("whole-range", "Go", "Range is the whole video", lambda w: w.bench.workspace.set_whole_range(),
          "Ctrl+I"),
    _spec("fit", "View", "Fit", lambda w: w.canvas.fit(), "Ctrl+F", "Ctrl+0", icon="fit"),
    _spec("actual-size", "View", "Actual size", lambda w: w.canvas.actual_size(), "Ctrl+1",
          icon="actual-size"),
    _spec("zoom-in", "View", "Zoom in", lambda w: w.canvas.zoom(1.25), "Ctrl++", "Ctrl+="),
    _spec("zoom-out", "View", "Zoom out", lambda w: w.canvas.zoom(0.8), "Ctrl+-"),
    _spec("overlay", "View", "Masks", lambda w: w.restyle(), "M", icon="eye", checkable=True),
    _spec("outline", "View", "Outlines", lambda w: w.restyle(), "Shift+M", icon="outline",
          checkable=True),
    _spec("shortcuts", "Help", "Keyboard shortcuts", lambda w: w.show_shortcuts(), "F1", needs=""),
    _spec("about", "Help", "About Maskbank", lambda w: w.show_about(), needs=""),
)  # fmt: skip

MENUS = ("File", "Edit", "Tool", "Object", "Mask", "Propagate", "Go", "View", "Help")


def make_actions(window: Window) -> dict[str, QAction]:
    """An action of Qt for every entry, by its id."""
    groups: dict[str, QActionGroup] = {}
    actions = {}
    for spec in ACTIONS:
        action = QAction(translate(spec.text), window)
        action.setIconText(translate(spec.text))
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        action.setCheckable(spec.checkable)
        action.setToolTip(tool_tip(spec))
        if spec.group:
            groups.setdefault(spec.group, QActionGroup(window)).addAction(action)
        action.triggered.connect(partial(_run, spec, window))
        window.addAction(action)
        actions[spec.id] = action
    draw_icons(actions)
    return actions


def draw_icons(actions: dict[str, QAction]) -> None:
    """Draw the icons in the colours of the theme that is in use."""
    for spec in ACTIONS:
        if spec.icon:
            actions[spec.id].setIcon(icon(spec.icon))


def enable(actions: dict[str, QAction], have: frozenset[str]) -> None:
    """Offer what can be done with what there is: "project", "video", "object", ...."""
    for spec in ACTIONS:
        actions[spec.id].setEnabled(not spec.needs or spec.needs in have)


def tool_tip(spec: ActionSpec) -> str:
    """What the action does and which key does it."""
    text = translate(spec.text)
    return f"{text} ({keys_of(spec)})" if spec.shortcuts else text


def keys_of(spec: ActionSpec) -> str:
    """The keys as the desktop writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(keys).toString(native) for keys in spec.shortcuts)


def translate(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def _run(spec: ActionSpec, window: Window, checked: bool = False) -> None:  # noqa: ARG001
    window.attempt(partial(spec.run, window))

"""Pictures of the window for the documentation, made by driving the real one.

    python -m annotator.gui.screenshots OUT [VIDEO X0,Y0,X1,Y1 ...]

The window, every panel and the dialogs, in both languages and both themes. Without a video the sample
clip is labelled. The pictures come out the same every time, as far as fonts do.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDockWidget,
    QLineEdit,
    QTreeWidget,
    QWidget,
)

from annotator.gui import language, theme
from annotator.gui.app import make_app
from annotator.gui.posing import draw_box, press, settle, wait
from annotator.gui.preferences import Language
from annotator.gui.theme import Theme
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.sample import write_sample
from storage.records import Box

SIZE = (1440, 900)
PROPAGATED_FRAMES = 40
DIALOGS = ("export", "preferences", "shortcuts", "statistics", "categories", "palette", "about")
_SAMPLE_BOXES = (Box(64, 72, 196, 228), Box(430, 222, 580, 302))


@dataclass(frozen=True, slots=True)
class Shoot:
    """What is photographed: a window that speaks a language, and where its pictures go."""

    window: Window
    out: Path
    prefix: str
    suffix: str

    def save(self, widget: QWidget, name: str, look: Theme) -> None:
        """One picture of a widget as it is now."""
        file = f"{self.prefix}-{name}-{look.value}{self.suffix}.png"
        widget.grab().save(str(self.out / file))


def main(argv: Sequence[str] | None = None) -> int:
    """Make all pictures."""
    parser = argparse.ArgumentParser(prog="screenshots")
    parser.add_argument("out", type=Path)
    parser.add_argument("video", type=Path, nargs="?")
    parser.add_argument("box", nargs="*", help="X0,Y0,X1,Y1 of a thing on the first frame")
    given = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    given.out.mkdir(parents=True, exist_ok=True)
    boxes = [Box(*map(float, text.split(","))) for text in given.box] or _SAMPLE_BOXES
    app = make_app()
    for spoken, suffix in ((Language.ENGLISH, ""), (Language.CHINESE, "-zh")):
        translators = language.install(app, spoken)
        with TemporaryDirectory() as folder:
            clip = _clip(given.video, Path(folder))
            window = Window(Workbench(engine="flow"))
            take_all(Shoot(window, given.out, clip.stem, suffix), clip, boxes)
            window.close()
        for translator in translators:
            app.removeTranslator(translator)
    return 0


def take_all(shoot: Shoot, clip: Path, boxes: Sequence[Box]) -> None:
    """Everything that one window shows, in both themes."""
    window = shoot.window
    window.resize(*SIZE)
    window.show()
    in_both_themes(shoot, window, "start")
    window.bench.projects.open(clip)
    wait(lambda: window.stage.frame_index == 0)
    settle()
    window.canvas.fit()
    label(shoot, boxes)
    follow(window)
    middle = PROPAGATED_FRAMES // 2
    window.bench.seek(middle)
    wait(lambda: window.stage.frame_index == middle)
    in_both_themes(shoot, window, "window")
    for dock in window.findChildren(QDockWidget):
        window.docks.show(dock.objectName())
        in_both_themes(shoot, dock, dock.objectName())
    for action in DIALOGS:
        save_dialog(shoot, action)


def label(shoot: Shoot, boxes: Sequence[Box]) -> None:
    """Things shown by boxes, each accepted; the last proposal is photographed."""
    for box in boxes:
        press(shoot.window, Qt.Key.Key_N)
        draw_box(shoot.window, box)
        in_both_themes(shoot, shoot.window, "proposal")
        press(shoot.window, Qt.Key.Key_Return)


def follow(window: Window) -> None:
    """All of them through the first frames."""
    workspace = window.bench.workspace
    window.actions_by_id["follow-all"].trigger()
    workspace.set_range(0, min(PROPAGATED_FRAMES, len(workspace.seconds)))
    window.actions_by_id["forward"].trigger()
    wait(lambda: window.jobs.current is not None)
    wait(lambda: window.jobs.current is None)
    last = workspace.range[1] - 1
    wait(lambda: all(lane.frame_flags[last] for lane in window.timeline.lanes))


def in_both_themes(shoot: Shoot, widget: QWidget, name: str) -> None:
    """One picture in each theme."""
    shoot.window.banner.hide()
    for look in (Theme.LIGHT, Theme.DARK):
        theme.use(look)
        settle()
        shoot.save(widget, name, look)


def save_dialog(shoot: Shoot, action: str) -> None:
    """A dialog that an action opens, anew in each theme."""
    shoot.window.banner.hide()
    for look in (Theme.LIGHT, Theme.DARK):
        theme.use(look)
        shoot.window.actions_by_id[action].trigger()
        settle()
        (dialog,) = (it for it in shoot.window.findChildren(QDialog) if it.isVisible())
        for line in dialog.findChildren(QLineEdit, "target"):
            line.setText("data/sample/coco")  # not this run's folder
        wait(partial(_is_filled, dialog))
        shoot.save(dialog, action, look)
        dialog.close()
        QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


def _is_filled(dialog: QDialog) -> bool:
    return all(it.topLevelItemCount() for it in dialog.findChildren(QTreeWidget))


def _clip(video: Path | None, folder: Path) -> Path:
    if video is not None:
        return Path(copy(video, folder))
    write_sample(folder / "sample.mp4")
    return folder / "sample.mp4"


if __name__ == "__main__":
    sys.exit(main())

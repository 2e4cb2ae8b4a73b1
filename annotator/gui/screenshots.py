"""Pictures of the window for the documentation, made by driving the real one.

    python -m annotator.gui.screenshots docs/images [VIDEO X0,Y0,X1,Y1 ...]

Without a video the sample clip is labelled. The pictures come out the same every time, as far as fonts do.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from annotator.gui import theme
from annotator.gui.app import make_app
from annotator.gui.theme import Theme
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.sample import write_sample
from storage.records import Box

SIZE = (1440, 900)
PATIENCE_SECONDS = 300.0
PROPAGATED_FRAMES = 40
_SAMPLE_BOXES = (Box(64, 72, 196, 228), Box(430, 222, 580, 302))


@dataclass(frozen=True, slots=True)
class Shoot:
    """What is photographed: a window on a video, the things in it, and where the pictures go."""

    app: QApplication
    window: Window
    boxes: Sequence[Box]
    out: Path
    prefix: str


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
    with TemporaryDirectory() as folder:
        clip = _clip(given.video, Path(folder))
        window = Window(Workbench(engine="flow"))
        take_all(Shoot(app, window, boxes, given.out, clip.stem), clip)
        window.close()
    return 0


def take_all(shoot: Shoot, clip: Path) -> None:
    """The start page, a proposal, a propagation and the dialogs, in both themes."""
    window, workspace = shoot.window, shoot.window.bench.workspace
    window.resize(*SIZE)
    window.show()
    save(shoot, "start")
    window.bench.projects.open(clip)
    wait(lambda: window.stage.frame_index == 0)
    settle()
    window.canvas.fit()
    for box in shoot.boxes:
        press(window, Qt.Key.Key_N)
        draw_box(window, box)
        save(shoot, "proposal")
        press(window, Qt.Key.Key_Return)
    window.actions_by_id["follow-all"].trigger()
    workspace.set_range(0, min(PROPAGATED_FRAMES, len(workspace.seconds)))
    window.actions_by_id["forward"].trigger()
    wait(lambda: window.jobs.current is not None)
    wait(lambda: window.jobs.current is None)
    last = workspace.range[1] - 1
    wait(lambda: all(lane.frame_flags[last] for lane in window.timeline.lanes))
    window.bench.seek(PROPAGATED_FRAMES // 2)
    wait(lambda: window.stage.frame_index == PROPAGATED_FRAMES // 2)
    save(shoot, "propagated")
    save_dialog(shoot, "export")
    save_dialog(shoot, "shortcuts")


def draw_box(window: Window, box: Box) -> None:
    """Draw a box with the mouse and wait for the engine."""
    press(window, Qt.Key.Key_R)
    first, last = (_view(window, x, y) for x, y in ((box.x0, box.y0), (box.x1, box.y1)))
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(window.canvas, left, none, first)
    QTest.mouseMove(window.canvas, last)
    QTest.mouseRelease(window.canvas, left, none, last)
    drafting = window.bench.drafting
    wait(lambda: drafting.draft is not None and not drafting.draft.waiting)


def save(shoot: Shoot, name: str) -> None:
    """One picture in each theme."""
    shoot.window.banner.hide()
    for look in (Theme.LIGHT, Theme.DARK):
        theme.use(look)
        settle()
        shoot.window.grab().save(str(shoot.out / f"{shoot.prefix}-{name}-{look.value}.png"))


def save_dialog(shoot: Shoot, action: str) -> None:
    """A dialog that an action opens."""
    shoot.window.actions_by_id[action].trigger()
    settle()
    (dialog,) = (it for it in shoot.window.findChildren(QDialog) if it.isVisible())
    for line in dialog.findChildren(QLineEdit, "target"):
        line.setText("data/sample/coco")  # not this run's folder
    dialog.grab().save(str(shoot.out / f"{action}.png"))
    dialog.close()
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


def wait(until: Callable[[], bool]) -> None:
    """Let the window live until something has happened. Raises TimeoutError if it never does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        QTest.qWait(10)


def settle() -> None:
    """Let everything that is under way be drawn; a long qWait would let no other thread work."""
    for _ in range(40):
        QTest.qWait(10)


def press(window: Window, name: Qt.Key) -> None:
    QTest.keyClick(window.canvas, name)


def _view(window: Window, x: float, y: float) -> QPoint:
    view_x, view_y = window.canvas.viewport.to_view(x, y)
    return QPoint(round(view_x), round(view_y))


def _clip(video: Path | None, folder: Path) -> Path:
    if video is not None:
        return Path(copy(video, folder))
    write_sample(folder / "sample.mp4")
    return folder / "sample.mp4"


if __name__ == "__main__":
    sys.exit(main())

"""How many clicks and keys a piece of real work takes in the window, counted while it is done.

    python -m benchmarks.effort VIDEO --frames 60

Drives the real window with mouse and keyboard through the whole of a job: three things labelled, one
corrected half way and followed anew between its neighbouring keyframes, an identity swap repaired, all
of it verified from the review queue, and exported. The boxes are those of three things on the first
frame of the clip with the cups (``02_cups.mp4``); give others with ``--box``.

The same job in other tools is counted by hand from what their documentation says; see
docs/measurements.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from annotator.gui import theme
from annotator.gui.app import make_app
from annotator.gui.export_dialog import ExportDialog
from annotator.gui.posing import wait
from annotator.gui.theme import Theme
from annotator.gui.timeline_paint import RULER_HEIGHT
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from exporters import coco
from storage.records import Box, Source

CUPS = (Box(470, 240, 608, 450), Box(690, 240, 828, 450), Box(305, 345, 362, 412))
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Hand:
    """A person's two hands on a window: whatever they do is done for real, and counted."""

    def __init__(self, window: Window, boxes: Sequence[Box], frames: int) -> None:
        self.window, self.boxes, self.frames = window, boxes, frames
        self.clicks = self.drags = self.keys = 0

    def press(self, key: Qt.Key, modifiers=PLAIN, *, on: QWidget | None = None) -> None:
        """A key with its modifiers counts once."""
        self.keys += 1
        QTest.keyClick(on or self.window.canvas, key, modifiers)

    def drag_box(self, box: Box) -> None:
        self.drags += 1
        canvas = self.window.canvas
        first, last = (self._at(x, y) for x, y in ((box.x0, box.y0), (box.x1, box.y1)))
        QTest.mousePress(canvas, LEFT, PLAIN, first)
        QTest.mouseMove(canvas, last)
        QTest.mouseRelease(canvas, LEFT, PLAIN, last)
        self.wait_for_engine()

    def click_timeline(self, frame_index: int) -> None:
        """On the ruler, where the frame is."""
        self.clicks += 1
        timeline = self.window.timeline
        place = QPoint(round(timeline.axis.x_of(frame_index)) + 1, RULER_HEIGHT // 4)
        QTest.mouseClick(timeline.viewport(), LEFT, PLAIN, place)
        wait(lambda: self.window.stage.frame_index == self.window.bench.workspace.frame_index)

    def wait_for_engine(self) -> None:
        drafting = self.window.bench.drafting
        wait(lambda: drafting.draft is not None and not drafting.draft.waiting)

    def wait_for_jobs(self) -> None:
        wait(lambda: self.window.jobs.current is not None)
        wait(lambda: self.window.jobs.current is None)

    def _at(self, x: float, y: float) -> QPoint:
        view_x, view_y = self.window.canvas.viewport.to_view(x, y)
        return QPoint(round(view_x), round(view_y))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("video", type=Path)
    parser.add_argument("--frames", type=int, default=60, help="how many are labelled")
    parser.add_argument("--box", nargs=3, help="X0,Y0,X1,Y1 of three things on the first frame")
    given = parser.parse_args()
    boxes = [Box(*map(float, text.split(","))) for text in given.box or ()] or CUPS
    make_app()
    theme.use(Theme.DARK)
    with TemporaryDirectory() as folder, opened(Path(shutil.copy(given.video, folder))) as window:
        work(Hand(window, boxes, given.frames))


@contextmanager
def opened(clip: Path) -> Iterator[Window]:
    window = Window(Workbench(engine="flow"))
    window.resize(1600, 1000)
    window.show()
    window.bench.projects.open(clip)
    wait(lambda: window.stage.frame_index == 0)
    window.canvas.fit()
    yield window
    window.close()


def work(hand: Hand) -> None:
    print(f"{'step':44}{'clicks':>8}{'drags':>8}{'keys':>8}")
    for step in (label, follow, correct, repair, verify, export):
        before = (hand.clicks, hand.drags, hand.keys)
        step(hand)
        counts = (after - was for after, was in zip(now(hand), before, strict=True))
        print(f"{step.__doc__:44}" + "".join(f"{it:8}" for it in counts))
    print(f"{'all':44}" + "".join(f"{it:8}" for it in now(hand)))


def now(hand: Hand) -> tuple[int, int, int]:
    return hand.clicks, hand.drags, hand.keys


def label(hand: Hand) -> None:
    """three things labelled on the first frame"""
    hand.press(Qt.Key.Key_R)
    for box in hand.boxes:  # each accepts the one before
        hand.drag_box(box)
    hand.press(Qt.Key.Key_Return)
    assert len(hand.window.bench.workspace.objects) == len(hand.boxes)


def follow(hand: Hand) -> None:
    """all three followed over the range"""
    hand.click_timeline(hand.frames - 1)
    hand.press(Qt.Key.Key_U)
    hand.press(Qt.Key.Key_Home)
    hand.press(Qt.Key.Key_A, CTRL | SHIFT)
    hand.press(Qt.Key.Key_B, CTRL)
    hand.wait_for_jobs()
    assert all(len(track(hand, number)) == hand.frames for number in (1, 2, 3))


def correct(hand: Hand) -> None:
    """one corrected half way and followed anew"""
    hand.click_timeline(hand.frames // 2)
    hand.press(Qt.Key.Key_2)
    hand.drag_box(hand.boxes[1])
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_K, CTRL)
    hand.wait_for_jobs()
    assert track(hand, 2)[hand.frames // 2].source is Source.HUMAN


def repair(hand: Hand) -> None:
    """an identity swap repaired from a frame on"""
    frame_index = hand.frames * 2 // 3
    before = [track(hand, number)[frame_index].rle for number in (1, 2)]
    hand.click_timeline(frame_index)
    hand.press(Qt.Key.Key_1)
    hand.press(Qt.Key.Key_X, CTRL | SHIFT)
    (dialog,) = (it for it in hand.window.findChildren(QDialog) if it.isVisible())
    hand.press(Qt.Key.Key_Return, on=dialog)  # [2] stands first in the list
    hand.window.activateWindow()  # as a desktop does when a dialog closes
    wait(lambda: [track(hand, it)[frame_index].rle for it in (2, 1)] == before)


def verify(hand: Hand) -> None:
    """all verified from the queue"""
    reviewing = hand.window.bench.reviewing
    hand.press(Qt.Key.Key_J)
    wait(lambda: reviewing.current is not None)
    while reviewing.current is not None:
        looked_at = reviewing.current
        hand.press(Qt.Key.Key_G)
        wait(lambda looked_at=looked_at: reviewing.current != looked_at)
    unseen = [it for number in (1, 2, 3) for it in track(hand, number).values() if not it.kept]
    assert not unseen, f"{len(unseen)} masks were not verified"


def export(hand: Hand) -> None:
    """exported as COCO"""
    hand.press(Qt.Key.Key_E, CTRL)
    dialog = hand.window.findChild(ExportDialog)
    wait(lambda: any(it.isDefault() and it.isEnabled() for it in dialog.findChildren(QPushButton)))
    hand.press(Qt.Key.Key_Return, on=dialog)
    hand.wait_for_jobs()
    found = coco.read(hand.window.bench.workspace.session.project.path.with_suffix("") / "coco")
    assert len(list(found.masks())) == 3 * hand.frames


def track(hand: Hand, number: int) -> dict:
    session, video = hand.window.bench.workspace.require()
    (tracked,) = (it for it in session.project.objects(video.id) if it.number == number)
    return {it.frame_index: it for it in session.project.track(tracked.id)}


if __name__ == "__main__":
    main()
    QApplication.quit()

"""Driving the real window with mouse and keys, for pictures and for measurements."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from storage.records import Box

if TYPE_CHECKING:
    from annotator.gui.window import Window

PATIENCE_SECONDS = 600.0
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


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
    """A key, with the canvas in focus."""
    QTest.keyClick(window.canvas, name)


def draw_box(window: Window, box: Box) -> None:
    """Draw a box with the mouse and wait for the engine."""
    press(window, Qt.Key.Key_R)
    first, last = (view_position(window, x, y) for x, y in ((box.x0, box.y0), (box.x1, box.y1)))
    QTest.mousePress(window.canvas, _LEFT, _NONE, first)
    QTest.mouseMove(window.canvas, last)
    QTest.mouseRelease(window.canvas, _LEFT, _NONE, last)
    drafting = window.bench.drafting
    wait(lambda: drafting.draft is not None and not drafting.draft.waiting)


def view_position(window: Window, x: float, y: float) -> QPoint:
    """Where on the canvas a pixel of the frame is."""
    view_x, view_y = window.canvas.viewport.to_view(x, y)
    return QPoint(round(view_x), round(view_y))

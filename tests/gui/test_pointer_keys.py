"""Everything that a mouse does on the frame, by keys alone."""

import numpy as np
import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from annotator.gui.pointer_keys import STEP
from model_backend.engine import Candidate
from storage import masks
from storage.records import Box

HW = (360, 640)


def press(window, *keys):
    for it in keys:
        pressed = QKeySequence(it)[0]
        QTest.keyClick(window.canvas, pressed.key(), pressed.keyboardModifiers())


def where(window):
    """The pointer in pixels of the frame."""
    return window.canvas.viewport.to_frame(*window.pointer_keys.geometry().center().toTuple())


def step(window):
    """How far one key moves the pointer, in pixels of the frame."""
    return STEP / window.canvas.viewport.scale


def saved(window):
    workspace = window.bench.workspace
    return workspace.session.project.mask(workspace.objects[0].id, 0)


@pytest.fixture
def seen(window, qtbot, monkeypatch):
    """The window at work with an engine that finds exactly the box, or a square at the last point."""

    def suggest(video_id, prompt, *, object_id=None):
        box = prompt.box
        if box is None:
            at = prompt.points[-1]
            box = Box(at.x - 20, at.y - 20, at.x + 20, at.y + 20)
        found = np.zeros(HW, bool)
        found[round(box.y0) : round(box.y1), round(box.x0) : round(box.x1)] = True
        return [Candidate(masks.encode(found), 0.9)]

    monkeypatch.setattr(window.bench.workspace.session, "suggest", suggest)
    qtbot.waitUntil(lambda: window.stage.frame_index == 0)
    window.canvas.setFocus()
    return window


def test_it_begins_in_the_middle_and_goes_step_by_step(seen):
    press(seen, "Ctrl+Shift+Right")
    x, y = where(seen)
    press(seen, "Ctrl+Shift+Right", "Ctrl+Shift+Down")
    assert where(seen) == pytest.approx((x + step(seen), y + step(seen)))
    assert seen.canvas.pixel_under_pointer is not None


def test_a_box_from_press_to_press_becomes_an_object(seen, qtbot):
    press(seen, "R", "Ctrl+Shift+Left")
    first = where(seen)
    press(seen, "Ctrl+Shift+Space", *["Ctrl+Shift+Right"] * 8, *["Ctrl+Shift+Down"] * 6)
    assert seen.bench.drafting.draft is None  # it is still drawn
    press(seen, "Ctrl+Shift+Space")
    qtbot.waitUntil(
        lambda: bool(seen.bench.drafting.draft) and not seen.bench.drafting.draft.waiting
    )
    press(seen, "Return")
    x, y, w, h = saved(seen).rle.box_xywh
    assert (x, y) == pytest.approx(first, abs=1)
    assert (w, h) == pytest.approx((8 * step(seen), 6 * step(seen)), abs=1.5)


def test_a_point_is_one_press_and_the_other_button_subtracts(seen, qtbot):
    press(seen, "Q", "Ctrl+Shift+Up", "Ctrl+Shift+Space", "Ctrl+Shift+Up", "Ctrl+Shift+Up",
          "Ctrl+Alt+Space")  # fmt: skip
    qtbot.waitUntil(
        lambda: bool(seen.bench.drafting.draft) and not seen.bench.drafting.draft.waiting
    )
    assert [it.positive for it in seen.bench.drafting.draft.prompt.points] == [True, False]


def test_a_stroke_is_painted_from_press_to_press(seen):
    press(seen, "B", "Ctrl+Shift+Space", *["Ctrl+Shift+Right"] * 5)
    assert seen.bench.workspace.objects == []
    press(seen, "Ctrl+Shift+Space", "Return")
    assert saved(seen).rle.box_xywh[2] > 5 * step(seen)


def test_at_the_edge_of_the_view_the_frame_moves(seen):
    seen.canvas.zoom(8)
    press(seen, "Ctrl+Shift+Right")
    x, _ = where(seen)
    count = seen.canvas.width() // STEP
    press(seen, *["Ctrl+Shift+Right"] * count)
    assert where(seen)[0] == pytest.approx(x + count * step(seen), abs=0.5)


def test_zooming_keeps_what_it_points_at(seen):
    press(seen, *["Ctrl+Shift+Left"] * 5)
    there = where(seen)
    press(seen, "Ctrl+=")
    assert where(seen) == pytest.approx(there, abs=0.5)


def test_a_real_mouse_makes_it_go(seen):
    press(seen, "Ctrl+Shift+Right")
    assert seen.pointer_keys.isVisible()
    QTest.mouseMove(seen.canvas, seen.canvas.rect().center())
    assert not seen.pointer_keys.isVisible()

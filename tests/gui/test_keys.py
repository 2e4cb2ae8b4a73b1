"""Keys that other tests of the window do not press: each does what its menu entry says."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from annotator.gui.actions import ACTIONS
from annotator.gui.shortcut_presets import PRESETS
from annotator.gui.shortcuts import keys_in_use, normal
from annotator.objects import add_object
from storage import masks
from storage.records import Mask, Source
from tests.gui.conftest import FRAME_COUNT

KEYS = {spec.id: spec.shortcuts for spec in ACTIONS}


def press(window, action_id):
    """The first of the keys that the menu shows beside an action."""
    pressed = QKeySequence(KEYS[action_id][0])[0]
    QTest.keyClick(window.canvas, pressed.key(), pressed.keyboardModifiers())


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_opens_a_menu_instead(window, preset):
    chosen = replace(window.preferences, preset=preset)
    menus = {QKeySequence.mnemonic(it.text()).toString() for it in window.menuBar().actions()}
    taken = {normal(key) for keys in keys_in_use(ACTIONS, chosen).values() for key in keys}
    assert "Alt+F" in menus
    assert menus & taken == set()


@pytest.fixture
def track(window, qtbot):
    """Object [1], a square from an engine on every frame; the range is 4 to 7."""
    session, video = window.bench.workspace.session, window.bench.workspace.video
    tracked = add_object(session, video.id)
    square = masks.paste(np.ones((60, 60), bool), 100, 100, (360, 640))
    with session.edit("Label") as edit:
        edit.put_masks(Mask(tracked.id, i, square, Source.ENGINE, 0.9) for i in range(FRAME_COUNT))
    qtbot.waitUntil(lambda: len(window.timeline.lanes) == 1)
    window.bench.workspace.choose(tracked.id)
    window.bench.workspace.set_range(4, 8)
    window.canvas.setFocus()
    return tracked


def marked(window, track, name):
    marks = window.bench.workspace.session.project.track_marks(track.id)
    return marks.frame_index[getattr(marks, name)].tolist()


def test_masks_are_verified_and_locked_and_set_free_again(window, track):
    for state, word, where, changed in (
        ("verified", "verify", "frame", [0]),
        ("verified", "verify", "range", [4, 5, 6, 7]),
        ("locked", "lock", "frame", [0]),
        ("locked", "lock", "range", [4, 5, 6, 7]),
    ):
        press(window, f"{word}-{where}")
        assert marked(window, track, state) == changed
        press(window, f"un{word}-{where}")
        assert marked(window, track, state) == []


def test_masks_of_the_range_are_deleted(window, track):
    press(window, "clear-range")
    left = [it.frame_index for it in window.bench.workspace.session.project.track(track.id)]
    assert left == [*range(4), *range(8, FRAME_COUNT)]


@pytest.mark.parametrize(
    "name",
    ["add-point", "subtract-point", "box", "brush", "eraser", "polygon", "lasso", "bend-outline", "pick"],
)  # fmt: skip
def test_a_tool_comes_into_the_hand(window, name):
    press(window, name)
    assert window.canvas.tool is window.tools[name]
    assert window.actions_by_id[name].isChecked()


def test_the_brush_grows_and_shrinks(window):
    press(window, "brush")
    size = window.canvas.tool.radius
    press(window, "larger-brush")
    assert window.canvas.tool.radius > size
    press(window, "smaller-brush")
    press(window, "smaller-brush")
    assert window.canvas.tool.radius < size


def test_the_frame_is_seen_larger_smaller_in_its_own_size_and_whole(window):
    def scale():
        return window.canvas.viewport.scale

    whole = scale()
    press(window, "zoom-in")
    assert scale() > whole
    press(window, "zoom-out")
    assert scale() == pytest.approx(whole)
    press(window, "actual-size")
    assert scale() * window.canvas.devicePixelRatioF() == pytest.approx(1)
    press(window, "fit")
    assert scale() == pytest.approx(whole)


def test_the_timeline_shows_fewer_frames_more_the_range_and_all(window, track):
    def shown():
        axis = window.timeline.axis
        return axis.frame_at(axis.left), axis.frame_at(axis.left + axis.width)

    window.bench.seek(20)
    whole = shown()
    assert whole == (0, FRAME_COUNT - 1)
    press(window, "timeline-closer")
    closer = shown()
    assert whole[0] < closer[0] < 20 < closer[1] < whole[1]
    press(window, "timeline-wider")
    assert shown() == whole
    press(window, "timeline-range")
    assert shown()[0] <= 4
    assert 7 <= shown()[1] < 20
    press(window, "timeline-whole")
    assert shown() == whole


def test_ten_frames_back(window):
    window.bench.seek(15)
    press(window, "back-10")
    assert window.bench.workspace.frame_index == 5


def test_a_name_is_typed_after_f2(window, track, qtbot):
    press(window, "rename")
    (typed,) = window.objects.tree.viewport().findChildren(QLineEdit)
    QTest.keyClicks(typed, "kite")
    QTest.keyClick(typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.bench.workspace.objects[0].name == "kite")


@pytest.mark.parametrize(("direction", "reached"), [("backward", range(4, 6)), ("both", [4, 5, 7])])
def test_an_object_is_followed_backward_and_both_ways(window, track, qtbot, direction, reached):
    press(window, "clear-range")
    window.bench.seek(6)
    project = window.bench.workspace.session.project
    disc = masks.paste(np.ones((60, 60), bool), 100, 100, (360, 640))
    with window.bench.workspace.session.edit("Label") as edit:
        edit.put_masks([Mask(track.id, 6, disc, Source.HUMAN)])
    press(window, direction)
    qtbot.waitUntil(lambda: window.jobs.current is not None)
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=60_000)
    again = [i for i in range(4, 8) if i != 6 and project.mask(track.id, i) is not None]
    assert again == list(reached)


@pytest.mark.parametrize("name", ["open", "open-folder", "new-project", "add-videos"])
def test_what_is_asked_for_is_asked(window, qtbot, name):
    press(window, name)
    (asked,) = (it for it in window.findChildren(QFileDialog) if it.isVisible())
    asked.reject()
    qtbot.waitUntil(lambda: not any(it.isVisible() for it in window.findChildren(QFileDialog)))

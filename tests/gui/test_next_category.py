"""What a new object is: the kind of thing that was said last, and called so until a person names it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.objects import rename_object
from tests.gui.hand import drag, key

CTRL = Qt.KeyboardModifier.ControlModifier


def say(window, category):
    """Ctrl+T, the category, Return."""
    key(window, Qt.Key.Key_T, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), category)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def paint_new(window, x):
    key(window, Qt.Key.Key_N)
    key(window, Qt.Key.Key_B)
    drag(window.canvas, [(x, 100), (x + 20, 120)])


def names(window):
    return [it.name for it in window.bench.workspace.objects]


def test_a_new_object_is_what_was_said_last(window):
    paint_new(window, 100)
    say(window, "cup")
    paint_new(window, 200)
    say(window, "ball")
    paint_new(window, 300)
    assert names(window) == ["cup", "ball", "ball"]


def test_before_there_is_an_object_the_panel_asks_what_it_will_be(window):
    assert window.attributes.category.isVisible()
    say(window, "cup")
    key(window, Qt.Key.Key_N)
    assert window.banner.text == "What you click, box or draw next becomes a new cup."
    paint_new(window, 100)
    assert names(window) == ["cup"]


def test_n_shows_what_the_next_one_will_be(window):
    paint_new(window, 100)
    say(window, "cup")
    key(window, Qt.Key.Key_N)
    assert window.attributes.category.currentText() == "cup"
    say(window, "ball")
    paint_new(window, 200)
    assert names(window) == ["cup", "ball"]


def test_a_name_that_a_person_gave_stays(window):
    paint_new(window, 100)
    session, _ = window.bench.workspace.require()
    rename_object(session, window.bench.workspace.chosen.id, "the red one")
    say(window, "cup")
    assert names(window) == ["the red one"]


def test_when_the_project_is_opened_again_new_objects_are_as_the_newest(window, clip, qtbot):
    paint_new(window, 100)
    say(window, "cup")
    bench = window.bench
    bench.projects.open(bench.workspace.session.project.path)
    qtbot.waitUntil(lambda: window.stage.frame_index == 0 and window.stage.is_settled)
    paint_new(window, 200)
    assert names(window) == ["cup", "cup"]


@pytest.mark.parametrize("gone", ["undone", "removed"])
def test_a_category_that_is_gone_is_not_given(window, gone):
    say(window, "cup")
    if gone == "undone":
        window.bench.undo()
    else:
        window.bench.categories.remove(window.bench.workspace.next_category)
    paint_new(window, 100)
    assert names(window) == ["object"]
    assert window.bench.categories.categories() == []

"""A field that is done with gives the keyboard back: what is pressed next is a shortcut."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSpinBox

from tests.gui.hand import at, drag


def type_into(field, text, end=Qt.Key.Key_Return):
    field.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), text)
    QTest.keyClick(QApplication.focusWidget(), end)


def press(name, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), name, modifiers)


@pytest.fixture
def labelled(window):
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    drag(window.canvas, [(100, 100), (150, 150)])
    QTest.keyClick(window.canvas, Qt.Key.Key_Q)
    return window


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
@pytest.mark.parametrize("panel", ["objects", "videos"])
def test_after_a_search_keys_are_shortcuts_again(labelled, panel, end):
    labelled.docks.show(panel)
    type_into(getattr(labelled, panel).findChild(QLineEdit), "cl", end)
    assert labelled.canvas.hasFocus()
    press(Qt.Key.Key_D)
    assert labelled.bench.workspace.frame_index == 1


def test_after_a_category_keys_are_shortcuts_again(labelled):
    press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    type_into(labelled.attributes.category, "cup")
    press(Qt.Key.Key_D)
    assert [it.name for it in labelled.bench.categories.categories()] == ["cup"]
    assert labelled.bench.workspace.frame_index == 1


def test_what_is_typed_after_the_shortcut_replaces_the_category(labelled):
    for name in ("cup", "ball"):
        press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(QApplication.focusWidget(), name)
        press(Qt.Key.Key_Return)
    assert [it.name for it in labelled.bench.categories.categories()] == ["cup", "ball"]


def test_return_in_a_field_is_about_the_field_also_while_there_is_a_proposal(labelled, qtbot):
    QTest.mouseClick(labelled.canvas, Qt.MouseButton.LeftButton, pos=at(labelled.canvas, 300, 200))
    assert labelled.bench.drafting.draft is not None
    type_into(labelled.attributes.category, "cup")
    assert labelled.bench.drafting.draft is not None
    assert labelled.bench.workspace.next_category.name == "cup"


def test_after_a_frame_number_keys_are_shortcuts_again(labelled):
    frame = labelled.transport.findChild(QSpinBox)
    frame.setFocus()
    frame.selectAll()
    type_into(frame, "7")
    press(Qt.Key.Key_D)
    assert labelled.bench.workspace.frame_index == 8


def test_a_frame_number_is_typed_to_its_end_while_the_video_goes_on(labelled):
    QTest.keyClick(labelled.canvas, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "1")
    labelled.bench.workspace.seek(20)  # as playing and following do
    QTest.keyClicks(QApplication.focusWidget(), "2")
    press(Qt.Key.Key_Return)
    assert labelled.bench.workspace.frame_index == 12


def test_the_frame_that_was_shown_when_the_typing_began_can_be_typed(labelled):
    begin = labelled.bench.workspace.frame_index
    QTest.keyClick(labelled.canvas, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    labelled.bench.workspace.seek(20)
    QTest.keyClicks(QApplication.focusWidget(), str(begin))
    press(Qt.Key.Key_Return)
    assert labelled.bench.workspace.frame_index == begin


def test_who_types_no_frame_number_goes_nowhere(labelled):
    frame = labelled.transport.findChild(QSpinBox)
    QTest.keyClick(labelled.canvas, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    labelled.bench.workspace.seek(20)
    labelled.canvas.setFocus()
    assert labelled.bench.workspace.frame_index == frame.value() == 20


def test_a_floating_panel_gives_the_keyboard_back_too(labelled, qtbot):
    dock = labelled.docks.dock("objects")
    dock.setFloating(True)
    qtbot.waitExposed(dock)
    type_into(labelled.objects.search, "x")
    assert labelled.canvas.hasFocus()


def test_the_keyboard_leaves_a_list_of_choices_too(labelled):
    box = labelled.transport.findChild(QComboBox)
    box.setFocus()
    press(Qt.Key.Key_Escape)
    assert labelled.canvas.hasFocus()

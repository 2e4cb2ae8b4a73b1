"""Every action by its name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from annotator.gui.command_palette import CommandPalette
from tests.gui.conftest import FRAME_COUNT


@pytest.fixture
def palette(window, qtbot):
    QTest.keyClick(window.canvas, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (found,) = (it for it in window.findChildren(CommandPalette))
    return found


def type_text(palette, text):
    QTest.keyClicks(palette.findChild(QLineEdit), text)


def test_what_is_typed_finds_the_action_and_enter_runs_it(window, palette):
    type_text(palette, "last fr")
    assert palette.titles[0].startswith("Go > Last frame")
    QTest.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Return)
    assert window.bench.workspace.frame_index == FRAME_COUNT - 1
    assert not palette.isVisible()


def test_the_letters_need_not_stand_together(palette):
    type_text(palette, "gnkf")
    assert not [it for it in palette.titles if "Undo" in it]
    palette.findChild(QLineEdit).clear()
    type_text(palette, "ranwho")
    assert palette.titles[0].startswith("Go > Range is the whole video")


def test_only_what_can_be_done_now_is_offered(palette):
    assert not [it for it in palette.titles if "Accept the proposal" in it]


def test_up_and_down_choose(window, palette):
    line = palette.findChild(QLineEdit)
    type_text(palette, "frame")
    QTest.keyClick(line, Qt.Key.Key_Down)
    second = palette.titles[1]
    assert second.startswith("Go > ")
    QApplication.processEvents()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_nothing_found_runs_nothing(palette):
    type_text(palette, "qqqqqq")
    assert palette.titles == []
    assert palette.findChild(QLabel).isVisible()
    QTest.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_typing_goes_to_the_palette_without_a_click_into_it(palette):
    assert palette.focusWidget() is palette.findChild(QLineEdit)  # whom a pop-up's keys go to

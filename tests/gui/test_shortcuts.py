"""Which keys do what: presets, own keys, and the warning when two actions share one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QTreeWidget

from annotator.gui import shortcuts
from annotator.gui.actions import ACTIONS
from annotator.gui.preferences import Preferences
from annotator.gui.shortcut_editor import ShortcutEditor
from annotator.gui.shortcut_presets import PRESET_TITLES, PRESETS
from annotator.gui.shortcuts import conflicts, keys_in_use, own_keys


@pytest.fixture
def editor(qtbot):
    editor = ShortcutEditor(ACTIONS, Preferences())
    qtbot.addWidget(editor)
    editor.show()
    return editor


def press_button(editor, text):
    (button,) = (it for it in editor.findChildren(QPushButton) if it.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def warning(editor):
    return next(it for it in editor.findChildren(QLabel) if "would do nothing" in it.text()).text()


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_gives_a_key_to_two_actions(preset):
    assert conflicts(keys_in_use(ACTIONS, Preferences(preset=preset))) == {}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_names_actions_that_exist_and_keys_that_qt_knows(preset):
    known = {spec.id for spec in ACTIONS}
    assert PRESETS[preset].keys() <= known
    assert preset in PRESET_TITLES
    assert all(shortcuts.normal(key) for keys in PRESETS[preset].values() for key in keys)


@pytest.mark.parametrize(
    ("preset", "key", "action"),
    [
        ("cvat", "F", "next-frame"),
        ("cvat", "D", "previous-frame"),
        ("cvat", "V", "forward-10"),
        ("cvat", "C", "back-10"),
        ("cvat", "R", "next-keyframe"),
        ("cvat", "E", "previous-keyframe"),
        ("cvat", "Space", "play"),
        ("cvat", "`", "go-to-frame"),
        ("cvat", "N", "new-object"),
        ("cvat", "M", "merge"),
        ("cvat", "K", "keyframe"),
        ("cvat", "O", "absent"),
        ("cvat", "H", "toggle-shown"),
        ("cvat", "L", "toggle-locked"),
        ("cvat", "Ctrl+B", "forward"),
        ("labelme", "D", "next-frame"),
        ("labelme", "A", "previous-frame"),
        ("labelme", "P", "polygon"),
        ("labelme", "Ctrl+N", "polygon"),
        ("labelme", "Ctrl+R", "box"),
        ("labelme", "Ctrl+J", "bend-outline"),
        ("labelme", "Ctrl+E", "describe"),
        ("labelme", "Ctrl+U", "open-folder"),
        ("labelme", "Ctrl+0", "actual-size"),
        ("labelme", "Ctrl+F", "fit"),
        ("labelme", "Q", "add-point"),
        ("labelme", "E", "subtract-point"),
        ("labelme", "F", "keep"),
        ("labelme", "B", "discard"),
        ("labelme", "S", "toggle-shown"),
        ("labelme", "Ctrl+D", "duplicate"),
        ("labelme", "Del", "clear-frame"),
        ("cutie", "Space", "forward"),
        ("cutie", "C", "keyframe"),
    ],
)
def test_a_preset_has_the_documented_keys_of_the_other_tool(preset, key, action):
    assert key in keys_in_use(ACTIONS, Preferences(preset=preset))[action]


def test_backspace_which_takes_a_point_back_in_labelme_deletes_no_object_here():
    keys = keys_in_use(ACTIONS, Preferences(preset="labelme"))
    assert [name for name, its in keys.items() if "Backspace" in its] == []


def test_own_keys_go_before_the_preset_and_only_they_are_remembered():
    chosen = Preferences(preset="cvat", keys={"play": ("P",)})
    keys = keys_in_use(ACTIONS, chosen)
    assert keys["play"] == ("P",)
    assert keys["next-frame"] == PRESETS["cvat"]["next-frame"]
    assert own_keys(ACTIONS, "cvat", keys) == {"play": ("P",)}


def test_the_same_key_in_two_spellings_is_a_conflict():
    assert conflicts({"a": ("Ctrl+Shift+Z",), "b": ("Shift+Ctrl+Z",), "c": ("Z",)}) == {
        "Ctrl+Shift+Z": ("a", "b")
    }


def test_new_keys_are_pressed_and_a_conflict_is_told(editor):
    editor.select("play")
    QTest.keyClick(editor.findChild(QKeySequenceEdit), Qt.Key.Key_B)
    press_button(editor, "Add these keys")
    assert editor.own_keys == {"play": ("Space", "B")}
    assert warning(editor).startswith("B would do nothing")
    assert "Play" in warning(editor)
    assert "Brush" in warning(editor)
    press_button(editor, "As in the preset")
    assert editor.own_keys == {}


def test_a_key_can_be_taken_from_the_others_that_have_it(editor):
    (only,) = (it for it in editor.findChildren(QPushButton) if it.text().startswith("Only for"))
    editor.select("play")
    assert not only.isVisible()
    QTest.keyClick(editor.findChild(QKeySequenceEdit), Qt.Key.Key_B)
    press_button(editor, "Add these keys")
    editor.select("undo")
    assert not only.isVisible()  # it has no part in it
    editor.select("play")
    press_button(editor, "Only for “Play”")
    assert editor.own_keys == {"play": ("Space", "B"), "brush": ()}
    assert not only.isVisible()


def test_an_action_can_be_without_keys(editor):
    editor.select("play")
    press_button(editor, "Remove all keys")
    assert editor.own_keys == {"play": ()}


def test_actions_are_found_by_name_and_by_key(editor):
    tree = editor.findChild(QTreeWidget)
    search = next(it for it in editor.findChildren(QLineEdit) if it.placeholderText())
    for text, expected in (("next key", "Go > Next keyframe"), ("pgdown", "Go > Next keyframe")):
        search.setText(text)
        items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
        assert expected in [it.text(0) for it in items if not it.isHidden()]
        assert len([it for it in items if not it.isHidden()]) < 5

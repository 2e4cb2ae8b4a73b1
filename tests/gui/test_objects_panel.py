"""The list of objects, driven by mouse and keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QColorDialog, QComboBox, QLineEdit

from annotator.gui.objects_model import Column
from annotator.gui.objects_panel import ObjectsPanel
from annotator.gui.requests import (
    CategoriseObject,
    ChooseObject,
    LockObject,
    RecolourObject,
    RemoveObject,
    RenameObject,
    ShowObject,
)
from storage.records import Category, TrackedObject

CATEGORIES = [Category(1, "dog", "#112233"), Category(2, "cat", "#332211")]
OBJECTS = [
    TrackedObject(11, 1, 1, "Rex", 1, "#e69f00"),
    TrackedObject(12, 1, 2, "<img src=x>", None, "#56b4e9", visible=False, locked=True),
]


@pytest.fixture
def panel(qtbot):
    panel = ObjectsPanel()
    qtbot.addWidget(panel)
    panel.resize(400, 200)
    panel.show()
    qtbot.waitExposed(panel)
    panel.set_objects(OBJECTS, CATEGORIES)
    panel.asked = []
    panel.requested.connect(panel.asked.append)
    return panel


def click(panel, row, column, *, double=False):
    position = panel.visualRect(panel.model().index(row, column)).center()
    QTest.mouseClick(panel.viewport(), Qt.MouseButton.LeftButton, pos=position)
    if double:
        QTest.mouseDClick(panel.viewport(), Qt.MouseButton.LeftButton, pos=position)


def editor(panel, kind):
    return next(it for it in panel.viewport().findChildren(kind) if it.isVisible())


def test_a_click_chooses(panel):
    click(panel, 1, Column.NAME)
    assert panel.asked == [ChooseObject(12)]
    assert panel.chosen() == OBJECTS[1]


def test_being_told_what_is_chosen_asks_for_nothing(panel):
    panel.set_chosen(12)
    assert panel.chosen() == OBJECTS[1]
    panel.set_chosen(None)
    assert panel.chosen() is None
    assert panel.asked == []


def test_the_eye_and_the_padlock_ask_for_the_opposite(panel):
    panel.set_chosen(12)
    click(panel, 1, Column.SHOWN)
    click(panel, 1, Column.LOCKED)
    assert panel.asked == [ShowObject(12, visible=True), LockObject(12, locked=False)]


def test_a_name_is_changed_in_place(panel, qtbot):
    panel.set_chosen(11)
    panel.edit_name()
    line = editor(panel, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "Bella")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.asked == [RenameObject(11, "Bella")])


def test_an_empty_or_unchanged_name_asks_for_nothing(panel):
    for text in ("", "Rex"):
        panel.model().setData(panel.model().index(0, Column.NAME), text)
    assert panel.asked == []


def test_a_category_is_chosen_or_typed(panel, qtbot):
    panel.set_chosen(11)
    panel.edit(panel.model().index(0, Column.CATEGORY))
    box = editor(panel, QComboBox)
    assert [box.itemText(i) for i in range(box.count())] == ["cat", "dog"]
    assert box.currentText() == "dog"
    box.setEditText("fox")
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.asked == [CategoriseObject(11, "fox")])
    panel.model().setData(panel.model().index(0, Column.CATEGORY), "")
    assert panel.asked[-1] == CategoriseObject(11, None)


def test_a_double_click_on_the_number_asks_for_a_colour(panel, qtbot):
    click(panel, 0, Column.NUMBER, double=True)
    dialog = panel.findChild(QColorDialog)
    dialog.setCurrentColor(QColor("#123456"))
    dialog.accept()
    assert panel.asked[-1] == RecolourObject(11, "#123456")


def test_the_menu_offers_what_can_be_done(panel):
    panel.set_chosen(12)
    menu = panel.menu()
    entries = {it.text(): it for it in menu.actions() if it.text()}
    assert list(entries) == ["Rename", "Colour ...", "Show", "Unlock", "Delete"]
    entries["Delete"].trigger()
    assert panel.asked == [RemoveObject(12)]


def test_the_choice_survives_a_change_of_the_list(panel):
    panel.set_chosen(12)
    panel.set_objects(OBJECTS[1:], CATEGORIES)
    assert panel.chosen() == OBJECTS[1]
    panel.set_objects([], CATEGORIES)
    assert panel.chosen() is None
    assert panel.asked == []


def test_screen_readers_hear_what_the_icons_mean(panel):
    spoken = [
        panel.model().index(1, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in Column
    ]
    assert spoken == ["[2] <img src=x>", "<img src=x>", "", "hidden: click to show",
                      "locked: click to unlock"]  # fmt: skip
    tip = panel.model().index(1, Column.NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip


def test_keys_move_through_the_list(panel):
    panel.set_chosen(11)
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Down)
    assert panel.asked == [ChooseObject(12)]
    assert panel.state() == QAbstractItemView.State.NoState
    QApplication.processEvents()

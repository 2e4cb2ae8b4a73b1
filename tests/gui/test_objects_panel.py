"""The tree of objects, driven by mouse and keyboard."""

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QColorDialog, QLineEdit

from annotator.gui.objects_model import Column
from annotator.gui.objects_panel import ObjectsPanel
from annotator.gui.requests import (
    LockObjects,
    RecolourObject,
    RenameObject,
    SelectObjects,
    ShowObjects,
)
from storage.records import Category, TrackedObject

CATEGORIES = [Category(1, "dog", "#112233"), Category(2, "cat", "#332211")]
OBJECTS = [
    TrackedObject(11, 1, 1, "Rex", 1, "#e69f00"),
    TrackedObject(12, 1, 2, "<img src=x>", None, "#56b4e9", visible=False, locked=True),
    TrackedObject(13, 1, 3, "Tom", 2, "#009e73"),
]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SPOKEN, SHOWN = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole


class FakePortraits(QObject):
    came = Signal()

    def __init__(self):
        super().__init__()
        self.pictures = {}

    def get(self, object_id):
        return self.pictures.get(object_id)


@pytest.fixture
def panel(qtbot):
    portraits = FakePortraits()
    panel = ObjectsPanel(portraits)
    panel.portraits = portraits
    qtbot.addWidget(panel)
    panel.resize(420, 300)
    panel.show()
    qtbot.waitExposed(panel)
    panel.set_objects(OBJECTS, CATEGORIES)
    panel.asked = []
    panel.requested.connect(panel.asked.append)
    return panel


def cell(panel, object_id, column):
    return panel.model.index_of(object_id, column)


def click(panel, object_id, column, *, held=Qt.KeyboardModifier.NoModifier, double=False):
    tree = panel.tree
    position = tree.visualRect(cell(panel, object_id, column)).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, held, position)
    if double:
        QTest.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=position)


def test_numbers_of_three_digits_can_be_read(panel):
    panel.set_objects([TrackedObject(14, 1, 999, "Rex", 1, "#e69f00")], CATEGORIES)
    tree = panel.tree
    assert tree.sizeHintForColumn(Column.NUMBER) <= tree.columnWidth(Column.NUMBER)


def editor(panel, kind):
    return next(it for it in panel.tree.viewport().findChildren(kind) if it.isVisible())


def shown(panel):
    """The categories with the names of the objects under them, from top to bottom."""
    model = panel.model
    tops = [model.index(row, 0) for row in range(model.rowCount())]
    return {
        top.data(SHOWN): [
            model.index(row, Column.NAME, top).data(SHOWN) for row in range(model.rowCount(top))
        ]
        for top in tops
    }


# --- the tree ------------------------------------------------------------------------------------


def test_objects_stand_under_their_category(panel):
    expected = {"dog  (1)": ["Rex"], "cat  (1)": ["Tom"], "No category  (1)": ["<img src=x>"]}
    assert shown(panel) == expected
    assert all(panel.tree.isExpanded(panel.model.index(row, 0)) for row in range(3))


def test_a_category_that_was_folded_stays_so(panel):
    panel.tree.collapse(panel.model.index(0, 0))
    panel.set_objects(OBJECTS[:2], CATEGORIES)
    assert not panel.tree.isExpanded(panel.model.index(0, 0))
    assert panel.tree.isExpanded(panel.model.index(1, 0))


@pytest.mark.parametrize(
    ("typed", "names"), [("RE", ["Rex"]), ("[3]", ["Tom"]), ("cat", ["Tom"]), ("fox", [])]
)
def test_searching_leaves_what_fits(panel, typed, names):
    panel.set_selected([12], 12)
    QTest.keyClicks(panel.search, typed)
    assert [name for group in shown(panel).values() for name in group] == names
    panel.search.clear()
    assert len(shown(panel)) == 3
    assert panel.chosen() == OBJECTS[1]
    assert panel.asked == []


def test_how_much_is_verified_is_shown_and_all_means_all(panel):
    panel.model.set_verified_shares({11: 0.999, 12: 1.0, 13: None})
    cells = [cell(panel, i, Column.VERIFIED) for i in (11, 12, 13)]
    assert [it.data(SHOWN) for it in cells] == ["99%", "100%", ""]
    assert cells[2].data(SPOKEN) == "no masks"


def test_an_object_has_a_portrait_as_soon_as_there_is_one(panel):
    assert cell(panel, 13, Column.NAME).data(Qt.ItemDataRole.DecorationRole) is None
    pixmap = QPixmap(96, 54)
    pixmap.fill(QColor("#aa5500"))
    panel.portraits.pictures[13] = pixmap
    found = cell(panel, 13, Column.NAME).data(Qt.ItemDataRole.DecorationRole)
    assert found.pixmap(96, 54).toImage().pixelColor(40, 40) == QColor("#aa5500")


# --- the hand ------------------------------------------------------------------------------------


def test_a_click_chooses(panel):
    click(panel, 12, Column.NAME)
    assert panel.asked == [SelectObjects((12,), 12)]
    assert panel.chosen() == OBJECTS[1]


def test_being_told_what_is_chosen_asks_for_nothing(panel):
    panel.set_selected([12], 12)
    assert panel.chosen() == OBJECTS[1]
    panel.set_selected([], None)
    assert panel.chosen() is None
    assert panel.asked == []


def test_the_eye_and_the_padlock_ask_for_the_opposite(panel):
    panel.set_selected([12], 12)
    click(panel, 12, Column.SHOWN)
    click(panel, 12, Column.LOCKED)
    assert panel.asked == [ShowObjects((12,), visible=True), LockObjects((12,), locked=False)]


def test_ctrl_and_shift_with_a_click_select_several(panel):
    click(panel, 11, Column.NAME)
    click(panel, 12, Column.NAME, held=CTRL)
    assert panel.asked[-1] == SelectObjects((11, 12), 12)
    click(panel, 11, Column.NAME, held=CTRL)
    assert panel.asked[-1] == SelectObjects((12,), 12)
    click(panel, 11, Column.NAME)
    click(panel, 12, Column.NAME, held=SHIFT)  # the cat stands between them
    assert panel.asked[-1] == SelectObjects((11, 12, 13), 12)


def test_keys_select_several(panel):
    panel.set_selected([11], 11)
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(panel.tree, Qt.Key.Key_Down, SHIFT)
    assert panel.asked[-1] == SelectObjects((11, 13), 13)
    QTest.keyClick(panel.tree, Qt.Key.Key_A, CTRL)
    assert panel.asked[-1].object_ids == (11, 12, 13)


def test_the_current_row_is_that_of_the_object_at_work(panel):
    panel.set_selected([11, 12], 11)
    panel.set_selected([11, 12], 12)
    assert panel.chosen() == OBJECTS[1]
    assert panel.tree.selected_ids() == [11, 12]
    assert panel.asked == []


def test_the_eye_of_one_of_several_is_that_of_all(panel):
    panel.set_selected([11, 12], 12)
    click(panel, 11, Column.SHOWN)
    assert panel.asked == [ShowObjects((11, 12), visible=False)]
    click(panel, 13, Column.LOCKED)
    assert panel.asked[-1] == LockObjects((13,), locked=True)


def test_a_click_on_a_category_chooses_nothing(panel):
    position = panel.tree.visualRect(panel.model.index(0, 0)).center()
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=position)
    assert panel.asked == []


def test_a_name_is_changed_in_place(panel, qtbot):
    panel.set_selected([11], 11)
    panel.edit_name()
    line = editor(panel, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "Bella")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.asked == [RenameObject(11, "Bella")])


def test_an_empty_or_unchanged_name_asks_for_nothing(panel):
    for text in ("", "Rex"):
        panel.model.setData(cell(panel, 11, Column.NAME), text)
    assert panel.asked == []


def test_a_double_click_on_the_number_asks_for_a_colour(panel):
    click(panel, 11, Column.NUMBER, double=True)
    dialog = panel.findChild(QColorDialog)
    dialog.setCurrentColor(QColor("#123456"))
    dialog.accept()
    assert panel.asked[-1] == RecolourObject(11, "#123456")


def test_the_menu_offers_what_can_be_done(panel):
    done = []
    action = QAction("Merge", panel, triggered=lambda: done.append("merge"))
    panel.set_menu([action])
    (entry,) = panel.tree.menu().actions()
    entry.trigger()
    assert done == ["merge"]


def test_the_choice_survives_a_change_of_the_list(panel):
    panel.set_selected([12], 12)
    panel.set_objects(OBJECTS[1:], CATEGORIES)
    assert panel.chosen() == OBJECTS[1]
    panel.set_objects([], CATEGORIES)
    assert panel.chosen() is None
    assert panel.asked == []


def test_keys_move_through_the_tree(panel):
    panel.set_selected([11], 11)
    panel.tree.setFocus()
    for _ in range(2):  # over the next category to the object under it
        QTest.keyClick(panel.tree, Qt.Key.Key_Down)
    assert panel.asked == [SelectObjects((13,), 13)]
    assert panel.tree.state() == QAbstractItemView.State.NoState
    QApplication.processEvents()


def test_screen_readers_hear_what_the_icons_mean(panel):
    spoken = [cell(panel, 12, column).data(SPOKEN) for column in Column]
    assert spoken == ["[2] <img src=x>", "<img src=x>", "no masks", "hidden: click to show",
                      "locked: click to unlock"]  # fmt: skip
    assert panel.model.index(0, 0).data(SPOKEN) == "category dog, 1 object"
    assert "<img" not in cell(panel, 12, Column.NAME).data(Qt.ItemDataRole.ToolTipRole)

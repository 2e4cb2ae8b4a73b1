"""Everything in the window can be reached with the Tab key, and says what it is to a screen reader."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QTabWidget,
    QToolBar,
    QWidget,
)

from annotator.gui.attribute_dialog import AttributeDialog
from annotator.gui.import_dialog import ImportDialog
from annotator.label_preset_file import shipped_presets
from annotator.label_presets import apply_preset
from annotator.objects import add_object
from storage.attributes import Attribute, AttributeKind
from tests.gui.conftest import delete_now

PANELS = ("videos", "review", "objects", "words", "history", "timeline", "jobs")
DIALOGS = (
    "export",
    "preferences",
    "shortcuts",
    "statistics",
    "categories",
    "palette",
    "about",
    "merge",
    "swap-from-here",
    "copy-to",
)
MOST_TABS = 200


@pytest.fixture
def labelled(window, qtbot):
    """Two objects, one of them of a category with attributes, so that every field is there."""
    session, video = window.bench.workspace.session, window.bench.workspace.video
    apply_preset(session, shipped_presets()["traffic"])
    car = add_object(session, video.id, name="car", category="car")
    add_object(session, video.id, name="other")
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 2)
    window.bench.workspace.choose(car.id)
    return window


def spoken_name(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def is_inside_another(widget):
    """A part of a field that has the focus and the name for it."""
    within = isinstance(widget.parent(), QAbstractSpinBox | QComboBox)
    return within or widget.objectName().startswith("qt_")


def focusable(top):
    return [
        it
        for it in top.findChildren(QWidget)
        if it.isVisibleTo(top)
        and it.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not is_inside_another(it)
        and it.focusProxy() is None  # which is looked at itself
    ]


def called(widget):
    return f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"


def check(top):
    """All that takes the focus has a name and is reached by Tab; what takes none is no button of its own."""
    assert focusable(top), "there is something to walk over"
    assert [called(it) for it in focusable(top) if not spoken_name(it)] == []
    by_mouse_only = [
        it for it in focusable(top) if not it.focusPolicy() & Qt.FocusPolicy.TabFocus
    ] + [
        it
        for it in top.findChildren(QAbstractButton)
        if it.isVisibleTo(top)
        and it.focusPolicy() is Qt.FocusPolicy.NoFocus
        and not has_action(it)
        and not it.objectName().startswith("qt_")
    ]
    assert [called(it) for it in by_mouse_only] == []


def has_action(button):
    """Whether menus and keys do the same."""
    return getattr(button, "defaultAction", lambda: None)() is not None


@pytest.mark.parametrize("panel", PANELS)
def test_panels_speak_and_are_reached_by_keys(labelled, panel, qtbot):
    labelled.docks.show(panel)
    dock = labelled.docks.dock(panel)
    qtbot.waitUntil(dock.isVisible)
    check(dock)


def test_the_start_page_speaks_and_is_reached_by_keys(empty_window):
    check(empty_window.centralWidget())


def test_canvas_tools_and_status_speak_and_are_reached_by_keys(labelled):
    for part in (labelled.centralWidget(), labelled.statusBar()):
        check(part)
    (tools,) = labelled.findChildren(QToolBar)
    buttons = [it for it in tools.findChildren(QAbstractButton) if has_action(it)]
    assert [it.defaultAction().objectName() for it in buttons if not spoken_name(it)] == []


@pytest.mark.parametrize("action", DIALOGS)
def test_dialogs_speak_and_are_walked_through_with_tab(labelled, action):
    labelled.actions_by_id[action].trigger()
    dialog = next(it for it in labelled.findChildren(QDialog) if it.isVisible())
    pages = dialog.findChild(QTabWidget)
    for page in range(pages.count() if pages else 1):
        if pages:
            pages.setCurrentIndex(page)
        check(dialog)
        assert {called(it) for it in focusable(dialog) if it.isEnabled()} <= walk(dialog)
    dialog.close()


def test_the_dialogs_for_attributes_and_imports_speak(labelled, tmp_path):
    (tmp_path / "annotations.json").write_text("{}", "utf-8")
    session = labelled.bench.workspace.session
    for dialog in (
        AttributeDialog(Attribute(0, 1, "pose", AttributeKind.CHOICE, ("lying",)), labelled),
        ImportDialog(session, tmp_path, parent=labelled),
    ):
        dialog.show()
        check(dialog)
        dialog.reject()
        delete_now(dialog)


def walk(dialog):
    """What has the focus on the way of the Tab key, until it is where it began."""
    visited = []
    for _ in range(MOST_TABS):
        if dialog.focusWidget() in visited:
            break
        visited.append(dialog.focusWidget())
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
    return {called(it) for it in visited if it is not None}

"""What the person is told, and what happens to errors that nobody caught."""

import sys
import threading

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHoverEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from annotator.gui.messages import Banner, UncaughtErrors
from model_backend.engine import EngineOutOfMemory
from storage.errors import UserError


@pytest.fixture
def banner(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    return banner


def move_over(banner):
    event = QHoverEvent(QEvent.Type.HoverMove, QPointF(20, 10), QPointF(20, 10), QPointF(10, 10))
    QApplication.sendEvent(banner, event)


def test_a_note_gives_way_to_the_pointer(banner):
    banner.note("Exported.")
    move_over(banner)
    assert not banner.isVisible()


def test_of_a_long_message_the_frame_is_not_covered(banner):
    banner.note("\n".join(f"record {i} was wrong" for i in range(100)))
    lines = banner.text.split("\n")
    assert lines[:2] == ["record 0 was wrong", "record 1 was wrong"]
    assert len(lines) == 6
    assert lines[-1].startswith("... and 95 more lines")


def test_an_error_stays_under_the_pointer(banner):
    banner.note("Exported.")
    banner.error(UserError("The box is empty: draw it larger."))
    move_over(banner)
    assert banner.isVisible()


def test_a_users_error_is_its_sentence(banner):
    banner.error(UserError("The box is empty: draw it larger."))
    assert banner.isVisible()
    assert banner.text == "The box is empty: draw it larger."
    assert not banner.findChild(QPushButton).isVisible()


def test_an_error_that_is_past_gives_way_to_the_one_before(banner):
    lasting, passing = UserError("The disk is full."), UserError("The video is gone.")
    banner.error(lasting)
    banner.error(passing)
    banner.retract(passing)
    assert banner.text == "The disk is full."
    banner.error(passing)
    banner.error(lasting)
    banner.retract(passing)
    banner.dismiss()
    assert not banner.isVisible()


def test_an_engines_error_names_the_engine(banner):
    banner.error(EngineOutOfMemory("no memory for 40 objects"))
    assert banner.text == "The engine failed: no memory for 40 objects"


def test_our_own_bug_offers_its_report(banner):
    try:
        {}["missing"]
    except KeyError as error:
        banner.error(error)
    assert "your work is saved" in banner.text
    QTest.mouseClick(banner.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert "KeyError: 'missing'" in QApplication.clipboard().text()
    assert "test_messages.py" in QApplication.clipboard().text()
    assert banner.findChild(QPushButton).text() == "Copied"


def test_a_report_that_was_saved_says_so_until_there_is_another(banner, tmp_path):
    banner.error(ValueError("ours"))
    banner.save_report("what happened", str(tmp_path / "report.txt"))
    (_, save) = banner.findChildren(QPushButton)
    assert (save.text(), (tmp_path / "report.txt").read_text()) == ("Saved", "what happened")
    banner.error(ValueError("another"))
    assert save.text() == "Save the report ..."


def test_markup_in_a_name_is_shown_as_it_is(banner):
    banner.error(UserError("There is no <b>clip</b>."))
    label = next(it for it in banner.children() if getattr(it, "text", None))
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "There is no <b>clip</b>."


def close(banner):
    QTest.mouseClick(banner.findChild(QToolButton), Qt.MouseButton.LeftButton)


def test_an_error_stays_until_it_is_closed_whatever_is_noted_meanwhile(banner):
    banner.error(UserError("Wrong."))
    banner.note("Exported.")
    banner.note("Imported.")
    assert (banner.text, banner.property("kind")) == ("Wrong.", "error")
    close(banner)
    assert (banner.text, banner.property("kind")) == ("Exported.\nImported.", "info")
    close(banner)
    assert not banner.isVisible()


def test_an_older_error_comes_back_when_the_newer_one_is_closed(banner):
    banner.error(ValueError("ours"))
    banner.error(UserError("Second."))
    banner.error(UserError("Second."))
    assert banner.text == "Second."
    assert not banner.findChild(QPushButton).isVisible()
    close(banner)
    assert "ours" in banner.text
    assert banner.findChild(QPushButton).isVisible()
    close(banner)
    assert not banner.isVisible()


def test_only_the_newest_notes_wait_for_an_error_to_be_closed(banner):
    banner.error(UserError("Wrong."))
    for i in range(100):
        banner.note(f"Note {i}.")
    close(banner)
    assert banner.text == "Note 97.\nNote 98.\nNote 99."


@pytest.fixture
def uncaught(banner):
    """Takes uncaught errors to the banner as long as the test runs."""
    hooks = sys.excepthook, threading.excepthook
    uncaught = UncaughtErrors()
    uncaught.caught.connect(banner.error)
    restore = uncaught.install()
    yield uncaught
    restore()
    assert (sys.excepthook, threading.excepthook) == hooks


def fail(error):
    raise error


@pytest.mark.usefixtures("uncaught")
def test_an_uncaught_error_of_any_thread_is_told_and_the_program_goes_on(qtbot, banner):
    error = UserError("The disk is full: free some room.")
    threading.Thread(target=fail, args=(error,)).start()
    qtbot.waitUntil(lambda: banner.text == "The disk is full: free some room.")


def test_a_thread_that_ends_itself_is_no_error(uncaught, qtbot, banner):
    with qtbot.assertNotEmitted(uncaught.caught):
        thread = threading.Thread(target=fail, args=(SystemExit(),))
        thread.start()
        thread.join()
    assert not banner.isVisible()


@pytest.mark.usefixtures("uncaught")
def test_an_uncaught_error_of_the_window_is_told_too(banner):
    error = UserError("The disk is full: free some room.")
    sys.excepthook(UserError, error, None)
    assert banner.text == "The disk is full: free some room."

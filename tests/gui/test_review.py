"""The review queue in the window: listed, gone through by keys, filtered, passed as fine."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.objects import add_object
from annotator.review.suspect import Kind
from storage import masks
from storage.records import Mask, Source
from tests.gui.conftest import FRAME_COUNT
from tests.gui.hand import key

FRAME_HW = (360, 640)


def add_track(session, video_id, scores, *, y=40):
    """An object that moves evenly over the clip; ``scores`` are those of some frames."""
    tracked = add_object(session, video_id, name="thing")
    with session.edit("Track") as edit:
        for frame in range(FRAME_COUNT):
            crop = masks.encode(_rectangle(20 + 4 * frame, y))
            score = scores.get(frame, 0.9)
            edit.put_masks([Mask(tracked.id, frame, crop, Source.ENGINE, score=score)])
    return tracked


def _rectangle(x, y):
    import numpy as np

    pixels = np.zeros(FRAME_HW, bool)
    pixels[y : y + 60, x : x + 80] = True
    return pixels


@pytest.fixture
def labelled(window, qtbot):
    """Two objects, of which the engine was unsure on two frames and on one."""
    session, video = window.bench.workspace.require()
    add_track(session, video.id, {10: 0.1, 30: 0.3})
    add_track(session, video.id, {20: 0.2}, y=200)
    window.docks.show("review")
    qtbot.waitUntil(lambda: len(window.review.rows) == 5, timeout=20_000)
    return window


def here(window):
    return window.bench.workspace.chosen.number, window.bench.workspace.frame_index


def test_the_queue_lists_the_worst_first(labelled):
    assert labelled.review.rows == [
        "Low score: [1] thing",
        "Low score: [2] thing",
        "Low score: [1] thing",
        "Unverified: [1] thing",
        "Unverified: [2] thing",
    ]
    assert labelled.review.summary.text() == "To look at: 5, in this video: 5"


def test_a_key_goes_from_suspect_to_suspect(labelled):
    visited = []
    for _ in range(3):
        key(labelled, Qt.Key.Key_J)
        visited.append(here(labelled))
    assert visited == [(1, 10), (2, 20), (1, 30)]
    key(labelled, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert here(labelled) == (2, 20)


def test_why_the_chosen_one_is_listed_can_be_read_in_full(labelled):
    assert labelled.review.reason.text() == ""
    height = labelled.review.reason.height()
    QTest.keyClick(labelled, Qt.Key.Key_J)
    assert labelled.review.reason.text() == labelled.bench.reviewing.current.why
    assert labelled.review.reason.height() == height  # nothing jumps


def test_a_click_shows_a_suspect(labelled):
    index = labelled.review.view.model().index(1, 0)
    place = labelled.review.view.visualRect(index).center()
    QTest.mouseClick(labelled.review.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert here(labelled) == (2, 20)


def test_fine_verifies_and_goes_on(labelled, qtbot):
    session = labelled.bench.workspace.session
    first, _ = labelled.bench.workspace.objects
    key(labelled, Qt.Key.Key_J)
    key(labelled, Qt.Key.Key_G)
    assert session.project.mask(first.id, 10).verified
    assert not session.project.mask(first.id, 11).verified
    assert here(labelled) == (2, 20)
    qtbot.waitUntil(lambda: len(labelled.review.rows) == 4, timeout=20_000)
    key(labelled, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not session.project.mask(first.id, 10).verified
    qtbot.waitUntil(lambda: len(labelled.review.rows) == 5, timeout=20_000)


def test_a_whole_track_is_passed_at_once(labelled, qtbot):
    key(labelled, Qt.Key.Key_J)
    key(labelled, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(labelled.review.rows) == 2, timeout=20_000)
    assert all("[2]" in row for row in labelled.review.rows)


def test_when_all_is_fine_it_is_said(labelled, qtbot):
    for _ in range(2):
        key(labelled, Qt.Key.Key_J)
        key(labelled, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        QTest.qWait(10)
    qtbot.waitUntil(lambda: labelled.review.rows == [], timeout=20_000)
    key(labelled, Qt.Key.Key_J)
    qtbot.waitUntil(
        lambda: labelled.banner.text == "There is nothing left to look at.", timeout=20_000
    )


def test_before_anything_is_labelled_the_queue_says_so(window, qtbot):
    window.docks.show("review")
    qtbot.waitUntil(lambda: window.review.summary.text().startswith("Nothing is labelled yet"))
    key(window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: window.banner.text.startswith("Nothing is labelled yet"))


def test_what_was_chosen_away_is_not_said_to_be_done(labelled):
    for action in labelled.review._kind_actions.values():
        action.setChecked(False)
    assert labelled.review.summary.text() == "There is nothing left to look at of what you chose to list."  # fmt: skip


def test_kinds_can_be_left_out_and_the_order_chosen(labelled):
    labelled.review._kind_actions[Kind.UNVERIFIED].setChecked(False)
    assert len(labelled.review.rows) == 3
    labelled.review.order.setCurrentIndex(1)
    labelled.review.order.activated.emit(1)
    assert labelled.review.rows[1] == "Low score: [2] thing"
    key(labelled, Qt.Key.Key_J)
    key(labelled, Qt.Key.Key_J)
    key(labelled, Qt.Key.Key_J)
    assert here(labelled) == (1, 30)


def test_the_key_works_while_the_queue_is_not_shown(window, qtbot):
    session, video = window.bench.workspace.require()
    add_track(session, video.id, {10: 0.1})
    key(window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: window.bench.workspace.frame_index == 10, timeout=20_000)

"""Statistics in the window, and the time that a person spends in it."""

import json
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.statistics_dialog import StatisticsDialog
from annotator.gui.time_keeper import LONGEST_PAUSE_SECONDS, TimeKeeper
from annotator.gui.workspace import Workspace
from annotator.masks import start_object
from annotator.session import Session
from storage.opening import open_project
from tests.annotator.review.tracks import add_track, add_video, drifting
from tests.storage.projects import new_project


@pytest.fixture
def dialog(window, qtbot):
    session, video = window.bench.workspace.require()
    start_object(session, video.id, 0, add_mask(video), name="dog", category="animal")
    session.project.add_activity(video.id, "2026-01-01", 3900)
    QTest.keyClick(
        window.canvas,
        Qt.Key.Key_T,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    dialog = window.findChild(StatisticsDialog)
    qtbot.waitUntil(lambda: dialog.statistics is not None, timeout=20_000)
    yield dialog
    dialog.close()


def add_mask(video):
    import numpy as np

    from storage import masks

    pixels = np.zeros(video.facts.frame_hw, bool)
    pixels[:36, :64] = True
    return masks.encode(pixels)


def test_the_dialog_says_how_far_the_work_is(dialog):
    assert dialog.totals.text() == "Masks: 1, verified: 100 %, work: 1:05 h"
    assert [(it.label, it.text) for it in dialog.categories.bars] == [("animal", "1")]
    assert [it.label for it in dialog.areas.bars if it.value] == ["0.64 - 2.56 %"]
    cells = [dialog.table.item(0, column).text() for column in range(7)]
    assert cells == ["clip", "40", "2", "1", "1", "100", "1:05 h"]


def test_the_numbers_are_saved_for_spreadsheets_and_programs(dialog, tmp_path):
    dialog.save(tmp_path / "numbers.csv")
    assert (tmp_path / "numbers.csv").read_text().splitlines()[1] == "clip,40,1,1,1,1,3900.0"
    dialog.save(tmp_path / "numbers.json")
    assert json.loads((tmp_path / "numbers.json").read_text())["masks"] == 1


def test_the_dialog_closes_at_once_while_it_counts(window, hold):
    counting = hold("annotator.gui.statistics_dialog.gather")
    window.actions_by_id["statistics"].trigger()
    assert counting.begun.wait(60)
    window.findChild(StatisticsDialog).close()
    assert not counting.ended.is_set()


# --- time spent --------------------------------------------------------------------------------------


class Clock:
    """Stands still until it is moved on."""

    seconds = 100.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def kept(tmp_path, qapp):
    """A time keeper with a clock of its own, on a project with two videos."""
    with Session(new_project(tmp_path / "p.maskbank")) as session:
        first, second = add_video(session, "a"), add_video(session, "b")
        add_track(session, first, drifting(range(3)))
        workspace, clock = Workspace(), Clock()
        keeper = TimeKeeper(workspace, now=clock)
        workspace.open(session, first)
        yield keeper, clock, workspace, second
        keeper.close()


def work(keeper, clock, *pauses):
    keeper.note_work()
    for pause in pauses:
        clock.seconds += pause
        keeper.note_work()


def spent(workspace):
    return [(it.video_id, it.seconds) for it in workspace.session.project.activity()]


def test_time_between_keys_counts_and_long_pauses_do_not(kept):
    keeper, clock, workspace, _ = kept
    work(keeper, clock, 5, 7, 3600)
    keeper.close()
    assert spent(workspace) == [(1, 12 + LONGEST_PAUSE_SECONDS)]


def test_each_video_has_its_own_time(kept):
    keeper, clock, workspace, second = kept
    work(keeper, clock, 5)
    workspace.show_video(second.id)
    work(keeper, clock, 2)
    workspace.show_video(1)
    assert spent(workspace) == [(1, 5), (2, 2)]


def test_a_project_that_can_only_be_read_takes_no_time(tmp_path, qapp):
    path = tmp_path / "p.maskbank"
    with new_project(path) as project:
        session = Session(project)
        video = add_video(session)
        with Session(open_project(path, read_only=True)) as reader:
            workspace, clock = Workspace(), Clock()
            keeper = TimeKeeper(workspace, now=clock)
            workspace.open(reader, video)
            work(keeper, clock, 5)
            keeper.close()
            assert spent(workspace) == []


def test_a_pause_does_not_wait_for_a_long_change(kept):
    keeper, clock, workspace, _ = kept
    work(keeper, clock, 5, 7)
    clock.seconds += LONGEST_PAUSE_SECONDS
    is_open, may_end = threading.Event(), threading.Event()

    def change():
        with workspace.session.edit("Long") as edit:
            edit.add_category("dog", "#00ff00")
            is_open.set()
            may_end.wait(60)

    changing = threading.Thread(target=change)
    changing.start()
    assert is_open.wait(60)
    keeper._timer.timeout.emit()
    was_held_up = not changing.is_alive()
    may_end.set()
    changing.join()
    assert not was_held_up
    assert spent(workspace) == []
    keeper._timer.timeout.emit()
    assert spent(workspace) == [(1, 12)]


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Right, Qt.Key.Key_F12], ids=["a shortcut", "no shortcut"]
)
def test_keys_and_mouse_in_the_window_are_work(window, key):
    seen = []
    window.bench.time_keeper.note_work = lambda: seen.append(True)
    QTest.keyClick(window.windowHandle(), key)
    assert seen
    seen.clear()
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton)
    assert seen

"""Before and after of a re-run in the window: flipped, marked frame by frame, kept or put back."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.jobs import JobKind
from annotator.objects import add_object
from annotator.propagation import Progress
from storage import masks
from storage.records import Mask, Source
from tests.gui.conftest import FRAME_COUNT
from tests.gui.hand import drag, key
from tests.gui.looking import project

FRAME_HW = (360, 640)
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def square(x, y):
    pixels = np.zeros(FRAME_HW, bool)
    pixels[y : y + 60, x : x + 60] = True
    return masks.encode(pixels)


def run_engine(window, qtbot, objects, frames, x):
    """A job as a propagation is one, with masks that are known."""
    session = window.bench.workspace.session

    def work(report):
        with session.project.long_edit("Propagate") as edit:
            for done, frame in enumerate(frames, 1):
                edit.put_masks(
                    Mask(it.id, frame, square(x, 100 * place), Source.ENGINE, score=0.9)
                    for place, it in enumerate(objects)
                )
                changes = edit.commit()
                session._tell(changes)
                step = Progress(done, len(frames), frame, False, changes, edit.edit_id)
                window.bench.bridge.tell_progress(step)

    window.bench.projects.submit("Propagating", work, kind=JobKind.PROPAGATE)
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=20_000)


@pytest.fixture
def objects(window, qtbot):
    """Two objects with masks on all frames, from a first run."""
    session, video = window.bench.workspace.require()
    added = [add_object(session, video.id, name=name) for name in ("dog", "cat")]
    run_engine(window, qtbot, added, range(FRAME_COUNT), x=20)
    return added


@pytest.fixture
def rerun(window, objects, qtbot):
    """A second run, over ten frames, that moved both by half their width."""
    run_engine(window, qtbot, objects, range(10, 20), x=50)
    qtbot.waitUntil(window.rerun.isVisible, timeout=20_000)
    window.bench.seek(15)
    qtbot.waitUntil(lambda: window.stage.frame_index == 15, timeout=20_000)
    return window


def stored_x(window, tracked, frame=15):
    return project(window).mask(tracked.id, frame).rle.box_xywh[0]


def test_a_first_run_has_nothing_to_compare(window, objects):
    assert not window.rerun.isVisible()
    key(window, Qt.Key.Key_Y)
    assert "nothing to compare" in window.banner.text


def test_a_re_run_is_offered_with_what_it_changed(rerun):
    assert rerun.rerun.objects.currentText() == "[1] dog: 10 frames changed, mean IoU 0.33"
    assert rerun.rerun.frames.toolTip() == "Frame 15: IoU 0.33"
    assert rerun.rerun.objects.count() == 2


def test_the_frame_stays_where_it_is_when_the_bar_comes_and_goes(window, objects, qtbot):
    before = window.canvas.viewport
    run_engine(window, qtbot, objects, range(10, 20), x=50)
    qtbot.waitUntil(window.rerun.isVisible, timeout=20_000)
    QApplication.processEvents()
    assert window.canvas.viewport == before
    key(window, Qt.Key.Key_Y, CTRL_SHIFT)
    key(window, Qt.Key.Key_Y, CTRL_SHIFT)
    QApplication.processEvents()
    assert not window.rerun.isVisible()
    assert window.canvas.viewport == before


def test_a_frame_that_is_fitted_lies_above_the_bar(rerun):
    QApplication.processEvents()
    rerun.canvas.fit()
    _, bottom = rerun.canvas.viewport.to_view(0, FRAME_HW[0] - 0.5)
    bar = rerun.rerun.mapTo(rerun, QPoint()).y() - rerun.canvas.mapTo(rerun, QPoint()).y()
    assert bottom <= bar


def test_a_key_flips_between_before_and_after(rerun, qtbot):
    left, right = (22, 5), (105, 5)
    qtbot.waitUntil(lambda: rerun.stage.mask_at(*right) is not None, timeout=20_000)
    key(rerun, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: rerun.stage.mask_at(*left) is not None, timeout=20_000)
    assert rerun.stage.mask_at(*right) is None
    assert rerun.rerun.state.text() == "Before the re-run"
    key(rerun, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: rerun.stage.mask_at(*right) is not None, timeout=20_000)
    assert rerun.stage.mask_at(*left) is None


def test_a_click_on_a_changed_frame_goes_there(rerun):
    frames = rerun.rerun.frames
    place = QPointF(frames.width() * 0.25, 5).toPoint()
    QTest.mouseClick(frames, Qt.MouseButton.LeftButton, pos=place)
    assert rerun.bench.workspace.frame_index == 12


def test_one_object_is_put_back_and_the_other_kept(rerun, objects):
    dog, cat = objects
    key(rerun, Qt.Key.Key_Y, CTRL_SHIFT)
    assert (stored_x(rerun, dog), stored_x(rerun, cat)) == (20, 50)
    assert rerun.rerun.objects.currentText().startswith("[2] cat")
    key(rerun, Qt.Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    assert (stored_x(rerun, dog), stored_x(rerun, cat)) == (20, 50)
    assert not rerun.rerun.isVisible()
    key(rerun, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored_x(rerun, dog) == 50


def test_an_undone_re_run_is_nothing_to_decide_any_more(rerun, qtbot):
    key(rerun, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not rerun.rerun.isVisible(), timeout=20_000)


def test_all_can_be_kept_at_once(rerun, objects):
    QTest.mouseClick(rerun.rerun.keep_all, Qt.MouseButton.LeftButton)
    assert not rerun.rerun.isVisible()
    assert [stored_x(rerun, it) for it in objects] == [50, 50]


def test_a_hand_at_work_sees_what_it_changes(rerun, qtbot):
    key(rerun, Qt.Key.Key_Y)
    assert rerun.rerun.state.text() == "Before the re-run"
    key(rerun, Qt.Key.Key_B)
    drag(rerun.canvas, [(300, 300), (330, 300)])
    assert rerun.rerun.state.text() == "After the re-run"


def test_nothing_is_compared_before_the_propagation_has_ended(window, objects, qtbot):
    session = window.bench.workspace.session
    with session.project.long_edit("Propagate") as edit:
        edit.put_masks([Mask(objects[0].id, 3, square(50, 0), Source.ENGINE, score=0.9)])
        changes = edit.commit()
        window.bench.bridge.tell_progress(Progress(1, 9, 3, False, changes, edit.edit_id))
        window.bench.projects.submit("Something else", lambda report: None)
        qtbot.waitUntil(lambda: window.jobs.current is None)
        qtbot.wait(200)
        assert not window.rerun.isVisible()

"""What menus offer and no other test asks for: each entry is chosen, and does what it says."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QFileDialog, QLineEdit, QPushButton

from annotator.gui import theme
from annotator.gui.import_dialog import ImportDialog
from annotator.gui.other_object_dialog import OtherObjectDialog
from annotator.gui.theme import Theme
from annotator.masks import clear_masks
from annotator.objects import add_object, lock_objects
from exporters.dataset import no_progress
from exporters.formats import format_module
from storage import masks
from storage.records import Mask, Source
from tests.exporters.datasets import MemoryDataset
from tests.gui.conftest import FRAME_COUNT
from tests.gui.looking import dialog_of, project
from tests.gui.speaking import SLOW, let_speak

HW = (360, 640)
SQUARE = np.ones((30, 30), bool)


def press(window, name):
    """Choose a menu's entry."""
    action = window.actions_by_id[name]
    assert action.isEnabled(), name
    action.trigger()


def put(window, tracked, frames, x, source=Source.ENGINE, score=0.9):
    with window.bench.workspace.session.edit("Label") as edit:
        rle = masks.paste(SQUARE, x, 40, HW)
        edit.put_masks(Mask(tracked.id, it, rle, source, score) for it in frames)


@pytest.fixture
def pair(window, qtbot):
    """Two objects on all frames, at the left and at the right; the left one is chosen."""
    session, video = window.bench.workspace.require()
    left, right = (add_object(session, video.id, name=it) for it in ("left", "right"))
    put(window, left, range(FRAME_COUNT), 20)
    put(window, right, range(FRAME_COUNT), 300)
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 2)
    window.bench.workspace.choose(left.id)
    return left, right


def choose_path(window, path: Path):
    """Write a path into the file dialog that is open, and press Enter."""
    dialog = dialog_of(window, QFileDialog)
    typed = dialog.findChild(QLineEdit, "fileNameEdit")
    typed.setText(str(path))
    QTest.keyClick(typed, Qt.Key.Key_Return)


# --- tracks and masks -------------------------------------------------------------------------------


def test_identities_are_swapped_over_the_range_alone(window, pair, qtbot):
    left, _ = pair
    window.bench.workspace.set_range(10, 20)
    press(window, "swap-range")
    dialog_of(window, OtherObjectDialog).accept()
    qtbot.waitUntil(lambda: project(window).history()[-1].label.startswith("Swap [1] and [2]"))
    places = [project(window).mask(left.id, it).rle.box_xywh[0] for it in (9, 10, 19, 20)]
    assert places == [20, 300, 300, 20]


@pytest.mark.parametrize(("name", "mark"), [("lock-track", "locked"), ("verify-track", "verified")])
def test_a_whole_track_is_marked_and_the_mark_taken_back(window, pair, name, mark):
    left, _ = pair
    window.bench.workspace.set_range(3, 5)
    window.bench.seek(4)
    press(window, name)
    assert getattr(project(window).track_marks(left.id), mark).all()
    press(window, f"un{name}")
    assert not getattr(project(window).track_marks(left.id), mark).any()


def test_a_whole_track_is_deleted(window, pair):
    left, right = pair
    press(window, "clear-track")
    assert list(project(window).track(left.id)) == []
    assert len(list(project(window).track(right.id))) == FRAME_COUNT


def test_the_number_keys_choose_the_object_with_that_number(window, pair):
    session, video = window.bench.workspace.require()
    for _ in range(7):
        add_object(session, video.id)
    QApplication.processEvents()
    for number in range(9, 0, -1):
        QTest.keyClick(window.canvas, getattr(Qt.Key, f"Key_{number}"))
        assert window.bench.workspace.chosen.number == number


def test_a_colour_is_chosen(window, pair):
    press(window, "recolour")
    dialog = dialog_of(window, QColorDialog)
    dialog.setCurrentColor(QColor("#123456"))
    dialog.accept()
    assert window.bench.workspace.chosen.colour == "#123456"


# --- following ----------------------------------------------------------------------------------------


def finish_job(window, qtbot):
    qtbot.waitUntil(lambda: window.jobs.current is not None, timeout=SLOW)
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=SLOW)


def test_a_correction_is_followed_to_the_next_keyframes_on_both_sides(window, pair, qtbot):
    left, right = pair
    for frame_index in (5, 10, 16):
        put(window, left, [frame_index], 25, Source.HUMAN)
    window.bench.seek(10)
    press(window, "correction")
    finish_job(window, qtbot)
    fresh = [it.frame_index for it in project(window).track(left.id) if it.rle.box_xywh[0] != 20]
    assert fresh == list(range(5, 17))
    here = window.bench.workspace
    qtbot.waitUntil(lambda: here.frame_index == 10, timeout=SLOW)  # where the correction is
    assert all(it.rle.box_xywh[0] == 300 for it in project(window).track(right.id))


@pytest.mark.parametrize(("here", "followed"), [(10, (8, 14)), (17, (8, 18)), (4, (4, 14))])
def test_a_correction_without_other_keyframes_is_not_followed_beyond_the_range(
    window, pair, qtbot, here, followed
):
    """From a frame outside, over what lies between too, but not to the other end of the video."""
    left, _ = pair
    put(window, left, [here], 25, Source.HUMAN)
    window.bench.workspace.set_range(8, 14)
    window.bench.seek(here)
    press(window, "correction")
    finish_job(window, qtbot)
    fresh = [it.frame_index for it in project(window).track(left.id) if it.rle.box_xywh[0] != 20]
    assert fresh == list(range(*followed))


def test_all_objects_are_followed_at_once_but_those_that_are_locked(window, pair, qtbot):
    left, right = pair
    session, video = window.bench.workspace.require()
    still = add_object(session, video.id, name="still")
    for tracked in (left, right, still):
        clear_masks(session, [tracked.id], 1, FRAME_COUNT)
    put(window, still, [0], 500, Source.HUMAN)
    lock_objects(session, [still.id], locked=True)
    window.bench.workspace.set_range(0, 4)
    press(window, "follow-all")
    press(window, "forward")
    finish_job(window, qtbot)
    lengths = {it.name: len(list(project(window).track(it.id))) for it in (left, right, still)}
    assert lengths == {"left": 4, "right": 4, "still": 1}


# --- review and words ---------------------------------------------------------------------------------


def test_the_queue_is_shown_and_one_frame_of_a_suspect_passed_as_fine(window, pair, qtbot):
    left, _ = pair
    put(window, left, [10, 11], 20, score=0.1)
    press(window, "show-review")
    assert window.review.isVisible()
    qtbot.waitUntil(lambda: "Low score: [1] left" in window.review.rows, timeout=SLOW)
    press(window, "next-suspect")
    assert window.bench.workspace.frame_index == 10
    press(window, "suspect-frame-fine")
    marks = project(window).track_marks(left.id)
    assert marks.frame_index[marks.verified].tolist() == [10]


def test_a_question_is_kept_as_an_expression_from_the_menu(window, qtbot, monkeypatch):
    let_speak(window, qtbot, monkeypatch, words="Here.", proposals="2")
    press(window, "find")
    QTest.keyClicks(window.words.question, "the squares")
    QTest.keyClick(window.words.question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.bench.conversing.is_asking, timeout=SLOW)
    press(window, "express")
    qtbot.waitUntil(lambda: len(project(window).expressions(1)) == 1, timeout=SLOW)
    assert project(window).expressions(1)[0].text == "the squares"


# --- files --------------------------------------------------------------------------------------------


def written_dataset(window, folder):
    """A COCO data set with one mask of the video that is shown."""
    _, video = window.bench.workspace.require()
    data = MemoryDataset()
    hw = video.facts.frame_hw
    video_id = data.add_video("clip", frame_hw=hw, fingerprint=video.facts.fingerprint)
    data.add_mask(data.add_object(video_id, 1, name="Rex"), 3, np.ones(hw, bool))
    format_module("coco").write(data, folder, frames=False, progress=no_progress)
    return folder


@pytest.mark.parametrize(("name", "found"), [("import", "."), ("import-file", "annotations.json")])
def test_a_data_set_is_imported_from_a_folder_or_a_file(window, tmp_path, qtbot, name, found):
    folder = written_dataset(window, tmp_path / "set")
    source = folder if found == "." else next(folder.rglob(found))
    press(window, name)
    choose_path(window, source)
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)
    dialog = window.findChild(ImportDialog)
    (button,) = (it for it in dialog.findChildren(QPushButton) if it.text() == "Import")
    qtbot.waitUntil(button.isEnabled, timeout=SLOW)
    preview = dialog._preview
    dialog.accept()
    qtbot.waitUntil(lambda: [it.name for it in window.bench.workspace.objects] == ["Rex"], timeout=SLOW)  # fmt: skip
    qtbot.waitUntil(lambda: preview.is_over)


def test_a_folder_of_videos_is_added(window, clip, tmp_path, qtbot):
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "second.mp4").write_bytes(clip.read_bytes())
    (folder / "third.mp4").write_bytes(clip.read_bytes() + b"\0")  # another file of the same frames
    press(window, "add-folder")
    choose_path(window, folder)
    qtbot.waitUntil(lambda: "third" in window.videos.names, timeout=SLOW)
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=SLOW)


def test_a_video_that_was_moved_is_linked_again(window, clip, tmp_path, qtbot):
    moved = tmp_path / "elsewhere" / "clip.mp4"
    moved.parent.mkdir()
    clip.rename(moved)
    press(window, "relink")
    choose_path(window, moved)
    qtbot.waitUntil(lambda: project(window).video_path(1) == moved, timeout=SLOW)


# --- the desktop --------------------------------------------------------------------------------------


def test_the_window_follows_the_desktop_if_it_is_to(window, monkeypatch):
    app = QApplication.instance()

    def desktop_turns(scheme):
        """What no screen that is not there can tell: the desktop's choice. The signal is its own."""
        monkeypatch.setattr(theme, "desktop_scheme", lambda _: scheme)
        app.styleHints().colorSchemeChanged.emit(scheme)

    def lightness():
        return app.palette().window().color().lightnessF()

    theme.follow_desktop(app)
    try:
        theme.use(Theme.SYSTEM)
        desktop_turns(Qt.ColorScheme.Light)
        assert lightness() > 0.5
        desktop_turns(Qt.ColorScheme.Dark)
        assert lightness() < 0.5
        theme.use(Theme.DARK)
        desktop_turns(Qt.ColorScheme.Light)
        assert lightness() < 0.5  # what a person chose is stronger
    finally:
        theme.use(Theme.DARK)

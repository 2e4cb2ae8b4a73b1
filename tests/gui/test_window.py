"""The window on a real clip, used as a person uses it; what needs no engine."""

import tempfile

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from annotator.gui.actions import ACTIONS
from annotator.gui.export_dialog import ExportDialog
from annotator.gui.lanes import KEYFRAME, PRESENT
from annotator.gui.objects_model import Column
from annotator.gui.posing import settle
from annotator.gui.shortcuts import native_text
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.jobs import JobStatus
from annotator.objects import rename_object
from annotator.sample import RATE
from exporters import coco
from storage import masks
from storage.errors import UserError
from storage.opening import open_project
from storage.video import write_video
from tests.gui.conftest import FRAME_COUNT, delete_now
from tests.gui.hand import at, drag, key
from tests.gui.looking import project

# Qt 6.12 wants fractions of a pixel there, Qt 6.11 has whole ones only.
pytestmark = pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning")

PATH = [(100, 120), (180, 120)]


def paint(window, path=PATH):
    """A new mask by hand."""
    key(window, Qt.Key.Key_B)
    drag(window.canvas, path)


def objects(window):
    return project(window).objects(window.bench.workspace.video.id)


def dragged(*paths):
    """What a file manager sends with a drag; it proposes to move the files."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    offered = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    return data, (offered, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def drop(window, *paths):
    _data, how = dragged(*paths)
    came, let_go = QDragEnterEvent(QPoint(20, 20), *how), QDropEvent(QPointF(20, 20), *how)
    for event in (came, let_go):
        event.setDropAction(Qt.DropAction.MoveAction)
        QApplication.sendEvent(window, event)
    return let_go.dropAction()


def test_no_two_actions_share_a_key():
    keys = [shortcut for spec in ACTIONS for shortcut in spec.shortcuts]
    assert len(keys) == len(set(keys))
    assert len({spec.id for spec in ACTIONS}) == len(ACTIONS)


def test_an_empty_window_offers_only_what_makes_sense(empty_window):
    offered = {name for name, it in empty_window.actions_by_id.items() if it.isEnabled()}
    assert {"open", "sample", "shortcuts", "quit"} <= offered
    assert not {"undo", "export", "forward", "keep", "cancel", "rename"} & offered


def test_a_dropped_video_is_shown(empty_window, clip, qtbot):
    drop(empty_window, clip)
    qtbot.waitUntil(lambda: empty_window.stage.frame_index == 0, timeout=20_000)
    assert empty_window.canvas.frame_wh == (640, 360)
    assert empty_window.windowTitle() == "clip - Maskbank"


def test_a_drop_leaves_the_files_to_the_file_manager(window, clip, tmp_path, qtbot):
    other = tmp_path / "other.mp4"
    other.write_bytes(clip.read_bytes())
    assert drop(window, other) is Qt.DropAction.CopyAction  # after a move it would delete them
    qtbot.waitUntil(lambda: window.banner.text == "other is in the project.", timeout=20_000)


def test_a_drag_over_the_window_says_what_a_drop_would_do(window, tmp_path):
    paths = [tmp_path / f"{name}.mp4" for name in "abcd"]
    _data, how = dragged(*paths)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(20, 20), *how))
    assert window.drop_zone.isVisible()
    assert window.drop_zone.text() == "Add a.mp4, b.mp4, c.mp4 ... to clip"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drop_zone.isVisible()
    _data, how = dragged(tmp_path / "day.maskbank")
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(20, 20), *how))
    assert window.drop_zone.text() == "Open the project day"


def test_the_sample_is_one_click_away(empty_window, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    button = next(it for it in empty_window.pages.currentWidget().findChildren(QPushButton)
                  if it.text() == "Try the sample")  # fmt: skip
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: empty_window.stage.frame_index == 0, timeout=60_000)
    assert empty_window.windowTitle() == "sample - Maskbank"


def test_a_second_video_joins_the_project(window, clip, tmp_path, qtbot):
    other = tmp_path / "other.mp4"
    other.write_bytes(clip.read_bytes())
    paint(window)
    drop(window, other)
    qtbot.waitUntil(lambda: window.banner.text == "other is in the project.", timeout=20_000)
    assert [it.name for it in project(window).videos()] == ["clip", "other"]
    key(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.windowTitle() == "other - clip - Maskbank")
    assert window.bench.workspace.objects == []
    key(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.windowTitle() == "clip - Maskbank")
    assert len(window.bench.workspace.objects) == 1


def test_a_video_that_moved_is_relinked(window, clip, qtbot):
    paint(window)
    window.bench.projects.open(clip)  # is open already: nothing happens to the work
    moved = clip.rename(clip.parent / "moved.mp4")
    window.bench.videos.relink(window.bench.workspace.video.id, moved)
    qtbot.waitUntil(
        lambda: project(window).video_path(window.bench.workspace.video.id) == moved, timeout=20_000
    )
    qtbot.waitUntil(lambda: window.stage.mask_at(140, 120) is not None)


def test_another_video_is_no_re_link(window, tmp_path, qtbot):
    other = tmp_path / "other.mp4"
    write_video(other, [np.zeros((48, 64, 3), np.uint8)] * 3, rate=RATE)
    window.bench.videos.relink(window.bench.workspace.video.id, other)
    qtbot.waitUntil(lambda: "is not the video clip" in window.banner.text, timeout=20_000)


def test_opening_another_project_closes_the_first(window, tmp_path, clip, qtbot):
    paint(window)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = folder / "other.mp4"
    other.write_bytes(clip.read_bytes())
    window.bench.projects.open(other)
    qtbot.waitUntil(lambda: window.windowTitle() == "other - Maskbank", timeout=20_000)
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=20_000)
    with open_project(clip.with_suffix(".maskbank")) as first:
        assert not first.read_only
        assert len(first.objects(1)) == 1


def test_what_is_no_video_is_refused_with_a_sentence(empty_window, tmp_path, qtbot):
    text = tmp_path / "notes.mp4"
    text.write_text("nothing to see")
    for path in (text, tmp_path / "missing.mp4"):
        empty_window.bench.projects.open(path)
        qtbot.waitUntil(lambda name=path.name: name in empty_window.banner.text, timeout=20_000)
        assert "Something went wrong" not in empty_window.banner.text
    assert not list(tmp_path.glob("*.maskbank"))


def test_a_folder_of_images_is_a_video_too(empty_window, tmp_path, qtbot):
    folder = tmp_path / "ünïcode 画像 %d"
    folder.mkdir()
    for number in (1, 2, 10):
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(QColor(number * 20, 0, 0))
        image.save(str(folder / f"{number}.png"))
    empty_window.bench.projects.open(folder)
    qtbot.waitUntil(lambda: empty_window.stage.frame_index == 0, timeout=20_000)
    key(empty_window, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: empty_window.stage.frame_index == 2)
    view = empty_window.canvas.grab().toImage().pixelColor(at(empty_window.canvas, 30, 20))
    assert view == QColor(200, 0, 0)


def test_a_missing_video_is_said_and_found_again(window, clip, qtbot):
    paint(window)
    window.close()
    moved = clip.rename(clip.parent / "moved.mp4")
    again = Window(Workbench(engine="flow"))
    again.show()
    again.bench.projects.open(clip.with_suffix(".maskbank"))
    qtbot.waitUntil(lambda: "re-link it" in again.banner.text, timeout=20_000)
    again.bench.videos.relink(again.bench.workspace.video.id, moved)
    qtbot.waitUntil(lambda: again.stage.frame_index == 0, timeout=20_000)
    again.close()
    delete_now(again)


def test_undoing_everything_and_doing_it_again(window, qtbot):
    paint(window)
    while project(window).videos():
        window.actions_by_id["undo"].trigger()
    assert window.bench.workspace.video is None
    for _ in range(2):
        window.actions_by_id["redo"].trigger()
    assert len(objects(window)) == 1
    qtbot.waitUntil(lambda: window.stage.mask_at(140, 120) is not None)
    window.actions_by_id["redo"].trigger()
    assert window.banner.text == "There is nothing to redo."


def test_closing_while_a_video_is_opened(empty_window, clip):
    empty_window.bench.projects.open(clip)
    empty_window.close()
    assert empty_window.bench.workspace.session is None


def test_keys_move_through_the_video(window, qtbot):
    steps = [
        (Qt.Key.Key_Right, 1), (Qt.Key.Key_D, 2), (Qt.Key.Key_A, 1), (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Left, 0), (Qt.Key.Key_End, FRAME_COUNT - 1), (Qt.Key.Key_Home, 0),
    ]  # fmt: skip
    for name, frame in steps:
        key(window, name)
        assert window.bench.workspace.frame_index == frame
    key(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.stage.frame_index == 10)


def test_a_frame_is_typed_and_gone_to(window):
    key(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    typed = QApplication.focusWidget()
    assert typed.accessibleName() == "Frame"
    QTest.keyClicks(typed, "23")
    QTest.keyClick(typed, Qt.Key.Key_Return)
    assert window.bench.workspace.frame_index == 23
    key(window, Qt.Key.Key_D)  # keys are shortcuts again
    assert window.bench.workspace.frame_index == 24


def test_space_plays_the_range_and_stops_at_its_end(window, qtbot):
    window.bench.workspace.set_range(2, 6)
    key(window, Qt.Key.Key_Space)
    assert window.bench.playback.is_playing
    qtbot.waitUntil(lambda: not window.bench.playback.is_playing)
    assert window.bench.workspace.frame_index == 5


def test_space_pauses(window, qtbot):
    key(window, Qt.Key.Key_Space)
    key(window, Qt.Key.Key_Space)
    assert not window.bench.playback.is_playing


def test_the_range_is_marked_with_keys(window):
    window.bench.seek(4)
    key(window, Qt.Key.Key_I)
    window.bench.seek(9)
    key(window, Qt.Key.Key_U)
    assert window.bench.workspace.range == (4, 10)
    key(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.workspace.range == (0, FRAME_COUNT)


def test_a_painted_mask_is_saved_shown_and_undone(window, qtbot):
    paint(window)
    (tracked,) = objects(window)
    saved = project(window).mask(tracked.id, 0)
    assert masks.contains(saved.rle, 140, 120)
    assert not masks.contains(saved.rle, 140, 140)
    qtbot.waitUntil(lambda: window.stage.mask_at(140, 120) is not None)
    qtbot.waitUntil(lambda: len(window.timeline.lanes) == 1)
    assert window.timeline.lanes[0].frame_flags[0] == PRESENT | KEYFRAME

    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert project(window).mask(tracked.id, 0) is None
    key(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert project(window).mask(tracked.id, 0) == saved


def test_the_eraser_takes_away(window):
    paint(window)
    key(window, Qt.Key.Key_X)
    drag(window.canvas, [(140, 100), (140, 140)])
    (tracked,) = objects(window)
    rle = project(window).mask(tracked.id, 0).rle
    assert not masks.contains(rle, 140, 120)
    assert masks.contains(rle, 105, 120)


def test_new_objects_get_numbers_and_are_chosen_by_them(window):
    paint(window)
    key(window, Qt.Key.Key_N)
    paint(window, [(400, 200), (450, 200)])
    first, second = objects(window)
    assert window.bench.workspace.chosen == second
    key(window, Qt.Key.Key_1)
    assert window.bench.workspace.chosen == first
    key(window, Qt.Key.Key_S)
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=at(window.canvas, 420, 200))
    assert window.bench.workspace.chosen == second


def test_hide_lock_and_delete_by_key(window, qtbot):
    paint(window)
    key(window, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: window.stage.mask_at(140, 120) is None)
    key(window, Qt.Key.Key_L)
    (tracked,) = objects(window)
    assert tracked.locked
    assert not tracked.visible
    paint(window)
    assert window.banner.text == "Object [1] is locked: unlock it to change it."
    key(window, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert objects(window) == []
    assert window.bench.workspace.chosen is None


def test_a_mask_is_deleted_verified_or_said_to_be_absent(window):
    paint(window)
    (tracked,) = objects(window)
    key(window, Qt.Key.Key_V)
    assert project(window).mask(tracked.id, 0).verified
    key(window, Qt.Key.Key_Delete)
    assert project(window).mask(tracked.id, 0) is None
    key(window, Qt.Key.Key_O)
    assert project(window).mask(tracked.id, 0).rle.is_empty


def test_keyframes_are_reached_by_key(window):
    paint(window)
    window.bench.seek(7)
    paint(window)
    window.bench.seek(3)
    key(window, Qt.Key.Key_PageDown)
    assert window.bench.workspace.frame_index == 7
    key(window, Qt.Key.Key_PageUp)
    assert window.bench.workspace.frame_index == 0


def test_panels_change_the_project(window, qtbot):
    paint(window)
    (tracked,), model = objects(window), window.objects.model
    model.setData(model.index_of(tracked.id, Column.NAME), "balloon <b>")
    window.attributes.category.setEditText("toy")
    QTest.keyClick(window.attributes.category, Qt.Key.Key_Return)
    (tracked,) = objects(window)
    assert tracked.name == "balloon <b>"
    assert project(window).categories()[0].name == "toy"
    qtbot.waitUntil(lambda: [it.label for it in window.timeline.lanes] == ["1  balloon <b>"])


def test_work_is_there_when_the_project_is_opened_again(window, clip, qtbot):
    paint(window)
    window.close()
    again = Window(Workbench(engine="flow"))
    again.show()
    again.bench.projects.open(clip.with_suffix(".maskbank"))
    qtbot.waitUntil(lambda: again.stage.frame_index == 0, timeout=20_000)
    assert again.stage.mask_at(140, 120) is not None
    again.close()
    delete_now(again)


def test_looking_at_a_video_leaves_no_file(window, clip):
    window.close()
    assert [it.name for it in clip.parent.iterdir()] == ["clip.mp4"]


def test_a_project_that_is_open_elsewhere_can_only_be_read_and_says_so(window, clip, qtbot):
    paint(window)
    second = Window(Workbench(engine="flow"))
    second.show()
    second.bench.projects.open(clip.with_suffix(".maskbank"))
    qtbot.waitUntil(lambda: second.stage.frame_index == 0, timeout=20_000)
    assert "(read-only)" in second.windowTitle()
    assert "only be read" in second.banner.text
    paint(second)
    assert "can only be read" in second.banner.text
    second.close()
    delete_now(second)


def test_the_export_dialog_writes_a_data_set(window, tmp_path, qtbot):
    paint(window)
    window.actions_by_id["export"].trigger()
    dialog = window.findChild(ExportDialog)
    assert dialog._target.text() == str(tmp_path / "clip" / "coco")
    dialog.form._files.setCurrentIndex(dialog.form._files.findData("none"))
    dialog.accept()
    qtbot.waitUntil(lambda: "1 mask on 1 frame" in window.banner.text, timeout=20_000)
    assert len(list(coco.read(tmp_path / "clip" / "coco").masks())) == 1


def test_masks_can_be_hidden_and_shown_differently(window, qtbot):
    paint(window)
    qtbot.waitUntil(lambda: window.stage.mask_at(140, 120) is not None)

    def pixel():
        return window.canvas.grab().toImage().pixelColor(at(window.canvas, 140, 120))

    settle()  # the stroke is shown at once, then as the mask that was saved
    with_mask = pixel()
    key(window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: pixel() != with_mask)
    settle()
    without = pixel()
    key(window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: pixel() != without)
    window.opacity.setValue(100)
    qtbot.waitUntil(lambda: pixel().name() == objects(window)[0].colour)


def test_very_long_names_do_not_widen_the_window(window, qtbot):
    paint(window)
    name = "x" * 5_000
    (tracked,) = objects(window)
    rename_object(window.bench.workspace.session, tracked.id, name)
    qtbot.waitUntil(lambda: [it.label for it in window.timeline.lanes] == [f"1  {name}"])
    QTest.mouseMove(window.canvas, at(window.canvas, 140, 120))
    qtbot.waitUntil(lambda: name in window.status.text)
    window.jobs.show_job(JobStatus(99, f"Opening {name}"))
    window.banner.error(UserError(f"There is no file {name}."))
    QApplication.processEvents()
    assert window.minimumSizeHint().width() < 1200
    assert window.width() == 1200


def test_the_window_can_be_small_and_names_can_be_read(window):
    paint(window)
    window.resize(900, 600)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (900, 600)
    tree = window.objects.tree
    name = tree.model().index(0, Column.NAME, tree.model().index(0, 0))
    needed = tree.fontMetrics().horizontalAdvance("object")
    assert tree.visualRect(name).width() > needed


def test_panels_have_their_usual_widths_where_there_is_room(window):
    window.resize(1440, 900)
    QApplication.processEvents()
    widths = [window.docks.dock(name).width() for name in ("videos", "objects")]
    assert widths == [300, 330]


def test_the_window_opens_no_larger_than_the_screen(qtbot):
    window = Window(Workbench(engine="flow"))
    screen = window.screen().availableSize()
    assert screen.width() < 1440  # or this shows nothing
    assert (window.width(), window.height()) == (screen.width(), min(screen.height(), 900))
    window.close()
    delete_now(window)


def test_the_layout_is_remembered(tmp_path):
    settings = QSettings(str(tmp_path / "layout.ini"), QSettings.Format.IniFormat)
    sizes = []
    for size in ((780, 600), (700, 500)):
        window = Window(Workbench(engine="flow"), settings=settings)
        window.show()
        sizes.append(window.size())
        window.resize(*size)
        sizes.append(window.size())
        window.close()
        delete_now(window)
    _, left, found, _ = sizes
    assert found == left


def test_help_lists_every_key(empty_window, qtbot):
    QTest.keyClick(empty_window, Qt.Key.Key_F1)
    dialog = next(
        it for it in QApplication.topLevelWidgets() if it.windowTitle() == "Keyboard shortcuts"
    )
    texts = {it.text() for it in dialog.findChildren(QLabel)}
    listed = [it for it in ACTIONS if it.shortcuts and it.menu != "Object/Choose"]
    assert {native_text(it.shortcuts) for it in listed} <= texts
    dialog.close()


@pytest.mark.parametrize("name", ["canvas", "timeline", "objects", "opacity"])
def test_screen_readers_are_told_what_a_control_is(empty_window, name):
    assert getattr(empty_window, name).accessibleName()


def test_the_project_file_is_sound_after_all(window, clip):
    paint(window)
    window.close()
    with open_project(clip.with_suffix(".maskbank")) as found:
        assert len(found.objects(1)) == 1

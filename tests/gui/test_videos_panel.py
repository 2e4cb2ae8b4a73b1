"""The project browser and the start page, used with mouse and keys."""

from fractions import Fraction
from pathlib import Path
from threading import Event
from time import sleep

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QListView

from annotator.gui.newest_first import NewestFirst
from annotator.gui.recent import RecentProjects
from annotator.gui.requests import ShowVideo
from annotator.gui.videos_model import SORTS
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.jobs import JobKind, Lane
from annotator.masks import set_mask
from annotator.objects import add_object, remove_objects
from annotator.sample import RATE
from storage import masks
from storage.records import FrameTable, Mask, Source, VideoFacts, VideoKind
from storage.video import write_video
from tests.gui.conftest import delete_now
from tests.gui.test_window import drop, project


def write_clip(path, shade=0, frames=3):
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = [np.full((48, 64, 3), (shade, 20 * i, 0), np.uint8) for i in range(frames)]
    write_video(path, pictures, rate=RATE)
    return path


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three short videos, the longest first by name."""
    for shade, (name, frames) in enumerate({"a": 9, "b": 3, "sub/c": 6}.items()):
        write_clip(tmp_path / "videos" / f"{name}.mp4", 40 * shade, frames)
    return tmp_path / "videos"


@pytest.fixture
def browser(empty_window, folder, qtbot):
    """The window with the three videos in a project, from one drop of their folder."""
    drop(empty_window, folder)
    qtbot.waitUntil(lambda: len(empty_window.videos.names) == 3, timeout=20_000)
    qtbot.waitUntil(lambda: empty_window.jobs.current is None, timeout=20_000)
    QApplication.processEvents()
    return empty_window


def names(window):
    return window.videos.names


def test_a_video_is_added_while_an_engine_is_at_work(browser, tmp_path, qtbot):
    go_on = Event()

    def follow(_):
        go_on.wait(60)

    at_work = browser.bench.projects.submit("Following", follow)
    drop(browser, write_clip(tmp_path / "d.mp4", 200))
    qtbot.waitUntil(lambda: "d" in names(browser))
    assert at_work in {it.id for it in browser.bench.projects.jobs.unfinished()}
    go_on.set()


def test_another_project_is_opened_when_all_work_on_this_one_has_ended(browser, tmp_path, qtbot):
    """An edit that is at its last step still has its project."""
    before, seen, begun = browser.bench.workspace.session, [], Event()

    def edit(_):
        begun.set()
        while browser.bench.workspace.session is before:
            sleep(0.01)
        seen.append(len(before.project.videos()))

    browser.bench.projects.submit("Editing", edit, lane=Lane.EDITS)
    begun.wait(60)
    browser.bench.projects.create(tmp_path / "another.maskbank")
    qtbot.waitUntil(lambda: seen == [3])
    qtbot.waitUntil(lambda: browser.bench.projects.jobs.unfinished() == [])


def test_who_opens_another_project_is_told_what_it_waits_for(browser, tmp_path, qtbot):
    said, goes_on = [], Event()
    browser.bench.said.connect(lambda it: said.append(it.sentence))

    def follow(_):
        goes_on.wait(60)

    browser.bench.projects.submit("Propagating", follow, kind=JobKind.PROPAGATE)
    browser.bench.projects.create(tmp_path / "another.maskbank")
    waits = "Making another.maskbank: as soon as this has ended: Propagating. "
    assert said == [waits + "Cancel it to go on at once."]
    goes_on.set()
    qtbot.waitUntil(lambda: browser.bench.workspace.session.project.path.stem == "another")
    browser.bench.projects.create(tmp_path / "third.maskbank")
    qtbot.waitUntil(lambda: browser.bench.workspace.session.project.path.stem == "third")
    assert len(said) == 1


def test_a_dropped_folder_of_videos_adds_all_of_them(browser, folder):
    assert names(browser) == ["a", "b", "c"]
    assert project(browser).path == folder.with_suffix(".maskbank")
    assert browser.windowTitle() == "a - videos - Maskbank"
    assert browser.videos.summary.text() == "Videos: 3, labelled: 0 %"


def test_a_row_says_how_long_a_video_is_and_how_far_it_is(browser, qtbot):
    session, video = browser.bench.workspace.require()
    tracked = add_object(session, video.id)
    rle = masks.encode(np.ones((48, 64), bool))
    with session.edit("Label") as edit:
        edit.put_masks(
            Mask(tracked.id, frame_index, rle, source)
            for frame_index, source in enumerate((Source.HUMAN, Source.ENGINE, Source.ENGINE))
        )
    row = browser.videos.findChild(QListView).model().index(0, 0)
    said = "64 x 48, objects: 1, 33 % labelled, 33 % verified"
    qtbot.waitUntil(lambda: said in row.data(Qt.ItemDataRole.AccessibleTextRole))


def test_dropped_again_nothing_is_added(browser, folder, qtbot):
    drop(browser, folder / "b.mp4", folder)
    qtbot.waitUntil(lambda: browser.jobs.current is None, timeout=20_000)
    assert len(project(browser).videos()) == 3


def test_videos_are_searched_and_sorted(browser):
    QTest.keyClicks(browser.videos.search, "B")
    assert names(browser) == ["b"]
    browser.videos.search.clear()
    by_length = next(place for place, (title, _) in enumerate(SORTS) if title == "Longest first")
    browser.videos.sort_by.activated.emit(by_length)
    assert names(browser) == ["a", "c", "b"]


def test_a_click_shows_a_video_and_keys_go_to_the_next(browser, qtbot):
    view = browser.videos.view
    place = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert browser.bench.workspace.video.name == "b"
    QTest.keyClick(browser.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    assert browser.bench.workspace.video.name == "c"
    assert chosen(browser) == ["c"]


def label_shown(window, frame_index=0):
    """A mask of an object that is at work, on the frame that is shown."""
    session, video = window.bench.workspace.require()
    tracked = add_object(session, video.id)
    rle = masks.encode(np.ones((48, 64), bool))
    with session.edit("Label") as edit:
        edit.put_masks([Mask(tracked.id, frame_index, rle, Source.HUMAN)])
    QApplication.processEvents()
    window.bench.workspace.choose(tracked.id)
    assert window.actions_by_id["clear-frame"].isEnabled()
    return tracked


def click_row(window, row, modifiers=Qt.KeyboardModifier.NoModifier):
    view = window.videos.view
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def chosen(window):
    return sorted(str(it.data()) for it in window.videos.view.selectedIndexes())


def test_delete_in_the_list_removes_the_video_and_no_mask(browser, qtbot):
    tracked = label_shown(browser)
    browser.videos.view.setFocus()
    QTest.keyClick(browser.videos.view, Qt.Key.Key_Down)
    QTest.keyClick(browser.videos.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(browser) == ["a", "c"], timeout=20_000)
    assert [it.object_id for it in project(browser).frame_masks(tracked.video_id, 0)] == [
        tracked.id
    ]


def test_clicks_with_ctrl_or_shift_choose_videos_and_open_none(browser):
    click_row(browser, 2, Qt.KeyboardModifier.ShiftModifier)
    assert chosen(browser) == ["a", "b", "c"]
    click_row(browser, 1, Qt.KeyboardModifier.ControlModifier)
    assert chosen(browser) == ["a", "c"]
    assert browser.bench.workspace.video.name == "a"


def test_keys_to_the_next_video_choose_it_alone_whatever_is_held(browser):
    click_row(browser, 2, Qt.KeyboardModifier.ControlModifier)  # and Ctrl stays down
    QTest.keyClick(browser.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    assert browser.bench.workspace.video.name == "b"
    assert chosen(browser) == ["b"]


def test_what_is_chosen_stays_so_while_masks_are_written(browser, qtbot):
    click_row(browser, 1)
    view = browser.videos.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    label_shown(browser)
    said = "33 % labelled"
    shown = view.model().index(1, 0)
    qtbot.waitUntil(lambda: said in shown.data(Qt.ItemDataRole.AccessibleTextRole))
    assert chosen(browser) == ["a", "b", "c"]
    assert view.currentIndex().row() == 0


def test_what_is_chosen_stays_so_when_its_rows_go_elsewhere(browser):
    click_row(browser, 1)
    click_row(browser, 2, Qt.KeyboardModifier.ControlModifier)
    by_length = next(place for place, (title, _) in enumerate(SORTS) if title == "Longest first")
    browser.videos.sort_by.activated.emit(by_length)
    assert names(browser) == ["a", "c", "b"]
    assert chosen(browser) == ["b", "c"]
    assert browser.videos.view.currentIndex().data() == "c"


def test_a_removed_video_comes_back_by_undo(browser, qtbot):
    click_row(browser, 1)
    QTest.keyClick(browser.videos.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(browser) == ["a", "c"], timeout=20_000)
    QTest.keyClick(browser.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(browser) == ["a", "b", "c"], timeout=20_000)


def test_missing_videos_are_marked_and_found_again(browser, folder, qtbot):
    moved = folder.parent / "elsewhere"
    moved.mkdir()
    (folder / "b.mp4").rename(moved / "other name.mp4")
    browser.videos._read()
    qtbot.waitUntil(browser.videos.find_moved.isVisible, timeout=20_000)
    assert browser.videos.summary.text() == "Videos: 3, labelled: 0 %, missing: 1"
    browser.bench.videos.find_moved(moved)
    qtbot.waitUntil(lambda: not browser.videos.find_moved.isVisible(), timeout=20_000)
    assert browser.banner.text == "Found again: b."


def test_what_is_said_of_a_missing_video_goes_with_it(browser, folder, qtbot):
    (folder / "b.mp4").rename(folder.parent / "b elsewhere.mp4")
    ids = [it.id for it in project(browser).videos()]
    browser.bench.workspace.show_video(ids[1])
    qtbot.waitUntil(lambda: "re-link" in browser.banner.text, timeout=20_000)
    browser.bench.workspace.show_video(ids[0])
    assert not browser.banner.isVisible()
    browser.bench.workspace.show_video(ids[1])
    qtbot.waitUntil(browser.banner.isVisible, timeout=20_000)
    drop(browser, folder.parent / "b elsewhere.mp4")
    qtbot.waitUntil(lambda: not browser.banner.isVisible(), timeout=20_000)
    assert names(browser) == ["a", "b", "c"]
    qtbot.waitUntil(lambda: browser.stage.frame_index == 0, timeout=20_000)


def test_each_video_is_where_it_was_left(browser):
    workspace = browser.bench.workspace
    first, second = (it.id for it in project(browser).videos()[:2])
    one, other = (add_object(browser.bench.workspace.session, first, name=name) for name in "xy")
    browser.bench.seek(4)
    workspace.set_range(2, 7)
    workspace.select((one.id, other.id), other.id)
    workspace.show_video(second)
    assert (workspace.frame_index, workspace.range) == (0, (0, 3))
    workspace.show_video(first)
    assert (workspace.frame_index, workspace.range) == (4, (2, 7))
    assert [it.id for it in workspace.selected] == [one.id, other.id]
    assert workspace.chosen.id == other.id
    workspace.show_video(second)
    remove_objects(workspace.session, [other.id])
    workspace.show_video(first)
    assert workspace.chosen is None
    assert workspace.selected == []


def test_undo_shows_what_it_takes_back(browser):
    workspace = browser.bench.workspace
    first, second = (it.id for it in project(browser).videos()[:2])
    mask = masks.encode(np.ones((48, 64), bool))
    there = add_object(workspace.session, second)
    set_mask(workspace.session, there.id, 2, mask)
    here = add_object(workspace.session, first)
    set_mask(workspace.session, here.id, 7, mask)
    browser.bench.undo()
    assert (workspace.video.id, workspace.frame_index) == (first, 7)
    browser.bench.undo()
    browser.bench.undo()
    assert (workspace.video.id, workspace.frame_index) == (second, 2)
    assert browser.banner.text == "That step was in b."
    browser.bench.redo()
    workspace.show_video(first)
    browser.bench.redo()
    assert (workspace.video.id, workspace.frame_index) == (first, 7)


def test_the_shown_video_is_marked_while_another_row_is_selected(browser):
    view = browser.videos.view
    view.choose(1)
    picture = view.grab().toImage()
    ratio = picture.devicePixelRatio()
    frame = view.frameWidth()

    def edge(row):
        centre = view.visualRect(view.model().index(row, 0)).center().y()
        return picture.pixelColor(round((frame + 1) * ratio), round((frame + centre) * ratio))

    assert edge(0) == QApplication.palette().color(QPalette.ColorRole.Link)
    assert edge(1) == QApplication.palette().color(QPalette.ColorRole.Highlight)


def test_files_that_cannot_be_read_are_told_and_the_others_added(browser, tmp_path, qtbot):
    good = [write_clip(tmp_path / f"{name}.mp4", 200) for name in "de"]
    bad = [tmp_path / "bad.mp4", tmp_path / "worse.mp4"]
    for it in bad:
        it.write_text("nothing to see")
    drop(browser, *good, *bad)
    qtbot.waitUntil(lambda: browser.banner.property("kind") == "error", timeout=20_000)
    added, *failures = browser.banner.text.split("\n")
    assert added == "2 videos are in the project."
    assert "bad.mp4" in failures[0]
    assert "worse.mp4" in failures[1]
    assert [it.name for it in project(browser).videos()] == ["a", "b", "c", "d", "e"]


def test_one_that_is_added_leaves_the_person_where_they_are(browser, tmp_path, qtbot):
    workspace = browser.bench.workspace
    browser.bench.seek(4)
    workspace.set_range(2, 7)
    browser.activateWindow()
    browser.videos.search.setFocus()
    drop(browser, write_clip(tmp_path / "d.mp4", 200))
    qtbot.waitUntil(lambda: browser.banner.text == "d is in the project.", timeout=20_000)
    assert (workspace.video.name, workspace.frame_index, workspace.range) == ("a", 4, (2, 7))
    assert browser.videos.search.hasFocus()
    qtbot.waitUntil(lambda: names(browser) == ["a", "b", "c", "d"], timeout=20_000)


def test_another_video_that_is_shown_leaves_the_keys_to_who_types(browser):
    browser.activateWindow()
    browser.videos.search.setFocus()
    browser.bench.take_request(ShowVideo(project(browser).videos()[1].id))
    QTest.keyClicks(QApplication.focusWidget(), "ab")
    assert browser.videos.search.text() == "ab"


# --- a large project -------------------------------------------------------------------------------


def test_pictures_are_made_only_of_videos_in_view(browser, qtbot):
    facts = VideoFacts(VideoKind.FILE, 64, 48, 3, Fraction(24), 0, "h264", "0")
    numbers, flags = np.arange(3), np.ones(3, bool)
    table = FrameTable(Fraction(1, 24), numbers, flags, numbers.astype(np.int32), flags)
    asked = set()
    get = browser.bench.thumbnails.get
    browser.bench.thumbnails.get = lambda wanted: asked.add(wanted.video_id) or get(wanted)
    with browser.bench.workspace.session.edit("Many") as edit:
        for i in range(1000):
            edit.add_video(name=f"v{i}", path=Path(f"{i}.mp4"), facts=facts, frames=table)
    qtbot.waitUntil(lambda: len(names(browser)) == 1003, timeout=20_000)
    QApplication.processEvents()
    browser.videos.view.grab()
    assert 0 < len(asked) < 30


def test_the_newest_question_is_answered_first_and_old_ones_fall_off(qtbot):
    import threading

    go, answers = threading.Event(), []
    worker = NewestFirst(lambda it: go.wait(60) and it, name="maskbank-test", most_waiting=2)
    worker.answered.connect(lambda question, _: answers.append(question))
    worker.ask("first")
    qtbot.waitUntil(lambda: not worker._waiting, timeout=20_000)
    for question in ("dropped", "older", "newest"):
        worker.ask(question)
    go.set()
    qtbot.waitUntil(lambda: len(answers) == 3, timeout=20_000)
    worker.close()
    assert answers == ["first", "newest", "older"]


def test_a_question_that_raises_is_answered_with_none_and_the_next_one_is_worked_out(qtbot):
    answers = []
    worker = NewestFirst(lambda divisor: 6 // divisor, name="maskbank-test")
    worker.answered.connect(lambda *answer: answers.append(answer))
    for divisor in (0, 3):
        worker.ask(divisor)
        qtbot.waitUntil(lambda divisor=divisor: any(it == divisor for it, _ in answers))
    worker.close()
    assert answers == [(0, None), (3, 2)]


# --- the start page ----------------------------------------------------------------------------------


def start_page(window):
    return window.pages.widget(0)


def test_a_new_project_waits_for_videos(empty_window, tmp_path, qtbot):
    empty_window.bench.projects.create(tmp_path / "new.maskbank")
    page = start_page(empty_window)
    qtbot.waitUntil(lambda: page.title.text() == "new", timeout=20_000)
    assert page.isVisible()
    drop(empty_window, write_clip(tmp_path / "d.mp4"))
    qtbot.waitUntil(lambda: empty_window.windowTitle() == "d - new - Maskbank", timeout=20_000)


def test_a_new_project_replaces_none(empty_window, tmp_path, qtbot):
    (tmp_path / "new.maskbank").write_text("precious")
    empty_window.bench.projects.create(tmp_path / "new.maskbank")
    qtbot.waitUntil(lambda: "is there already" in empty_window.banner.text, timeout=20_000)
    assert (tmp_path / "new.maskbank").read_text() == "precious"


def test_a_video_on_a_read_only_place_gets_its_project_elsewhere(
    empty_window, folder, tmp_path, qtbot, monkeypatch
):
    monkeypatch.setattr(
        "os.access", lambda path, _: Path(path) != folder
    )  # root may write anywhere
    drop(empty_window, folder / "a.mp4", folder / "b.mp4")
    (dialog,) = empty_window.findChildren(QFileDialog)
    assert "read-only" in dialog.windowTitle()
    assert Path(dialog.selectedFiles()[0]).name == "a.maskbank"
    dialog.filesSelected.emit([str(tmp_path / "mine.maskbank")])
    dialog.close()
    qtbot.waitUntil(lambda: len(empty_window.videos.names) == 2, timeout=20_000)
    assert project(empty_window).path == tmp_path / "mine.maskbank"
    assert not (folder / "a.maskbank").exists()


def test_recent_projects_are_offered_at_the_next_start(folder, tmp_path, qtbot):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    for visit in range(2):
        window = Window(
            Workbench(engine="flow", thumbnails=tmp_path / "pictures"), settings=settings
        )
        window.show()
        listed = start_page(window).recent_list
        if visit == 0:
            assert listed.count() == 0
            window.bench.projects.open(folder)
        else:
            assert [listed.item(0).text()] == ["videos"]
            QTest.mouseClick(
                listed.viewport(),
                Qt.MouseButton.LeftButton,
                pos=listed.visualItemRect(listed.item(0)).center(),
            )
        qtbot.waitUntil(lambda w=window: len(w.videos.names) == 3, timeout=20_000)
        window.close()
        delete_now(window)


def test_damaged_settings_list_no_projects(empty_window, tmp_path):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("recent/projects", '[{"odd": 1}]')
    assert RecentProjects(empty_window.bench.workspace, settings).projects == ()

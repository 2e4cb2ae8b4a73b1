"""Tracks, scenes, attributes and categories in the window, by mouse and keys as a person uses it."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.attributes import set_attribute_on
from annotator.gui.attribute_dialog import AttributeDialog
from annotator.gui.category_editor import CategoryEditor
from annotator.gui.lanes import Portrait
from annotator.gui.merge_dialog import MergeDialog
from annotator.gui.objects_model import Column
from annotator.gui.other_object_dialog import OtherObjectDialog
from annotator.gui.playback import SPEEDS
from annotator.jobs import Lane
from annotator.label_preset_file import shipped_presets
from annotator.label_presets import apply_preset
from annotator.objects import add_object, remove_objects
from storage import masks
from storage.attributes import AttributeKind
from storage.records import Mask, Source
from tests.gui.conftest import FRAME_COUNT
from tests.gui.hand import key
from tests.gui.looking import dialog_of, project
from tests.storage.projects import attributes_at

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pair(window, qtbot):
    """A dog on all frames and a cat on the frames from 10 on; the dog is chosen."""
    session, video = window.bench.workspace.session, window.bench.workspace.video
    apply_preset(session, shipped_presets()["traffic"])
    dog = add_object(session, video.id, name="dog", category="car")
    cat = add_object(session, video.id, name="cat")
    with session.edit("Label") as edit:
        for tracked, first, x in ((dog, 0, 20), (cat, 10, 60)):
            rle = masks.paste(SQUARE, x, 40, (360, 640))
            edit.put_masks(
                Mask(tracked.id, i, rle, Source.ENGINE, 0.9) for i in range(first, FRAME_COUNT)
            )
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 2)
    window.bench.workspace.choose(dog.id)
    qtbot.waitUntil(lambda: len(window.timeline.lanes) == 2)
    window.canvas.setFocus()
    return dog, cat


SQUARE = np.ones((30, 30), bool)


def frames(window, tracked):
    return [it.frame_index for it in project(window).track(tracked.id)]


def test_identities_are_swapped_back_from_a_frame_on(window, pair, qtbot):
    dog, _ = pair
    window.bench.seek(20)
    key(window, Qt.Key.Key_X, CTRL | SHIFT)
    dialog_of(window, OtherObjectDialog).accept()
    label = f"Swap [1] and [2] on frames 20 to {FRAME_COUNT - 1}"
    qtbot.waitUntil(lambda: project(window).history()[-1].label == label)
    assert project(window).mask(dog.id, 20).rle.box_xywh[0] == 60
    assert project(window).mask(dog.id, 19).rle.box_xywh[0] == 20
    window.actions_by_id["undo"].trigger()
    assert project(window).mask(dog.id, 20).rle.box_xywh[0] == 20


def test_a_merge_shows_the_conflicts_first_and_goes_to_them(window, pair, qtbot):
    dog, _ = pair
    key(window, Qt.Key.Key_M, CTRL)
    asked = dialog_of(window, MergeDialog)
    qtbot.waitUntil(lambda: asked.conflicts.rowCount() == FRAME_COUNT - 10)
    asked.conflicts.cellClicked.emit(3, 0)
    assert window.bench.workspace.frame_index == 13
    asked.overlap.setCurrentIndex(asked.overlap.findData("other"))
    asked.accept()
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 1)
    assert project(window).mask(dog.id, 13).rle.box_xywh[0] == 60


def test_a_merge_proposes_the_rest_of_a_track_that_broke(window, pair, qtbot):
    dog, _ = pair
    window.bench.seek(20)
    key(window, Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 3)
    window.bench.workspace.choose(dog.id)
    key(window, Qt.Key.Key_M, CTRL)
    asked = dialog_of(window, MergeDialog)
    assert asked.other_ids == (
        window.bench.workspace.objects[2].id,
    )  # not the cat, which is there too
    asked.reject()


def test_a_merge_closes_at_once_while_it_compares(window, pair, hold):
    comparing = hold("annotator.merging.preview_merge")
    key(window, Qt.Key.Key_M, CTRL)
    assert comparing.begun.wait(60)
    dialog_of(window, MergeDialog).reject()
    assert not comparing.ended.is_set()


def test_an_object_alone_has_no_other(window, pair, qtbot):
    remove_objects(window.bench.workspace.session, [pair[1].id])
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 1)
    key(window, Qt.Key.Key_M, CTRL)
    assert "is the only object" in window.banner.text


def test_tracks_are_split_duplicated_and_copied_by_key(window, pair, qtbot):
    dog, _ = pair
    window.bench.seek(30)
    key(window, Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 3)
    assert frames(window, dog) == list(range(30))
    key(window, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 4)
    window.bench.seek(2)
    window.bench.workspace.set_range(28, 35)
    key(window, Qt.Key.Key_D, CTRL | SHIFT)
    qtbot.waitUntil(lambda: "Masks copied: 7" in window.banner.text)
    assert frames(window, dog) == list(range(35))


def test_masks_are_verified_locked_and_deleted_on_a_frame_a_range_and_a_track(window, pair):
    dog, _ = pair
    window.bench.workspace.set_range(4, 8)

    def marked(name):
        marks = project(window).track_marks(dog.id)
        return marks.frame_index[getattr(marks, name)].tolist()

    key(window, Qt.Key.Key_V)
    assert marked("verified") == [0]
    key(window, Qt.Key.Key_V, SHIFT)
    assert marked("verified") == [0, 4, 5, 6, 7]
    key(window, Qt.Key.Key_V, SHIFT | Qt.KeyboardModifier.AltModifier)
    assert marked("verified") == [0]
    key(window, Qt.Key.Key_V, SHIFT | CTRL)
    assert marked("verified") == list(range(FRAME_COUNT))
    key(window, Qt.Key.Key_L, CTRL)
    assert marked("locked") == [4, 5, 6, 7]
    window.actions_by_id["clear-track"].trigger()
    assert frames(window, dog) == [4, 5, 6, 7]
    window.actions_by_id["unlock-track"].trigger()
    assert marked("locked") == []


# --- several objects ---------------------------------------------------------------------------------


@pytest.fixture
def both(window, pair):
    """The pair, selected by clicks in the list of objects; the cat is at work."""
    dog, cat = pair
    for tracked, held in ((dog, NONE), (cat, CTRL)):
        index = window.objects.model.index_of(tracked.id, Column.NAME)
        position = window.objects.tree.visualRect(index).center()
        QTest.mouseClick(window.objects.tree.viewport(), Qt.MouseButton.LeftButton, held, position)
    assert window.bench.workspace.selected == [dog, cat]
    assert window.bench.workspace.chosen == cat
    return pair


def steps(window):
    return [it.label for it in project(window).history() if not it.undone]


def test_what_is_done_to_masks_is_done_to_all_selected_objects_in_one_step(window, both):
    window.bench.workspace.set_range(10, 12)
    before = len(steps(window))
    for name, modifiers in ((Qt.Key.Key_V, SHIFT), (Qt.Key.Key_L, CTRL)):
        key(window, name, modifiers)
    assert steps(window)[before:] == [
        "Verify [1], [2] on frames 10 to 11",
        "Lock [1], [2] on frames 10 to 11",
    ]
    for tracked in both:
        marks = project(window).track_marks(tracked.id)
        assert marks.frame_index[marks.verified & marks.locked].tolist() == [10, 11]
    key(window, Qt.Key.Key_Z, CTRL)
    key(window, Qt.Key.Key_Z, CTRL)
    assert len(steps(window)) == before


def test_selected_objects_are_hidden_locked_and_deleted_together(window, both):
    key(window, Qt.Key.Key_H)
    assert [it.visible for it in window.bench.workspace.objects] == [False, False]
    key(window, Qt.Key.Key_L)
    assert [it.locked for it in window.bench.workspace.objects] == [True, True]
    key(window, Qt.Key.Key_Delete, CTRL)
    assert window.bench.workspace.objects == []
    key(window, Qt.Key.Key_Z, CTRL)
    assert len(window.bench.workspace.objects) == 2


def test_selected_objects_are_absent_and_made_keyframes_together(window, both):
    window.bench.workspace.seek(12)
    key(window, Qt.Key.Key_K)
    window.bench.workspace.seek(13)
    key(window, Qt.Key.Key_O)
    for tracked in both:
        found = [project(window).mask(tracked.id, i) for i in (12, 13)]
        assert [it.source for it in found] == [Source.HUMAN, Source.HUMAN]
        assert [it.rle.is_empty for it in found] == [False, True]


def test_selected_objects_are_split_and_duplicated_together(window, both, qtbot):
    window.bench.workspace.seek(20)
    key(window, Qt.Key.Key_S, CTRL | SHIFT)
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 4)
    assert [len(frames(window, it)) for it in both] == [20, 10]
    key(window, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 6)
    assert steps(window)[-2:] == ["Split [1], [2] at frame 20", "Duplicate [1], [2]"]


def test_two_selected_objects_change_places_without_a_question(window, both, qtbot):
    dog, _ = both
    window.bench.workspace.seek(30)
    key(window, Qt.Key.Key_X, CTRL | SHIFT)
    qtbot.waitUntil(lambda: steps(window)[-1].startswith("Swap [2] and [1]"))
    assert project(window).mask(dog.id, 30).rle.box_xywh[0] == 60


def test_several_are_merged_into_the_one_at_work(window, both, qtbot):
    dog, cat = both
    with window.bench.workspace.session.edit("Label") as edit:
        rle = masks.paste(SQUARE, 300, 40, (360, 640))
        bird = edit.add_object(
            video_id=dog.video_id, name="bird", category_id=None, colour="#0000ff"
        )
        edit.put_masks([Mask(bird.id, 3, rle, Source.ENGINE, 0.9)])
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 3)
    window.bench.workspace.select([dog.id, cat.id, bird.id], cat.id)
    key(window, Qt.Key.Key_M, CTRL)
    asks = dialog_of(window, MergeDialog)
    assert asks.other_ids == (dog.id, bird.id)
    asks.accept()
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 1)
    assert frames(window, cat) == list(range(FRAME_COUNT))
    assert project(window).mask(cat.id, 3).rle.area == 2 * 900
    assert steps(window)[-1] == "Merge [1], [3] into [2]"


def test_selected_objects_get_a_category_and_an_attribute_together(window, both, qtbot):
    choose(window.attributes.category, "car")
    assert len({it.category_id for it in window.bench.workspace.objects}) == 1
    choose(window.attributes.fields["occlusion"], "partly")
    values = [it.attributes for it in window.bench.workspace.objects]
    assert values == [{"occlusion": "partly"}] * 2


def test_selected_objects_are_followed_together(window, both, qtbot):
    window.bench.workspace.set_range(10, 13)
    window.bench.workspace.seek(10)
    key(window, Qt.Key.Key_K)
    key(window, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: None not in runs(window, both, 12), timeout=20_000)
    assert len(runs(window, both, 12)) == 1


def runs(window, objects, frame_index):
    return {project(window).mask(it.id, frame_index).engine_run_id for it in objects}


def test_many_masks_are_marked_by_a_job(window, both, qtbot, monkeypatch):
    for module in ("object_work", "workbench"):
        monkeypatch.setattr(f"annotator.gui.{module}.AT_ONCE", 10)

    def verified():
        return [bool(project(window).track_marks(it.id).verified.all()) for it in both]

    key(window, Qt.Key.Key_V, CTRL | SHIFT)
    qtbot.waitUntil(lambda: verified() == [True, True])
    key(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: verified() == [False, False])
    key(window, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: verified() == [True, True])


def test_undo_takes_back_the_change_that_is_still_under_way(window, both, qtbot, monkeypatch):
    monkeypatch.setattr("annotator.gui.object_work.AT_ONCE", 10)
    before, go_on = steps(window), threading.Event()

    def wait(report):
        go_on.wait()

    window.bench.projects.submit("an earlier change", wait, lane=Lane.EDITS)
    key(window, Qt.Key.Key_V, CTRL | SHIFT)
    key(window, Qt.Key.Key_Z, CTRL)
    go_on.set()
    qtbot.waitUntil(lambda: len(project(window).history()) == len(before) + 1)
    qtbot.waitUntil(lambda: steps(window) == before)


# --- scenes ------------------------------------------------------------------------------------------


def test_scenes_are_marked_walked_over_and_chosen(window, pair, qtbot):
    workspace = window.bench.workspace
    for frame_index in (15, 25):
        window.bench.seek(frame_index)
        key(window, Qt.Key.Key_C, SHIFT)
    qtbot.waitUntil(lambda: workspace.cuts == (15, 25))
    key(window, Qt.Key.Key_PageUp, CTRL)
    assert workspace.frame_index == 15
    key(window, Qt.Key.Key_I, CTRL | SHIFT)
    assert workspace.range == (15, 25)
    key(window, Qt.Key.Key_PageUp, CTRL)
    assert workspace.frame_index == 0
    key(window, Qt.Key.Key_PageDown, CTRL)
    assert workspace.frame_index == 15
    window.bench.seek(25)
    key(window, Qt.Key.Key_C, SHIFT)
    qtbot.waitUntil(lambda: workspace.cuts == (15,))


def test_scene_cuts_are_found_by_a_job(window, qtbot):
    window.actions_by_id["find-cuts"].trigger()
    qtbot.waitUntil(lambda: "Scene cuts found: 0" in window.banner.text, timeout=20_000)


def test_a_propagation_can_stay_in_its_scene(window, pair, qtbot):
    session, video = window.bench.workspace.session, window.bench.workspace.video
    with session.edit("Cut") as edit:
        edit.set_scene_cuts(video.id, [5])
    qtbot.waitUntil(lambda: window.bench.workspace.cuts == (5,))
    window.actions_by_id["stop-at-cuts"].trigger()
    titles = []
    window.bench.bridge.job_changed.connect(lambda it: titles.append(it.title))
    window.actions_by_id["forward"].trigger()
    qtbot.waitUntil(lambda: bool(titles))
    assert titles[0] == "Propagating over frames 0 to 4"
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=30_000)


# --- playing -----------------------------------------------------------------------------------------


def test_the_speed_goes_up_and_down_and_is_shown(window):
    playback = window.bench.playback
    assert [
        window.transport.speed.itemData(i) for i in range(window.transport.speed.count())
    ] == list(SPEEDS)
    for _ in range(9):
        window.actions_by_id["faster"].trigger()
    assert playback.speed == window.transport.speed.currentData() == 8.0
    for _ in range(9):
        window.actions_by_id["slower"].trigger()
    assert playback.speed == window.transport.speed.currentData() == 0.25


def test_a_loop_plays_the_range_again(window, qtbot):
    window.bench.workspace.set_range(10, 13)
    window.actions_by_id["loop"].trigger()
    window.bench.playback.set_speed(8.0)
    seen = []
    window.bench.workspace.frame_changed.connect(
        lambda: seen.append(window.bench.workspace.frame_index)
    )
    key(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: seen.count(10) >= 3)
    assert set(seen) <= {10, 11, 12}
    key(window, Qt.Key.Key_Space)
    assert not window.bench.playback.is_playing


# --- what objects are ----------------------------------------------------------------------------------


def test_attributes_are_set_on_the_track_and_over_the_range(window, pair, qtbot):
    dog, _ = pair
    form = window.attributes
    assert list(form.fields) == ["parked", "occlusion"]
    window.bench.workspace.set_range(5, 9)
    choose(form.fields["occlusion"], "partly")
    choose(form.scope, "over the range")
    choose(form.fields["occlusion"], "mostly")
    said = [attributes_at(project(window), dog.id, i).get("occlusion") for i in (4, 5, 8, 9)]
    assert said == ["partly", "mostly", "mostly", "partly"]
    qtbot.waitUntil(lambda: form.fields["occlusion"].currentText() == "partly")
    window.bench.seek(6)
    assert form.fields["occlusion"].currentText() == "mostly"
    key(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: form.fields["occlusion"].currentText() == "partly")


def test_where_an_attribute_varies_is_said_and_leads_there(window, pair, qtbot):
    dog, _ = pair
    for value, start, stop in (("partly", 2, 4), ("mostly", 8, 12), ("partly", 20, 30)):
        set_attribute_on(
            window.bench.workspace.session, [dog.id], "occlusion", value, start=start, stop=stop
        )
    said = window.attributes.stretches["occlusion"]
    qtbot.waitUntil(lambda: "partly: 2 to 3" in said.text())
    assert "partly: 20" not in said.text()
    window.bench.seek(13)  # between the last two
    assert "partly: 2 to" not in said.text()
    said.linkActivated.emit("0")
    assert (window.bench.workspace.range, window.bench.workspace.frame_index) == ((8, 12), 8)
    window.bench.seek(25)
    said.linkActivated.emit("1")
    assert (window.bench.workspace.range, window.bench.workspace.frame_index) == ((20, 30), 25)


def choose(box, text):
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def test_a_key_leads_to_the_attributes_wherever_one_is(window, pair):
    window.docks.show("history")
    key(window, Qt.Key.Key_T, CTRL)
    assert window.attributes.fields["parked"].isVisible()


def test_an_object_without_category_has_no_attributes(window, pair):
    window.bench.workspace.choose(pair[1].id)
    assert window.attributes.fields == {}
    window.attributes.category.setEditText("truck")
    QTest.keyClick(window.attributes.category, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert "parked" in window.attributes.fields


def test_categories_and_attributes_are_edited(window, pair, qtbot, tmp_path):
    window.actions_by_id["categories"].trigger()
    editor = dialog_of(window, CategoryEditor)
    assert editor.category.name == "car"
    editor.categories.currentItem().setText("automobile")
    assert project(window).categories()[0].name == "automobile"
    editor.categories.setCurrentRow(0)
    editor._add_attribute()
    asked = dialog_of(window, AttributeDialog)
    asked.name.setText("make")
    asked.choices.setText("Audi, Fiat")
    asked.accept()
    made = project(window).attributes()[-1]
    assert (made.name, made.kind, made.choices) == ("make", AttributeKind.CHOICE, ("Audi", "Fiat"))
    editor.attributes.setCurrentRow(2)
    editor._remove_attribute()
    assert made not in project(window).attributes()
    editor._work.export_preset(tmp_path / "labels.yaml")
    assert "automobile" in (tmp_path / "labels.yaml").read_text()
    editor.close()


def test_the_editor_closes_with_the_project_whose_categories_it_shows(
    window, pair, clip, tmp_path, qtbot
):
    window.actions_by_id["categories"].trigger()
    editor = dialog_of(window, CategoryEditor)
    editor._add()  # its name is being typed
    other = tmp_path / "elsewhere" / "other.mp4"
    other.parent.mkdir()
    other.write_bytes(clip.read_bytes())
    window.bench.projects.open(other)
    qtbot.waitUntil(lambda: window.windowTitle() == "other - Maskbank", timeout=20_000)
    assert not [it for it in window.findChildren(CategoryEditor) if it.isVisible()]
    assert project(window).categories() == []
    assert not window.banner.isVisible()


def test_a_wrong_definition_is_a_sentence(window, pair):
    window.actions_by_id["categories"].trigger()
    editor = dialog_of(window, CategoryEditor)
    editor._add_attribute()
    dialog_of(window, AttributeDialog).accept()
    assert "An attribute needs a name" in window.banner.text
    editor.close()


def test_objects_get_portraits(window, pair, qtbot):
    index = window.objects.model.index_of(pair[0].id, Column.NAME)
    picture = Qt.ItemDataRole.DecorationRole
    qtbot.waitUntil(lambda: index.data(picture) is not None, timeout=20_000)
    rle = masks.paste(SQUARE, 100, 100, (360, 640))
    with window.bench.workspace.session.edit("Correct") as edit:
        edit.put_masks([Mask(pair[0].id, 3, rle, Source.HUMAN)])
    best = Portrait(3, (100, 100, 30, 30))
    qtbot.waitUntil(lambda: window.timeline.lanes[0].portrait == best, timeout=20_000)

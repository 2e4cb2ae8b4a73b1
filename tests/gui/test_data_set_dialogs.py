"""Exporting and importing from the window: every option, what will be written, what would come in."""

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QListWidget, QPushButton, QTreeWidget

from annotator.converting import _facts, _frame_table
from annotator.export_options import ExportOptions, FrameFiles
from annotator.gui.export_dialog import ExportDialog
from annotator.gui.import_dialog import ImportDialog, ImportRequest
from annotator.import_preview import guess_format
from annotator.importing import import_dataset
from annotator.jobs import JobState
from annotator.masks import set_mask
from annotator.objects import add_object
from annotator.session import Session
from exporters.dataset import ImportedVideo, no_progress
from exporters.formats import FORMAT_NAMES, READABLE_NAMES, format_module
from storage import masks, whole_edit
from storage.records import Mask, Source
from tests.exporters.datasets import MemoryDataset, box, difficult
from tests.gui.conftest import delete_now


@pytest.fixture
def session(tmp_path):
    """Four videos, each with a car and a dog on its first five frames."""
    with Session.open(tmp_path / "traffic.maskbank") as opened:
        with opened.edit("Fill") as edit:
            kinds = {kind: edit.add_category(kind, "#ff0000").id for kind in ("car", "dog")}
            for name in "abcd":
                facts = _facts(ImportedVideo(name, (12, 16), tuple(range(5)), fingerprint=name))
                video = edit.add_video(name=name, path=tmp_path / name, facts=facts, frames=_frame_table(facts))  # fmt: skip
                for kind, kind_id in kinds.items():
                    it = edit.add_object(video_id=video.id, name=kind, category_id=kind_id, colour="#ff0000")  # fmt: skip
                    square = masks.encode(box(0, 0, 4, 4))
                    edit.put_masks([Mask(it.id, i, square, Source.ENGINE) for i in range(5)])
        yield opened


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def close(dialog, qtbot):
    dialog.reject()
    qtbot.waitUntil(lambda: dialog._preview.is_over)
    delete_now(dialog)


@pytest.fixture
def open_dialog(session, settings, qtbot):
    opened = []

    def open_one(**more):
        dialog = ExportDialog(session, **{"settings": settings} | more)
        dialog.show()
        opened.append(dialog)
        return dialog

    yield open_one
    for dialog in opened:
        close(dialog, qtbot)


def tree_paths(dialog):
    def walk(item, prefix):
        for i in range(item.childCount()):
            path = f"{prefix}{item.child(i).text(0)}"
            yield path
            yield from walk(item.child(i), f"{path}/")

    return list(walk(dialog.findChild(QTreeWidget).invisibleRootItem(), ""))


def button(dialog, text):
    return next(it for it in dialog.findChildren(QPushButton) if it.text() == text)


# --- export --------------------------------------------------------------------------------------


def test_it_shows_what_each_format_keeps_and_the_tree_that_it_writes(open_dialog, qtbot):
    dialog = open_dialog()
    for name in FORMAT_NAMES:
        dialog.choose_format(name)
        qtbot.waitUntil(lambda name=name: f"{name}/frame_map.json" in tree_paths(dialog))
        assert dialog._keeps.text() == format_module(name).KEEPS
    assert button(dialog, "Export").isEnabled()


def test_who_knows_what_they_want_need_not_wait_for_the_tree(open_dialog, monkeypatch, qtbot):
    may_answer = threading.Event()

    def preview(*_):
        may_answer.wait(60)
        return ()

    monkeypatch.setattr("annotator.export_preview.preview_export", preview)
    dialog, asked = open_dialog(), []
    dialog.requested.connect(asked.append)
    assert tree_paths(dialog) == []
    QTest.mouseClick(button(dialog, "Export"), Qt.MouseButton.LeftButton)
    assert [it.format_name for it in asked] == [FORMAT_NAMES[0]]
    may_answer.set()


def test_the_tree_follows_the_options(open_dialog, qtbot):
    dialog = open_dialog()
    dialog.choose_format("coco")
    qtbot.waitUntil(lambda: "coco/images/a/000001.jpg" in tree_paths(dialog))
    assert "coco/images/a/…" in tree_paths(dialog)
    dialog.form._every.setValue(2)
    qtbot.waitUntil(lambda: "coco/images/a/000002.jpg" in tree_paths(dialog))
    dialog.form._split.setChecked(True)
    qtbot.waitUntil(lambda: "coco/split.json" in tree_paths(dialog))
    assert "coco/train/images/a/000002.jpg" in tree_paths(dialog)
    dialog.form._files.setCurrentIndex(dialog.form._files.findData("none"))
    qtbot.waitUntil(lambda: "coco/train/images" not in tree_paths(dialog))


def test_what_cannot_be_exported_is_said_before_it_is_tried(open_dialog, qtbot):
    dialog = open_dialog()
    dialog.form._objects.setText("cow")
    qtbot.waitUntil(lambda: "There is no object 'cow'" in dialog._problem.text())
    assert not button(dialog, "Export").isEnabled()
    dialog.form._objects.setText("dog")
    qtbot.waitUntil(lambda: button(dialog, "Export").isEnabled())
    assert dialog._problem.text() == ""


def test_a_folder_that_cannot_be_written_is_said_before_it_is_tried(open_dialog, tmp_path, qtbot):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.tex").touch()
    (tmp_path / "a.txt").touch()
    dialog = open_dialog()
    export = button(dialog, "Export")
    for place, problem in (
        ("thesis", "holds something that is not an export"),
        ("a.txt", "is a file"),
        ("a.txt/below", "No folder can be made in"),
    ):
        dialog._target.setText(str(tmp_path / place))
        qtbot.waitUntil(lambda problem=problem: problem in dialog._problem.text())
        assert not export.isEnabled()
    dialog._target.setText(str(tmp_path / "thesis" / "export"))
    qtbot.waitUntil(export.isEnabled)
    assert dialog._problem.text() == ""


def fill(form):
    videos, categories = form.findChildren(QListWidget)
    videos.item(1).setCheckState(Qt.CheckState.Checked)
    categories.item(0).setCheckState(Qt.CheckState.Checked)
    form._objects.setText(" car , 2")
    form._start.setValue(1)
    form._stop.setValue(4)
    form._every.setValue(3)
    form._fps.setValue(2.5)
    form._files.setCurrentIndex(form._files.findData("link"))
    form._max_side.setValue(640)
    for box_ in form.findChildren(QCheckBox):
        box_.setChecked(True)
    for spin, share in zip(form._shares, (60, 20, 20), strict=True):
        spin.setValue(share)
    form._seed.setValue(7)


FILLED = ExportOptions(
    videos=("b",),
    objects=("car", "2"),
    categories=("car",),
    start=1,
    stop=4,
    every=3,
    fps=2.5,
    verified_only=True,
    frame_files=FrameFiles.LINK,
    max_side=640,
    provenance=True,
    shares=(60, 20, 20),
    seed=7,
)


def test_untouched_the_form_asks_for_what_the_command_line_does(open_dialog):
    assert open_dialog(settings=None).form.options() == ExportOptions()


def test_the_form_fills_every_option(open_dialog):
    dialog = open_dialog()
    fill(dialog.form)
    assert dialog.form.options() == FILLED


def test_choices_are_remembered_but_not_what_belongs_to_one_project(open_dialog, settings):
    first = open_dialog()
    first.choose_format("davis-2017")
    fill(first.form)
    asked = []
    first.requested.connect(asked.append)
    first.accept()
    assert (asked[0].format_name, asked[0].options) == ("davis-2017", FILLED)
    settings.sync()
    second = open_dialog(settings=QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert second.format_name == "davis-2017"
    remembered = second.form.options()
    assert (remembered.every, remembered.fps, remembered.max_side) == (3, 2.5, 640)
    assert remembered.frame_files is FrameFiles.LINK
    assert (remembered.shares, remembered.seed) == ((60, 20, 20), 7)
    assert remembered.videos == remembered.objects == remembered.categories == ()
    assert (remembered.start, remembered.stop) == (0, None)


def test_settings_that_make_no_sense_are_passed_over(open_dialog, settings):
    for name in ("every", "fps", "max_side", "seed", "split", "frames", "format"):
        settings.setValue(f"export/{name}", "nonsense")
    dialog = open_dialog()
    assert dialog.form.options() == ExportOptions()
    assert dialog.format_name == FORMAT_NAMES[0]


# --- import --------------------------------------------------------------------------------------


def write(name, folder, data=None):
    data = data or difficult()
    format_module(name).write(data, folder, frames=True, progress=no_progress)
    return folder


@pytest.mark.parametrize("name", READABLE_NAMES)
def test_the_format_of_an_export_is_known(name, tmp_path):
    assert guess_format(write(name, tmp_path / "out")) == name


@pytest.mark.parametrize("name", ["coco", "youtube-vis", "labelme", "cvat-video", "kitti-mots", "ref-youtube-vos"])  # fmt: skip
def test_the_format_of_what_others_wrote_is_seen(name, tmp_path):
    (write(name, tmp_path / "out") / "frame_map.json").unlink()
    assert guess_format(tmp_path / "out") == name


def test_of_what_is_no_data_set_no_format_is_guessed(tmp_path):
    (tmp_path / "thesis.tex").write_text("...")
    assert guess_format(tmp_path) is None


@pytest.fixture
def import_dialog(session, qtbot):
    opened = []

    def open_one(source):
        dialog = ImportDialog(session, source)
        dialog.show()
        opened.append(dialog)
        return dialog

    yield open_one
    for dialog in opened:
        close(dialog, qtbot)


def one_video(name="clip", *, frame_index=3, **facts):
    data = MemoryDataset()
    video_id = data.add_video(name, **facts)
    object_id = data.add_object(video_id, 1, name="Rex")
    hw = data.video_list[0].facts.height, data.video_list[0].facts.width
    mask = np.zeros(hw, bool)
    mask[:4, :4] = True
    data.add_mask(object_id, frame_index, mask)
    return data


def write_without_frames(folder, data):
    format_module("coco").write(data, folder, frames=False, progress=no_progress)
    return folder


def test_it_shows_what_would_come_and_on_what_it_would_lie(import_dialog, tmp_path, qtbot):
    dialog = import_dialog(write("coco", tmp_path / "out", one_video()))
    qtbot.waitUntil(lambda: button(dialog, "Import").isEnabled())
    paths = tree_paths(dialog)
    assert "clip: 1 frame, on the frame images of the data set/1  Rex (dog)" in paths
    assert dialog.findChild(QComboBox).currentText() == "As it looks: coco"
    asked = []
    dialog.requested.connect(asked.append)
    dialog.accept()
    assert (asked[0].format_name, asked[0].skip_bad) == ("coco", False)


def test_a_video_that_is_missing_has_to_be_named_first(import_dialog, clip, tmp_path, qtbot):
    data = one_video("elsewhere", frame_hw=(360, 640))
    dialog = import_dialog(write_without_frames(tmp_path / "out", data))
    qtbot.waitUntil(lambda: "videos that are missing" in dialog._problem.text())
    assert not button(dialog, "Import").isEnabled()
    dialog.choose_videos([str(clip)])
    qtbot.waitUntil(button(dialog, "Import").isEnabled)
    assert "elsewhere: 1 frame, on the file clip.mp4" in tree_paths(dialog)


def test_the_file_of_another_video_is_refused_before_it_is_tried(import_dialog, clip, tmp_path, qtbot):  # fmt: skip
    dialog = import_dialog(write_without_frames(tmp_path / "out", one_video("elsewhere")))
    qtbot.waitUntil(lambda: "videos that are missing" in dialog._problem.text())
    dialog.choose_videos([str(clip)])
    refusal = "The data set's video elsewhere is 16 x 12 pixels, but clip is 640 x 360."
    qtbot.waitUntil(lambda: dialog._problem.text() == refusal)
    assert not button(dialog, "Import").isEnabled()


def test_a_shorter_video_of_the_project_is_refused_before_it_is_tried(import_dialog, tmp_path, qtbot):  # fmt: skip
    data = one_video("a", frame_index=9, frame_count=10)
    dialog = import_dialog(write_without_frames(tmp_path / "out", data))
    refusal = "The data set's video a has a frame 9, but a has only 5 frames."
    qtbot.waitUntil(lambda: dialog._problem.text() == refusal)
    assert not button(dialog, "Import").isEnabled()


def test_who_imports_twice_is_told_before(import_dialog, session, tmp_path, qtbot):
    folder = write_without_frames(tmp_path / "out", one_video("a", frame_count=5))
    first = import_dialog(folder)
    qtbot.waitUntil(button(first, "Import").isEnabled)
    assert not any("Already on" in it for it in tree_paths(first))
    import_dataset(session, "coco", folder)
    again = import_dialog(folder)
    qtbot.waitUntil(button(again, "Import").isEnabled)
    told = "To know/Already on a, by name: Rex. What comes in is added beside it."
    assert told in tree_paths(again)


def test_who_imports_what_was_exported_without_category_is_told_before(
    import_dialog, session, tmp_path, qtbot
):
    """COCO demands a category, so that it comes back with one."""
    video = next(it for it in session.project.videos() if it.name == "a")
    add_object(session, video.id, name="Rex")
    folder = write_without_frames(tmp_path / "out", one_video("a", frame_count=5))
    dialog = import_dialog(folder)
    qtbot.waitUntil(button(dialog, "Import").isEnabled)
    assert any("Already on a, by name: Rex." in it for it in tree_paths(dialog))


def test_what_would_come_is_said_in_the_persons_language(chinese, import_dialog, tmp_path, qtbot):
    dialog = import_dialog(write_without_frames(tmp_path / "out", one_video("elsewhere")))
    qtbot.waitUntil(lambda: tree_paths(dialog) != [])
    assert "missing" not in tree_paths(dialog)[0]


def test_a_format_that_was_chosen_is_not_what_it_looks_like(import_dialog, tmp_path, qtbot):
    dialog = import_dialog(write("coco", tmp_path / "out", one_video()))
    formats = dialog.findChild(QComboBox)
    qtbot.waitUntil(button(dialog, "Import").isEnabled)
    formats.setCurrentIndex(formats.findData("coco-polygons"))
    qtbot.waitUntil(button(dialog, "Import").isEnabled)
    assert formats.itemText(0) == "As it looks: coco"


def test_the_answer_about_a_format_that_is_no_longer_chosen_does_not_count(
    import_dialog, monkeypatch, tmp_path, qtbot
):
    from annotator import import_preview

    preview, may_answer = import_preview.preview_import, {}

    def preview_when_let(project, name, *rest):
        may_answer.setdefault(name, threading.Event()).wait(60)
        return preview(project, name, *rest)

    monkeypatch.setattr(import_preview, "preview_import", preview_when_let)
    dialog = import_dialog(write("coco", tmp_path / "out", one_video()))
    qtbot.waitUntil(lambda: "coco" in may_answer)  # it is being read
    formats = dialog.findChild(QComboBox)
    formats.setCurrentIndex(formats.findData("coco-polygons"))
    with qtbot.waitSignal(dialog._preview.answered):
        may_answer["coco"].set()
    assert dialog._problem.text() == "Reading ..."
    assert not button(dialog, "Import").isEnabled()
    may_answer.setdefault("coco-polygons", threading.Event()).set()
    qtbot.waitUntil(button(dialog, "Import").isEnabled)
    asked = []
    dialog.requested.connect(asked.append)
    dialog.accept()
    assert asked[0].format_name == "coco-polygons"


def test_bad_records_are_shown_and_left_out_only_if_asked(import_dialog, tmp_path, qtbot):
    folder = write("coco", tmp_path / "out", one_video())
    document = json.loads((folder / "annotations.json").read_text())
    document["annotations"].append(document["annotations"][0])
    (folder / "annotations.json").write_text(json.dumps(document))
    dialog = import_dialog(folder)
    qtbot.waitUntil(lambda: "Some records are wrong" in dialog._problem.text())
    assert any("its id is that of an earlier annotation" in it for it in tree_paths(dialog))
    assert not button(dialog, "Import").isEnabled()
    dialog.findChild(QCheckBox).setChecked(True)
    assert button(dialog, "Import").isEnabled()


def test_what_is_no_data_set_is_a_sentence(import_dialog, tmp_path, qtbot):
    (tmp_path / "none").mkdir()
    dialog = import_dialog(tmp_path / "none")
    qtbot.waitUntil(lambda: "choose its format above to hear" in dialog._problem.text())


def test_of_many_bad_records_the_first_are_shown_and_the_rest_counted(import_dialog, tmp_path, qtbot):  # fmt: skip
    folder = write("coco", tmp_path / "out", one_video())
    document = json.loads((folder / "annotations.json").read_text())
    document["annotations"] *= 31
    (folder / "annotations.json").write_text(json.dumps(document))
    dialog = import_dialog(folder)
    qtbot.waitUntil(lambda: "Some records are wrong" in dialog._problem.text())
    shown = [it for it in tree_paths(dialog) if it.startswith("Records that are wrong/")]
    assert len(shown) == 21
    assert shown[-1] == "Records that are wrong/... and 10 more."


def test_the_window_imports_what_was_asked_for(window, tmp_path, qtbot):
    from annotator.gui import questions

    video = window.bench.workspace.require()[1]
    data = MemoryDataset()
    hw = video.facts.frame_hw
    video_id = data.add_video("clip", frame_hw=hw, fingerprint=video.facts.fingerprint)
    data.add_mask(data.add_object(video_id, 1, name="Rex"), 3, np.ones(hw, bool))
    folder = tmp_path / "out"
    format_module("coco").write(data, folder, frames=False, progress=no_progress)
    questions.ask_about_import(window, Path(folder))
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(lambda: button(dialog, "Import").isEnabled(), timeout=20_000)
    preview = dialog._preview
    dialog.accept()
    qtbot.waitUntil(lambda: "1 mask of 1 object in 1 video came in." in window.banner.text, timeout=20_000)  # fmt: skip
    assert [it.name for it in window.bench.workspace.session.project.objects(video.id)] == ["Rex"]
    qtbot.waitUntil(lambda: preview.is_over)


def test_while_an_import_is_paused_the_window_goes_on(window, tmp_path, monkeypatch, qtbot):
    """Even where it writes already: a stroke, and the time that is kept, do not wait for it."""
    monkeypatch.setattr(whole_edit, "_SECONDS_AT_ONCE", 0.0)  # a small import needs many, too
    session, video = window.bench.workspace.require()
    data = MemoryDataset()
    hw = video.facts.frame_hw
    video_id = data.add_video("clip", frame_hw=hw, fingerprint=video.facts.fingerprint)
    for number in range(1, 101):
        data.add_mask(data.add_object(video_id, number), 3, np.ones(hw, bool))
    format_module("coco").write(data, tmp_path / "out", frames=False, progress=no_progress)
    jobs, projects, states = window.bench.projects.jobs, window.bench.projects, []

    def pause_where_it_writes(status):
        states.append(status.state)
        if status.total and not status.asked and JobState.PAUSED not in states:
            jobs.pause(status.id)

    window.bench.bridge.job_changed.connect(
        pause_where_it_writes, Qt.ConnectionType.DirectConnection
    )
    projects.import_dataset(ImportRequest("coco", tmp_path / "out", (), skip_bad=False))
    qtbot.waitUntil(lambda: JobState.PAUSED in states, timeout=20_000)
    own = add_object(session, video.id, name="own")
    set_mask(session, own.id, 0, masks.encode(np.eye(*hw) > 0))
    session.project.add_activity(video.id, "2026-11-25", 30.0)
    jobs.resume(jobs.unfinished()[0].id)
    qtbot.waitUntil(lambda: "100 masks of 100 objects" in window.banner.text, timeout=20_000)
    assert len(session.project.objects(video.id)) == 101

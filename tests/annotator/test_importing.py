"""Importing while somebody labels: it can be paused and cancelled at any time, and nobody waits for it."""

import json
import threading

import numpy as np
import pytest

from annotator.importing import ImportReport, import_dataset
from annotator.jobs import Cancelled
from annotator.masks import set_mask
from annotator.objects import add_object, rename_object
from annotator.session import Session
from annotator.videos import remove_videos
from exporters.dataset import no_progress
from exporters.formats import format_module
from storage import masks, whole_edit
from storage.errors import FormatError, ProjectError
from tests.exporters.datasets import MemoryDataset
from tests.storage.projects import FRAME_COUNT, FRAME_HW, add_video, contents

OBJECTS = 3


@pytest.fixture
def session(tmp_path):
    """One video, with an object of its own."""
    with Session.open(tmp_path / "test.maskbank") as session:
        with session.edit("Add a video") as edit:
            video = add_video(edit)
        add_object(session, video.id, name="own", category="dog")
        yield session


@pytest.fixture
def own(session):
    return session.project.objects(1)[0]


@pytest.fixture
def folder(tmp_path):
    """A COCO data set with three dogs on all frames of the video."""
    data = MemoryDataset()
    video_id = data.add_video("clip", frame_hw=FRAME_HW, frame_count=FRAME_COUNT)
    for number in range(1, OBJECTS + 1):
        it = data.add_object(video_id, number, name=f"dog {number}")
        for i in range(FRAME_COUNT):
            data.add_mask(it, i, np.ones(FRAME_HW, bool))
    format_module("coco").write(data, tmp_path / "coco", frames=False, progress=no_progress)
    return tmp_path / "coco"


@pytest.fixture(autouse=True)
def small_transactions(monkeypatch):
    """So that even a small import needs many."""
    monkeypatch.setattr(whole_edit, "_SECONDS_AT_ONCE", 0.0)


def elsewhere(do):
    """Do something on a thread of its own, as the window does, and wait for it: not long."""
    failures = []

    def work():
        try:
            do()
        except Exception as error:  # noqa: BLE001 - it is raised again below
            failures.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(60)
    assert not worker.is_alive(), "it waits for the import"
    for it in failures:
        raise it


def test_an_import_is_one_step(session, folder):
    before = contents(session.project)
    assert import_dataset(session, "coco", folder) == ImportReport(
        1, OBJECTS, OBJECTS * FRAME_COUNT
    )
    assert [it.label for it in session.project.history()][-1] == "Import coco"
    numbers = [it.number for it in session.project.objects(1)]
    assert numbers == [1, 2, 3, 4]
    session.undo()
    assert contents(session.project) == before


def test_wherever_it_is_paused_others_can_work(session, folder, own):
    """A paused job waits within the report of its progress."""
    phases = set()

    def report(done, total):
        phases.add("write" if total else "read")
        square = masks.encode(np.eye(*FRAME_HW) > 0)
        elsewhere(lambda: session.project.add_activity(1, "2026-11-25", 1.0))
        elsewhere(lambda: set_mask(session, own.id, done % FRAME_COUNT, square))

    import_dataset(session, "coco", folder, progress=report)
    assert phases == {"read", "write"}
    assert len(session.project.track_marks(own.id).frame_index) >= 2


def test_while_it_reads_what_was_done_can_be_undone(session, folder, own):
    undone = []

    def report(done, total):
        if done and not total and not undone:
            rename_object(session, own.id, "renamed")
            undone.append(session.undo())

    import_dataset(session, "coco", folder, progress=report)
    assert [it.objects for it in undone] == [{own.id}]
    assert session.project.object(own.id) == own


@pytest.mark.parametrize("phase", ["read", "write"])
def test_a_cancelled_import_leaves_nothing_but_what_others_did(session, folder, own, phase):
    told = []
    session.subscribe(told.append)
    files = set(folder.parent.iterdir())

    def report(done, total):
        if done and bool(total) == (phase == "write"):
            rename_object(session, own.id, "renamed")
            raise Cancelled

    with pytest.raises(Cancelled):
        import_dataset(session, "coco", folder, progress=report)
    assert [it.name for it in session.project.objects(1)] == ["renamed"]
    assert [it.label for it in session.project.history()][-1] == "Rename [1] to renamed"
    assert session.project.labelled_frames(1) == []
    assert add_object(session, 1).number == 2
    assert set(folder.parent.iterdir()) == files
    if phase == "write":
        assert any(it.masks for it in told), "whoever saw a part of it has to look again"


def test_a_fault_in_the_last_mask_is_found_before_anything_is_written(session, folder):
    document = json.loads((folder / "annotations.json").read_text())
    document["annotations"][-1]["segmentation"]["counts"] = "?"
    (folder / "annotations.json").write_text(json.dumps(document))
    before, steps = contents(session.project), session.project.history()
    session.undo()
    with pytest.raises(FormatError):
        import_dataset(session, "coco", folder)
    session.redo()
    assert contents(session.project) == before
    assert session.project.history() == steps


def test_a_video_that_is_removed_meanwhile_ends_it_with_a_sentence(session, folder):
    def report(done, total):
        if done and not total and session.project.videos():
            remove_videos(session, [1])

    with pytest.raises(ProjectError, match="no video"):
        import_dataset(session, "coco", folder, progress=report)
    assert session.project.videos() == []


def test_a_project_that_can_only_be_read_says_so_at_once(session, folder):
    with (
        Session.open(session.project.path) as second,
        pytest.raises(ProjectError, match="only be read"),
    ):
        import_dataset(second, "coco", folder)

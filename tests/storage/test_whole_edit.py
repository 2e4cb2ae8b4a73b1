"""A whole edit: many transactions, one step, all or nothing, and nobody waits for it."""

import shutil
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import count

import pytest

from storage import sqlite, whole_edit
from storage.attributes import Attribute, AttributeKind
from storage.errors import ProjectError
from storage.fair_lock import FairLock
from storage.opening import open_project
from storage.records import FramePrompt, Point, Speaker
from tests.storage.projects import (
    FRAME_COUNT,
    add_object,
    add_video,
    contents,
    engine_mask,
    human_mask,
)


class Interrupted(Exception):
    pass


@pytest.fixture
def dog(project):
    with project.edit("Add a dog") as edit:
        return add_object(edit, add_video(edit))


def fill(edit, video_id):
    """Some of everything, in a few transactions; returns the objects and the video that it added."""
    kind = edit.add_category("cat", "#112233")
    edit.add_attribute(Attribute(0, kind.id, "wet", AttributeKind.YES_NO))
    video = add_video(edit, "new")
    edit.commit()
    added = []
    for home in (video_id, video.id):
        it = edit.add_object(
            video_id=home, name="cat", category_id=kind.id, colour="#112233", attributes={}
        )
        added.append(it)
        edit.put_masks(human_mask(it, i, i % 100) for i in range(FRAME_COUNT))
        edit.commit()
        edit.set_attribute_on(it.id, "wet", start=2, stop=5, value=True)
        edit.add_expression(video_id=home, text="the cat", object_ids=[it.id])
        edit.add_turn(video_id=home, speaker=Speaker.MODEL, text="A cat.", start=0, stop=9)
    edit.commit()
    return added, video


@contextmanager
def failing_import(project, dog):
    """A whole edit that fails after the block; yields what it added, committed."""
    with suppress(Interrupted), project.whole_edit("Import") as edit:
        yield fill(edit, dog.video_id)
        edit.remove_object(dog.id)  # not committed
        raise Interrupted


def test_it_is_one_step(project, dog):
    before = contents(project)
    with project.whole_edit("Import") as edit:
        fill(edit, dog.video_id)
    after = contents(project)
    assert [it.label for it in project.history()] == ["Add a dog", "Import"]
    project.undo()
    assert contents(project) == before
    project.redo()
    assert contents(project) == after


def test_what_it_changed_is_known_at_its_end(project, dog):
    with project.whole_edit("Import") as edit:
        _, video = fill(edit, dog.video_id)
    assert edit.changes.videos == {video.id}
    assert edit.changes.objects == {dog.video_id, video.id}
    assert len(edit.changes.masks) == 2 * FRAME_COUNT


def test_one_that_fails_leaves_nothing(project, dog):
    before, steps = contents(project), project.history()
    with failing_import(project, dog):
        assert len(project.videos()) == 2
    assert contents(project) == before
    assert project.history() == steps
    assert project.next_number(dog.video_id) == 2


def test_what_a_person_does_meanwhile_stays_when_it_fails(project, dog):
    with failing_import(project, dog), project.edit("Paint") as edit:
        edit.put_masks([human_mask(dog, 3)])
        own = add_object(edit, project.video(dog.video_id), "own")
        edit.put_masks([human_mask(own, 3)])
    assert list(project.track(dog.id)) == [human_mask(dog, 3)]
    assert list(project.track(own.id)) == [human_mask(own, 3)]
    assert [it.label for it in project.history()] == ["Add a dog", "Paint"]
    with project.edit("Next") as edit:
        assert add_object(edit, project.video(dog.video_id)).number > own.number
    after = contents(project)
    for _ in range(3):
        project.undo()
    assert project.videos() == []
    for _ in range(3):
        project.redo()
    assert contents(project) == after


@pytest.mark.parametrize(
    "touch",
    [
        lambda edit, it, video: edit.put_masks([human_mask(it, 1, 50)]),
        lambda edit, it, video: edit.remove_masks(it.id, [1]),
        lambda edit, it, video: edit.mark_masks(it.id, [1], locked=True),
        lambda edit, it, video: edit.put_prompt(it.id, FramePrompt(1, points=(Point(1, 1, True),))),
        lambda edit, it, video: edit.update_object(replace(it, name="tom")),
        lambda edit, it, video: edit.remove_object(it.id),
        lambda edit, it, video: edit.remove_category(it.category_id),
        lambda edit, it, video: edit.remove_video(video.id),
        lambda edit, it, video: edit.remove_video(it.video_id),
        lambda edit, it, video: edit.set_scene_cuts(video.id, [3]),
        lambda edit, it, video: add_object(edit, video),
        lambda edit, it, video: edit.add_expression(
            video_id=it.video_id, text="it", object_ids=[it.id]
        ),
        lambda edit, it, video: edit.remove_turns(it.video_id),
        lambda edit, it, video: edit.add_attribute(
            Attribute(0, it.category_id, "big", AttributeKind.YES_NO)
        ),
    ],
)
def test_until_it_is_whole_nobody_builds_on_it(project, dog, touch):
    with project.whole_edit("Import") as edit:
        (it, _), video = fill(edit, dog.video_id)
        half = contents(project)
        with (
            pytest.raises(ProjectError, match="'Import' is running"),
            project.edit("Touch") as other,
        ):
            touch(other, it, video)
        assert contents(project) == half
    with project.edit("Touch") as other:
        touch(other, it, video)
    assert contents(project) != half


def test_meanwhile_nothing_is_undone_and_no_other_long_edit_begins(project, dog):
    with project.whole_edit("Import") as edit:
        fill(edit, dog.video_id)
        for refused in (project.undo, project.redo):
            with pytest.raises(ProjectError, match="'Import' is running"):
                refused()
        with pytest.raises(ProjectError, match="running"), project.long_edit("Second"):
            pass


def copied(project, folder):
    """The project as it is on the disk, as if the process had ended now."""
    folder.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(f"{project.path}{ending}", folder / f"{project.path.name}{ending}")
    return folder / project.path.name


def test_one_that_a_crash_ended_is_taken_back_when_the_project_is_opened(project, dog, tmp_path):
    with project.edit("Paint") as edit:
        edit.put_masks([engine_mask(dog, 3)])
    before, steps = contents(project), project.history()
    with project.whole_edit("Import") as edit:
        fill(edit, dog.video_id)
        crashed = copied(project, tmp_path / "crashed")
    with open_project(crashed) as again:
        assert contents(again) == before
        assert again.history() == steps
    finished = copied(project, tmp_path / "finished")
    with open_project(finished) as again:
        assert contents(again) == contents(project) != before


def test_taking_back_goes_on_where_a_crash_ended_it(project, dog, tmp_path, monkeypatch):
    before = contents(project)
    monkeypatch.setattr(whole_edit, "_SECONDS_AT_ONCE", 0.0)
    with project.whole_edit("Import") as edit:
        fill(edit, dog.video_id)
        crashed = copied(project, tmp_path / "crashed")
    engine = sqlite.writer_engine(crashed)
    with engine.connect() as connection:
        begin, begun = connection.begin, []

        def begin_twice():
            if len(begun) == 2:
                raise Interrupted
            begun.append(True)
            return begin()

        with connection.begin():
            edit_id = sqlite.unfinished(connection)
        with pytest.raises(Interrupted):
            whole_edit.take_back(connection, begin_twice, edit_id)
    with open_project(crashed) as again:
        assert contents(again) == before


def test_others_write_while_it_does(project, dog):
    """A person's edit waits for one of its transactions, not for all: it goes on until ten were made."""
    is_begun, may_end, is_over = threading.Event(), threading.Event(), threading.Event()

    def work():
        with ExitStack() as at_last, project.whole_edit("Import") as edit:
            at_last.callback(is_over.set)
            it = add_object(edit, project.video(dog.video_id), "cat")
            is_begun.set()
            places, end = count(), time.monotonic() + 60
            while not may_end.is_set() and time.monotonic() < end:
                i = next(places)
                edit.put_masks([human_mask(it, i % FRAME_COUNT, i % 100)])
                edit.give_way()

    worker = threading.Thread(target=work)
    worker.start()
    is_begun.wait()
    for i in range(10):
        with project.edit("Paint") as edit:
            edit.put_masks([human_mask(dog, i % FRAME_COUNT, i % 100)])
        assert not is_over.is_set()
    may_end.set()
    worker.join()


def test_a_lock_that_is_taken_again_and_again_goes_to_who_waits():
    lock, may_end, is_over = FairLock(), threading.Event(), threading.Event()

    def hog():
        end = time.monotonic() + 60
        while not may_end.is_set() and time.monotonic() < end:
            with lock.held():
                time.sleep(0.001)
        is_over.set()

    worker = threading.Thread(target=hog)
    worker.start()
    for _ in range(20):
        with lock.held():
            assert not is_over.is_set()
    may_end.set()
    worker.join()


def test_a_lock_that_a_thread_holds_is_not_given_to_it_twice():
    lock = FairLock()
    with lock.held(), pytest.raises(RuntimeError, match="open in this thread"), lock.held():
        pass
    with lock.held():
        pass

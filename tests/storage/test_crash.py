"""Killed processes and full disks: nothing that was reported as saved is lost, nothing is there by half."""

import multiprocessing
import random
import sqlite3
import sys
import time

import pytest

from storage.errors import ProjectError
from storage.opening import open_project
from storage.records import Mask, Source
from tests.storage.projects import (
    add_object,
    add_video,
    contents,
    engine_mask,
    new_project,
    rectangle,
)

OBJECTS = 20
FRAMES = 2000

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and resource limits")


@pytest.fixture(scope="module")
def context():
    """Processes that start in milliseconds, from one that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.test_crash"])
    return context


def make_project(path):
    with new_project(path) as project, project.edit("Add") as edit:
        video = add_video(edit, frame_count=FRAMES)
        return [add_object(edit, video) for _ in range(OBJECTS)]


def masks_of(objects, frame_index, run):
    """Every mask tells its frame, object and run by its pixels and score."""
    return [
        Mask(obj.id, frame_index, rectangle(i, frame_index % 20, 5, 5), Source.ENGINE, run / 1000)
        for i, obj in enumerate(objects)
    ]


def integrity(path):
    connection = sqlite3.connect(path)
    try:
        return [row[0] for row in connection.execute("PRAGMA integrity_check")]
    finally:
        connection.close()


# --- kill -9 ---------------------------------------------------------------------------------------------


def propagate(path, run, pipe):
    with open_project(path) as project:
        objects = project.objects(1)
        pipe.send("started")
        with project.long_edit(f"Propagate {run}") as edit:
            for frame_index in range(FRAMES):
                edit.put_masks(masks_of(objects, frame_index, run))
                edit.commit()
                pipe.send(frame_index)


def kill_while_propagating(context, path, run, after_frame, after_seconds):
    """Kill so long after a frame was acknowledged; -1 stands for the start. The last frame that was
    acknowledged, or -1."""
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=propagate, args=(path, run, theirs))
    process.start()
    theirs.close()
    assert ours.recv() == "started"
    acknowledged = -1
    while acknowledged < after_frame:
        acknowledged = ours.recv()
    time.sleep(after_seconds)
    process.kill()
    process.join()
    while True:
        try:
            acknowledged = ours.recv()
        except EOFError:
            return acknowledged


def check_after_kill(path, objects, run, acknowledged):
    assert integrity(path) == ["ok"]
    with open_project(path) as project:
        assert not project.read_only
        found = dict(project.stream_frame_masks(1))
        new = [i for i in found if found[i][0].score == run / 1000]
        assert new == list(range(len(new)))
        assert len(new) > acknowledged
        for frame_index, masks in found.items():
            expected_run = run if frame_index < len(new) else round(masks[0].score * 1000)
            assert masks == masks_of(objects, frame_index, expected_run)


def kill_often(context, tmp_path, times):
    """Every run goes over the frames of the runs before it, so that rows are replaced, too."""
    path = tmp_path / "killed.maskbank"
    objects = make_project(path)
    rng = random.Random(times)
    acknowledged = []
    for run in range(1, times + 1):
        after = rng.randrange(-1, 60), rng.uniform(0, 0.01)
        acknowledged.append(kill_while_propagating(context, path, run, *after))
        check_after_kill(path, objects, run, acknowledged[-1])
    with open_project(path) as project:
        while project.undo():
            pass
        assert project.videos() == []


def test_kill_minus_nine_loses_no_saved_frame(context, tmp_path):
    kill_often(context, tmp_path, times=10)


@pytest.mark.slow
def test_kill_minus_nine_at_a_hundred_moments_loses_no_saved_frame(context, tmp_path):
    kill_often(context, tmp_path, times=100)


# --- full disk -------------------------------------------------------------------------------------------


def fill_the_disk(path, pipe):
    """Propagate until no file may grow any more, and go on when it may; report what happened."""
    import resource

    saved = []
    with open_project(path) as project:
        objects = project.objects(1)
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
        try:
            with project.long_edit("Propagate") as edit:
                for frame_index in range(FRAMES):
                    edit.put_masks(masks_of(objects, frame_index, 1))
                    edit.commit()
                    saved.append(frame_index)
        except ProjectError as error:
            message = str(error)
        else:
            message = "no error"
        readable = project.labelled_frames(1)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        with project.edit("Go on") as edit:
            edit.put_masks([engine_mask(objects[0], FRAMES - 1)])
        pipe.send((message, saved, readable, project.labelled_frames(1)))


def test_a_full_disk_is_a_sentence_and_loses_nothing(context, tmp_path):
    path = tmp_path / "full.maskbank"
    objects = make_project(path)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=fill_the_disk, args=(path, theirs))
    process.start()
    message, saved, readable, at_the_end = ours.recv()
    process.join()
    assert "room" in message
    assert len(saved) > 5
    assert readable == saved
    assert at_the_end == [*saved, FRAMES - 1]
    assert integrity(path) == ["ok"]
    with open_project(path) as project:
        assert project.frame_masks(1, saved[-1]) == masks_of(objects, saved[-1], 1)
        before = contents(project)
        project.undo()
        project.undo()
        assert project.labelled_frames(1) == []
        project.redo()
        project.redo()
        assert contents(project) == before

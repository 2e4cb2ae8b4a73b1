"""What a project says of itself as a whole: facts of masks, counts, time spent, what a step replaced."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from storage.opening import open_project
from storage.overview import Activity, VideoCounts
from storage.records import Mask, Source
from tests.storage.projects import add_object, add_video, engine_mask, rectangle


@pytest.fixture
def dog(project):
    """An object with engine masks on the frames 0 to 2 and a person's on frame 3."""
    with project.edit("Label") as edit:
        dog = add_object(edit, add_video(edit))
        edit.put_masks([engine_mask(dog, i, shape=i) for i in range(3)])
        edit.put_masks([Mask(dog.id, 3, rectangle(4, 5, 6, 7), Source.HUMAN)])
    return dog


def test_the_facts_of_masks_come_by_object_and_frame(project, dog):
    with project.edit("More") as edit:
        cat = add_object(edit, project.video(dog.video_id), "cat")
        edit.put_masks([engine_mask(cat, 1)])
    facts = project.mask_facts(dog.video_id)
    assert facts.object_id.tolist() == [dog.id] * 4 + [cat.id]
    assert facts.frame_index.tolist() == [0, 1, 2, 3, 1]
    assert facts.box_xywh[3].tolist() == [4, 5, 6, 7]
    assert facts.area.tolist() == [35, 35, 35, 42, 35]
    assert np.isnan(facts.score).tolist() == [False, False, False, True, False]
    assert facts.checked.tolist() == [False, False, False, True, False]
    assert {it: len(track) for it, track in facts.tracks().items()} == {dog.id: 4, cat.id: 1}


def test_an_objects_facts_are_a_part_of_all_and_not_searched_for_in_them(project, dog):
    with project.edit("More") as edit:
        cat = add_object(edit, project.video(dog.video_id), "cat")
        edit.put_masks([engine_mask(cat, i, shape=i + 5) for i in (9, 2)])
        edit.put_masks([engine_mask(dog, 20, shape=3)])
    facts = project.mask_facts(dog.video_id)
    tracks = facts.tracks()
    assert {it: track.frame_index.tolist() for it, track in tracks.items()} == {
        dog.id: [0, 1, 2, 3, 20],
        cat.id: [2, 9],
    }
    assert all(np.shares_memory(track.area, facts.area) for track in tracks.values())


def test_a_video_without_masks_has_facts_of_none(project):
    with project.edit("Add") as edit:
        video = add_video(edit)
    facts = project.mask_facts(video.id)
    assert (len(facts), facts.tracks()) == (0, {})
    assert project.video_counts() == {}


def test_what_is_verified_or_locked_counts_as_checked(project, dog):
    assert project.video_counts() == {dog.video_id: VideoCounts(1, 4, 4, checked=1)}
    with project.edit("Verify") as edit:
        edit.mark_masks(dog.id, [0], verified=True)
        edit.mark_masks(dog.id, [1], locked=True)
        add_object(edit, project.video(dog.video_id), "without masks")
    assert project.video_counts() == {dog.video_id: VideoCounts(2, 4, 4, checked=3)}


def test_time_spent_adds_up_by_video_and_day(project, dog):
    for day, seconds in (("2026-01-02", 5.0), ("2026-01-01", 1.0), ("2026-01-02", 2.5)):
        project.add_activity(dog.video_id, day, seconds)
    spent = [Activity(dog.video_id, "2026-01-01", 1.0), Activity(dog.video_id, "2026-01-02", 7.5)]
    assert project.activity() == spent
    project.undo()
    project.close()
    with open_project(project.path) as again:
        assert again.videos() == []
        assert again.activity() == spent


def test_the_masks_that_a_step_replaced_are_known(project, dog):
    before = {it.frame_index: it for it in project.track(dog.id)}
    with project.long_edit("Propagate") as edit:
        for frame_index in range(5):
            edit.put_masks([engine_mask(dog, frame_index, shape=50)])
            edit.commit()
        step = edit.edit_id
    found = project.replaced_masks(step)
    assert found == {(dog.id, i): before[i] for i in range(3)} | {(dog.id, 4): None}
    project.undo()
    assert project.replaced_masks(step) == {}
    assert project.replaced_masks(999) == {}


def test_a_mask_replaced_twice_in_one_step_is_known_as_it_was_at_first(project, dog):
    first = project.mask(dog.id, 1)
    with project.edit("Twice") as edit:
        edit.put_masks([replace(first, score=0.1)])
        edit.put_masks([replace(first, score=0.2)])
    (step,) = [it.id for it in project.history() if it.label == "Twice"]
    assert project.replaced_masks(step) == {(dog.id, 1): first}


def test_a_project_that_can_only_be_read_says_all_of_this_too(tmp_path, project, dog):
    project.add_activity(dog.video_id, "2026-01-01", 1.0)
    with open_project(Path(project.path), read_only=True) as reader:
        assert reader.video_counts() == project.video_counts()
        assert len(reader.activity()) == 1

"""A project: what is written comes back, an edit is all or nothing, an engine never takes a person's work."""

import threading
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import masks
from storage.changes import Changes
from storage.edit import relative_path
from storage.errors import ProjectError
from storage.masks import Rle
from storage.records import Box, FramePrompt, Mask, Point, Source, Speaker
from storage.rows import SOURCES, _pack_counts, _unpack_counts
from tests.storage.projects import (
    FRAME_COUNT,
    FRAME_HW,
    add_object,
    add_video,
    contents,
    engine_mask,
    facts,
    frame_table,
    human_mask,
    new_project,
    rectangle,
)


@pytest.fixture(scope="module")
def shared_project(tmp_path_factory):
    """For rules that hold for all inputs: every example adds its own video."""
    with new_project(tmp_path_factory.mktemp("shared") / "work.maskbank") as project:
        yield project


@pytest.fixture
def dog(project):
    with project.edit("Add a dog") as edit:
        return add_object(edit, add_video(edit), "dog")


class Interrupted(Exception):
    """Whatever may end an edit from inside."""


# --- what is written comes back ----------------------------------------------------------------------


def test_a_video_comes_back_with_every_fact_and_frame(project, tmp_path):
    table = frame_table(5, names=("a 1.png", "é.png", "c.png", "d.png", "e.png"))
    damaged = facts(5, damage="Stops at frame 5.")
    with project.edit("Add") as edit:
        video = edit.add_video(
            name="x", path=tmp_path / "in" / "x.mp4", facts=damaged, frames=table
        )
    assert project.videos() == [video]
    assert project.video(video.id) == video
    assert (video.path, project.video_path(video.id)) == ("in/x.mp4", tmp_path / "in" / "x.mp4")
    found = project.frame_table(video.id)
    assert (found.time_base, found.names) == (table.time_base, table.names)
    for name in ("pts", "has_pts", "decode_index", "keyframe"):
        assert np.array_equal(getattr(found, name), getattr(table, name))
        assert getattr(found, name).dtype == getattr(table, name).dtype


def test_videos_of_one_name_get_numbers(project):
    with project.edit("Add") as edit:
        names = [add_video(edit, "clip").name for _ in range(3)]
    assert names == ["clip", "clip (2)", "clip (3)"]


def test_a_moved_video_is_found_at_its_new_place(project, dog, tmp_path):
    with project.edit("Relink") as edit:
        edit.relink_video(dog.video_id, tmp_path.parent / "b.mp4")
    assert project.video(dog.video_id).path == "../b.mp4"
    assert project.video_path(dog.video_id) == tmp_path.parent / "b.mp4"


def test_paths_are_relative_where_video_and_project_share_more_than_the_root(tmp_path):
    assert relative_path(tmp_path / "a" / ".." / "ü.mp4", tmp_path / "p") == "../ü.mp4"
    elsewhere = tmp_path.parents[-1] / "elsewhere" / "a.mp4"
    assert relative_path(elsewhere, tmp_path) == elsewhere.as_posix()


def test_masks_of_a_frame_come_by_object_number(project):
    with project.edit("Label") as edit:
        video = add_video(edit)
        first, second = add_object(edit, video), add_object(edit, video)
        written = [engine_mask(second, 3), human_mask(first, 3), engine_mask(first, 4)]
        edit.put_masks(written)
    assert project.frame_masks(video.id, 3) == [written[1], written[0]]
    assert project.mask(first.id, 4) == written[2]
    assert project.mask(first.id, 5) is None
    assert project.labelled_frames(video.id) == [3, 4]


@given(rle=st.builds(rectangle, *[st.integers(0, 29)] * 4), mark=st.booleans(), data=st.data())
def test_a_mask_comes_back_exactly(shared_project, rle, mark, data):
    score = data.draw(st.none() | st.floats(0, 1))
    project = shared_project
    with project.edit("Label") as edit:
        obj = add_object(edit, add_video(edit))
        run = edit.add_engine_run(engine="flow", checkpoint_sha256=None, parameters={"a": [1]})
        mask = Mask(obj.id, 7, rle, data.draw(st.sampled_from(Source)), score, score, run.id, mark, not mark)  # fmt: skip
        edit.put_masks([mask])
    assert project.mask(obj.id, 7) == mask
    assert project.engine_runs()[-1] == run


@given(st.binary().map(lambda text: bytes(48 + byte % 64 for byte in text)))
def test_counts_are_packed_without_loss(counts):
    assert _unpack_counts(_pack_counts(counts * 20)) == counts * 20
    assert len(_pack_counts(counts)) <= len(counts)


@given(st.sets(st.integers(0, FRAME_COUNT - 1)), st.integers(0, 220), st.integers(0, 220))
def test_streams_give_every_frame_once_and_in_order(shared_project, frames, start, stop):
    project = shared_project
    with project.edit("Label") as edit:
        video = add_video(edit)
        pair = [add_object(edit, video), add_object(edit, video)]
        written = {i: [engine_mask(obj, i, i % 100) for obj in pair] for i in sorted(frames)}
        edit.put_masks(mask for i in written for mask in written[i])
    assert dict(project.stream_frame_masks(video.id)) == written
    assert [i for i, _ in project.stream_frame_masks(video.id)] == sorted(frames)
    expected = [written[i][0] for i in sorted(frames) if start <= i < stop]
    assert list(project.track(pair[0].id, start=start, stop=stop)) == expected


def test_an_empty_track_has_no_marks(project, dog):
    assert len(project.track_marks(dog.id)) == 0


def test_track_marks_tell_what_a_timeline_shows(project, dog):
    with project.edit("Label") as edit:
        edit.put_masks([engine_mask(dog, 9), replace(human_mask(dog, 2), verified=True)])
        edit.put_masks([Mask(dog.id, 5, masks.empty(FRAME_HW), Source.IMPORT, locked=True)])
        edit.put_prompt(dog.id, FramePrompt(2, points=(Point(1, 2),)))
        edit.put_prompt(dog.id, FramePrompt(3, points=(Point(1, 2),)))
    marks = project.track_marks(dog.id)
    assert marks.frame_index.tolist() == [2, 5, 9]
    assert [SOURCES[i] for i in marks.source] == [Source.HUMAN, Source.IMPORT, Source.ENGINE]
    assert marks.area.tolist() == [35, 0, 35]
    assert np.array_equal(marks.score, np.float32([np.nan, np.nan, 0.5]), equal_nan=True)
    assert marks.locked.tolist() == [False, True, False]
    assert marks.verified.tolist() == [True, False, False]
    assert marks.has_prompt.tolist() == [True, False, False]


@pytest.mark.parametrize(
    "prompt",
    [
        FramePrompt(4),
        FramePrompt(4, points=(Point(1.5, 2), Point(3, 4, positive=False))),
        FramePrompt(4, box=Box(0, 1, 2.5, 3), mask=rectangle(1, 2, 3, 4)),
        FramePrompt(4, mask=masks.empty(FRAME_HW)),
    ],
)
def test_a_prompt_comes_back_and_is_replaced_by_the_next(project, dog, prompt):
    with project.edit("Prompt") as edit:
        edit.put_prompt(dog.id, FramePrompt(4, points=(Point(9, 9),)))
        edit.put_prompt(dog.id, prompt)
    assert project.prompts(dog.id) == [prompt]
    assert project.prompt(dog.id, 4) == prompt
    assert project.prompt(dog.id, 5) == FramePrompt(5)
    with project.edit("Remove") as edit:
        edit.remove_prompt(dog.id, 4)
    assert project.prompts(dog.id) == []
    assert project.prompt(dog.id, 4) == FramePrompt(4)


@pytest.mark.parametrize(
    "text",
    ["", "Hund 犬 🐕", "a\nb", "'; DROP TABLE masks; --", "%03d", "-x", "<b>", "\u202eright", "z" * 10**6],
    ids=lambda text: ascii(text[:12]),
)  # fmt: skip
def test_any_text_comes_back(project, dog, text):
    with project.edit(text) as edit:
        category = edit.add_category(text, "#123456")
        edit.update_object(replace(dog, name=text, attributes={text: [text]}))
        edit.add_expression(video_id=dog.video_id, text=text, object_ids=[dog.id])
        edit.add_turn(video_id=dog.video_id, speaker=Speaker.PERSON, text=text, start=0, stop=9)
    assert project.categories() == [category]
    assert project.object(dog.id) == replace(dog, name=text, attributes={text: [text]})
    assert project.expressions(dog.video_id)[0].text == text
    assert project.turns(dog.video_id)[0].text == text
    assert project.history()[-1].label == text


def test_half_a_character_is_refused_with_a_sentence(project):
    with pytest.raises(ProjectError, match="half a character"), project.edit("Add") as edit:
        edit.add_category("\udc80", "#123456")
    assert project.categories() == []


# --- objects, categories, words ------------------------------------------------------------------------


def test_the_number_of_a_removed_object_is_not_given_again(project, dog):
    with project.edit("Remove") as edit:
        edit.remove_object(dog.id)
    with project.edit("Add") as edit:
        assert add_object(edit, project.video(dog.video_id)).number == dog.number + 1


def test_the_number_of_an_object_that_was_never_seen_is_given_again(project, dog):
    video = project.video(dog.video_id)
    with project.edit("Add") as edit:
        number = add_object(edit, video).number
    project.undo()
    with project.edit("Add") as edit:
        assert add_object(edit, video).number == number


def test_an_import_may_choose_higher_numbers_only(project, dog):
    colour = {"category_id": None, "colour": "#ffffff"}
    with project.edit("Import") as edit:
        edit.add_object(video_id=dog.video_id, name="cat", number=7, **colour)
    assert [obj.number for obj in project.objects(dog.video_id)] == [1, 7]
    with pytest.raises(ProjectError, match="from 8 on"), project.edit("Import") as edit:
        edit.add_object(video_id=dog.video_id, name="cat", number=7, **colour)


def test_removing_a_category_leaves_its_objects(project, dog):
    with project.edit("Categorise") as edit:
        category = edit.add_category("dog", "#ff0000")
        edit.update_object(replace(dog, category_id=category.id))
        edit.update_category(replace(category, name="wolf"))
    assert project.categories() == [replace(category, name="wolf")]
    with project.edit("Remove") as edit:
        edit.remove_category(category.id)
    assert project.objects(dog.video_id) == [dog]
    assert project.undo() == Changes(categories=True, objects=frozenset({dog.video_id}))
    assert project.object(dog.id).category_id == category.id


def test_two_categories_of_one_name_are_refused(project):
    with project.edit("Add") as edit:
        edit.add_category("dog", "#ff0000")
        cat = edit.add_category("cat", "#ff0000")
        edit.update_category(cat)
    with pytest.raises(ProjectError, match="'dog' already"), project.edit("Add") as edit:
        edit.add_category("dog", "#00ff00")
    with pytest.raises(ProjectError, match="'dog' already"), project.edit("Rename") as edit:
        edit.update_category(replace(cat, name="dog"))


def test_expressions_and_turns_do_not_mention_a_removed_object(project, dog):
    with project.edit("Talk") as edit:
        cat = add_object(edit, project.video(dog.video_id), "cat")
        words = {"video_id": dog.video_id, "text": "the animals"}
        both = edit.add_expression(object_ids=[dog.id, cat.id], **words)
        edit.add_expression(object_ids=[dog.id], **words)
        nobody = edit.add_expression(object_ids=[], **words)
        turn = edit.add_turn(
            speaker=Speaker.MODEL, start=3, stop=9, object_ids=[cat.id, dog.id], **words
        )
    before = contents(project)
    with project.edit("Remove") as edit:
        edit.remove_object(dog.id)
    assert project.expressions(dog.video_id) == [replace(both, object_ids=(cat.id,)), nobody]
    assert project.turns(dog.video_id) == [replace(turn, object_ids=(cat.id,))]
    project.undo()
    assert contents(project) == before


def test_removing_a_video_and_undoing_it_restores_everything(project, dog):
    with project.edit("Label") as edit:
        other = add_object(edit, add_video(edit, "other"))
        edit.put_masks(engine_mask(obj, i) for obj in (dog, other) for i in range(120))
        edit.put_prompt(dog.id, FramePrompt(0, points=(Point(1, 2),)))
        edit.add_expression(video_id=dog.video_id, text="it", object_ids=[dog.id])
        edit.add_turn(video_id=dog.video_id, speaker=Speaker.MODEL, text="[1]", start=0, stop=1)
    before, pts = contents(project), project.frame_table(dog.video_id).pts
    with project.edit("Remove") as edit:
        edit.remove_video(dog.video_id)
    assert list(contents(project)["videos"]) == [other.video_id]
    assert len(contents(project)["masks"]) == 120
    changes = project.undo()
    assert changes.videos == {dog.video_id}
    assert changes.masks == {(dog.video_id, i) for i in range(120)}
    assert contents(project) == before
    assert np.array_equal(project.frame_table(dog.video_id).pts, pts)


@pytest.mark.parametrize(
    "ask",
    [
        lambda p: p.video(9),
        lambda p: p.video_path(9),
        lambda p: p.frame_table(9),
        lambda p: p.object(9),
        lambda p: write(p, lambda e: e.remove_video(9)),
        lambda p: write(p, lambda e: e.remove_object(9)),
        lambda p: write(p, lambda e: e.remove_category(9)),
        lambda p: write(p, lambda e: e.remove_expression(9)),
        lambda p: write(p, lambda e: e.put_prompt(9, FramePrompt(0))),
        lambda p: write(p, lambda e: e.put_masks([Mask(9, 0, masks.empty((1, 1)), Source.HUMAN)])),
        lambda p: write(p, lambda e: e.add_object(video_id=9, name="", category_id=None, colour="")),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named_in_a_sentence(project, ask):
    with pytest.raises(ProjectError, match=r"There is no \w+ 9 in this project"):
        ask(project)


def write(project, change):
    with project.edit("Write") as edit:
        change(edit)


def test_an_object_keeps_its_number_and_its_video(project, dog):
    with pytest.raises(ValueError, match="keeps"), project.edit("Renumber") as edit:
        edit.update_object(replace(dog, number=9))


@pytest.mark.parametrize(
    ("mask", "says"),
    [
        (Mask(1, 0, masks.empty((9, 9)), Source.HUMAN), r"\(9, 9\) pixels"),
        (Mask(1, FRAME_COUNT, masks.empty(FRAME_HW), Source.HUMAN), "There is no frame 200"),
        (Mask(1, -1, masks.empty(FRAME_HW), Source.HUMAN), "There is no frame -1"),
    ],
)
def test_a_mask_that_does_not_fit_its_video_is_refused(project, dog, mask, says):
    with pytest.raises(ProjectError, match=says), project.edit("Label") as edit:
        edit.put_masks([replace(mask, object_id=dog.id)])


# --- the last guard ------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize("verified", [False, True])
def test_no_engine_replaces_a_mask_that_is_kept(project, dog, source, locked, verified):
    there = Mask(dog.id, 3, rectangle(1, 1, 2, 2), source, locked=locked, verified=verified)
    with project.edit("Label") as edit:
        edit.put_masks([there])
    with project.edit("Propagate") as edit:
        skipped = edit.put_masks([engine_mask(dog, 3), engine_mask(dog, 4)])
    assert skipped == ([(dog.id, 3)] if there.kept else [])
    assert project.mask(dog.id, 3) == (there if there.kept else engine_mask(dog, 3))
    assert project.mask(dog.id, 4) == engine_mask(dog, 4)


def test_no_engine_replaces_a_mask_of_a_person_in_the_same_call(project, dog):
    with project.edit("Label") as edit:
        edit.put_masks([engine_mask(dog, 3, 1), human_mask(dog, 3, 2), engine_mask(dog, 3, 3)])
    assert project.mask(dog.id, 3) == human_mask(dog, 3, 2)


def test_a_person_replaces_and_removes_anything(project, dog):
    with project.edit("Label") as edit:
        edit.put_masks([replace(human_mask(dog, i), locked=True) for i in range(3)])
        edit.put_masks([human_mask(dog, 0, 5)])
        edit.remove_masks(dog.id, [1, 150])
    assert list(project.track(dog.id)) == [human_mask(dog, 0, 5), replace(human_mask(dog, 2), locked=True)]  # fmt: skip


def test_marks_are_set_and_taken_back_without_touching_pixels(project, dog):
    with project.edit("Label") as edit:
        edit.put_masks([engine_mask(dog, i, i) for i in range(4)])
    with project.edit("Verify") as edit:
        edit.mark_masks(dog.id, range(1, 9), verified=True)
        edit.mark_masks(dog.id, [2], locked=True, verified=False)
        assert edit.changes.masks == {(dog.video_id, i) for i in (1, 2, 3)}
    assert [(m.locked, m.verified) for m in project.track(dog.id)] == [
        (False, False), (False, True), (True, False), (False, True)]  # fmt: skip
    assert [m.rle for m in project.track(dog.id)] == [engine_mask(dog, i, i).rle for i in range(4)]


# --- edits -----------------------------------------------------------------------------------------------


def test_an_exception_drops_the_whole_edit_and_records_nothing(project, dog):
    before, steps = contents(project), project.history()
    with suppress(Interrupted), project.edit("Fail") as edit:
        edit.remove_video(dog.video_id)
        raise Interrupted
    assert (contents(project), project.history()) == (before, steps)


def test_an_edit_that_changes_nothing_leaves_no_step_and_keeps_the_redo(project, dog):
    project.undo()
    project.redo()
    with project.edit("Label") as edit:
        edit.put_masks([human_mask(dog, 0)])
    project.undo()
    with project.edit("Nothing") as edit:
        edit.update_object(dog)
        edit.remove_masks(dog.id, [5])
        assert not edit.changes
    assert [(s.label, s.undone) for s in project.history()] == [("Add a dog", False), ("Label", True)]  # fmt: skip


def test_what_an_edit_changed_is_known_during_and_after_it(project, dog):
    with project.edit("Label") as edit:
        edit.put_masks([human_mask(dog, 3)])
        assert edit.changes == Changes(masks=frozenset({(dog.video_id, 3)}))
        edit.update_object(replace(dog, name="cat"))
    assert edit.changes == Changes(
        masks=frozenset({(dog.video_id, 3)}), objects=frozenset({dog.video_id})
    )


def test_edits_are_over_when_their_block_is(project, dog):
    with project.edit("Label") as edit:
        pass
    with project.long_edit("Propagate") as long_edit:
        long_edit.put_masks([engine_mask(dog, 0)])
        long_edit.commit()
    for closed in (edit, long_edit):
        with pytest.raises(RuntimeError, match="over"):
            closed.put_masks([engine_mask(dog, 1)])


def test_an_edit_inside_an_edit_is_our_bug(project):
    with project.edit("Outer"), pytest.raises(RuntimeError, match="open"), project.edit("Inner"):
        pass


def test_a_long_edit_keeps_what_was_committed_when_it_fails(project, dog):
    with suppress(Interrupted), project.long_edit("Propagate") as edit:
        edit.put_masks([engine_mask(dog, 0)])
        assert edit.commit().masks == {(dog.video_id, 0)}
        edit.put_masks([engine_mask(dog, 1)])
        raise Interrupted
    assert list(project.track(dog.id)) == [engine_mask(dog, 0)]
    assert project.history()[-1].label == "Propagate"
    project.undo()
    assert list(project.track(dog.id)) == []


def test_readers_see_the_frames_of_a_long_edit_as_they_are_committed(project, dog):
    with project.long_edit("Propagate") as edit:
        for i in range(3):
            edit.put_masks([engine_mask(dog, i)])
            assert len(project.track_marks(dog.id)) == i
            edit.commit()
            assert len(project.track_marks(dog.id)) == i + 1


def test_while_a_long_edit_runs_a_person_can_edit_but_not_undo(project, dog):
    with project.long_edit("Propagate") as long_edit:
        for i in range(3):
            long_edit.put_masks([engine_mask(dog, i, 9)])
            long_edit.commit()
            with project.edit("Paint") as edit:
                edit.put_masks([human_mask(dog, i, i)])
        for refused in (project.undo, project.redo):
            with pytest.raises(ProjectError, match="'Propagate' is running"):
                refused()
        with pytest.raises(ProjectError, match="running"), project.long_edit("Second"):
            pass
    assert [mask.source for mask in project.track(dog.id)] == [Source.HUMAN] * 3
    after = contents(project)
    for _ in range(4):
        project.undo()
    assert list(project.track(dog.id)) == []
    for _ in range(4):
        project.redo()
    assert contents(project) == after


def test_threads_read_while_another_writes(project, dog):
    failures = []

    def read():
        try:
            for _ in range(50):
                found = [mask.frame_index for mask in project.track(dog.id)]
                assert found == list(range(len(found)))
        except Exception as error:  # noqa: BLE001 - it is raised again below
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    with project.long_edit("Propagate") as edit:
        for i in range(60):
            edit.put_masks([engine_mask(dog, i)])
            edit.commit()
    for thread in readers:
        thread.join()
    assert failures == []


def test_changes_merge():
    a = Changes(videos=frozenset({1}), masks=frozenset({(1, 2)}))
    b = Changes(categories=True, masks=frozenset({(1, 3)}))
    assert a | b == Changes(
        videos=frozenset({1}), categories=True, masks=frozenset({(1, 2), (1, 3)})
    )
    assert a
    assert not Changes()


def test_the_rle_of_a_prompt_is_an_rle(project, dog):
    with project.edit("Prompt") as edit:
        edit.put_prompt(dog.id, FramePrompt(1, mask=rectangle(0, 0, 4, 4)))
    assert isinstance(project.prompts(dog.id)[0].mask, Rle)

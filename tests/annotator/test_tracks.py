"""Tracks that are swapped, split, duplicated, copied and merged: nothing is lost, undo brings all back."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import merging, tracks
from annotator.masks import clear_masks
from annotator.merging import Overlap
from annotator.objects import lock_objects
from annotator.session import Session
from annotator.tracks import Copied
from storage import masks
from storage.errors import UserError
from storage.records import FramePrompt, Mask, Point, Source
from tests.annotator import labelled as projects
from tests.annotator.labelled import FRAMES, labelled
from tests.storage.projects import (
    FRAME_HW,
    add_object,
    add_video,
    attributes_at,
    contents,
    engine_mask,
    human_mask,
    new_project,
    rectangle,
)

frames = st.integers(0, FRAMES - 1)
STEPS = {
    "swap": lambda session, a, b, start: tracks.swap_from(session, a.id, b.id, start=start),
    "split": lambda session, a, b, start: tracks.split_at(session, [a.id], start),
    "duplicate": lambda session, a, b, start: tracks.duplicate(session, [a.id]),
    "hold": lambda session, a, b, start: tracks.hold_masks(
        session, [a.id], start, start=0, stop=FRAMES
    ),
    "copy": lambda session, a, b, start: tracks.copy_to_object(
        session, a.id, b.id, start=start, stop=FRAMES
    ),
    "merge": lambda session, a, b, start: merging.merge(session, a.id, [b.id]),
}


@pytest.fixture
def session(tmp_path):
    with Session(new_project(tmp_path / "p.maskbank")) as opened:
        yield opened


@pytest.fixture
def pair(session):
    with session.edit("Label") as edit:
        video = add_video(edit)
        return add_object(edit, video, "dog"), add_object(edit, video, "cat")


def put(session, *found):
    with session.edit("Label") as edit:
        edit.put_masks(found)


def track(session, tracked):
    return {it.frame_index: it for it in session.project.track(tracked.id)}


def given_to(mask, tracked, **marks):
    return replace(mask, object_id=tracked.id, **marks)


# --- what holds for every step -------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
@settings(max_examples=5, deadline=None)
@given(first=projects.tracks(), second=projects.tracks(), start=frames)
def test_undo_restores_everything_and_redo_does_it_again(step, first, second, start):
    with labelled(first, second) as (session, a, b):
        before, steps = contents(session.project), len(session.project.history())
        try:
            STEPS[step](session, a, b, start)
        except UserError:
            assert contents(session.project) == before
            return
        after = contents(session.project)
        added = len(session.project.history()) - steps
        assert added == 1 or (added == 0 and after == before)
        if after != before:
            session.undo()
            assert contents(session.project) == before
            session.redo()
            assert contents(session.project) == after


@settings(max_examples=8, deadline=None)
@given(first=projects.tracks(locked=False), second=projects.tracks(locked=False),
       start=frames, length=st.integers(1, FRAMES))  # fmt: skip
def test_swapping_twice_changes_nothing(first, second, start, length):
    with labelled(first, second) as (session, a, b):
        before = contents(session.project)
        for _ in range(2):
            stop = min(start + length, FRAMES)
            tracks.swap_from(session, a.id, b.id, start=start, stop=stop)
        assert contents(session.project) == before


@settings(max_examples=8, deadline=None)
@given(first=projects.tracks(), second=projects.tracks(), overlap=st.sampled_from(Overlap))
def test_a_merge_keeps_every_locked_mask_and_every_pixel_of_a_person(first, second, overlap):
    with labelled(first, second) as (session, a, b):
        mine, theirs = track(session, a), track(session, b)
        conflicts = {
            it.frame_index for it in merging.preview_merge(session, a.id, [b.id]).conflicts
        }
        merging.merge(session, a.id, [b.id], overlap=overlap)
        merged = track(session, a)
        assert set(merged) == set(mine) | set(theirs)
        for frame_index, mask in merged.items():
            parts = [it[frame_index] for it in (mine, theirs) if frame_index in it]
            if any(it.locked for it in parts):
                assert mask.locked
            if frame_index not in conflicts and any(not it.rle.is_empty for it in parts):
                assert mask.locked or not mask.rle.is_empty
            if any(it.kept for it in parts):
                assert mask.kept or all(not it.kept or it.rle.is_empty for it in parts)


@pytest.mark.parametrize("step", [it for it in STEPS if it not in ("duplicate", "copy")])
def test_a_locked_object_is_left_alone(session, pair, step):
    dog, cat = pair
    put(session, engine_mask(dog, 0), engine_mask(dog, 3), engine_mask(cat, 3))
    lock_objects(session, [dog.id], locked=True)
    with pytest.raises(UserError, match=r"\[1\] is locked"):
        STEPS[step](session, dog, cat, 3)


@pytest.mark.parametrize("step", ["swap", "copy", "merge"])
def test_one_object_is_not_two(session, pair, step):
    with pytest.raises(UserError, match="two different objects"):
        STEPS[step](session, pair[0], pair[0], 0)


# --- swap ------------------------------------------------------------------------------------------


def test_from_a_frame_on_each_is_what_the_other_was(session, pair):
    dog, cat = pair
    mine = [engine_mask(dog, i, shape=1) for i in range(4)]
    theirs = [human_mask(cat, 2, shape=50), replace(engine_mask(cat, 3, shape=50), verified=True)]
    put(session, *mine, *theirs)
    with session.edit("Show") as edit:
        edit.put_prompt(cat.id, FramePrompt(2, points=(Point(3, 3),)))
    tracks.swap_from(session, dog.id, cat.id, start=2)
    assert track(session, dog) == {
        0: mine[0],
        1: mine[1],
        2: given_to(theirs[0], dog),
        3: given_to(theirs[1], dog),
    }
    assert track(session, cat) == {2: given_to(mine[2], cat), 3: given_to(mine[3], cat)}
    assert [it.frame_index for it in session.project.prompts(dog.id)] == [2]
    assert session.project.history()[-1].label == "Swap [1] and [2] on frames 2 to 199"


def test_a_locked_mask_holds_a_swap_up(session, pair):
    dog, cat = pair
    put(session, replace(engine_mask(dog, 5), locked=True), engine_mask(cat, 3))
    with pytest.raises(UserError, match=r"\[1\] is locked on frame 5"):
        tracks.swap_from(session, dog.id, cat.id, start=2)
    tracks.swap_from(session, dog.id, cat.id, start=2, stop=5)
    assert set(track(session, dog)) == {3, 5}


# --- split and duplicate ---------------------------------------------------------------------------


def test_a_split_gives_the_later_part_to_a_new_object(session, pair):
    dog, _ = pair
    put(session, *(replace(engine_mask(dog, i), locked=i == 3) for i in range(5)))
    with session.edit("Say") as edit:
        edit.set_attribute_on(dog.id, "pose", start=1, stop=4, value="lying")
    (new,) = tracks.split_at(session, [dog.id], 2)
    assert (new.name, new.number, new.colour) == ("dog", 3, new.colour)
    assert set(track(session, dog)) == {0, 1}
    assert {i: it.locked for i, it in track(session, new).items()} == {2: False, 3: True, 4: False}
    assert attributes_at(session.project, new.id, 3) == {"pose": "lying"}
    assert attributes_at(session.project, dog.id, 3) == {}


@pytest.mark.parametrize("frame_index", [0, 1, 6])
def test_both_parts_of_a_split_have_masks(session, pair, frame_index):
    put(session, *(engine_mask(pair[0], i) for i in range(1, 5)))
    with pytest.raises(UserError, match="cannot be split"):
        tracks.split_at(session, [pair[0].id], frame_index)


def test_a_duplicate_is_an_object_of_its_own(session, pair):
    dog, _ = pair
    put(
        session,
        replace(human_mask(dog, 0), locked=True),
        replace(engine_mask(dog, 1), verified=True),
    )
    (new,) = tracks.duplicate(session, [dog.id])
    assert track(session, new) == {
        0: human_mask(new, 0),
        1: replace(engine_mask(new, 1), verified=False),
    }
    assert len(track(session, dog)) == 2


# --- copy ------------------------------------------------------------------------------------------


def test_a_mask_is_held_over_frames_and_what_a_person_did_there_stays(session, pair):
    dog, _ = pair
    kept = replace(engine_mask(dog, 3, shape=9), verified=True)
    put(session, human_mask(dog, 0, shape=1), engine_mask(dog, 1, shape=2), kept)
    assert tracks.hold_masks(session, [dog.id], 0, start=0, stop=5) == Copied(masks=3, kept=2)
    held = {i: human_mask(dog, i, shape=1) for i in range(5)}
    assert track(session, dog) == held | {3: kept}


def test_there_must_be_a_mask_to_copy(session, pair):
    with pytest.raises(UserError, match="has no mask on frame 2"):
        tracks.hold_masks(session, [pair[0].id], 2, start=0, stop=5)


def test_masks_are_copied_to_another_object(session, pair):
    dog, cat = pair
    put(session, *(replace(engine_mask(dog, i, shape=1), locked=True) for i in range(4)))
    put(session, human_mask(cat, 1), engine_mask(cat, 2, shape=7))
    assert tracks.copy_to_object(session, dog.id, cat.id, start=1, stop=4) == Copied(2, 1)
    copies = {i: engine_mask(cat, i, shape=1) for i in (2, 3)}
    assert track(session, cat) == copies | {1: human_mask(cat, 1)}
    assert all(it.locked for it in track(session, dog).values())


# --- merge -----------------------------------------------------------------------------------------

LEFT, RIGHT = rectangle(0, 0, 5, 5), rectangle(4, 0, 5, 5)


def of(tracked, frame_index, rle, source=Source.ENGINE, **marks):
    return Mask(tracked.id, frame_index, rle, source, **marks)


def test_a_merge_says_first_what_the_two_disagree_about(session, pair):
    dog, cat = pair
    put(session, of(dog, 0, LEFT), of(dog, 1, LEFT), of(dog, 2, LEFT, Source.HUMAN))
    put(session, *(of(cat, i, RIGHT) for i in (1, 2, 3)), of(cat, 0, masks.empty(FRAME_HW)))
    preview = merging.preview_merge(session, dog.id, [cat.id])
    assert preview.moved == 1
    assert [(it.frame_index, it.decided) for it in preview.conflicts] == [
        (1, None),
        (2, Overlap.FIRST),
    ]
    assert preview.conflicts[0].iou == pytest.approx(5 / 45)


@pytest.mark.parametrize(
    ("overlap", "expected"),
    [(Overlap.FIRST, LEFT), (Overlap.OTHER, RIGHT), (Overlap.UNION, rectangle(0, 0, 9, 5))],
)
def test_where_both_are_the_choice_counts(session, pair, overlap, expected):
    dog, cat = pair
    put(session, of(dog, 1, LEFT, score=0.9), of(cat, 1, RIGHT, score=0.4), of(cat, 2, RIGHT))
    merging.merge(session, dog.id, [cat.id], overlap=overlap)
    assert track(session, dog)[1].rle == expected
    assert track(session, dog)[2] == of(dog, 2, RIGHT)
    assert session.project.objects(dog.video_id) == [dog]


@pytest.mark.parametrize("marks", [{"locked": True}, {"verified": True}, {"source": Source.HUMAN}])
def test_where_both_are_a_persons_word_counts_more_than_the_choice(session, pair, marks):
    dog, cat = pair
    put(session, of(dog, 1, LEFT), of(cat, 1, RIGHT, **marks))
    merging.merge(session, dog.id, [cat.id], overlap=Overlap.FIRST)
    assert track(session, dog)[1] == of(dog, 1, RIGHT, **marks)


def test_what_was_said_of_one_is_said_of_the_other(session, pair):
    dog, cat = pair
    put(session, of(dog, 0, LEFT), of(cat, 1, RIGHT))
    with session.edit("Say") as edit:
        edit.add_expression(video_id=dog.video_id, text="the animal", object_ids=[cat.id])
        edit.update_object(replace(cat, attributes={"wild": False, "age": 2}))
        edit.update_object(replace(dog, attributes={"age": 3}))
        edit.set_attribute_on(cat.id, "pose", start=0, stop=9, value="lying")
        edit.set_attribute_on(dog.id, "pose", start=0, stop=2, value="standing")
    merging.merge(session, dog.id, [cat.id])
    assert [it.object_ids for it in session.project.expressions(dog.video_id)] == [(dog.id,)]
    expected = {"wild": False, "age": 3}
    assert attributes_at(session.project, dog.id, 1) == expected | {"pose": "standing"}
    assert attributes_at(session.project, dog.id, 5) == expected | {"pose": "lying"}


# --- several objects ---------------------------------------------------------------------------------


@pytest.fixture
def three(session, pair):
    with session.edit("Label") as edit:
        video = session.project.video(pair[0].video_id)
        return (*pair, add_object(edit, video, "bird"))


def test_several_are_merged_one_after_the_other_in_one_step(session, three):
    dog, cat, bird = three
    put(
        session,
        of(dog, 1, LEFT),
        of(cat, 1, RIGHT),
        of(cat, 2, RIGHT),
        of(bird, 2, LEFT, Source.HUMAN),
    )
    preview = merging.preview_merge(session, dog.id, [cat.id, bird.id])
    assert preview.moved == 1
    assert [(it.frame_index, it.decided) for it in preview.conflicts] == [
        (1, None),
        (2, Overlap.OTHER),
    ]
    merging.merge(session, dog.id, [cat.id, bird.id], overlap=Overlap.FIRST)
    assert track(session, dog) == {1: of(dog, 1, LEFT), 2: of(dog, 2, LEFT, Source.HUMAN)}
    assert session.project.objects(dog.video_id) == [dog]
    assert session.project.history()[-1].label == "Merge [2], [3] into [1]"
    session.undo()
    assert len(session.project.objects(dog.video_id)) == 3


def test_a_prompt_goes_along_with_its_mask(session, three):
    dog, cat, bird = three
    put(session, of(dog, 1, LEFT), of(cat, 2, RIGHT), of(bird, 3, RIGHT))
    with session.edit("Point") as edit:
        for tracked, frame_index in ((dog, 1), (cat, 2), (bird, 3)):
            edit.put_prompt(tracked.id, FramePrompt(frame_index, (Point(1, 1),)))
    merging.merge(session, dog.id, [cat.id, bird.id])
    assert [it.frame_index for it in session.project.prompts(dog.id)] == [1, 2, 3]


def test_what_cannot_be_done_to_one_is_done_to_none(session, three):
    dog, cat, _ = three
    put(session, of(dog, 1, LEFT), of(dog, 3, LEFT), of(cat, 3, RIGHT))
    before = contents(session.project)
    with pytest.raises(UserError, match=r"\[2\] cannot be split at frame 2"):
        tracks.split_at(session, [dog.id, cat.id], 2)
    lock_objects(session, [cat.id], locked=True)
    with pytest.raises(UserError, match=r"\[2\] is locked"):
        clear_masks(session, [dog.id, cat.id], 0, FRAMES)
    session.undo()
    assert contents(session.project) == before


def test_many_objects_are_named_by_the_first_few(session, three):
    with session.edit("Label") as edit:
        video = session.project.video(three[0].video_id)
        more = [add_object(edit, video, "ant") for _ in range(4)]
    lock_objects(session, [it.id for it in (*three, *more)], locked=True)
    assert session.project.history()[-1].label == "Lock [1], [2], [3], [4], [5] and 2 more"

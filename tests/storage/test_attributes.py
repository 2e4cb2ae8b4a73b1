"""Attributes: what may be said, where it holds, and that it follows its name."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.attributes import (
    Attribute,
    AttributeKind,
    AttributeSpan,
    check_attribute,
    check_value,
    parse_value,
    values_at,
    with_span,
    with_spans,
)
from storage.errors import ProjectError, UserError
from tests.storage.projects import FRAME_COUNT, add_object, add_video, attributes_at

POSE = Attribute(1, 1, "pose", AttributeKind.CHOICE, ("lying", "standing"), varies=True)
AGE = Attribute(2, 1, "age", AttributeKind.NUMBER)
CROWD = Attribute(3, 1, "crowd", AttributeKind.YES_NO)
NOTE = Attribute(4, 1, "note", AttributeKind.TEXT)

frames = st.integers(0, 30)
painted = st.lists(
    st.tuples(
        st.sampled_from("ab"), frames, st.integers(1, 10), st.sampled_from([1, True, 2, "x", None])
    )
)


@pytest.fixture
def dog(project):
    with project.edit("Add a dog") as edit:
        category = edit.add_category("dog", "#112233")
        return add_object(edit, add_video(edit), category_id=category.id)


def define(project, dog, attribute=POSE):
    with project.edit("Define") as edit:
        return edit.add_attribute(replace(attribute, category_id=dog.category_id))


def say(project, dog, start, stop, value, name="pose"):
    with project.edit("Say") as edit:
        edit.set_attribute_on(dog.id, name, start=start, stop=stop, value=value)


# --- what may be said ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribute", "text", "value"),
    [
        (POSE, "lying", "lying"),
        (AGE, "3", 3),
        (AGE, "2.5", 2.5),
        (CROWD, "Yes", True),
        (CROWD, "false", False),
        (NOTE, "3", "3"),
    ],
)
def test_what_a_person_types_becomes_a_value(attribute, text, value):
    found = parse_value(attribute, text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("attribute", "text"), [(POSE, "sitting"), (AGE, "old"), (AGE, "nan"), (CROWD, "maybe")]
)
def test_what_the_attribute_cannot_be_is_refused(attribute, text):
    with pytest.raises(UserError, match=f"'{attribute.name}' cannot be"):
        parse_value(attribute, text)


def test_yes_is_not_a_number():
    with pytest.raises(UserError, match="it is a number"):
        check_value(AGE, True)


@pytest.mark.parametrize(
    "attribute",
    [replace(NOTE, name=" "), replace(POSE, choices=()), replace(NOTE, choices=("a",)),
     replace(POSE, choices=("a", "a"))],
)  # fmt: skip
def test_an_attribute_that_makes_no_sense_is_refused(attribute):
    with pytest.raises(UserError):
        check_attribute(attribute)


# --- where it holds ------------------------------------------------------------------------------


@given(painted)
def test_the_last_word_on_a_frame_counts(steps):
    spans, told = [], {}
    for name, start, length, value in steps:
        spans = with_span(spans, name, start, start + length, value)
        for frame_index in range(start, start + length):
            told[name, frame_index] = value
    for frame_index in range(45):
        here = {name: told[name, i] for name, i in told if i == frame_index}
        expected = {name: value for name, value in here.items() if value is not None}
        assert repr(sorted(values_at({}, spans, frame_index).items())) == repr(
            sorted(expected.items())
        )


@given(painted, painted)
def test_many_words_are_as_one_after_the_other(before, said):
    spans, told = [], []
    for name, start, length, value in before:
        spans = with_span(spans, name, start, start + length, value)
    at_once = list(spans)
    for name, start, length, value in said:
        if value is not None:
            told.append(AttributeSpan(name, start, start + length, value))
            spans = with_span(spans, name, start, start + length, value)
    assert set(with_spans(at_once, told)) == set(spans)


@given(painted)
def test_spans_of_a_name_are_apart_or_differ(steps):
    spans = []
    for name, start, length, value in steps:
        spans = with_span(spans, name, start, start + length, value)
    for a, b in pairwise(spans):
        if a.name == b.name:
            assert a.stop < b.start or (a.stop == b.start and repr(a.value) != repr(b.value))


def test_a_value_on_an_interval_counts_there_and_the_objects_own_elsewhere(project, dog):
    with project.edit("Say") as edit:
        edit.update_object(replace(dog, attributes={"pose": "standing", "age": 3}))
    say(project, dog, 10, 20, "lying")
    assert attributes_at(project, dog.id, 9) == {"pose": "standing", "age": 3}
    assert attributes_at(project, dog.id, 10) == {"pose": "lying", "age": 3}
    assert attributes_at(project, dog.id, 20) == {"pose": "standing", "age": 3}
    say(project, dog, 12, 15, None)
    assert project.attribute_spans(dog.id) == [
        AttributeSpan("pose", 10, 12, "lying"),
        AttributeSpan("pose", 15, 20, "lying"),
    ]


@pytest.mark.parametrize(("start", "stop"), [(-1, 3), (3, 3), (0, FRAME_COUNT + 1)])
def test_frames_that_the_video_does_not_have_are_refused(project, dog, start, stop):
    with pytest.raises(ProjectError, match="There are no frames"):
        say(project, dog, start, stop, "lying")
    with pytest.raises(ProjectError, match="There are no frames"), project.edit("Say") as edit:
        edit.give_spans(dog.id, [AttributeSpan("pose", start, stop, "lying")])


def test_many_spans_are_given_at_once(project, dog):
    say(project, dog, 0, 4, "lying")
    given_spans = [AttributeSpan("pose", 3, 5, "standing"), AttributeSpan("age", 0, 2, 3)]
    with project.edit("Say") as edit:
        edit.give_spans(dog.id, given_spans)
    after = project.attribute_spans(dog.id)
    assert after == [
        AttributeSpan("age", 0, 2, 3),
        AttributeSpan("pose", 0, 3, "lying"),
        AttributeSpan("pose", 3, 5, "standing"),
    ]
    project.undo()
    assert project.attribute_spans(dog.id) == [AttributeSpan("pose", 0, 4, "lying")]
    project.redo()
    assert project.attribute_spans(dog.id) == after


def test_yes_replaces_a_number_that_python_calls_equal(project, dog):
    with project.edit("Say") as edit:
        edit.update_object(replace(dog, attributes={"parked": 1}))
    say(project, dog, 3, 7, 1, name="parked")
    with project.edit("Say yes") as edit:
        edit.update_object(replace(dog, attributes={"parked": True}))
    say(project, dog, 3, 7, True, name="parked")
    for frame_index in (0, 3):
        assert attributes_at(project, dog.id, frame_index)["parked"] is True
    project.undo()
    project.undo()
    for frame_index in (0, 3):
        assert attributes_at(project, dog.id, frame_index)["parked"] is not True


def test_saying_the_same_in_another_order_is_no_step(project, dog):
    with project.edit("Say") as edit:
        edit.update_object(replace(dog, attributes={"a": 1, "b": 2}))
    with project.edit("Say it again") as edit:
        edit.update_object(replace(dog, attributes={"b": 2, "a": 1}))
    assert project.history()[-1].label == "Say"


# --- it follows its name -------------------------------------------------------------------------


def test_an_attribute_comes_back_and_can_be_undone(project, dog):
    made = define(project, dog)
    assert project.attributes() == [replace(POSE, id=made.id, category_id=dog.category_id)]
    project.undo()
    assert project.attributes() == []


def test_two_attributes_of_a_category_have_two_names(project, dog):
    define(project, dog)
    with pytest.raises(ProjectError, match="already"):
        define(project, dog)


def test_values_follow_a_new_name_and_go_with_the_attribute(project, dog):
    made = define(project, dog)
    with project.edit("Say") as edit:
        edit.update_object(replace(dog, attributes={"pose": "standing"}))
    say(project, dog, 10, 20, "lying")
    with project.edit("Rename") as edit:
        edit.update_attribute(replace(made, name="posture"))
    assert attributes_at(project, dog.id, 10) == {"posture": "lying"}
    assert attributes_at(project, dog.id, 0) == {"posture": "standing"}
    with project.edit("Remove") as edit:
        edit.remove_attribute(made.id)
    assert attributes_at(project, dog.id, 10) == {}
    project.undo()
    project.undo()
    assert attributes_at(project, dog.id, 10) == {"pose": "lying"}


def test_an_attribute_goes_with_its_category_and_values_stay(project, dog):
    define(project, dog)
    say(project, dog, 0, 5, "lying")
    with project.edit("Remove") as edit:
        edit.remove_category(dog.category_id)
    assert project.attributes() == []
    assert attributes_at(project, dog.id, 0) == {"pose": "lying"}


# --- what else revision 0002 keeps -----------------------------------------------------------------


def test_scene_cuts_are_unknown_until_somebody_looked(project, dog):
    assert project.scene_cuts(dog.video_id) is None
    with project.edit("Look") as edit:
        edit.set_scene_cuts(dog.video_id, [])
    assert project.scene_cuts(dog.video_id) == ()
    with project.edit("Look") as edit:
        edit.set_scene_cuts(dog.video_id, [40, 7, 40])
    assert project.scene_cuts(dog.video_id) == (7, 40)
    assert project.undo().scene_cuts == {dog.video_id}


@pytest.mark.parametrize("frame_index", [0, -3, FRAME_COUNT])
def test_a_scene_begins_inside_the_video(project, dog, frame_index):
    with pytest.raises(ProjectError, match="A scene can begin"), project.edit("Look") as edit:
        edit.set_scene_cuts(dog.video_id, [frame_index])


def test_a_removed_object_can_have_a_successor_in_what_was_said(project, dog):
    with project.edit("Talk") as edit:
        other = edit.add_object(video_id=dog.video_id, name="b", category_id=None, colour="#000000")
        for ids in ([dog.id], [dog.id, other.id]):
            edit.add_expression(video_id=dog.video_id, text="it", object_ids=ids)
    with project.edit("Remove") as edit:
        edit.remove_object(dog.id, successor_id=other.id)
    assert [it.object_ids for it in project.expressions(dog.video_id)] == [(other.id,)] * 2

"""What an answer found: accepted as objects, kept as expressions, or left alone."""

import numpy as np
import pytest

from annotator import asking, proposals
from annotator.objects import add_object
from annotator.proposals import Accepted, Proposal, Question, suggested_name
from annotator.videos import find_video
from model_backend.engine import AnswerMask, EngineInfo
from storage import masks
from storage.records import Speaker

ASKED = Question(EngineInfo("fake", frozenset(), "0" * 64), "segment the square", 0, 3, 16)


def square(x):
    mask = np.zeros((360, 640), bool)
    mask[20:40, x : x + 20] = True
    return masks.encode(mask)


@pytest.fixture
def found():
    """Two proposals on three frames; the second is not there on the last one."""
    collected: list[Proposal] = []
    for frame_index in range(3):
        for place, score in ((0, 0.9), (1, 0.4)):
            gone = place == 1 and frame_index == 2
            rle = masks.empty((360, 640)) if gone else square(100 * place + frame_index)
            proposals.collect(collected, AnswerMask(place, frame_index, rle, score), ASKED)
    return collected


@pytest.fixture
def video_id(session):
    return find_video(session.project, None).id


def test_a_proposal_knows_where_it_is_and_how_sure_the_model_was(found):
    assert [it.frames for it in found] == [[0, 1, 2], [0, 1]]
    assert [it.score for it in found] == [pytest.approx(0.9), pytest.approx(0.4)]
    assert Proposal(ASKED).score == 0.0


def test_several_are_accepted_in_one_step_that_says_who_found_them(session, video_id, found):
    chosen = [Accepted(it, f"square {i}", "shape") for i, it in enumerate(found)]
    first, second = proposals.accept(session, video_id, chosen)
    assert (first.name, second.name) == ("square 0", "square 1")
    assert first.category_id == second.category_id == session.project.categories()[0].id
    assert session.project.mask(second.id, 2).rle.is_empty
    (run,) = session.project.engine_runs()
    assert (run.engine, run.parameters["text"]) == ("fake", "segment the square")
    assert session.undo()
    assert session.project.objects(video_id) == []
    assert session.project.categories() == []


def test_an_expression_refers_to_objects_old_and_new(session, video_id, found):
    old = add_object(session, video_id, name="old")
    (new,) = proposals.express(
        session, video_id, "all squares", object_ids=[old.id], chosen=[Accepted(found[0], "square")]
    )
    (expression,) = session.project.expressions(video_id)
    assert (expression.text, expression.object_ids) == ("all squares", (old.id, new.id))
    proposals.remove_expression(session, expression)
    assert session.project.expressions(video_id) == []
    assert len(session.project.objects(video_id)) == 2


def test_an_expression_without_objects_means_that_nothing_fits(session, video_id):
    assert proposals.express(session, video_id, "the blue whale") == []
    assert session.project.expressions(video_id)[0].object_ids == ()


def test_the_conversation_is_cleared_and_comes_back_by_undo(session, video_id):
    with session.edit("Ask") as edit:
        edit.add_turn(video_id=video_id, speaker=Speaker.PERSON, text="who?", start=0, stop=3)
    asking.clear_conversation(session, video_id)
    assert session.project.turns(video_id) == []
    assert session.undo()
    assert [it.text for it in session.project.turns(video_id)] == ["who?"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("segment the red car", "red car"),
        ("Please segment the red car in this video.", "red car"),
        ("find a dog that jumps!", "dog that jumps"),
        ("the second cup", "second cup"),
        ("Who moved the ball?", "object"),
        ("segment the " + "very " * 20 + "long thing", "object"),
    ],
)
def test_a_thing_is_called_by_what_was_asked_for(text, name):
    assert suggested_name(text) == name

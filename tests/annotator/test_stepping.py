"""Going back and forth in the list of steps."""

import pytest

from annotator.objects import add_object
from annotator.stepping import BEFORE_ALL, go_to_step
from annotator.videos import find_video
from storage.errors import UserError


@pytest.fixture
def made(session):
    """Three objects, a step each, and the ids of these steps."""
    video = find_video(session.project, None)
    for name in "abc":
        add_object(session, video.id, name=name)
    return [step.id for step in session.project.history()[-3:]]


def names(session):
    return [it.name for it in session.project.objects(find_video(session.project, None).id)]


def test_back_forth_and_nowhere(session, made):
    go_to_step(session, made[0])
    assert names(session) == ["a"]
    go_to_step(session, made[1])
    assert names(session) == ["a", "b"]
    go_to_step(session, made[1])
    assert names(session) == ["a", "b"]
    go_to_step(session, made[2])
    assert names(session) == ["a", "b", "c"]


def test_before_all_there_is_no_video_and_everything_comes_back(session, made):
    taken = []
    go_to_step(session, BEFORE_ALL, progress=lambda done, total: taken.append((done, total)))
    assert session.project.videos() == []
    assert taken[-1] == (4, 4)
    go_to_step(session, made[2])
    assert names(session) == ["a", "b", "c"]


def test_a_step_that_was_replaced_is_refused(session, made):
    session.undo()
    add_object(session, find_video(session.project, None).id, name="d")
    with pytest.raises(UserError, match="not in the list any more"):
        go_to_step(session, made[2])
    assert names(session) == ["a", "b", "d"]

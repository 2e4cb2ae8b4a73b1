"""Saying that a suspect is fine: on its frame, over its range, on the whole track."""

import pytest

from annotator.review.queue import find_suspects
from annotator.review.suspect import Kind
from annotator.review.verifying import verify
from annotator.scope import Scope
from storage.records import Source
from tests.annotator.review.tracks import add_track, drifting


@pytest.fixture
def tracked(session, video):
    return add_track(session, video, drifting(range(20)), scores={8: 0.4, 10: 0.1})


def verified(session, tracked):
    return [it.frame_index for it in session.project.track(tracked.id) if it.verified]


@pytest.mark.parametrize(
    ("scope", "frames"), [("frame", [10]), ("range", [8, 9, 10]), ("track", list(range(20)))]
)
def test_how_much_is_verified_is_chosen(session, tracked, scope, frames):
    (suspect,) = find_suspects(session.project, kinds=[Kind.LOW_SCORE])
    verify(session, suspect, Scope(scope))
    assert verified(session, tracked) == frames
    session.undo()
    assert verified(session, tracked) == []


def test_a_gap_that_is_fine_says_that_the_object_is_not_there(session, video):
    track = drifting(range(20))
    for frame in (5, 6, 7):
        del track[frame]
    tracked = add_track(session, video, track)
    (gap,) = find_suspects(session.project, kinds=[Kind.GAP])
    verify(session, gap)
    found = [session.project.mask(tracked.id, frame) for frame in (5, 6, 7)]
    assert all(it.rle.is_empty and it.source is Source.HUMAN and it.verified for it in found)
    session.undo()
    assert session.project.mask(tracked.id, 6) is None

"""Lanes are the same whether all of them were read or only what changed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import objects
from annotator.gui.lane_loader import LaneReader, LaneRequest, merge
from annotator.masks import clear_masks, lock_masks, set_mask, verify_masks
from annotator.objects import remove_objects
from annotator.session import Session
from annotator.videos import remove_videos
from storage import masks
from storage.records import FramePrompt, Mask, Point, Source
from tests.storage.projects import FRAME_HW, add_object, add_video, new_project, rectangle

FRAMES = frozenset({3, 4, 9})


@pytest.fixture
def session(tmp_path):
    project = new_project(tmp_path / "a.maskbank")
    with project.edit("start") as edit:
        video = add_video(edit)
        for name in ("dog", "cat"):
            tracked = add_object(edit, video, name)
            edit.put_masks(Mask(tracked.id, i, rectangle(1, 1, 3, 3), Source.ENGINE, 0.9)
                           for i in range(6))  # fmt: skip
    with Session(project) as opened:
        yield opened


def change(session):
    dog, cat = session.project.objects(1)
    set_mask(
        session, dog.id, 3, rectangle(2, 2, 4, 4), prompt=FramePrompt(3, points=(Point(3, 3),))
    )
    clear_masks(session, [dog.id], 4, 5)
    verify_masks(session, [cat.id], 3, 5)
    lock_masks(session, [cat.id], 4, 5, locked=True)
    with session.project.edit("more") as edit:
        edit.put_masks([Mask(cat.id, 9, rectangle(0, 0, 2, 2), Source.ENGINE, 0.1)])
        edit.put_masks([Mask(dog.id, 9, masks.empty(FRAME_HW), Source.HUMAN)])


def same(found, expected):
    assert [it.label for it in found.lanes] == [it.label for it in expected.lanes]
    for lane, other in zip(found.lanes, expected.lanes, strict=True):
        assert np.array_equal(lane.frame_flags, other.frame_flags)
        assert np.array_equal(lane.track.areas, other.track.areas)
        assert np.array_equal(lane.track.scores, other.track.scores, equal_nan=True)


def test_reading_what_changed_equals_reading_all(session):
    reader = LaneReader()
    before = reader.read(LaneRequest(session, 1))
    kept = [lane.frame_flags.copy() for lane in before.lanes]
    change(session)
    same(reader.read(LaneRequest(session, 1, FRAMES)), LaneReader().read(LaneRequest(session, 1)))
    for lane, flags in zip(before.lanes, kept, strict=True):
        assert np.array_equal(lane.frame_flags, flags)  # the one that is being painted


def test_objects_that_came_or_went_are_noticed(session):
    reader = LaneReader()
    reader.read(LaneRequest(session, 1))
    remove_objects(session, [session.project.objects(1)[0].id])
    objects.add_object(session, 1, name="fox")
    found = reader.read(LaneRequest(session, 1, frozenset()))
    assert [it.label for it in found.lanes] == ["2  cat", "3  fox"]


@given(st.lists(st.none() | st.frozensets(st.integers(0, 9)), min_size=1, max_size=5))
def test_waiting_requests_become_one_that_forgets_no_frame(waiting):
    merged = None
    for frames in waiting:
        merged = merge(merged, LaneRequest("session", 1, frames))
    assert merged.frames == (None if None in waiting else frozenset().union(*waiting))


def test_a_request_about_another_video_replaces():
    assert merge(LaneRequest("session", 1), LaneRequest("session", 2, FRAMES)).frames == FRAMES


def test_a_video_that_was_removed_meanwhile_has_no_lanes(session):
    reader = LaneReader()
    assert reader.read(LaneRequest(session, 1)).lanes
    remove_videos(session, [1])
    assert reader.read(LaneRequest(session, 1)).lanes == ()

"""What a re-run changed, and taking it back object by object."""

import pytest

from annotator.masks import lock_masks, set_mask, verify_masks
from annotator.rerun import compare, reject
from annotator.session import Session
from storage.records import Mask, Source
from tests.annotator.review.tracks import add_track, add_video, drifting, rectangle
from tests.storage.projects import new_project


@pytest.fixture
def session(tmp_path):
    with Session(new_project(tmp_path / "p.maskbank")) as opened:
        yield opened


@pytest.fixture
def objects(session):
    video = add_video(session)
    return [add_track(session, video, drifting(range(10), y=y)) for y in (20, 90)]


def run_again(session, objects, frames, dx):
    """As a propagation does: one long step of an engine's masks, each moved by ``dx`` pixels."""
    with session.project.long_edit("Propagate") as edit:
        for frame in frames:
            for y, tracked in zip((20, 90), objects, strict=False):
                rle = rectangle(20 + frame + dx, y, 40, 30)
                edit.put_masks([Mask(tracked.id, frame, rle, Source.ENGINE, score=0.8)])
            edit.commit()
        return edit.edit_id


def tracks(session, objects):
    return [list(session.project.track(it.id)) for it in objects]


def test_the_masks_before_and_after_are_compared(session, objects):
    before = tracks(session, objects)
    rerun = compare(session.project, run_again(session, objects, range(5, 12), dx=20))
    assert [it.object_id for it in rerun.objects] == [it.id for it in objects]
    first = rerun.objects[0]
    assert [it.frame_index for it in first.changes] == [5, 6, 7, 8, 9, 10, 11]
    for changed, track in zip(rerun.objects, before, strict=True):
        assert [it.before for it in changed.changes] == [*track[5:], None, None]
    assert [round(it.iou, 2) for it in first.changes] == [0.33] * 5 + [0, 0]
    assert first.mean_iou == pytest.approx(5 / 7 / 3)


def test_masks_that_came_out_the_same_are_no_change(session, objects):
    assert compare(session.project, run_again(session, objects, range(5, 8), dx=0)) is None


def test_a_run_over_new_frames_only_is_no_re_run(session, objects):
    assert compare(session.project, run_again(session, objects, range(10, 15), dx=20)) is None


def test_a_rejected_object_is_put_back_and_the_other_one_stays(session, objects):
    before = tracks(session, objects)
    rerun = compare(session.project, run_again(session, objects, range(5, 12), dx=20))
    after = tracks(session, objects)
    reject(session, rerun, objects[0].id)
    assert tracks(session, objects) == [before[0], after[1]]
    session.undo()
    assert tracks(session, objects) == after


def test_what_a_person_did_since_then_stays(session, objects):
    rerun = compare(session.project, run_again(session, objects, range(5, 8), dx=20))
    verify_masks(session, [objects[0].id], 6, 7)
    set_mask(session, objects[0].id, 7, rectangle(0, 0, 9, 9))
    now = tracks(session, objects)[0]
    reject(session, rerun, objects[0].id)
    assert tracks(session, objects)[0][6:] == now[6:]
    assert tracks(session, objects)[0][5] == rerun.objects[0].changes[0].before


def test_an_undone_run_has_nothing_to_compare(session, objects):
    step = run_again(session, objects, range(5, 8), dx=20)
    session.undo()
    assert compare(session.project, step) is None


def test_masks_that_a_person_made_are_no_part_of_it(session, objects):
    set_mask(session, objects[0].id, 6, rectangle(20, 20, 40, 30))
    lock_masks(session, [objects[0].id], 7, 8, locked=True)
    rerun = compare(session.project, run_again(session, objects, range(5, 8), dx=20))
    assert [it.frame_index for it in rerun.objects[0].changes] == [5]

"""What a person can do with a project, done without a screen on a real clip with the real engine."""

from contextlib import closing

import numpy as np
import pytest

from annotator.masks import clear_masks, lock_masks, set_mask, start_object, verify_masks
from annotator.objects import add_object, lock_objects, rename_object
from annotator.propagation import build_request, correction_range, known_masks
from annotator.sample import FRAME_COUNT, sample_masks
from annotator.session import Session
from annotator.videos import add_video, find_video, relink_video
from model_backend.engine import Direction
from storage import masks
from storage.errors import UserError, VideoError
from storage.records import FramePrompt, Mask, Source


def label_balloon(session, click):
    """One object with a mask on the first frame."""
    video = find_video(session.project, None)
    tracked = add_object(session, video.id, name="balloon", category="balloon")
    set_mask(session, tracked.id, 0, session.suggest(video.id, click)[0].rle, prompt=click)
    return tracked


def follow(session, tracked, **options):
    where = {"start": 0, "stop": FRAME_COUNT} | options
    return list(session.propagate(tracked.video_id, [tracked.id], **where))


def stored(session, tracked):
    return {mask.frame_index: mask for mask in session.project.track(tracked.id)}


def test_a_click_finds_the_thing_under_it(session, click):
    best = session.suggest(find_video(session.project, None).id, click)[0]
    assert masks.iou(best.rle, masks.encode(sample_masks(0)[0])) > 0.8


def test_an_object_is_followed_through_every_frame(session, click):
    tracked = label_balloon(session, click)
    steps = follow(session, tracked)
    found = stored(session, tracked)
    assert sorted(found) == list(range(FRAME_COUNT))
    assert steps[-1].done == steps[-1].total
    truth = [masks.encode(sample_masks(i)[0]) for i in range(FRAME_COUNT)]
    assert np.mean([masks.iou(found[i].rle, truth[i]) for i in range(FRAME_COUNT)]) > 0.8
    assert found[0].source is Source.HUMAN
    assert {found[i].source for i in range(1, FRAME_COUNT)} == {Source.ENGINE}
    assert all(0 <= found[i].score <= 1 for i in range(1, FRAME_COUNT))


def test_the_engine_run_behind_each_mask_is_known(session, click):
    tracked = label_balloon(session, click)
    follow(session, tracked, stop=4)
    (run,) = session.project.engine_runs()
    assert run.engine == "flow"
    assert run.parameters["stop"] == 4
    assert session.project.mask(tracked.id, 2).engine_run_id == run.id


def test_a_whole_propagation_is_one_undo_step(session, click):
    tracked = label_balloon(session, click)
    follow(session, tracked, stop=6)
    assert session.undo()
    assert sorted(stored(session, tracked)) == [0]
    assert session.redo()
    assert sorted(stored(session, tracked)) == list(range(6))


def test_cancelling_keeps_what_was_done_and_it_can_go_on(session, click):
    tracked = label_balloon(session, click)
    with closing(session.propagate(tracked.video_id, [tracked.id], start=0, stop=20)) as steps:
        reached = [next(steps).frame_index for _ in range(3)]
    assert set(reached) <= set(stored(session, tracked))
    follow(session, tracked, stop=20)
    assert sorted(stored(session, tracked)) == list(range(20))


def test_undo_survives_a_restart(session, click, clip):
    tracked = label_balloon(session, click)
    follow(session, tracked, stop=4)
    session.close()
    with Session.open(clip.with_suffix(".maskbank")) as reopened:
        assert reopened.undo()
        assert sorted(stored(reopened, tracked)) == [0]


@pytest.mark.parametrize("keep", ["correct", "lock", "verify"])
def test_no_engine_replaces_what_a_person_kept(session, click, keep):
    tracked = label_balloon(session, click)
    follow(session, tracked, stop=8)
    if keep == "correct":
        set_mask(session, tracked.id, 5, masks.encode(sample_masks(5)[0]))
    elif keep == "lock":
        lock_masks(session, [tracked.id], 5, 6, locked=True)
    else:
        verify_masks(session, [tracked.id], 5, 6)
    kept = session.project.mask(tracked.id, 5)
    follow(session, tracked, stop=8)
    assert session.project.mask(tracked.id, 5) == kept
    assert session.project.mask(tracked.id, 4).engine_run_id == 2


def test_locking_and_verifying_can_be_taken_back(session, click):
    tracked = label_balloon(session, click)
    follow(session, tracked, stop=4)
    verify_masks(session, [tracked.id], 0, 4)
    verify_masks(session, [tracked.id], 0, 4, verified=False)
    assert not any(mask.verified for mask in stored(session, tracked).values())


def test_backward_fills_the_frames_before_the_mask(session):
    video = find_video(session.project, None)
    tracked = add_object(session, video.id, name="boat")
    set_mask(session, tracked.id, 10, masks.encode(sample_masks(10)[1]))
    steps = follow(session, tracked, stop=11, direction=Direction.BACKWARD)
    assert [step.frame_index for step in steps if step.frame_index != 10] == list(range(9, -1, -1))
    assert sorted(stored(session, tracked)) == list(range(11))


def test_two_objects_are_followed_together(session):
    video = find_video(session.project, None)
    objects = [add_object(session, video.id, name=name) for name in ("balloon", "boat")]
    for tracked, truth in zip(objects, sample_masks(0), strict=True):
        set_mask(session, tracked.id, 0, masks.encode(truth))
    list(session.propagate(video.id, [it.id for it in objects], start=0, stop=5))
    for tracked, truth in zip(objects, sample_masks(4), strict=True):
        assert masks.iou(session.project.mask(tracked.id, 4).rle, masks.encode(truth)) > 0.8


def test_progress_counts_frames_that_come_again_between_keyframes(session, click):
    tracked = label_balloon(session, click)
    set_mask(session, tracked.id, 6, masks.encode(sample_masks(6)[0]))
    steps = list(session.propagate(tracked.video_id, [tracked.id], start=0, stop=9))
    assert {it.total for it in steps} == {9 + 5}
    assert [it.done for it in steps] == list(range(1, 15))
    assert sorted({it.frame_index for it in steps}) == list(range(9))


def test_a_correction_reaches_from_the_keyframe_before_to_the_one_after(session, click):
    tracked = label_balloon(session, click)
    assert correction_range(session.project, tracked.id, 30) == (0, FRAME_COUNT)
    set_mask(session, tracked.id, 50, masks.encode(sample_masks(50)[0]))
    assert correction_range(session.project, tracked.id, 30) == (0, 51)


def imported_balloon(session, *frames):
    """One object with masks that were imported on some frames."""
    tracked = add_object(session, find_video(session.project, None).id, name="balloon")
    with session.edit("Import") as edit:
        edit.put_masks(
            Mask(tracked.id, it, masks.encode(sample_masks(it)[0]), Source.IMPORT) for it in frames
        )
    return tracked


def sources(session, tracked, *frames):
    return [session.project.mask(tracked.id, it).source for it in frames]


def test_imported_masks_of_chosen_frames_are_keyframes(session):
    tracked = imported_balloon(session, 0, 5, 10)
    assert correction_range(session.project, tracked.id, 7) == (5, 11)
    follow(session, tracked, stop=12)
    assert sources(session, tracked, 0, 5, 10) == [Source.IMPORT] * 3
    assert sources(session, tracked, 1, 6, 11) == [Source.ENGINE] * 3
    assert correction_range(session.project, tracked.id, 7) == (5, 11), "as before"


def test_a_correction_is_followed_over_imported_masks_of_frames_in_a_row(session):
    tracked = imported_balloon(session, *range(12))
    set_mask(session, tracked.id, 4, masks.encode(sample_masks(4)[0]))
    assert correction_range(session.project, tracked.id, 4) == (0, FRAME_COUNT)
    follow(session, tracked, stop=12)
    assert sources(session, tracked, 3, 4) == [Source.IMPORT, Source.HUMAN]
    assert sources(session, tracked, *range(5, 12)) == [Source.ENGINE] * 7


def test_a_correction_knows_the_keyframes_around_it_and_the_latest_masks(session, click):
    tracked = label_balloon(session, click)
    follow(session, tracked, stop=20)
    for keyframe in (3, 30, 40):
        set_mask(session, tracked.id, keyframe, masks.encode(sample_masks(keyframe)[0]))
    known = known_masks(session.project, tracked.id, 12)
    assert [it.frame_index for it in known] == [3, 6, 7, 8, 9, 10, 11, 30]
    assert known[0].mask == session.project.mask(tracked.id, 3).rle
    (corrected, *_) = session.suggest(
        tracked.video_id, FramePrompt(12, points=click.points), object_id=tracked.id
    )
    assert not corrected.rle.is_empty


def test_listeners_hear_what_changed(session, click):
    heard = []
    stop_listening = session.subscribe(heard.append)
    tracked = label_balloon(session, click)
    assert (tracked.video_id, 0) in heard[-1].masks
    stop_listening()
    count = len(heard)
    rename_object(session, tracked.id, "red balloon")
    assert len(heard) == count
    assert session.project.object(tracked.id).name == "red balloon"


def test_an_object_without_mask_in_the_range_is_a_sentence(session, click):
    tracked = label_balloon(session, click)
    with pytest.raises(UserError, match=r"\[1\] has no mask to start from"):
        follow(session, tracked, start=10, stop=20)
    assert len(session.project.history()) == 3  # video, category and object, mask: nothing more


def test_an_object_without_keyframe_is_followed_from_its_first_mask_in_the_range(session, click):
    tracked = label_balloon(session, click)
    follow(session, tracked, start=0, stop=6)
    clear_masks(session, [tracked.id], 0, 3)  # the keyframe too
    for direction, frame in ((Direction.FORWARD, 3), (Direction.BACKWARD, 5)):
        request = build_request(session.project, [tracked], start=1, stop=9, direction=direction)
        assert [it.frame_index for it in request.objects[0].prompts] == [frame]


def test_a_locked_object_cannot_be_changed(session, click):
    tracked = label_balloon(session, click)
    lock_objects(session, [tracked.id], locked=True)
    with pytest.raises(UserError, match="locked"):
        set_mask(session, tracked.id, 3, masks.empty((360, 640)))
    with pytest.raises(UserError, match="locked"):
        clear_masks(session, [tracked.id], 0, 5)
    with pytest.raises(UserError, match="locked"):
        follow(session, tracked)


def test_a_locked_mask_cannot_be_changed(session, click):
    tracked = label_balloon(session, click)
    lock_masks(session, [tracked.id], 0, 1, locked=True)
    with pytest.raises(UserError, match="locked"):
        set_mask(session, tracked.id, 0, masks.empty((360, 640)))
    clear_masks(session, [tracked.id], 0, 1)
    assert session.project.mask(tracked.id, 0) is not None


def test_the_same_video_is_added_once(session, clip):
    assert add_video(session, clip).id == find_video(session.project, None).id
    assert len(session.project.videos()) == 1


def test_a_moved_video_is_linked_again_by_its_content(session, clip, tmp_path, click):
    video = find_video(session.project, None)
    moved = clip.rename(tmp_path / "moved.mp4")
    with pytest.raises(VideoError, match="re-link"):
        session.suggest(video.id, click)
    relink_video(session, video.id, moved)
    assert session.suggest(video.id, click)


def test_another_video_is_not_taken_for_the_moved_one(session, tmp_path):
    other = tmp_path / "other.mp4"
    other.write_bytes(b"not the clip")
    with pytest.raises(VideoError, match="content is different"):
        relink_video(session, find_video(session.project, None).id, other)


def test_asking_for_a_video_that_is_not_there_names_those_that_are(session):
    with pytest.raises(UserError, match="It holds: clip"):
        find_video(session.project, "dog")


def test_the_first_mask_of_a_new_object_is_one_step(session, click):
    video = find_video(session.project, None)
    rle = masks.encode(sample_masks(0)[0])
    tracked = start_object(session, video.id, 0, rle, prompt=click, name="balloon", category="toy")
    assert session.project.mask(tracked.id, 0).rle == rle
    assert session.project.prompts(tracked.id) == [click]
    assert session.undo()
    assert session.project.objects(video.id) == []
    assert session.project.categories() == []

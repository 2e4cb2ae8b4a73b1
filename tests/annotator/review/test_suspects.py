"""Each kind of suspect: what raises it, what does not, and that what a person checked is none."""

import pytest

from annotator.masks import set_mask
from annotator.review.queue import find_suspects
from annotator.review.suspect import Kind
from annotator.review.verifying import verify
from storage import masks
from storage.records import Mask, Source
from tests.annotator.review.tracks import FRAME_HW, add_track, add_video, drifting, rectangle

ALL_FRAMES = range(60)


def suspects(session, kind):
    return find_suspects(session.project, kinds=[kind])


def cut_at(session, video, frame):
    with session.edit("Cut") as edit:
        edit.set_scene_cuts(video.id, [frame])


def boxes(*changes, **drift):
    """An even track with the boxes of some frames exchanged."""
    track = drifting(ALL_FRAMES, **drift)
    for frames, box in changes:
        track |= dict.fromkeys(frames, box)
    return track


def test_an_even_track_is_only_unverified(session, video):
    tracked = add_track(session, video, boxes())
    (only,) = find_suspects(session.project)
    assert (only.kind, only.object_ids) == (Kind.UNVERIFIED, (tracked.id,))
    assert (only.start, only.stop) == (0, 60)
    assert only.why == "Nobody verified it yet; masks: 60."


def test_low_scores_close_together_are_one_suspect(session, video):
    add_track(session, video, boxes(), scores={10: 0.4, 12: 0.1, 40: 0.3})
    worst, other = suspects(session, Kind.LOW_SCORE)
    assert (worst.start, worst.stop, worst.frame_index) == (10, 13, 12)
    assert worst.severity == pytest.approx(0.9)
    assert worst.why == "The engine is unsure: its lowest score is 0.10."
    assert (other.start, other.stop) == (40, 41)


def test_a_sudden_change_of_area_is_found(session, video):
    add_track(session, video, boxes((range(30, 60), (50, 50, 80, 60))))
    (only,) = suspects(session, Kind.AREA)
    assert (only.start, only.stop, only.frame_index) == (29, 31, 30)
    assert only.why == "Its area is suddenly 400% of what it was."


def test_growing_evenly_is_no_sudden_change(session, video):
    add_track(session, video, {frame: (10, 10, 20 + 3 * frame, 30) for frame in ALL_FRAMES})
    assert suspects(session, Kind.AREA) == []


def test_a_jump_to_another_place_is_found(session, video):
    add_track(session, video, boxes((range(30, 60), (250, 180, 40, 30))))
    (only,) = suspects(session, Kind.PLACE)
    assert (only.start, only.stop) == (29, 31)
    assert only.why.startswith("It jumps by 2")


def test_a_fast_thing_does_not_jump(session, video):
    add_track(session, video, {frame: (12 * frame, 100, 10, 10) for frame in range(25)})
    assert suspects(session, Kind.PLACE) == []


@pytest.mark.parametrize("lost", ["no mask", "an empty mask of the engine"])
def test_a_gap_in_a_track_is_found(session, video, lost):
    track = boxes((range(20, 24), (0, 0, 0, 0)))
    if lost == "no mask":
        track = {frame: box for frame, box in track.items() if not 20 <= frame < 24}
    add_track(session, video, track)
    (only,) = suspects(session, Kind.GAP)
    assert (only.start, only.stop) == (20, 24)
    assert only.why == "It is missing between frames that show it; frames: 4."


def test_said_to_be_absent_is_no_gap(session, video):
    track = boxes()
    tracked = add_track(session, video, {it: box for it, box in track.items() if it != 20})
    set_mask(session, tracked.id, 20, masks.empty(FRAME_HW))
    assert suspects(session, Kind.GAP) == []


def test_before_the_first_and_after_the_last_mask_is_no_gap(session, video):
    add_track(session, video, drifting(range(10, 20)))
    assert suspects(session, Kind.GAP) == []


def test_masks_that_overlap_are_found_by_their_pixels(session, video):
    a = add_track(session, video, boxes(dx=0))
    b = add_track(session, video, dict.fromkeys(range(10, 30), (40, 50, 40, 30)), name="cat")
    (only,) = suspects(session, Kind.OVERLAP)
    assert only.object_ids == (a.id, b.id)
    assert (only.start, only.stop) == (10, 30)
    assert only.why == "50% of the smaller mask lies in the other one."


def test_boxes_that_overlap_without_the_masks_are_no_suspect(session, video):
    add_track(session, video, {0: (20, 50, 10, 10)})
    ring = masks.subtract(rectangle(10, 40, 60, 60), rectangle(15, 45, 50, 50))
    b = add_track(session, video, {0: (0, 0, 5, 5)}, name="ring")
    with session.edit("Ring") as edit:
        edit.put_masks([Mask(b.id, 0, ring, Source.ENGINE, score=0.9)])
    assert suspects(session, Kind.OVERLAP) == []


def test_two_tracks_that_exchange_places_at_a_step_are_found(session, video):
    left, right = (20, 50, 40, 30), (200, 50, 40, 30)
    add_track(session, video, dict.fromkeys(range(30), left) | dict.fromkeys(range(30, 60), right))
    add_track(session, video, dict.fromkeys(range(30), right) | dict.fromkeys(range(30, 60), left))
    (only,) = suspects(session, Kind.SWAP)
    assert (only.start, only.stop, only.frame_index) == (29, 31, 30)
    assert only.severity == 1
    assert find_suspects(session.project)[0] == only, "a swap is the worst there is"


def crossing(*, small, exchanged):
    """A large thing and a smaller one that pass each other, by the masks of one each."""
    to_the_right = {it: (4 * it, 60, 60, 60) for it in ALL_FRAMES}
    to_the_left = {it: (260 - 4 * it, 70, small, small) for it in ALL_FRAMES}
    if not exchanged:
        return to_the_right, to_the_left
    half = {it: to_the_left[it] for it in range(30, 60)}
    other = {it: to_the_right[it] for it in range(30, 60)}
    return to_the_right | half, to_the_left | other


@pytest.mark.parametrize("small", [20, 40])
def test_two_tracks_that_exchange_looks_while_they_meet_are_found(session, video, small):
    """With 20 pixels it shows at the step, with 40 only in the whole meeting."""
    for track in crossing(small=small, exchanged=True):
        add_track(session, video, track)
    (only,) = suspects(session, Kind.SWAP)
    assert only.start < 30 < only.stop


def test_passing_each_other_is_no_swap(session, video):
    for track in crossing(small=20, exchanged=False):
        add_track(session, video, track)
    assert suspects(session, Kind.SWAP) == []


def test_what_was_followed_over_a_scene_cut_is_found(session, video):
    cut_at(session, video, 30)
    tracked = add_track(session, video, boxes())
    add_track(session, video, drifting(range(30, 60)), name="new in the second scene")
    (only,) = suspects(session, Kind.CUT)
    assert (only.object_ids, only.frame_index) == ((tracked.id,), 30)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_a_person_made_is_no_suspect(session, video, kind):
    cut_at(session, video, 30)
    track = boxes((range(30, 60), (250, 180, 80, 50)))
    del track[50]
    add_track(session, video, track, source=Source.HUMAN)
    add_track(session, video, boxes(), source=Source.HUMAN)
    found = suspects(session, kind)
    assert [it.kind for it in found] == ([Kind.GAP] if kind is Kind.GAP else [])


def test_what_is_said_to_be_fine_is_no_suspect_any_more(session, video):
    cut_at(session, video, 30)
    track = boxes((range(30, 60), (250, 180, 80, 50)))
    del track[50]
    add_track(session, video, track, scores={10: 0.1})
    add_track(session, video, dict(boxes((range(30, 60), (240, 170, 80, 50)))), name="cat")
    while found := find_suspects(session.project):
        verify(session, found[0])
        assert found[0] not in find_suspects(session.project)
    counts = session.project.video_counts()[video.id]
    assert counts.checked == counts.masks == 120


def test_the_queue_goes_over_all_videos_worst_first(session, video):
    other = add_video(session, "other")
    add_track(session, video, boxes(), scores={10: 0.4})
    add_track(session, other, boxes(), scores={10: 0.2})
    found = find_suspects(session.project)
    assert [it.video_id for it in found] == [other.id, video.id, video.id, other.id]
    severities = [it.severity for it in found]
    assert severities == sorted(severities, reverse=True)
    assert {it.video_id for it in find_suspects(session.project, video_ids=[other.id])} == {
        other.id
    }


def test_an_area_that_is_lost_bit_by_bit_is_found(session, video):
    """As an engine loses a thing: never much from one frame to the next."""
    shrinking = {frame: (50, 50, 120 - 10 * (frame - 30), 60) for frame in range(30, 39)}
    small = dict.fromkeys(range(39, 60), (50, 50, 40, 60))
    large = dict.fromkeys(range(30), (50, 50, 120, 60))
    add_track(session, video, large | shrinking | small)
    (only,) = suspects(session, Kind.AREA)
    assert only.start <= 31 < 39 < only.stop
    assert only.why == "Its area came to 33% of what it was within a few frames."

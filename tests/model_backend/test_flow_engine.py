"""The flow engine on real image files: what it follows, where it answers, and what it refuses."""

from contextlib import closing

import cv2
import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from model_backend.engine import AskRequest, Capability, Direction, ObjectPrompts, PropagateRequest
from model_backend.flow.engine import create
from storage import masks
from storage.errors import UserError
from storage.records import Box, FramePrompt, Point, VideoSource
from storage.video import scan_video

HW = (120, 160)
FRAMES = 12
CUT, CUT_BACK = 5, 8  # the film "with_a_cut" shows something else on these frames
ROWS, COLUMNS = np.mgrid[: HW[0], : HW[1]]


def texture(seed, colour):
    """A smooth random pattern around a colour, (H, W, 3) float."""
    noise = np.random.default_rng(seed).normal(0, 1, (*HW, 3))
    return np.array(colour) + 250 * cv2.GaussianBlur(noise, (0, 0), 3)


FIELD, RED, BLUE, ELSEWHERE = (
    texture(0, (70, 140, 60)),
    texture(1, (200, 60, 50)),
    texture(2, (40, 70, 200)),
    texture(3, (230, 220, 150)),
)


def red_disk(i):
    return (COLUMNS - 35 - 3 * i) ** 2 + (ROWS - 45) ** 2 <= 18**2


def blue_disk(i):
    return (COLUMNS - 120 + 2 * i) ** 2 + (ROWS - 92) ** 2 <= 15**2


def picture(i):
    image = FIELD.copy()
    for disk, surface, shift in ((red_disk(i), RED, 3 * i), (blue_disk(i), BLUE, -2 * i)):
        image[disk] = np.roll(surface, shift, axis=1)[disk]
    return np.clip(image, 0, 255).astype(np.uint8)


def film(folder, pictures):
    folder.mkdir()
    for i, image in enumerate(pictures):
        cv2.imwrite(str(folder / f"{i:03}.png"), image[..., ::-1])
    return VideoSource(folder, *scan_video(folder))


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return film(tmp_path_factory.mktemp("films") / "plain", [picture(i) for i in range(FRAMES)])


@pytest.fixture
def session(source):
    with closing(create({}).open(source)) as session:
        yield session


def shown(mask, frame_index):
    return FramePrompt(frame_index, mask=masks.encode(mask))


def red(*frame_indices, kept=()):
    prompts = tuple(shown(red_disk(i), i) for i in frame_indices)
    return ObjectPrompts(1, prompts, frozenset(kept))


def blue(*frame_indices):
    return ObjectPrompts(2, tuple(shown(blue_disk(i), i) for i in frame_indices))


def follow(session, *objects, start=0, stop=FRAMES, direction=Direction.FORWARD):
    return list(session.propagate(PropagateRequest(objects, start, stop, direction)))


def found(results, number=1):
    """{frame index: (mask, score)} of one object."""
    return {
        result.frame_index: (masks.decode(it.rle), it.score)
        for result in results
        for it in result.objects
        if it.number == number
    }


def iou(a, b):
    return (a & b).sum() / (a | b).sum()


def test_its_small_products_are_not_shared_between_cores():
    """Beside other programs, waiting for each other cost the cores most of the time."""
    with threadpool_limits(limits=2, user_api="blas"):
        create({})
        threads = {it["num_threads"] for it in threadpool_info() if it["user_api"] == "blas"}
    assert threads == {1}


def test_an_object_is_followed_to_the_end_of_the_range(session):
    results = found(follow(session, red(0)))
    assert sorted(results) == list(range(FRAMES))
    assert min(iou(mask, red_disk(i)) for i, (mask, _) in results.items()) > 0.9


def test_what_is_followed_well_scores_high(session):
    assert min(score for _, score in found(follow(session, red(0))).values()) > 0.7


def test_backward_goes_from_the_last_prompt_to_the_start(session):
    results = follow(session, red(9), start=1, direction=Direction.BACKWARD)
    assert [it.frame_index for it in results] == list(range(9, 0, -1))
    assert min(iou(mask, red_disk(i)) for i, (mask, _) in found(results).items()) > 0.9


def test_both_goes_forward_from_the_first_prompt_and_then_back_from_it(session):
    results = follow(session, red(4), direction=Direction.BOTH)
    assert [it.frame_index for it in results] == [*range(4, FRAMES), 3, 2, 1, 0]


def test_each_object_sets_out_from_its_own_first_prompt(session):
    results = follow(session, red(2), blue(5), direction=Direction.BOTH)
    assert sorted(found(results, 1)) == sorted(found(results, 2)) == list(range(FRAMES))
    assert min(iou(mask, blue_disk(i)) for i, (mask, _) in found(results, 2).items()) > 0.85


def test_an_object_is_followed_the_same_alone_and_among_others(session):
    alone, together = follow(session, blue(0)), follow(session, red(0), blue(0))
    for one, two in zip(alone, together, strict=True):
        assert one.objects[0] == two.objects[1]


def meeting_disk(i, side):
    """One of two that look alike and come from the ``side`` -1 or 1; that from the right passes in front."""
    return (COLUMNS - 80 - side * (40 - 3 * i)) ** 2 + (ROWS - 60) ** 2 <= 16**2


def meeting(i):
    image = FIELD.copy()
    for side in (-1, 1):
        disk = meeting_disk(i, side)
        image[disk] = np.roll(RED, -side * 3 * i, axis=1)[disk]
    return np.clip(image, 0, 255).astype(np.uint8)


def test_objects_that_look_alike_keep_their_own_pixels(tmp_path):
    twins = [
        ObjectPrompts(number, (shown(meeting_disk(0, side), 0),))
        for number, side in ((1, -1), (2, 1))
    ]
    source = film(tmp_path / "twins", [meeting(i) for i in range(FRAMES)])
    with closing(create({}).open(source)) as session:
        results = follow(session, *twins)
    behind, front = found(results, 1), found(results, 2)
    for i in range(FRAMES):
        assert not (behind[i][0] & front[i][0]).any()
        assert iou(front[i][0], meeting_disk(i, 1)) > 0.95
        assert iou(behind[i][0], meeting_disk(i, -1) & ~meeting_disk(i, 1)) > 0.95


def test_a_part_of_an_object_that_was_shown_over_it_stays_in_both(session):
    dot = (COLUMNS - 35) ** 2 + (ROWS - 45) ** 2 <= 8**2
    results = follow(session, red(0), ObjectPrompts(2, (shown(dot, 0),)))
    whole, part = found(results, 1), found(results, 2)
    assert min(iou(mask, red_disk(i)) for i, (mask, _) in whole.items()) > 0.9
    assert np.count_nonzero(whole[1][0] & part[1][0]) > 0.9 * np.count_nonzero(part[1][0])


def test_the_same_request_gives_the_same_answer_however_far_it_goes(session):
    short, long = (follow(session, red(0), stop=stop) for stop in (6, FRAMES))
    assert [it.objects for it in short] == [it.objects for it in long[:6]]


def test_closing_the_stream_cancels_and_the_session_goes_on(session):
    stream = session.propagate(PropagateRequest((red(0),), 0, FRAMES))
    first = next(stream)
    stream.close()
    assert follow(session, red(0))[0] == first


def test_a_correction_is_taken_as_the_truth_and_followed_from_there_both_ways(session):
    wrong_then_right = ObjectPrompts(1, (shown(blue_disk(0), 0), shown(red_disk(6), 6)))
    results = found(follow(session, wrong_then_right))
    assert np.array_equal(results[6][0], red_disk(6))
    assert iou(results[1][0], blue_disk(1)) > 0.8  # nearer to the frame that was shown before
    assert iou(results[5][0], red_disk(5)) > 0.7
    assert min(iou(results[i][0], red_disk(i)) for i in range(7, FRAMES)) > 0.7
    assert max(iou(results[i][0], blue_disk(i)) for i in range(7, FRAMES)) < 0.1


def test_kept_frames_get_no_answer_but_are_walked_through(session):
    results = follow(session, red(0, 5, kept={0, 5, 7}))
    assert sorted(found(results)) == [1, 2, 3, 4, 6, 8, 9, 10, 11]
    assert sorted({it.frame_index for it in results}) == list(range(FRAMES))
    assert iou(found(results)[8][0], red_disk(8)) > 0.9


def test_an_object_shown_as_absent_stays_away_until_it_is_shown_again(session):
    nothing = np.zeros(HW, bool)
    prompts = shown(red_disk(0), 0), shown(nothing, 4), shown(red_disk(8), 8)
    results = found(follow(session, ObjectPrompts(1, prompts)))
    assert [results[i][0].any() for i in range(FRAMES)] == [True] * 4 + [False] * 4 + [True] * 4


def test_frames_between_keyframes_come_again_followed_from_the_other_side(session):
    forward = follow(session, red(2, 5, 8), blue(0))
    order = [0, 1, 2, 3, 4, 5, 4, 3, 6, 7, 8, 7, 6, 9, 10, 11]
    assert [it.frame_index for it in forward] == order
    again = [forward[place] for place in (6, 7, 11, 12)]
    assert [[it.number for it in result.objects] for result in again] == [[1]] * 4
    backward = follow(session, red(2, 5, 8), direction=Direction.BACKWARD)
    assert [it.frame_index for it in backward] == [8, 7, 6, 5, 6, 7, 4, 3, 2, 3, 4, 1, 0]
    both = follow(session, red(2, 5, 8), direction=Direction.BOTH)
    assert [it.frame_index for it in both] == [*order[2:], 1, 0]


@pytest.mark.parametrize("direction", list(Direction))
def test_it_says_how_many_results_are_left(session, direction):
    results = follow(session, red(2, 5, 8, kept={6}), blue(0, 9), direction=direction)
    assert [it.frames_left for it in results] == list(range(len(results)))[::-1]


def test_where_one_side_loses_the_object_the_other_one_counts(tmp_path):
    pictures = [picture(i) for i in range(FRAMES)]
    pictures[3] = pictures[4] = np.clip(ELSEWHERE, 0, 255).astype(
        np.uint8
    )  # and it is not seen again
    with closing(create({}).open(film(tmp_path / "cut", pictures))) as session:
        alone = found(follow(session, red(11), direction=Direction.BACKWARD))
        assert not alone[4][0].any()
        results = found(follow(session, red(0, 11)))
    assert min(iou(results[i][0], red_disk(i)) for i in (1, 2, *range(5, 11))) > 0.8
    assert not results[3][0].any()


def test_a_box_alone_is_enough_to_set_out(session):
    box = ObjectPrompts(1, (FramePrompt(0, box=Box(17, 27, 53, 63)),))
    results = found(follow(session, box))
    (candidate, *_) = session.segment(box.prompts[0])
    assert np.array_equal(results[0][0], masks.decode(candidate.rle))
    assert iou(results[FRAMES - 1][0], red_disk(FRAMES - 1)) > 0.7


def test_an_object_is_recognised_by_its_masks_on_other_frames(tmp_path):
    def flag(i):
        return (np.abs(COLUMNS - 50 - 3 * i) <= 40) & (np.abs(ROWS - 45) <= 12)

    def with_flag(i):  # two halves which nothing but the masks says belong together
        image = picture(i)
        image[flag(i)] = (200, 40, 40)
        image[flag(i) & (50 + 3 * i < COLUMNS)] = (230, 220, 30)
        return image

    click = FramePrompt(9, points=(Point(50, 45),))
    known = [shown(flag(i), i) for i in (0, 7, 8)]
    gone = FramePrompt(4, mask=masks.empty(HW))
    with closing(
        create({}).open(film(tmp_path / "flag", map(with_flag, range(FRAMES))))
    ) as session:
        alone, *_ = session.segment(click)
        first, *_ = session.segment(click, known)
        again, *_ = session.segment(click, [gone, *known])
        assert session.segment(click, [gone])[0] == alone
    assert iou(masks.decode(alone.rle), flag(9)) < 0.7
    assert iou(masks.decode(first.rle), flag(9)) > 0.9
    assert again == first


def test_other_scenes_are_cut_out_and_the_object_found_again_when_its_own_returns(tmp_path):
    pictures = [picture(i) for i in range(FRAMES)]
    for i in range(CUT, CUT_BACK):
        pictures[i] = np.roll(np.clip(ELSEWHERE, 0, 255).astype(np.uint8), 2 * i, axis=1)
    with closing(create({}).open(film(tmp_path / "with_a_cut", pictures))) as session:
        results = follow(session, red(0))
    assert [it.frame_index for it in results if it.scene_cut] == [CUT, CUT_BACK]
    tracked = found(results)
    for i in range(CUT, CUT_BACK):
        assert not tracked[i][0].any()
        assert tracked[i][1] == 0.0
    assert min(iou(tracked[i][0], red_disk(i)) for i in range(CUT_BACK, FRAMES)) > 0.8


def test_an_object_that_disappears_is_reported_absent_with_low_score(tmp_path):
    empty = np.clip(FIELD, 0, 255).astype(np.uint8)
    pictures = [picture(i) for i in range(3)] + [empty] * 5
    with closing(create({}).open(film(tmp_path / "gone", pictures))) as session:
        last, score = found(follow(session, red(0), stop=8))[7]
    assert iou(last, red_disk(2)) < 0.3
    assert score < 0.4


@pytest.mark.parametrize("preset", ["halfuf", "fulluf", "full"])
def test_every_preset_follows(source, preset):
    with closing(create({"preset": preset}).open(source)) as session:
        assert iou(found(follow(session, red(0), stop=5))[4][0], red_disk(4)) > 0.9


def test_the_engine_says_who_it_is():
    info = create({}).info
    assert info.name == "flow"
    assert info.capabilities == {Capability.POINTS, Capability.BOXES, Capability.MASKS}
    assert info.checkpoint_sha256 is None


@pytest.mark.parametrize(
    ("objects", "start", "stop", "says"),
    [
        ((), 0, FRAMES, "no object to follow"),
        ((ObjectPrompts(3, ()),), 0, FRAMES, r"\[3\] was not marked"),
        ((red(0),), 4, 4, "not a range"),
        ((red(0),), 0, FRAMES + 1, "within 0 to 11"),
        ((red(0),), 2, FRAMES, "Frame 0 was marked, but is not one of 2 to 11"),
        ((ObjectPrompts(1, (shown(np.ones((5, 7), bool), 0),)),), 0, 3, "is 7 x 5 pixels"),
    ],
)
def test_a_request_that_cannot_be_fulfilled_is_refused_at_once(session, objects, start, stop, says):
    with pytest.raises(UserError, match=says):
        session.propagate(PropagateRequest(objects, start, stop))


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        (FramePrompt(0, points=(Point(500, 5),)), "outside"),
        (FramePrompt(0), "Nothing is marked"),
        (shown(np.zeros(HW, bool), 0), "is not there"),
    ],
)
def test_a_prompt_that_cannot_be_used_is_refused(session, prompt, says):
    with pytest.raises(UserError, match=says):
        follow(session, ObjectPrompts(1, (prompt,)))


def test_unknown_presets_frames_and_words_are_refused(session):
    with pytest.raises(UserError, match="no preset 'best': choose half"):
        create({"preset": "best"})
    with pytest.raises(UserError, match="no option 'presett'"):
        create({"presett": "full"})
    with pytest.raises(UserError, match="Frame 99 was marked"):
        session.segment(FramePrompt(99, points=(Point(5, 5),)))
    with pytest.raises(UserError, match="understands no words"):
        session.ask(AskRequest("the red disk", 0, FRAMES))


def test_a_mask_of_another_size_teaches_nothing_and_says_so(session):
    click = FramePrompt(5, points=(Point(50, 45),))
    with pytest.raises(UserError, match="frame 2 is 7 x 5 pixels"):
        session.segment(click, [shown(np.ones((5, 7), bool), 2)])
    with pytest.raises(UserError, match="Frame 99 was marked"):
        session.segment(click, [shown(red_disk(0), 99)])

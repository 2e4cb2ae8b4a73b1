"""SAM 2 behind the engine contract, with a tiny network of random weights on real frames."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from model_backend.engine import Direction, ObjectPrompts, PropagateRequest
from model_backend.sam2 import engine, prompts
from model_backend.sam2.engine import Sam2Session
from model_backend.sam2.tracker import Tracker, video_logits
from storage import masks
from storage.errors import UserError
from storage.records import Box, FramePrompt, Point, VideoSource
from storage.video import scan_video
from tests.parity.models import load_network
from tests.shared import shared

FRAME_HW, FRAME_COUNT = (120, 96), 9
FIRST = ObjectPrompts(1, (FramePrompt(2, points=(Point(48, 77),)),))
SECOND = ObjectPrompts(4, (FramePrompt(4, box=Box(32, 76, 57, 94)),))


@pytest.fixture(scope="module")
def network():
    return load_network(shared("reference") / "tiny-unipixel")


def video() -> VideoSource:
    path = shared("reference") / "frames" / "v9"
    facts, table = scan_video(path)
    return VideoSource(path, facts, table)


@pytest.fixture
def session(network):
    session = Sam2Session(network, video())
    yield session
    session.close()


def request(*objects, start=0, stop=FRAME_COUNT, direction=Direction.FORWARD) -> PropagateRequest:
    return PropagateRequest(objects or (FIRST,), start, stop, direction)


def frames(results) -> list[tuple[int, list[int]]]:
    return [(it.frame_index, [found.number for found in it.objects]) for it in results]


# --- which frames, which objects -----------------------------------------------------------------


def test_forward_an_object_begins_on_its_first_prompted_frame(session):
    results = frames(session.propagate(request(FIRST, SECOND)))
    assert results == [(2, [1]), (3, [1]), *((i, [1, 4]) for i in range(4, 9))]


def test_backward_an_object_begins_on_its_last_prompted_frame(session):
    results = frames(session.propagate(request(FIRST, SECOND, direction=Direction.BACKWARD)))
    assert results == [(4, [4]), (3, [4]), *((i, [1, 4]) for i in (2, 1, 0))]


def test_both_ways_every_frame_comes_once(session):
    results = frames(session.propagate(request(FIRST, SECOND, direction=Direction.BOTH)))
    assert [i for i, _ in results] == [2, 3, 4, 5, 6, 7, 8, 3, 2, 1, 0]
    assert sorted((i, n) for i, numbers in results for n in numbers) == [
        (i, n) for i in range(9) for n in (1, 4)
    ]


def test_a_range_and_kept_frames_are_not_left(session):
    kept = replace(FIRST, kept_frames=frozenset({5, 6}))
    assert frames(session.propagate(request(kept, start=3, stop=8))) == [
        (3, [1]),
        (4, [1]),
        (7, [1]),
    ]


def test_a_correction_is_worked_out_no_further_than_the_next_kept_frames(session):
    """Between the kept frames 3 and 7 only; what lies beyond is not even looked at."""
    whole = {it.frame_index: it.objects[0].rle for it in session.propagate(request(FIRST))}
    corrected = FramePrompt(5, box=Box(20, 20, 70, 90))
    known = tuple(FramePrompt(i, mask=whole[i]) for i in (3, 7))
    again = ObjectPrompts(1, (known[0], corrected, known[1]), frozenset({3, 7}))
    results = session.propagate(request(again, start=3, stop=8, direction=Direction.BOTH))
    changed = {it.frame_index: it.objects[0].rle for it in results}
    assert sorted(changed) == [4, 5, 6]
    assert changed[5] != whole[5]


def test_an_object_is_the_same_alone_and_in_company(session):
    """Nothing that is shown of one object touches another."""
    alone = [it.objects[0] for it in session.propagate(request(FIRST))]
    company = [it.objects[0] for it in session.propagate(request(FIRST, SECOND))]
    assert [masks.iou(a.rle, b.rle) for a, b in zip(alone, company, strict=True)] == pytest.approx(
        [1.0] * 7, abs=2e-3
    )


def test_scores_leave_the_engine(session):
    for result in session.propagate(request(FIRST)):
        (found,) = result.objects
        assert 0 <= found.score <= 1
        assert 0 <= found.predicted_iou <= 1
        assert found.rle.is_empty or found.score > 0.5


def test_a_mask_prompt_is_taken_as_it_is(session):
    drawn = np.zeros(FRAME_HW, bool)
    drawn[30:60, 20:70] = True
    prompt = FramePrompt(2, mask=masks.encode(drawn), points=(Point(1, 1, positive=False),))
    first = next(session.propagate(request(ObjectPrompts(1, (prompt,)))))
    assert masks.iou(first.objects[0].rle, prompt.mask) > 0.95
    assert first.objects[0].score > 0.99


def test_an_absent_object_is_an_answer(session):
    nothing = FramePrompt(2, mask=masks.empty(FRAME_HW))
    first = next(session.propagate(request(ObjectPrompts(1, (nothing,)))))
    assert first.objects[0].rle.is_empty
    assert first.objects[0].score < 0.01


@pytest.mark.parametrize("direction", [Direction.FORWARD, Direction.BACKWARD])
def test_a_scene_cut_is_reported_on_the_first_frame_of_the_scene(network, tmp_path, direction):
    for i in range(6):
        scene = np.full((*FRAME_HW, 3), (200, 30, 30) if i < 4 else (20, 160, 220), np.uint8)
        cv2.imwrite(str(tmp_path / f"{i}.png"), scene)
    session = Sam2Session(network, VideoSource(tmp_path, *scan_video(tmp_path)))
    clicked = ObjectPrompts(1, (FramePrompt(5 if direction is Direction.BACKWARD else 0, points=(Point(48, 77),)),))  # fmt: skip
    results = list(session.propagate(request(clicked, stop=6, direction=direction)))
    assert [it.frame_index for it in results if it.scene_cut] == [4]
    assert len(results) == 6
    session.close()


# --- cancel and go on ----------------------------------------------------------------------------


@pytest.mark.parametrize("direction", [Direction.FORWARD, Direction.BACKWARD])
def test_cancelled_at_any_frame_a_propagation_goes_on_with_identical_results(session, direction):
    objects = (FIRST, SECOND)
    whole = list(session.propagate(request(*objects, direction=direction)))
    for done in range(1, len(whole)):
        stream = session.propagate(request(*objects, direction=direction))
        before = [next(stream) for _ in range(done)]
        stream.close()
        ahead = before[-1].frame_index
        limits = {"start": ahead + 1} if direction is Direction.FORWARD else {"stop": ahead}
        after = list(session.propagate(request(*objects, direction=direction, **limits)))
        assert [*before, *after] == whole


def test_it_goes_on_with_identical_results_in_a_new_process_too(session, network):
    whole = list(session.propagate(request(FIRST)))
    anew = Sam2Session(network, video())
    assert list(anew.propagate(request(FIRST, start=6))) == whole[4:]
    anew.close()


# --- one frame -----------------------------------------------------------------------------------


def test_one_click_has_three_readings_best_first(session):
    found = session.segment(FramePrompt(0, points=(Point(48, 77),)))
    assert len(found) == 3
    assert [it.score for it in found] == sorted((it.score for it in found), reverse=True)


def test_a_box_or_more_clicks_have_one(session):
    assert len(session.segment(FramePrompt(0, box=Box(32, 76, 57, 94)))) == 1
    clicks = (Point(48, 77), Point(5, 7, positive=False))
    assert len(session.segment(FramePrompt(0, points=clicks))) == 1


def test_a_correction_starts_from_the_mask_that_was_there(session):
    (before, *_) = session.segment(FramePrompt(0, points=(Point(48, 77),)))
    clicks = (Point(5, 7, positive=True), Point(40, 70, positive=False))
    fresh = session.segment(FramePrompt(0, points=clicks))
    corrected = session.segment(FramePrompt(0, points=clicks, mask=before.rle))
    assert corrected != fresh


def tracked_masks(session) -> dict[int, FramePrompt]:
    """What a propagation of FIRST found, as it would lie in a project."""
    results = session.propagate(request(FIRST))
    return {it.frame_index: FramePrompt(it.frame_index, mask=it.objects[0].rle) for it in results}


def test_a_correction_looks_at_the_frame_as_tracking_would(session, network):
    """One mask on the frame before is all that tracking and the correction know."""
    shown = tracked_masks(session)[3]
    tracker = Tracker(network, session._frames, frame_count=FRAME_COUNT)
    tracker.add_mask(1, 3, masks.decode(shown.mask))
    list(tracker.propagate(3, 5))
    tracker.track(1).tracked.pop(4)  # whose logits the correction does not have
    size = network.config.image_size
    points, labels = prompts.encode_points((Point(48, 77),), None, FRAME_HW, size)
    refined = video_logits([tracker.add_points(1, 4, points, labels)], FRAME_HW)[0] > 0

    (found,) = session.segment(FramePrompt(4, points=(Point(48, 77),)), [shown])
    assert masks.iou(found.rle, masks.encode(refined.numpy())) > 0.999
    alone, *_ = session.segment(FramePrompt(4, points=(Point(48, 77),)))
    assert alone.rle != found.rle


def test_the_next_click_on_a_frame_does_not_depend_on_the_one_before(session, network):
    known = list(tracked_masks(session).values())[:4]
    first = FramePrompt(6, points=(Point(48, 77),))
    second = replace(first, points=(*first.points, Point(5, 7, positive=False)))
    after_another = [session.segment(it, known) for it in (first, second)]
    anew = Sam2Session(network, video())
    assert [anew.segment(second, known), anew.segment(first, known)] == after_another[::-1]
    anew.close()


def test_a_correction_with_points_starts_from_the_mask_that_was_tracked_there(session):
    tracked = tracked_masks(session)
    known = [tracked[i] for i in range(2, 6)]
    click = FramePrompt(6, points=(Point(5, 7),))
    (fresh,) = session.segment(click, known)
    (corrected,) = session.segment(replace(click, mask=tracked[6].mask), known)
    assert corrected.rle != fresh.rle


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [
        (FramePrompt(9, points=(Point(1, 1),)), "frames 0 to 8"),
        (FramePrompt(0), "shows nothing"),
        (FramePrompt(0, points=(Point(96, 1),)), "outside the frame, which is 96 x 120"),
        (FramePrompt(0, points=(Point(float("nan"), 1),)), "outside the frame"),
        (FramePrompt(0, points=(Point(1, 1, positive=False),)), "only where the object is not"),
        (FramePrompt(0, box=Box(100, 0, 200, 50)), "outside the frame"),
        (FramePrompt(0, box=Box(10, 10, 10, 50)), "is empty"),
        (FramePrompt(0, mask=masks.empty((5, 5))), "is 5 x 5 pixels, but the video is 96 x 120"),
    ],
)
def test_a_bad_prompt_is_refused_in_a_sentence(session, prompt, sentence):
    with pytest.raises(UserError, match=sentence):
        session.segment(prompt)
    with pytest.raises(UserError, match=sentence):
        session.propagate(request(ObjectPrompts(1, (prompt,))))


def test_an_object_without_prompt_is_refused(session):
    with pytest.raises(UserError, match=r"Object \[7\] has no prompt"):
        session.propagate(request(ObjectPrompts(7, ())))


@pytest.mark.parametrize(("start", "stop"), [(0, 10), (-1, 3), (4, 4)])
def test_a_range_outside_the_video_is_refused(session, start, stop):
    with pytest.raises(UserError, match="not a range of this video"):
        session.propagate(request(FIRST, start=start, stop=stop))


def test_words_are_refused(session):
    with pytest.raises(UserError, match="no words"):
        session.ask(None)


# --- loading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"preset": "fast"}, "no option 'preset'"),
        ({"checkpoint": "sam3"}, "no checkpoint called 'sam3'"),
        ({"compile": "fast"}, "compile is no, yes or graphs"),
        ({"compile": "graphs", "device": "cpu"}, "CUDA graphs need a GPU"),
    ],
)
def test_a_bad_option_is_refused(options, sentence):
    with pytest.raises(UserError, match=sentence):
        engine.create(options)


def test_a_checkpoint_of_another_network_is_refused(network, tmp_path):
    from safetensors.torch import save_file

    path = tmp_path / "other.safetensors"
    save_file({"vision_encoder.backbone.patch_embed.projection.bias": torch.zeros(3)}, path)
    with pytest.raises(UserError, match="none of the networks known here"):
        engine.create({"checkpoint": str(path)})
    save_file({"something": torch.zeros(3)}, path)
    with pytest.raises(UserError, match="no SAM 2 in"):
        engine.create({"checkpoint": str(path)})

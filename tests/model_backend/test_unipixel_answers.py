"""UniPixel as an engine: words stream, masks follow on every frame, conversations read on."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from model_backend.engine import (
    AnswerMask,
    AnswerText,
    AskRequest,
    Capability,
    MemoryObject,
    ObjectPrompts,
    PropagateRequest,
)
from model_backend.host import EngineHost
from model_backend.unipixel import answering
from model_backend.unipixel.engine import UniPixelSession, create
from storage import masks
from storage.errors import UserError
from storage.masks import Rle
from storage.records import Box, FramePrompt, Point, Speaker, Turn, VideoSource
from storage.video import scan_video
from tests.shared import shared

torch.set_num_threads(1)

FIND = "Please segment the red circle in this video."
FIND_TWO = "Please segment the square and the circle in this video."


@pytest.fixture(scope="module")
def engine():
    return create({"checkpoint": str(shared("reference") / "tiny-unipixel"), "device": "cpu"})


def recorded_video(name: str) -> VideoSource:
    path = shared("reference") / "frames" / name
    return VideoSource(path, *scan_video(path))


@pytest.fixture
def open_session(engine) -> Iterator:
    sessions: list[UniPixelSession] = []

    def opened(name: str) -> UniPixelSession:
        sessions.append(engine.open(recorded_video(name)))
        return sessions[-1]

    yield opened
    for session in sessions:
        session.close()


def square(frame_hw: tuple[int, int], x: int = 20) -> Rle:
    mask = np.zeros(frame_hw, bool)
    mask[20:50, x : x + 30] = True
    return masks.encode(mask)


def text_of(items) -> str:
    return "".join(item.text for item in items if isinstance(item, AnswerText))


def masks_of(items) -> list[AnswerMask]:
    return [item for item in items if isinstance(item, AnswerMask)]


def assert_same_answer(ours, theirs) -> None:
    """Word for word; a pixel may differ, for a text that was read in pieces is rounded differently."""
    assert text_of(ours) == text_of(theirs)
    pairs = zip(masks_of(ours), masks_of(theirs), strict=True)
    assert all(masks.iou(a.rle, b.rle) > 0.999 for a, b in pairs)


def turn(speaker: Speaker, text: str) -> Turn:
    return Turn(0, 0, speaker, text, 0, 5)


def test_it_understands_words_and_shapes(engine):
    assert engine.info.capabilities == frozenset(Capability)
    assert len(engine.info.checkpoint_sha256) == 64


def test_words_come_first_and_masks_of_every_frame_follow(open_session):
    items = list(open_session("v12").ask(AskRequest(FIND, 0, 12)))
    assert text_of(items) == "Sure, the segmentation mask is (proposal 1)."
    kinds = [type(item) for item in items]
    assert kinds == [AnswerText] * kinds.count(AnswerText) + [AnswerMask] * 12
    assert kinds.count(AnswerText) > 5  # it streams
    assert [(m.proposal, m.frame_index) for m in masks_of(items)] == [(0, i) for i in range(12)]
    assert all(0 <= m.score <= 1 for m in masks_of(items))


def test_masks_are_made_on_frames_that_the_language_model_did_not_see(open_session):
    items = list(open_session("v20").ask(AskRequest("Who moved the ball? Please answer the question and provide the segmentation mask.", 0, 20)))  # fmt: skip
    assert text_of(items) == "It is the boy. (proposal 1)."
    assert [m.frame_index for m in masks_of(items)] == list(range(20))


def test_several_things_in_one_answer(open_session):
    items = list(open_session("v5").ask(AskRequest(FIND_TWO, 0, 5)))
    assert text_of(items) == "The square is (proposal 1) and the circle is (proposal 2)."
    assert [(m.frame_index, m.proposal) for m in masks_of(items)] == [
        (frame, number) for frame in range(5) for number in range(2)
    ]


def test_an_image_is_a_video_of_one_frame(open_session):
    items = list(
        open_session("img").ask(AskRequest("Can you segment the blue box in this image?", 0, 1))
    )
    assert text_of(items) == "Sure, it is (proposal 1)."
    assert len(masks_of(items)) == 1


def test_a_name_alone_asks_for_masks(open_session):
    video = open_session("v12")
    assert_same_answer(
        list(video.ask(AskRequest("the red circle", 0, 12))),
        list(video.ask(AskRequest(FIND, 0, 12))),
    )


def test_a_region_can_be_pointed_at(open_session):
    request = AskRequest(
        "Can you give me a short description of <|ref|>.", 0, 7, prompts=(FramePrompt(5, box=Box(70, 20, 100, 50)),)
    )  # fmt: skip
    assert text_of(open_session("v7").ask(request))


def test_a_question_about_a_region_is_answered_by_masks_and_then_words(open_session):
    request = AskRequest(
        "What is <|ref|> doing?", 0, 5, prompts=(FramePrompt(3, points=(Point(60, 40),)),)
    )
    items = list(open_session("v5").ask(request))
    first_word = next(i for i, item in enumerate(items) if isinstance(item, AnswerText))
    assert all(isinstance(item, AnswerMask) for item in items[:first_word])
    assert text_of(items)


@pytest.mark.parametrize("prompts", [(), (FramePrompt(3, points=(Point(60, 40),)),)])
def test_of_several_answers_one_is_begun(open_session, prompts):
    request = AskRequest("What is it?", 0, 5, prompts=prompts, choices=("a ball", "a box"))
    assert text_of(open_session("v5").ask(request)).startswith("The best option is (")


def test_objects_of_the_request_are_remembered_though_the_text_does_not_name_them(
    open_session, monkeypatch
):
    listed = []
    region_list = answering.prompts.region_list
    monkeypatch.setattr(
        answering.prompts, "region_list", lambda *it: listed.append(it) or region_list(*it)
    )
    objects = (MemoryObject(2, "square", {2: square((100, 150))}), MemoryObject(3, "gone", {}))
    list(open_session("v5").ask(AskRequest(FIND_TWO, 0, 5, objects=objects)))
    ((remembered, frame_count),) = listed
    assert [(it.number, it.pairs) for it in remembered] == [(2, (1,))]
    assert frame_count == 5


def test_objects_are_called_by_their_number(open_session):
    known = MemoryObject(2, "square", {2: square((100, 150)), 3: square((100, 150))})
    items = list(
        open_session("v5").ask(AskRequest("Describe [2] and segment it.", 0, 5, objects=(known,)))
    )
    assert "[2]" in text_of(items)


def test_an_object_seen_on_no_sampled_frame_brings_one_of_its_own(open_session):
    known = MemoryObject(0, "", {7: square((90, 140))})
    request = AskRequest("Which is the object [0]?", 0, 20, objects=(known,), sampled_frames=2)
    assert text_of(open_session("v20").ask(request))


def test_a_conversation_reads_on_and_answers_as_if_it_had_read_all(engine, open_session):
    video = open_session("v5")
    first = text_of(video.ask(AskRequest(FIND_TWO, 0, 5)))
    history = (turn(Speaker.PERSON, FIND_TWO), turn(Speaker.MODEL, first))
    follow_up = AskRequest("And who is faster?", 0, 5, history=history)
    afresh = create({"checkpoint": str(shared("reference") / "tiny-unipixel"), "device": "cpu"})
    other = afresh.open(recorded_video("v5"))
    try:
        assert_same_answer(list(video.ask(follow_up)), list(other.ask(follow_up)))
    finally:
        other.close()


def test_two_requests_at_once_do_not_read_each_other(open_session):
    video = open_session("v5")
    alone = list(video.ask(AskRequest(FIND_TWO, 0, 5)))
    one, two = video.ask(AskRequest(FIND_TWO, 0, 5)), video.ask(AskRequest(FIND_TWO, 0, 5))
    mixed = [item for pair in zip(one, two, strict=True) for item in pair]
    assert_same_answer(mixed[::2], alone)
    assert_same_answer(mixed[1::2], alone)


def test_requests_at_once_may_know_different_objects(open_session):
    video = open_session("v5")
    here = MemoryObject(1, "", {0: square((100, 150))})
    about_it = AskRequest("Which is the object [1]?", 0, 5, objects=(here,))
    alone = list(video.ask(about_it))
    stream = video.ask(about_it)
    list(video.ask(AskRequest(FIND_TWO, 0, 5)))  # knows no object at all
    assert_same_answer(list(stream), alone)


@pytest.mark.parametrize("kind", [AnswerText, AnswerMask])
def test_what_was_cancelled_in_the_middle_is_answered_when_asked_again(open_session, kind):
    video = open_session("v5")
    whole = list(video.ask(AskRequest(FIND_TWO, 0, 5)))
    stream = video.ask(AskRequest(FIND_TWO, 0, 5))
    next(item for item in stream if isinstance(item, kind))
    stream.close()
    assert_same_answer(list(video.ask(AskRequest(FIND_TWO, 0, 5))), whole)


def test_clicks_and_propagation_use_the_same_checkpoint(open_session):
    video = open_session("v5")
    best = video.segment(FramePrompt(0, box=Box(20, 20, 70, 70)))[0]
    request = PropagateRequest((ObjectPrompts(1, (FramePrompt(0, mask=best.rle),)),), 0, 5)
    assert [result.frame_index for result in video.propagate(request)] == list(range(5))


KNOWN = MemoryObject(2, "square", {2: square((100, 150))})


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (AskRequest("  ", 0, 5), "There is no question"),
        (AskRequest("What is [7] doing?", 0, 5, objects=(KNOWN,)), r"no object \[7\].*\[2\]"),
        (AskRequest("What is [2] doing?", 3, 5, objects=(KNOWN,)), r"\[2\] has no mask"),
        (AskRequest(FIND, 0, 5, sampled_frames=0), "at least one frame"),
        (AskRequest(FIND, 0, 6), "not a range"),
        (AskRequest(FIND, 2, 2), "not a range"),
        (AskRequest("Segment <|mem|>", 0, 5), r"must not hold <\|mem\|>"),
        (AskRequest("Describe <|ref|>", 0, 5), r"points at \(.*\): 1, regions that were shown: 0"),
        (AskRequest(FIND, 0, 3, prompts=(FramePrompt(4, points=(Point(1, 1),)),)), "Frame 4 was pointed at"),
        (AskRequest(FIND, 0, 5, prompts=(FramePrompt(4),)), "shows nothing"),
        (AskRequest(FIND, 0, 5, prompts=(FramePrompt(4, points=(Point(5000, 1),)),)), "5000,1 lies outside the frame"),
        (AskRequest(FIND, 0, 5, prompts=(FramePrompt(4, box=Box(8, 8, 8, 30)),)), "box 8,8,8,30 is empty"),
        (AskRequest(FIND, 0, 5, prompts=(FramePrompt(4, points=(Point(1, 1), Point(9, 9)),),)), "one positive click or one box"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_said_in_a_sentence(open_session, request_, words):
    video = open_session("v5")
    with pytest.raises(UserError, match=words):
        list(video.ask(request_))
    assert text_of(video.ask(AskRequest(FIND_TWO, 0, 5))).startswith("The square is")


@pytest.mark.parametrize(
    ("options", "words"),
    [({"size": "3b"}, "no option 'size'"), ({"device": "tpu"}, "cuda or cpu"), ({"dtype": "int3"}, "float32 or bfloat16"), ({"bits": "2"}, "8 or 4 bits")],
)  # fmt: skip
def test_options_that_are_none_are_refused(options, words):
    with pytest.raises(UserError, match=words):
        create({"checkpoint": str(Path.cwd()), **options})


@pytest.mark.slow
def test_it_answers_from_a_process_of_its_own(tmp_path):
    options = {"checkpoint": str(shared("reference") / "tiny-unipixel"), "device": "cpu"}
    factory = "model_backend.unipixel.engine:create"
    with EngineHost("unipixel", options, factory=factory, log_path=tmp_path / "log") as host:
        session = host.session(recorded_video("v5"))
        items = list(session.ask(AskRequest(FIND_TWO, 0, 5)))
        with pytest.raises(UserError, match=r"no object \[9\]"):
            list(session.ask(AskRequest("Who is [9]?", 0, 5)))
    assert text_of(items) == "The square is (proposal 1) and the circle is (proposal 2)."
    assert len(masks_of(items)) == 10

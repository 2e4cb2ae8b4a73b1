"""A long range asked about in windows: every frame has its mask, and everybody keeps their number."""

from collections.abc import Iterator

import numpy as np
import pytest

from annotator import windows
from annotator.proposals import Proposal, collect, question_of
from annotator.windows import OVERLAP, identify
from model_backend.engine import (
    AnswerMask,
    AnswerText,
    AskRequest,
    Capability,
    EngineInfo,
    FrameResult,
    MemoryObject,
    ObjectResult,
    PropagateRequest,
)
from storage import masks
from storage.errors import UserError
from storage.masks import Rle
from storage.records import FramePrompt

HW = (40, 60)
FRAMES = 60
QUESTION = question_of(
    AskRequest("find squares", 0, FRAMES), EngineInfo("scripted", frozenset({Capability.TEXT}))
)
LENGTH = 24  # frames 0-23, 16-39, 32-55, 48-59


def square(x: int, frame_index: int) -> Rle:
    """Ten pixels wide; it walks a pixel in ten frames."""
    mask = np.zeros(HW, bool)
    mask[5:15, x + frame_index // 10 : x + frame_index // 10 + 10] = True
    return masks.encode(mask)


class Scripted:
    """Answers by a script: who is named in which window, in what order, by their place on the frame."""

    def __init__(self, script: dict[int, list[int]], *, hidden: range = range(0)) -> None:
        self.script, self.hidden = script, hidden
        self.asked: list[AskRequest] = []
        self.followed: list[PropagateRequest] = []

    def ask(self, request: AskRequest) -> Iterator[AnswerText | AnswerMask]:
        self.asked.append(request)
        places = self.script[request.start]
        for number in range(len(places)):
            yield AnswerText(f"(proposal {number + 1}) ")
        for frame_index in range(request.start, request.stop):
            for number, x in enumerate(places):
                yield AnswerMask(number, frame_index, self._mask(x, frame_index), 0.9)

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]:
        self.followed.append(request)
        places = {it.number: it.prompts[0].mask.box_xywh[0] - it.prompts[0].frame_index // 10 for it in request.objects}  # fmt: skip
        for frame_index in range(request.start, request.stop):
            found = [ObjectResult(n, square(x, frame_index), 0.7) for n, x in places.items()]
            yield FrameResult(frame_index, tuple(found))

    def _mask(self, x: int, frame_index: int) -> Rle:
        return masks.empty(HW) if frame_index in self.hidden else square(x, frame_index)


def ask(engine, text="find squares", **how) -> tuple[str, list[Proposal]]:
    words, proposals = [], []
    for item in windows.ask(engine, AskRequest(text, 0, FRAMES, **how), LENGTH):
        if isinstance(item, AnswerMask):
            collect(proposals, item, QUESTION)
        else:
            words.append(item.text)
    return "".join(words), proposals


def places(proposal: Proposal) -> dict[int, int | None]:
    """Where a proposal is on each frame, without its walk."""
    return {
        i: None if rle.is_empty else rle.box_xywh[0] - i // 10 for i, rle in proposal.masks.items()
    }


def test_windows_share_frames_and_cover_the_range():
    assert windows.split(0, FRAMES, LENGTH) == [(0, 24), (16, 40), (32, 56), (48, 60)]
    assert windows.split(5, 20, LENGTH) == [(5, 20)]


def test_who_is_named_in_another_order_keeps_their_number():
    words, proposals = ask(Scripted({0: [2, 30], 16: [30, 2], 32: [2, 30], 48: [30, 2]}))
    assert [places(it) for it in proposals] == [
        dict.fromkeys(range(FRAMES), 2),
        dict.fromkeys(range(FRAMES), 30),
    ]
    assert words.splitlines() == [
        "Frames 0 to 23: (proposal 1) (proposal 2) ",
        "Frames 16 to 39: (proposal 2) (proposal 1) ",
        "Frames 32 to 55: (proposal 1) (proposal 2) ",
        "Frames 48 to 59: (proposal 2) (proposal 1) ",
    ]


def test_who_comes_late_is_nowhere_before():
    _, (first, second) = ask(Scripted({0: [2], 16: [2], 32: [30, 2], 48: [2, 30]}))
    assert places(first) == dict.fromkeys(range(FRAMES), 2)
    assert places(second) == {i: 30 if i >= 32 else None for i in range(FRAMES)}


def test_who_is_not_named_again_is_followed_from_their_last_mask():
    engine = Scripted({0: [2, 30], 16: [30], 32: [30], 48: [30]})
    _, (first, second) = ask(engine)
    assert places(first) == dict.fromkeys(range(FRAMES), 2)
    assert places(second) == dict.fromkeys(range(FRAMES), 30)
    assert [(it.start, it.stop, it.objects[0].prompts[0].frame_index) for it in engine.followed] == [
        (24, 40, 23), (40, 56, 39), (56, 60, 55),
    ]  # fmt: skip


def test_who_went_out_of_sight_is_nowhere_until_named_as_somebody_new():
    """Nothing tells that it is the same: masks cannot, and the model's memories are of one clip."""
    engine = Scripted({0: [2], 16: [], 32: [2], 48: [2]}, hidden=range(16, 24))
    _, (first, second) = ask(engine)
    assert places(first) == {i: 2 if i < 16 else None for i in range(FRAMES)}
    assert places(second) == {i: 2 if i >= 32 else None for i in range(FRAMES)}
    assert engine.followed == []


def test_masks_decide_who_is_who_and_each_is_one_only():
    near = {0: {i: square(2, i) for i in range(4)}, 1: {i: square(30, i) for i in range(4)}}
    found = {0: {i: square(3, i) for i in range(4)}, 1: {i: square(2, i) for i in range(4)}}
    assert identify(near, found) == {1: 0, 0: 2}  # the better fit is the old one, the other is new


def test_a_short_range_is_one_question_as_if_there_were_no_windows():
    items = list(windows.ask(Scripted({0: [2]}), AskRequest("find", 0, LENGTH), LENGTH))
    assert items == list(Scripted({0: [2]}).ask(AskRequest("find", 0, LENGTH)))


@pytest.mark.parametrize("about", [{"prompts": (FramePrompt(3),)}, {"text": "what does [1] do?"}])
def test_what_is_pointed_at_or_named_by_number_is_not_for_windows(about):
    with pytest.raises(UserError, match="Windows are for finding things"):
        ask(Scripted({}), **about)


def test_objects_of_the_conversation_are_remembered_in_the_windows_they_are_on():
    engine = Scripted({0: [2], 16: [2], 32: [2], 48: [2]})
    ask(engine, objects=(MemoryObject(1, "square", {20: square(2, 20), 50: square(2, 50)}),))
    known = [[sorted(it.masks) for it in request.objects] for request in engine.asked]
    assert known == [[[20]], [[20]], [[50]], [[50]]]


def test_windows_that_would_not_get_on_are_refused():
    with pytest.raises(UserError, match="too short: give it 16 or more"):
        windows.ask(Scripted({}), AskRequest("find", 0, FRAMES), 2 * OVERLAP - 1)

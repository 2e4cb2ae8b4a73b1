"""Words: questions, proposals, and the conversation, with an engine that speaks."""

import json
import sys
from contextlib import closing

import numpy as np
import pytest

from annotator import cli, proposals
from annotator.proposals import Accepted
from annotator.session import Session
from model_backend.engine import AnswerText
from model_backend.host import EngineHost
from storage import masks
from storage.errors import UserError
from storage.project import open_project
from storage.records import Source, Speaker
from tests.model_backend.fake_engine import FACTORY, WORDS
from tests.shared import shared


@pytest.fixture
def speaking(session, clip):
    """A session on the clip whose engine finds one square, whatever it is asked."""
    session.close()
    with Session(
        open_project(clip.with_suffix(".maskbank")), EngineHost("fake", factory=FACTORY)
    ) as opened:
        yield opened


def ask(session, text, **options):
    """The words of an answer, and its proposals."""
    words = []
    where = {"start": 0, "stop": 5} | options
    steps = session.ask(session.find_video(None).id, text, **where)
    while True:
        try:
            item = next(steps)
        except StopIteration as end:
            return "".join(words), end.value
        if isinstance(item, AnswerText):
            words.append(item.text)


def test_an_answer_is_words_and_proposals_with_scores(speaking):
    words, proposals = ask(speaking, "find the square")
    assert words == "".join(WORDS)
    (proposal,) = proposals
    assert sorted(proposal.masks) == [0, 1, 2, 3, 4]
    assert proposal.score == pytest.approx(0.6)
    assert speaking.project.objects(speaking.find_video(None).id) == []


def test_accepting_a_proposal_makes_it_an_object_in_one_step(speaking):
    _, (proposal,) = ask(speaking, "find the square")
    video_id = speaking.find_video(None).id
    (tracked,) = proposals.accept(speaking, video_id, [Accepted(proposal, "square", "shape")])
    found = {mask.frame_index: mask for mask in speaking.project.track(tracked.id)}
    assert {i: mask.rle for i, mask in found.items()} == proposal.masks
    assert {mask.source for mask in found.values()} == {Source.ENGINE}
    assert speaking.undo()
    assert speaking.project.objects(tracked.video_id) == []
    assert speaking.project.categories() == []


def test_the_conversation_is_kept_and_goes_on_after_a_restart(speaking, clip):
    ask(speaking, "find the square")
    speaking.close()
    with open_project(clip.with_suffix(".maskbank")) as project:
        turns = project.turns(project.videos()[0].id)
    assert [(turn.speaker, turn.text) for turn in turns] == [
        (Speaker.PERSON, "find the square"),
        (Speaker.MODEL, "".join(WORDS)),
    ]


def test_a_cancelled_answer_leaves_no_turn(speaking):
    video_id = speaking.find_video(None).id
    with closing(speaking.ask(video_id, "find it", start=0, stop=5)) as steps:
        next(steps)
    assert speaking.project.turns(video_id) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("  ", "no question"),
        ("what does [7] do?", r"no object \[7\]"),
        ("what does [1] do?", "no mask on frames"),
    ],
)
def test_a_question_that_cannot_be_asked_is_a_sentence(speaking, text, says):
    tracked = speaking.add_object(speaking.find_video(None).id, name="late")
    speaking.set_mask(tracked.id, 50, masks.paste(np.ones((4, 4), bool), 1, 1, (360, 640)))
    with pytest.raises(UserError, match=says):
        ask(speaking, text)


def test_words_from_the_command_line_with_a_real_small_model(clip, monkeypatch, capsys):
    """The tiny random UniPixel: what it says means nothing, but every part does its work."""
    checkpoint = shared("reference/tiny-unipixel")
    arguments = ["ask", clip, "segment the balloon", "--range", ":4", "--sampled-frames", "4",
                 "--option", f"checkpoint={checkpoint}", "--accept", "0", "--json"]  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["maskbank", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    out, err = capsys.readouterr()
    assert end.value.code == 0, err
    (answer,) = json.loads(out)
    assert answer["answer"]
    numbers = [it["object"] for it in answer["proposals"]]
    assert numbers == list(range(1, len(numbers) + 1))

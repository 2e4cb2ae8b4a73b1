"""Words: questions, proposals, and the conversation, with an engine that speaks."""

import json
import re
import shutil
import sys
from contextlib import closing

import numpy as np
import pytest

from annotator import cli, proposals
from annotator.asking import build_request
from annotator.masks import set_mask
from annotator.objects import add_object
from annotator.proposals import Accepted
from annotator.session import Session
from annotator.videos import add_video, find_video
from model_backend.engine import AnswerText
from model_backend.host import EngineHost
from storage import masks
from storage.errors import UserError
from storage.opening import create_project, open_project
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
    steps = session.ask(find_video(session.project, None).id, text, **where)
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
    assert speaking.project.objects(find_video(speaking.project, None).id) == []


def test_accepting_a_proposal_makes_it_an_object_in_one_step(speaking):
    _, (proposal,) = ask(speaking, "find the square")
    video_id = find_video(speaking.project, None).id
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
        (video,) = project.videos()
        request = build_request(project, video.id, "and?", start=0, stop=5, sampled_frames=16)
    assert [(turn.speaker, turn.text) for turn in request.history] == [
        (Speaker.PERSON, "find the square"),
        (Speaker.MODEL, "".join(WORDS)),
    ]


def test_objects_of_earlier_turns_are_remembered_where_they_still_are(speaking):
    video_id = find_video(speaking.project, None).id
    for place in (1, 50):  # [1] is in the range, [2] is not
        tracked = add_object(speaking, video_id, name="square")
        set_mask(speaking, tracked.id, place, masks.paste(np.ones((4, 4), bool), 1, 1, (360, 640)))
    ask(speaking, "what does [1] do?")
    ask(speaking, "what does [2] do?", stop=60)
    request = build_request(
        speaking.project, video_id, "and then?", start=0, stop=5, sampled_frames=16
    )
    assert [it.number for it in request.objects] == [1]
    ask(speaking, "and then?")
    about = [len(turn.object_ids) for turn in speaking.project.turns(video_id)]
    assert about == [1, 1, 1, 1, 0, 0]  # a turn is about what it names itself


def test_a_mask_that_changed_is_what_the_engine_is_told_next(speaking):
    video_id = find_video(speaking.project, None).id
    tracked = add_object(speaking, video_id, name="square")

    def told():
        request = build_request(
            speaking.project, video_id, "[1]?", start=0, stop=5, sampled_frames=16
        )
        return {i: rle.area for i, rle in request.objects[0].masks.items()}

    set_mask(speaking, tracked.id, 1, masks.paste(np.ones((4, 4), bool), 1, 1, (360, 640)))
    assert told() == {1: 16}
    set_mask(speaking, tracked.id, 1, masks.paste(np.ones((6, 4), bool), 1, 1, (360, 640)))
    assert told() == {1: 24}
    speaking.undo()
    assert told() == {1: 16}


def test_a_project_that_can_only_be_read_is_asked_and_keeps_nothing(speaking, clip):
    with Session(
        open_project(clip.with_suffix(".maskbank")), EngineHost("fake", factory=FACTORY)
    ) as second:
        assert second.project.read_only
        words, _ = ask(second, "find the square")
        assert words == "".join(WORDS)
        assert second.project.turns(find_video(second.project, None).id) == []


def test_a_cancelled_answer_leaves_no_turn(speaking):
    video_id = find_video(speaking.project, None).id
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
    tracked = add_object(speaking, find_video(speaking.project, None).id, name="late")
    set_mask(speaking, tracked.id, 50, masks.paste(np.ones((4, 4), bool), 1, 1, (360, 640)))
    with pytest.raises(UserError, match=says):
        ask(speaking, text)


def test_words_from_the_command_line_with_a_real_small_model(clip, monkeypatch, capsys):
    """The tiny random UniPixel: what it says means nothing, but every part does its work."""
    arguments = [
        clip,
        "segment the balloon",
        "--range",
        ":4",
        "--sampled-frames",
        "4",
        "--accept",
        "0",
    ]
    code, out, err = ask_command(monkeypatch, capsys, *arguments)
    assert code == 0, err
    (answer,) = json.loads(out)
    assert answer["answer"]
    numbers = [it["object"] for it in answer["proposals"]]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_words_found_is_asked_about_by_its_number(tmp_path, monkeypatch, capsys):
    """A recorded clip, of which the tiny UniPixel knows what to say."""
    video = tmp_path / "v12"
    shutil.copytree(shared("reference/frames/v12"), video, copy_function=shutil.copyfile)
    _, out, _ = ask_command(monkeypatch, capsys, video, "the red circle", "--accept", "0.5")
    (found,) = json.loads(out)[0]["proposals"]
    assert found["object"] == 1
    assert found["frames"] == 12

    arguments = ["and who is faster?", "--object", "1", "--range", "2:9"]
    code, out, _ = ask_command(monkeypatch, capsys, video, *arguments)
    assert code == 0
    assert json.loads(out)[0]["answer"]
    with open_project(tmp_path / "v12.maskbank") as project:
        *_, question, answer = project.turns(project.videos()[0].id)
    assert len(question.object_ids) == len(answer.object_ids) == 1


def test_the_report_says_what_was_found_and_kept(tmp_path, monkeypatch, capsys):
    video = tmp_path / "v12"
    shutil.copytree(shared("reference/frames/v12"), video, copy_function=shutil.copyfile)
    words = [video, "the red circle", "--accept", "0.5"]
    _, out, err = ask_command(monkeypatch, capsys, *words, as_json=False)
    assert err == "Sure, the segmentation mask is (proposal 1).\n"
    assert re.fullmatch(
        r"v12: Sure, the segmentation mask is \(proposal 1\)\.\n"
        r"  score (0\.99|1\.00), on 12 frames, kept as \[1\]\n",
        out,
    )


def test_help_says_how_an_object_is_named(monkeypatch, capsys):
    code, out, _ = ask_command(monkeypatch, capsys, "--help")
    assert code == 0
    assert "[n] names an object" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["what does [7] do?"], "no object [7]"),
        (["what does it do?", "--object", "7"], "no object [7]"),
        (["find it", "--range", "6:6"], "range 6:6"),
        (["find it", "--sampled-frames", "0"], "--sampled-frames"),
        ([" "], "no question"),
    ],
)
def test_what_cannot_be_asked_leaves_nothing_behind(clip, monkeypatch, capsys, arguments, says):
    code, out, err = ask_command(monkeypatch, capsys, clip, *arguments)
    assert code == 2
    assert says in err
    assert out == ""
    assert not clip.with_suffix(".maskbank").exists()


def test_a_conversation_alone_is_worth_a_project(clip, monkeypatch, capsys):
    arguments = [clip, "what is there?", "--range", ":2"]
    for turns in (2, 4):
        assert ask_command(monkeypatch, capsys, *arguments)[0] == 0
        with open_project(clip.with_suffix(".maskbank")) as project:
            assert len(project.turns(project.videos()[0].id)) == turns


def test_of_many_videos_one_that_fails_does_not_keep_the_others_from_it(
    session, clip, monkeypatch, capsys
):
    gone = clip.with_name("gone.mp4")
    gone.write_bytes(clip.read_bytes() + b" ")  # another video with the same frames
    add_video(session, gone)
    session.close()
    gone.unlink()
    arguments = [clip.with_suffix(".maskbank"), "segment it", "--range", ":2"]
    code, out, _ = ask_command(monkeypatch, capsys, *arguments)
    first, second = json.loads(out)
    assert code == 1
    assert first["answer"]
    assert "re-link it" in second["error"]


def test_a_project_without_videos_can_be_asked_nothing(tmp_path, monkeypatch, capsys):
    create_project(tmp_path / "empty.maskbank").close()
    code, _, err = ask_command(monkeypatch, capsys, tmp_path / "empty.maskbank", "segment it")
    assert code == 2
    assert "holds no video: add one in the window" in err


def ask_command(monkeypatch, capsys, *arguments, as_json=True):
    """`maskbank ask` with the tiny checkpoint: exit code, report, and what was said."""
    option = f"checkpoint={shared('reference/tiny-unipixel')}"
    words = ["maskbank", "ask", *map(str, arguments), "--option", option, *["--json"] * as_json]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code, *capsys.readouterr()

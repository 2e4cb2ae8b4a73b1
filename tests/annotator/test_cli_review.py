"""`maskbank review` and `maskbank stats`."""

import json

import pytest

from annotator.session import Session
from tests.annotator.review.tracks import add_track, add_video, drifting
from tests.storage.projects import new_project


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "p.maskbank"
    with Session(new_project(path)) as session:
        add_track(session, add_video(session, "a"), drifting(range(20)), scores={10: 0.1})
        add_track(session, add_video(session, "b"), drifting(range(20)))
    return path


def test_the_queue_is_printed_worst_first_with_reasons(run, project):
    code, out, _ = run("review", project)
    assert code == 0
    first, *_, last = out.splitlines()
    assert first == (
        "0.90  low-score   a, frame 10 (10:11)  [1]  The engine is unsure: its lowest score is 0.10."
    )
    assert last == "3 to look at (a: 2, b: 1)"


def test_the_queue_is_json_for_programs(run, project):
    _, out, _ = run("review", project, "--json", "--kind", "unverified", "--video", "b")
    queue = json.loads(out)
    assert queue["kinds"] == {"unverified": 1}
    (suspect,) = queue["suspects"]
    assert (suspect["video"], suspect["objects"], suspect["stop"]) == ("b", [1], 20)


def test_the_queue_can_be_cut(run, project):
    assert len(json.loads(run("review", project, "--json", "--limit", "1")[1])["suspects"]) == 1


def test_statistics_are_printed_for_people_programs_and_spreadsheets(run, project):
    assert "together: 40 masks, 0% checked" in run("stats", project)[1]
    assert json.loads(run("stats", project, "--json")[1])["masks"] == 40
    assert run("stats", project, "--csv")[1].splitlines()[1] == "a,200,20,1,20,0,0.0"


def test_a_project_that_is_not_there_is_said(run, tmp_path):
    code, _, error = run("review", tmp_path / "none.maskbank")
    assert code == 2
    assert "There is no project" in error

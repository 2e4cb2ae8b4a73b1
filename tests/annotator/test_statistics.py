"""Numbers about a project: counted, printed, and safe to open in a spreadsheet."""

import csv
import io

import pytest

from annotator import statistics
from annotator.masks import verify_masks
from annotator.objects import categorise_objects
from annotator.session import Session
from storage.records import Source
from tests.annotator.review.tracks import FRAME_HW, add_track, add_video
from tests.storage.projects import new_project


@pytest.fixture
def session(tmp_path):
    with Session(new_project(tmp_path / "p.maskbank")) as opened:
        yield opened


def whole_frame(share):
    return (0, 0, FRAME_HW[1], round(share * FRAME_HW[0]))


def test_everything_is_counted(session):
    video, other = add_video(session, "a"), add_video(session, "b")
    dog = add_track(session, video, dict.fromkeys(range(4), whole_frame(0.5)))
    add_track(session, video, {0: whole_frame(0.05), 9: (0, 0, 0, 0)}, source=Source.HUMAN)
    categorise_objects(session, [dog.id], "animal")
    verify_masks(session, [dog.id], 0, 1)
    session.project.add_activity(other.id, "2026-01-01", 90)
    session.project.add_activity(other.id, "2026-01-02", 30)
    found = statistics.gather(session.project)
    assert found.videos == (
        statistics.VideoStatistics("a", 200, 5, 2, 6, checked=3, seconds_spent=0),
        statistics.VideoStatistics("b", 200, 0, 0, 0, checked=0, seconds_spent=120),
    )
    assert found.categories == (
        statistics.CategoryStatistics("animal", 1, 4),
        statistics.CategoryStatistics(statistics.NO_CATEGORY, 1, 2),
    )
    assert found.area_counts == (0, 0, 0, 0, 0, 1, 0, 4), "an empty mask has no area"
    assert (found.masks, found.checked, found.seconds_spent) == (6, 3, 120)


def test_an_empty_project_has_numbers_too(session):
    found = statistics.gather(session.project)
    assert statistics.as_text(found) == "together: 0 masks, 0% checked, 0:00 h spent"
    assert statistics.as_data(found)["videos"] == []


def test_a_name_is_no_formula_in_a_spreadsheet(session):
    add_video(session, '=HYPERLINK("x"),"y"')
    (row,) = csv.DictReader(io.StringIO(statistics.as_csv(statistics.gather(session.project))))
    assert row["name"] == '\'=HYPERLINK("x"),"y"'
    assert row["frames"] == "200"


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00 h"), (95, "0:02 h"), (3900, "1:05 h")])
def test_time_is_written_in_hours_and_minutes(seconds, text):
    assert statistics.duration(seconds) == text

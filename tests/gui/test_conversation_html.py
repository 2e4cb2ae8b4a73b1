"""What a conversation says, and where its links lead; names come from people and are never markup."""

import pytest

from annotator.gui.conversation_html import Look, Utterance, linked, render
from annotator.gui.offers import Offer, OfferTrack
from annotator.proposals import Proposal, Question
from model_backend.engine import EngineInfo
from storage.records import Speaker, TrackedObject

LOOK = Look(person="#222222", faint="#888888", link="#0000ff")
CAR = TrackedObject(7, 1, 1, "car", None, "#ff0000")
RED_CAR = TrackedObject(8, 1, 2, "red car", None, "#00ff00")
ASKED = Question(EngineInfo("fake", frozenset()), "find it", 0, 1, 16)
OFFER = Offer(3, 0, "square", "#0000ff", Proposal(ASKED), OfferTrack.empty(5))


def links(text, objects=(CAR, RED_CAR), offers=(OFFER,)):
    """Where the links of a text lead."""
    html = linked(text, objects, offers, LOOK)
    return [part.partition('"')[0] for part in html.split('<a href="')[1:]]


@pytest.mark.parametrize(
    ("text", "lead_to"),
    [
        ("Look at [1] and [2].", ["object:7", "object:8"]),
        ("There is no [9].", []),
        ("A car, a Car and a CAR", ["object:7"] * 3),
        ("the red car", ["object:8"]),
        ("carpets and cars", []),
        ("Here (proposal 1), not (proposal 2).", ["proposal:3:0"]),
    ],
)
def test_numbers_names_and_proposals_are_links(text, lead_to):
    assert links(text) == lead_to


def test_a_name_that_two_objects_have_leads_nowhere():
    twin = TrackedObject(9, 1, 3, "car", None, "#ffffff")
    assert links("the car", objects=(CAR, twin)) == []


def test_what_people_and_models_write_is_no_markup():
    evil = TrackedObject(7, 1, 1, "<b>&[x]", None, "#ff0000")
    html = linked("<script> <b>&[x] & [1]", (evil,), (), LOOK)
    assert "<script>" not in html
    assert "<b>" not in html
    assert html.count('href="object:7"') == 2
    said = Utterance(Speaker.PERSON, "<i>", 0, 5, note="<u>")
    assert "<i>" not in render(said, (), LOOK, frames="<s>")
    assert "<u>" not in render(said, (), LOOK, frames="<s>")
    assert "<s>" not in render(said, (), LOOK, frames="<s>")


def test_a_question_leads_to_its_frames():
    html = render(Utterance(Speaker.PERSON, "who?", 4, 9), (), LOOK, frames="frames 4 to 8")
    assert 'href="range:4:9"' in html
    answer = render(Utterance(Speaker.MODEL, "me", 4, 9), (), LOOK, frames="frames 4 to 8")
    assert "range:" not in answer

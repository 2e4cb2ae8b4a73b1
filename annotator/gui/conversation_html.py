"""A conversation as the HTML that Qt's browser shows: object names and numbers are links.

A link says where it leads: ``object:ID``, ``proposal:QUESTION:PLACE`` or ``range:START:STOP``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from annotator.gui.offers import Offer
from storage.records import Speaker, TrackedObject

_NUMBER = r"\[(?P<number>\d+)\]"
_PROPOSAL = r"\(proposal (?P<place>\d+)\)"  # what engines write for a mask


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said about the frames [start, stop). ``offers`` are those that its "(proposal n)"
    mean; ``note`` is put after it, faint."""

    speaker: Speaker
    text: str
    start: int
    stop: int
    offers: tuple[Offer, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours "#rrggbb" of the theme."""

    person: str
    faint: str
    link: str


def render(said: Utterance, objects: Sequence[TrackedObject], look: Look, *, frames: str) -> str:
    """One utterance as a block; ``frames`` says which frames it is about."""
    text = linked(said.text, objects, said.offers, look).replace("\n", "<br>")
    note = f' <span style="color:{look.faint}">{escape(said.note)}</span>' if said.note else ""
    if said.speaker is Speaker.MODEL:
        return f'<p style="margin:2px 6px 14px 6px">{text}{note}</p>'
    where = (
        f'<a href="range:{said.start}:{said.stop}" style="color:{look.faint};'
        f'text-decoration:none;font-size:small">{escape(frames)}</a>'
    )
    return (
        f'<table width="100%" cellpadding="7" style="margin:4px 0 2px 0"><tr>'
        f'<td bgcolor="{look.person}"><b>{text}</b>{note}<br>{where}</td></tr></table>'
    )


def linked(text: str, objects: Sequence[TrackedObject], offers: Sequence[Offer], look: Look) -> str:
    """A text, escaped, in which ``[n]``, unambiguous names of objects, and proposals are links."""
    by_number = {it.number: it for it in objects}
    by_name = _unambiguous(objects)
    by_place = {it.place: it for it in offers}

    def link(found: re.Match[str]) -> str:
        if found["number"] is not None:
            tracked = by_number.get(int(found["number"]))
            return _object_link(tracked, found[0], look) if tracked else escape(found[0])
        if found["place"] is not None:
            offer = by_place.get(int(found["place"]) - 1)
            return _offer_link(offer, found[0], look) if offer else escape(found[0])
        return _object_link(by_name[found[0].casefold()], found[0], look)

    parts, end = [], 0
    for found in _pattern(by_name).finditer(text):
        parts += [escape(text[end : found.start()]), link(found)]
        end = found.end()
    return "".join((*parts, escape(text[end:])))


def _unambiguous(objects: Sequence[TrackedObject]) -> dict[str, TrackedObject]:
    """Objects by their name, without names that several have."""
    by_name: dict[str, list[TrackedObject]] = {}
    for it in objects:
        by_name.setdefault(it.name.casefold(), []).append(it)
    return {name: it[0] for name, it in by_name.items() if len(it) == 1 and len(name) > 1}


def _pattern(by_name: dict[str, TrackedObject]) -> re.Pattern[str]:
    """Longest names first: "red car" is not the object "car"."""
    names = sorted(map(re.escape, by_name), key=len, reverse=True)
    words = rf"|(?<!\w)(?:{'|'.join(names)})(?!\w)" if names else ""
    return re.compile(f"{_NUMBER}|{_PROPOSAL}{words}", re.IGNORECASE)


def _object_link(tracked: TrackedObject, text: str, look: Look) -> str:
    return _link(f"object:{tracked.id}", tracked.colour, text, look)


def _offer_link(offer: Offer, text: str, look: Look) -> str:
    return _link(f"proposal:{offer.question}:{offer.place}", offer.colour, text, look)


def _link(href: str, colour: str, text: str, look: Look) -> str:
    square = f'<span style="color:{colour}">&#9632;</span>'
    return f'{square}<a href="{href}" style="color:{look.link}">{escape(text)}</a>'

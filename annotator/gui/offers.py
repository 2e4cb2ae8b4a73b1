"""What the model proposes for the video that is shown, until a person accepts or rejects it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from annotator.colours import object_colour
from annotator.gui.lanes import DOUBTFUL, DOUBTFUL_SCORE, PRESENT, Lane
from annotator.gui.overlay import Layer
from annotator.gui.workspace import Workspace
from storage.records import TrackedObject

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.proposals import Accepted, Proposal


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal of the ``question``-th question; ``place`` counts those of its answer from 0."""

    question: int
    place: int
    name: str
    colour: str
    proposal: Proposal
    category: str | None = None

    @property
    def lane_id(self) -> int:
        """What its lane has for an object's id: these are positive."""
        return -1 - (self.question << 16 | self.place)


class Offers(QObject):
    """Offers come one by one, and go when they are accepted or rejected, or the video changes."""

    changed = Signal()  # which there are, or what they are called
    masks_changed = Signal(int)  # a mask came, on this frame

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._offers: list[Offer] = []
        workspace.video_changed.connect(self.clear)

    @property
    def all(self) -> Sequence[Offer]:
        return tuple(self._offers)

    def find(self, question: int, place: int) -> Offer | None:
        """One of them, if it was not decided yet."""
        found = (it for it in self._offers if (it.question, it.place) == (question, place))
        return next(found, None)

    def add(self, question: int, proposals: Sequence[Proposal], name: str) -> None:
        """Take in those proposals of an answer that are new."""
        known = sum(it.question == question for it in self._offers)
        for place in range(known, len(proposals)):
            colour = object_colour(self._next_number() + len(self._offers))
            self._offers.append(Offer(question, place, name, colour, proposals[place]))
        if known < len(proposals):
            self.changed.emit()

    def rename(self, offer: Offer, name: str, category: str | None) -> None:
        """Say what it will be called."""
        place = self._offers.index(offer)
        self._offers[place] = replace(offer, name=name, category=category)
        self.changed.emit()

    def reject(self, offers: Collection[Offer]) -> None:
        """Forget them."""
        self._offers = [it for it in self._offers if it not in offers]
        self.changed.emit()

    def accept(self, offers: Sequence[Offer]) -> list[TrackedObject]:
        """Make them objects, as one step."""
        from annotator import proposals

        session, video = self._workspace.require()
        added = proposals.accept(session, video.id, [_accepted(it) for it in offers])
        self._take_over(offers, added)
        return added

    def express(
        self, text: str, offers: Sequence[Offer], object_ids: Sequence[int]
    ) -> list[TrackedObject]:
        """Keep a sentence that refers to objects, and to offers, which become objects with it."""
        from annotator import proposals

        session, video = self._workspace.require()
        chosen = [_accepted(it) for it in offers]
        added = proposals.express(session, video.id, text, object_ids=object_ids, chosen=chosen)
        self._take_over(offers, added)
        return added

    def clear(self) -> None:
        """Forget all of them."""
        if self._offers:
            self._offers.clear()
            self.changed.emit()

    # --- where they are seen ---------------------------------------------------------------------

    def layers(self, frame_index: int) -> Sequence[Layer]:
        """Their masks on a frame."""
        here = ((it, it.proposal.masks.get(frame_index)) for it in self._offers)
        return [Layer(rle, it.colour) for it, rle in here if rle is not None]

    def lanes(self, frame_count: int) -> Sequence[Lane]:
        """One lane an offer."""
        return [_lane(it, frame_count) for it in self._offers]

    def _take_over(self, offers: Sequence[Offer], added: Sequence[TrackedObject]) -> None:
        self.reject(offers)
        if added:
            self._workspace.choose(added[0].id)

    def _next_number(self) -> int:
        return 1 + max((it.number for it in self._workspace.objects), default=0)


def nearest_frame(frames: Sequence[int], frame_index: int) -> int | None:
    """That of ``frames`` which is nearest to one; None if there are none."""
    return min(frames, key=lambda it: abs(it - frame_index), default=None)


def _accepted(offer: Offer) -> Accepted:
    from annotator.proposals import Accepted

    return Accepted(offer.proposal, offer.name, offer.category)


def _lane(offer: Offer, frame_count: int) -> Lane:
    flags = np.zeros(frame_count, np.uint8)
    scores = offer.proposal.scores
    for frame_index in offer.proposal.frames:
        doubtful = scores[frame_index] < DOUBTFUL_SCORE
        flags[frame_index] = PRESENT | (DOUBTFUL if doubtful else 0)
    return Lane(offer.lane_id, f"?  {offer.name}", offer.colour, flags)

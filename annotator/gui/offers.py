"""What the model proposes for the video that is shown, until a person accepts or rejects it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from annotator.colours import object_colour
from annotator.gui.lanes import DOUBTFUL, PRESENT, Flags, Lane
from annotator.gui.overlay import Layer
from annotator.gui.workspace import Workspace
from annotator.review.low_score import DOUBTFUL_SCORE
from model_backend.engine import AnswerMask
from storage.records import TrackedObject, Video

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.proposals import Accepted, Proposal
    from annotator.session import Session


@dataclass(frozen=True, slots=True, eq=False)
class OfferTrack:
    """A proposal over the frames of its video, kept as masks come: ``flags`` uint8 and ``scores``
    float32, both (frames,)."""

    flags: Flags
    scores: npt.NDArray[np.float32]

    @classmethod
    def empty(cls, frame_count: int) -> OfferTrack:
        """Before the first mask."""
        return cls(np.zeros(frame_count, np.uint8), np.zeros(frame_count, np.float32))

    def note(self, item: AnswerMask) -> None:
        """A mask came."""
        doubtful = DOUBTFUL if item.score < DOUBTFUL_SCORE else 0
        self.flags[item.frame_index] = 0 if item.rle.is_empty else PRESENT | doubtful
        self.scores[item.frame_index] = item.score

    @property
    def frames(self) -> list[int]:
        """Those on which it is."""
        found: list[int] = np.flatnonzero(self.flags).tolist()
        return found

    @property
    def score(self) -> float:
        """The mean over them."""
        there = self.flags != 0
        return float(self.scores[there].mean()) if there.any() else 0.0


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal of the ``question``-th question; ``place`` counts those of its answer from 0."""

    question: int
    place: int
    name: str
    colour: str
    proposal: Proposal = field(compare=False)
    track: OfferTrack = field(compare=False)
    category: str | None = None

    @property
    def lane_id(self) -> int:
        """What its lane has for an object's id: these are positive."""
        return -1 - (self.question << 16 | self.place)


class Offers(QObject):
    """Offers come one by one, and go when they are accepted or rejected, or with their project. Those of
    other videos wait until their video is shown again."""

    changed = Signal()  # which there are, or what they are called
    masks_changed = Signal(int)  # a mask came, on this frame
    pointed_at = Signal(object)  # the Offer whose lane was clicked
    lost = Signal(int)  # so many went with their project

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._offers: list[Offer] = []
        self._rejected: list[Offer] = []  # the last time
        self._session: Session | None = None
        self._video: Video | None = None
        # By the video's id, which another one can get after it, and its fingerprint.
        self._elsewhere: dict[tuple[int, str], list[Offer]] = {}
        workspace.video_changed.connect(self._change_video)

    @property
    def all(self) -> Sequence[Offer]:
        return tuple(self._offers)

    def find(self, question: int, place: int) -> Offer | None:
        """One of them, if it was not decided yet."""
        found = (it for it in self._offers if (it.question, it.place) == (question, place))
        return next(found, None)

    def point_at(self, lane_id: int) -> bool:
        """Somebody clicked on a lane; False if it is that of no offer."""
        offer = next((it for it in self._offers if it.lane_id == lane_id), None)
        if offer is not None:
            self.pointed_at.emit(offer)
        return offer is not None

    def take(self, question: int, proposal: Proposal, item: AnswerMask, name: str) -> None:
        """A mask of a proposal came; its first makes it an offer, called ``name``. One that was decided
        on already stays so."""
        offer = self.find(question, item.proposal)
        if offer is None:
            if len(proposal.masks) > 1:
                return
            offer = self._add(question, proposal, item.proposal, name)
        offer.track.note(item)
        self.masks_changed.emit(item.frame_index)

    def _add(self, question: int, proposal: Proposal, place: int, name: str) -> Offer:
        _, video = self._workspace.require()
        colour = object_colour(self._next_number() + len(self._offers))
        track = OfferTrack.empty(video.facts.frame_count)
        offer = Offer(question, place, name, colour, proposal, track)
        self._offers.append(offer)
        self.changed.emit()
        return offer

    def rename(self, offer: Offer, name: str, category: str | None) -> None:
        """Say what it will be called."""
        place = self._offers.index(offer)
        self._offers[place] = replace(offer, name=name, category=category)
        self.changed.emit()

    def reject(self, offers: Collection[Offer]) -> None:
        """Show them no longer."""
        if offers:
            self._rejected = list(offers)
            self._drop(offers)

    def bring_back(self) -> None:
        """Show again what was rejected last."""
        back, self._rejected = self._rejected, []
        self._offers = sorted((*self._offers, *back), key=lambda it: (it.question, it.place))
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

    # --- where they are seen ---------------------------------------------------------------------

    def layers(self, frame_index: int) -> Sequence[Layer]:
        """Their masks on a frame."""
        here = ((it, it.proposal.masks.get(frame_index)) for it in self._offers)
        return [Layer(rle, it.colour, dashed=True) for it, rle in here if rle is not None]

    def lanes(self) -> Sequence[Lane]:
        """One lane an offer."""
        return [
            Lane(it.lane_id, f"?  {it.name}", it.colour, it.track.flags.copy(), proposed=True)
            for it in self._offers
        ]

    def _change_video(self) -> None:
        if self._video is not None:
            self._elsewhere[_key(self._video)] = self._offers
        if self._session is not self._workspace.session:
            lost = sum(map(len, self._elsewhere.values()))
            self._elsewhere = {}
            if lost:
                self.lost.emit(lost)
        self._session, self._video = self._workspace.session, self._workspace.video
        self._rejected = []
        self._offers = self._elsewhere.pop(_key(self._video), []) if self._video else []
        self.changed.emit()

    def _drop(self, offers: Collection[Offer]) -> None:
        self._offers = [it for it in self._offers if it not in offers]
        self.changed.emit()

    def _take_over(self, offers: Sequence[Offer], added: Sequence[TrackedObject]) -> None:
        self._drop(offers)
        if added:
            self._workspace.choose(added[0].id)

    def _next_number(self) -> int:
        return 1 + max((it.number for it in self._workspace.objects), default=0)


def nearest_frame(frames: Sequence[int], frame_index: int) -> int | None:
    """That of ``frames`` which is nearest to one; None if there are none."""
    return min(frames, key=lambda it: abs(it - frame_index), default=None)


def _key(video: Video) -> tuple[int, str]:
    return video.id, video.facts.fingerprint


def _accepted(offer: Offer) -> Accepted:
    from annotator.proposals import Accepted

    return Accepted(offer.proposal, offer.name, offer.category)

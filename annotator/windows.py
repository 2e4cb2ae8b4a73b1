"""A long range of frames, asked about in windows, with each object's identity kept from one to the next.

The language model sees a few frames however long the range is, and is shown where a thing is on the
first one; in an hour of video it would miss most of what happens. So the question is asked about one
window after another. Windows overlap: what is found in the next one is what was known if their masks
on the shared frames agree. Masks decide, not the model's memories of objects: these are pooled from the
frames of one clip by masks that are already there, so they cannot recognise anything in another clip.

What the model does not mention again is followed from its last mask; what it mentions first in a later
window is nowhere before. So every proposal has a mask, empty or not, on every frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from annotator.asking import mentioned
from model_backend.engine import (
    AnswerMask,
    AnswerText,
    AskRequest,
    EngineSession,
    ObjectPrompts,
    PropagateRequest,
)
from storage import counting, masks
from storage.errors import UserError
from storage.masks import Rle
from storage.records import FramePrompt

OVERLAP = 8  # frames that two windows share
SAME_IOU = 0.5
_PROPOSAL = re.compile(r"\(proposal (\d+)\)")

Shared = dict[int, dict[int, Rle]]
"""Masks on the frames that two windows share, by proposal and frame index."""


def split(start: int, stop: int, length: int) -> list[tuple[int, int]]:
    """[start, stop) as windows of ``length`` frames, the last one shorter, each sharing OVERLAP frames
    with the next. Raises UserError if they would not get on."""
    if length < 2 * OVERLAP:
        raise UserError(
            f"A window of {counting.frames(length)} is too short: give it {2 * OVERLAP} or more."
        )
    windows = [(start, min(start + length, stop))]
    while windows[-1][1] < stop:
        begin = windows[-1][1] - OVERLAP
        windows.append((begin, min(begin + length, stop)))
    return windows


def ask(
    engine: EngineSession, request: AskRequest, length: int | None
) -> Iterator[AnswerText | AnswerMask]:
    """As ``engine.ask``; a range of more than ``length`` frames in windows, proposals numbered throughout.

    Raises UserError, at once, for a question in windows about what is pointed at or named by number.
    """
    if length is None or request.stop - request.start <= length:
        return engine.ask(request)
    if request.prompts or mentioned(request.text):
        raise UserError("Windows are for finding things by words: ask about what you point at, or about [n], without them.")  # fmt: skip
    return _ask(engine, request, split(request.start, request.stop, length))


def _ask(
    engine: EngineSession, request: AskRequest, windows: list[tuple[int, int]]
) -> Iterator[AnswerText | AnswerMask]:
    known: Shared = {}
    for start, stop in windows:
        part = _Window(request.start, start, stop, known)
        line = "" if start == request.start else "\n"
        yield AnswerText(f"{line}Frames {start} to {stop - 1}: ")
        yield from part.answers(engine.ask(_within(request, start, stop)))
        yield from part.others(engine)
        known = part.last


def _within(request: AskRequest, start: int, stop: int) -> AskRequest:
    """The request about one window, with the objects that are on it."""
    there = ({i: rle for i, rle in it.masks.items() if start <= i < stop} for it in request.objects)
    objects = tuple(
        replace(it, masks=tracks)
        for it, tracks in zip(request.objects, there, strict=True)
        if tracks
    )
    return replace(request, start=start, stop=stop, objects=objects)


@dataclass(slots=True)
class _Window:
    """One window: ``known`` are the masks of the one before on the frames that both share.

    ``names`` are the numbers, throughout the range, of the proposals of its answer; ``last`` the masks on
    the frames that are shared with the next one.
    """

    range_start: int
    start: int
    stop: int
    known: Mapping[int, dict[int, Rle]]
    names: dict[int, int] = field(default_factory=dict)
    last: Shared = field(default_factory=dict)

    @property
    def fresh(self) -> int:
        """The first frame that the window before has not."""
        return self.start if self.start == self.range_start else self.start + OVERLAP

    def answers(
        self, items: Iterable[AnswerText | AnswerMask]
    ) -> Iterator[AnswerText | AnswerMask]:
        """The answer with its proposals named; words wait for the names, which masks decide."""
        words: list[str] = []
        held: list[AnswerMask] = []
        for item in items:
            if isinstance(item, AnswerText):
                words.append(item.text)
                if self.start == self.range_start:  # nothing is known: numbers stay as they are
                    yield item
            elif item.frame_index < self.fresh:
                held.append(item)
            else:
                yield from self._introduce(words, held)
                held = []
                yield self._named(item)
        yield from self._introduce(words, held)

    def _introduce(
        self, words: list[str], held: list[AnswerMask]
    ) -> Iterator[AnswerText | AnswerMask]:
        """Names for the proposals of the shared frames; then the words, and who was not there before."""
        if held:
            self.names = identify(self.known, _by_proposal(held))
        if words and self.start != self.range_start:
            yield AnswerText(_PROPOSAL.sub(self._renumbered, "".join(words)))
        words.clear()
        new = {it.proposal for it in held if self.names[it.proposal] not in self.known}
        for proposal in sorted(new):
            frame_hw = next(it.rle.frame_hw for it in held if it.proposal == proposal)
            for frame_index in range(self.range_start, self.start):
                yield AnswerMask(self.names[proposal], frame_index, masks.empty(frame_hw), 0.0)
        yield from (self._named(it) for it in held if it.proposal in new)

    def others(self, engine: EngineSession) -> Iterator[AnswerMask]:
        """What was known and is not in this answer: followed where it can be seen, else nowhere."""
        silent = {n: track for n, track in self.known.items() if n not in self.names.values()}
        shown = {n: _last_seen(track) for n, track in silent.items()}
        objects = tuple(ObjectPrompts(n, (it,)) for n, it in shown.items() if it is not None)
        if objects and self.fresh < self.stop:
            for result in engine.propagate(PropagateRequest(objects, self.fresh, self.stop)):
                for it in result.objects:
                    yield self._keep(AnswerMask(it.number, result.frame_index, it.rle, it.score))
        for number in (n for n, it in shown.items() if it is None):
            frame_hw = next(iter(silent[number].values())).frame_hw
            for frame_index in range(self.fresh, self.stop):
                yield self._keep(AnswerMask(number, frame_index, masks.empty(frame_hw), 0.0))

    def _named(self, item: AnswerMask) -> AnswerMask:
        name = self.names.setdefault(item.proposal, item.proposal)
        return self._keep(replace(item, proposal=name))

    def _keep(self, item: AnswerMask) -> AnswerMask:
        if item.frame_index >= self.stop - OVERLAP:
            self.last.setdefault(item.proposal, {})[item.frame_index] = item.rle
        return item

    def _renumbered(self, found: re.Match[str]) -> str:
        proposal = int(found[1]) - 1
        return f"(proposal {self.names.get(proposal, proposal) + 1})"


def identify(known: Mapping[int, dict[int, Rle]], found: Shared) -> dict[int, int]:
    """For each proposal of a window, who it is: of those who agree, the one who agrees most, or somebody new."""
    pairs = sorted(
        ((_agreement(track, mask), n, name) for name, track in known.items() for n, mask in found.items()),
        reverse=True,
    )  # fmt: skip
    names: dict[int, int] = {}
    for iou, proposal, name in pairs:
        if iou >= SAME_IOU and proposal not in names and name not in names.values():
            names[proposal] = name
    new = max(known, default=-1) + 1
    for proposal in sorted(found.keys() - names.keys()):
        names[proposal] = new
        new += 1
    return names


def _agreement(a: Mapping[int, Rle], b: Mapping[int, Rle]) -> float:
    """The mean IoU over the frames on which either is."""
    shared = [(a[t], b[t]) for t in a.keys() & b.keys() if a[t].area or b[t].area]
    return sum(masks.iou(*pair) for pair in shared) / len(shared) if shared else 0.0


def _by_proposal(items: Iterable[AnswerMask]) -> Shared:
    found: Shared = {}
    for it in items:
        found.setdefault(it.proposal, {})[it.frame_index] = it.rle
    return found


def _last_seen(track: Mapping[int, Rle]) -> FramePrompt | None:
    """The last mask that is not empty, to follow it from."""
    seen = [t for t, rle in track.items() if not rle.is_empty]
    return FramePrompt(max(seen), mask=track[max(seen)]) if seen else None

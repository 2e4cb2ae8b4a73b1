"""From a click to a mask: prompts gather, the engine suggests, the person chooses and keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.latest import Latest
from annotator.gui.tools.gestures import BoxDrawn, PointPlaced, StrokeDrawn
from annotator.gui.tools.raster import rasterise
from annotator.gui.workspace import Workspace
from model_backend.engine import Candidate
from storage import masks
from storage.errors import UserError
from storage.masks import Rle
from storage.records import Box, FramePrompt, Mask, Point

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session


@dataclass(frozen=True, slots=True)
class Draft:
    """A mask in the making, of the object at work or of a new one.

    ``prompts`` are all states of the prompt, the newest last; ``candidates`` what the engine sees in the
    newest. While it still looks (``waiting``) they are those of the prompt before.
    """

    prompts: tuple[FramePrompt, ...]
    candidates: tuple[Candidate, ...] = ()
    place: int = 0
    waiting: bool = False

    @property
    def prompt(self) -> FramePrompt:
        return self.prompts[-1]

    @property
    def candidate(self) -> Candidate | None:
        """The one that is shown."""
        return self.candidates[self.place] if self.candidates else None


@dataclass(frozen=True, slots=True)
class _Ask:
    session: Session
    video_id: int
    draft: Draft


@dataclass(frozen=True, slots=True)
class _Answer:
    draft: Draft
    candidates: tuple[Candidate, ...]


class Drafting(QObject):
    """One draft at a time, on the frame and for the object of the workspace."""

    changed = Signal()
    failed = Signal(object)  # an exception

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._draft: Draft | None = None
        self._keep_when_ready = False
        self._latest = Latest(_suggest, name="maskbank-suggestions")
        self._latest.answered.connect(self._take)
        self._latest.failed.connect(self._fail)
        workspace.about_to_move.connect(self.settle)

    @property
    def draft(self) -> Draft | None:
        return self._draft

    def close(self) -> None:
        """Forget the draft and end the worker."""
        self._set(None)
        self._latest.close()

    # --- what the hand does --------------------------------------------------------------------

    def add(self, gesture: PointPlaced | BoxDrawn) -> None:
        """One more click, or a box to begin anew. What lies outside the frame is not a prompt."""
        prompts = self._prompts()
        match gesture:
            case PointPlaced(point) if self._is_inside(point.x, point.y):
                base = self._picked(prompts[-1])
                prompt = replace(base, points=(*base.points, self._clamp(point)))
            case BoxDrawn(box) if inside := self._clip(box):
                prompt = FramePrompt(prompts[-1].frame_index, box=inside)
            case _:
                return
        self._ask(Draft((*prompts, prompt)))

    def paint(self, drawn: StrokeDrawn) -> None:
        """Add a stroke to the mask, or take it away; this is kept at once."""
        session, video = self._workspace.require()
        stroke = rasterise(drawn.stroke, (video.facts.height, video.facts.width))
        before = self._shown_rle()
        if before is None and drawn.erases:
            raise UserError("There is no mask to erase on this frame.")
        after = stroke if before is None else _painted(before, stroke, erases=drawn.erases)
        self._save(session, after, prompt=None)

    def cycle(self, step: int) -> None:
        """Show the next thing that the engine saw at the prompt."""
        if self._draft and self._draft.candidates and not self._draft.waiting:
            place = (self._draft.place + step) % len(self._draft.candidates)
            self._set(replace(self._draft, place=place))

    def take_back(self) -> None:
        """Forget the latest click or box."""
        if self._draft is None:
            return
        prompts = self._draft.prompts[:-1]
        if len(prompts) < 2:
            self.discard()
        else:
            self._ask(Draft(prompts))

    def keep(self) -> None:
        """Save the candidate that is shown; as soon as there is one, if the engine still looks."""
        if self._draft is None:
            return
        if self._draft.waiting or self._draft.candidate is None:
            self._keep_when_ready = True
        else:
            self._save(self._workspace.require()[0], self._draft.candidate.rle, self._draft.prompt)

    def discard(self) -> None:
        """Forget the draft."""
        self._set(None)

    def settle(self) -> None:
        """Before going somewhere else: keep what is shown, forget what the engine still looks for."""
        if self._draft is None:
            return
        if self._draft.waiting:
            self._set(replace(self._draft, prompts=self._draft.prompts[:-1], waiting=False))
        try:
            self.keep()
        except UserError as error:
            self.failed.emit(error)
        self._set(None)

    # --- prompts and suggestions ---------------------------------------------------------------------

    def _prompts(self) -> tuple[FramePrompt, ...]:
        """What was shown of the object on this frame so far: in this draft, before, or by its mask."""
        if self._draft is not None:
            return self._draft.prompts
        session, _ = self._workspace.require()
        tracked, frame_index = self._workspace.chosen, self._workspace.frame_index
        if tracked is None:
            return (FramePrompt(frame_index),)
        if tracked.locked:
            raise UserError(f"Object [{tracked.number}] is locked: unlock it to change it.")
        stored = (it for it in session.project.prompts(tracked.id) if it.frame_index == frame_index)
        mask = self._saved_mask()
        rle = mask.rle if mask is not None and not mask.rle.is_empty else None
        return (replace(next(stored, FramePrompt(frame_index)), mask=rle),)

    def _picked(self, prompt: FramePrompt) -> FramePrompt:
        """A click corrects what the person sees: another candidate than the engine's first, if picked."""
        if self._draft is None or self._draft.candidate is None or self._draft.place == 0:
            return prompt
        return replace(prompt, mask=self._draft.candidate.rle)

    def _ask(self, draft: Draft) -> None:
        session, video = self._workspace.require()
        self._keep_when_ready = False
        shown = self._draft.candidate if self._draft else None
        self._set(replace(draft, candidates=(shown,) if shown else (), waiting=True))
        self._latest.ask(_Ask(session, video.id, draft))

    def _take(self, answer: _Answer) -> None:
        if self._draft is None or self._draft.prompts != answer.draft.prompts:
            return  # an answer to what was taken back meanwhile
        self._set(replace(answer.draft, candidates=answer.candidates))
        if self._keep_when_ready:
            self.keep()

    def _fail(self, error: Exception) -> None:
        if self._draft is not None:
            self._set(None)
            self.failed.emit(error)

    # --- masks -------------------------------------------------------------------------------------

    def _object_id(self) -> int | None:
        return self._workspace.chosen.id if self._workspace.chosen else None

    def _saved_mask(self) -> Mask | None:
        session, _ = self._workspace.require()
        tracked = self._workspace.chosen
        if tracked is None:
            return None
        return session.project.mask(tracked.id, self._workspace.frame_index)

    def _shown_rle(self) -> Rle | None:
        if self._draft is not None and self._draft.candidate is not None:
            return self._draft.candidate.rle
        saved = self._saved_mask()
        return saved.rle if saved else None

    def _save(self, session: Session, rle: Rle, prompt: FramePrompt | None) -> None:
        _, video = self._workspace.require()
        frame_index = self._workspace.frame_index
        self._set(None)
        object_id = self._object_id()
        if object_id is None:
            tracked = session.start_object(video.id, frame_index, rle, prompt=prompt)
            self._workspace.choose(tracked.id)
        else:
            session.set_mask(object_id, frame_index, rle, prompt=prompt)

    def _set(self, draft: Draft | None) -> None:
        if draft is None:
            self._keep_when_ready = False
        if draft != self._draft:
            self._draft = draft
            self.changed.emit()

    def _is_inside(self, x: float, y: float) -> bool:
        _, video = self._workspace.require()
        return -0.5 <= x < video.facts.width - 0.5 and -0.5 <= y < video.facts.height - 0.5

    def _clamp(self, point: Point) -> Point:
        """The outer halves of the outermost pixels belong to them."""
        _, video = self._workspace.require()
        x = min(max(point.x, 0.0), video.facts.width - 1.0)
        return replace(point, x=x, y=min(max(point.y, 0.0), video.facts.height - 1.0))

    def _clip(self, box: Box) -> Box | None:
        _, video = self._workspace.require()
        x0, y0 = max(box.x0, 0.0), max(box.y0, 0.0)
        x1, y1 = min(box.x1, video.facts.width - 1.0), min(box.y1, video.facts.height - 1.0)
        return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _suggest(ask: _Ask) -> _Answer:
    return _Answer(ask.draft, tuple(ask.session.suggest(ask.video_id, ask.draft.prompt)))


def _painted(before: Rle, stroke: Rle, *, erases: bool) -> Rle:
    return masks.subtract(before, stroke) if erases else masks.union([before, stroke])

"""From a click to a mask: prompts gather, the engine suggests, the person chooses and keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from annotator.gui import prompt_limits
from annotator.gui.accepted_prompts import AcceptedPrompts
from annotator.gui.draft import Draft
from annotator.gui.suggestions import Answer, Question, Suggestions
from annotator.gui.tools.gestures import (
    AreaDrawn,
    BoxDrawn,
    OutlineChanged,
    PointPlaced,
    PromptEdited,
    StrokeDrawn,
)
from annotator.gui.tools.raster import fill, rasterise
from annotator.gui.workspace import Workspace
from annotator.masks import set_mask, start_object
from annotator.outlines import reshape
from storage import masks
from storage.errors import UserError
from storage.masks import Rle
from storage.records import Box, FramePrompt, Mask, Source

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session

_BESIDE = 0.1  # a box with less of a mask in it lies beside that


class Drafting(QObject):
    """One draft at a time, on the frame and for the object of the workspace."""

    changed = Signal()
    failed = Signal(object)  # an exception

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._draft: Draft | None = None
        self._place = self._here()  # where the draft was begun
        self._keep_when_ready = False
        self._then: Callable[[], None] = _nothing  # what waits for the mask to be kept
        self._accepted = AcceptedPrompts()
        self.suggestions = Suggestions(self)
        self.suggestions.answered.connect(self._take)
        workspace.about_to_move.connect(self.settle)
        for moved in (workspace.video_changed, workspace.chosen_changed, workspace.frame_changed):
            moved.connect(self._check_place)

    @property
    def draft(self) -> Draft | None:
        return self._draft

    def close(self) -> None:
        """Forget the draft and end the worker."""
        self._set(None)
        self.suggestions.close()

    # --- what the hand does --------------------------------------------------------------------

    def add(self, gesture: PointPlaced | BoxDrawn | PromptEdited) -> None:
        """One more click, a box to begin anew, or what was shown before in another place.

        A box beside the object at work, where that is right, is of another thing: it begins a new object,
        so that one thing after another can be boxed.
        """
        if isinstance(gesture, BoxDrawn) and self._is_of_another_thing(gesture.box):
            self.settle()
            self._workspace.choose(None)
        prompt = self.prompt_after(gesture)
        if prompt is None:
            return
        if not prompt.is_empty:
            self._ask(Draft((*self._prompts(), prompt)))
        elif self._draft is not None:
            self.discard()
        elif (mask := self._saved_mask()) is not None:  # it stays, as a mask that a person made
            self._save(self._workspace.require()[0], mask.rle, prompt=None)

    def prompt_after(self, gesture: PointPlaced | BoxDrawn | PromptEdited) -> FramePrompt | None:
        """What the engine would be shown then; None if the gesture lies outside the frame."""
        before, frame_wh = self._prompts()[-1], self._frame_wh()
        match gesture:
            case PointPlaced(point) if prompt_limits.is_inside(point, frame_wh):
                base = self._picked(before)
                point = prompt_limits.clamp(point, frame_wh)
                return replace(base, points=(*base.points, point))
            case BoxDrawn(box) if clipped := prompt_limits.clip(box, frame_wh):
                return FramePrompt(before.frame_index, box=clipped)
            case PromptEdited(prompt):  # what came of the prompt as it was counts no more
                inside = prompt_limits.draw_in(prompt, frame_wh)
                return replace(inside, mask=None) if inside else None
            case _:
                return None

    def paint(self, drawn: StrokeDrawn | AreaDrawn) -> None:
        """Add a stroke or an area to the mask, or take it away; this is kept at once."""
        session, video = self._workspace.require()
        if isinstance(drawn, StrokeDrawn):
            painted = rasterise(drawn.stroke, video.facts.frame_hw)
        else:
            painted = fill(drawn.corners, video.facts.frame_hw)
        before = self._shown_rle()
        if before is None and drawn.erases:
            raise UserError("There is no mask to erase on this frame.")
        after = painted if before is None else _painted(before, painted, erases=drawn.erases)
        self._save(session, after, prompt=None)

    def reshape(self, changed: OutlineChanged) -> None:
        """Bend a piece of the mask's outline; this is kept at once."""
        session, _ = self._workspace.require()
        before = self._shown_rle()
        if before is not None:
            self._save(session, reshape(before, changed.before, changed.after), prompt=None)

    def cycle(self, step: int) -> None:
        """Show the next thing that the engine saw at the prompt."""
        if self._draft is not None and self._draft.proposal is not None:
            self._set(self._draft.turned(step))

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
        if self._draft.proposal is None:
            self._keep_when_ready = True
        else:
            self._save(self._workspace.require()[0], self._draft.proposal.rle, self._draft.prompt)

    def discard(self) -> None:
        """Forget the draft."""
        self._set(None)

    def settle(self) -> None:
        """Before going somewhere else: keep what is shown, forget what the engine still looks for, unless
        it was accepted: then it is kept when it comes."""
        if self._draft is None:
            return
        if self._draft.waiting and self._keep_when_ready:
            category = self._workspace.next_category
            question = self.question(self._draft.prompt)
            self._accepted.add(question, category.name if category else None)
            self._set(None)
            return
        self._set(self._draft.answered)
        try:
            self.keep()
        except UserError as error:
            self.failed.emit(error)
        self._set(None)

    def leave(self) -> None:
        """Accept the proposal, also one that the engine still looks for: what comes next is of another
        object."""
        if self._draft is not None and self._draft.waiting:
            self._keep_when_ready = True
        self.settle()

    def settle_then(self, do: Callable[[], None]) -> None:
        """Keep what is shown, then do something with it; what the engine still looks for is waited for.

        Raises UserError if it cannot be kept; it stays, and nothing is done.
        """
        if self._draft is not None and self._draft.waiting:
            self._keep_when_ready = True
            self._then = do
        else:
            self.keep()
            self._set(None)
            do()

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
        mask = self._saved_mask()
        rle = mask.rle if mask is not None and not mask.rle.is_empty else None
        return (replace(session.project.prompt(tracked.id, frame_index), mask=rle),)

    def _is_of_another_thing(self, box: Box) -> bool:
        """Whether next to nothing lies in a box of what is proposed, or a person made on this frame. A mask
        of an engine may be in the wrong place: the box corrects it."""
        rle = self._right_rle()
        return rle is not None and not rle.is_empty and _share_in_box(rle, box) < _BESIDE

    def _right_rle(self) -> Rle | None:
        """What is proposed, or what a person made on this frame."""
        if self._draft is not None:
            return self._draft.proposal.rle if self._draft.proposal else None
        saved = self._saved_mask()
        return saved.rle if saved is not None and saved.source is Source.HUMAN else None

    def _picked(self, prompt: FramePrompt) -> FramePrompt:
        """A click corrects what the person sees: another candidate than the engine's first, if picked."""
        if self._draft is None or self._draft.candidate is None or self._draft.place == 0:
            return prompt
        return replace(prompt, mask=self._draft.candidate.rle)

    def question(self, prompt: FramePrompt) -> Question:
        """What the engine is asked about a prompt on the frame shown."""
        session, video = self._workspace.require()
        return Question(session, session.engine, video.id, prompt, self._object_id())

    def _ask(self, draft: Draft) -> None:
        question = self.question(draft.prompt)
        self._keep_when_ready, self._then = False, _nothing
        if answer := self.suggestions.known(question):
            self._set(replace(draft, candidates=answer.candidates))
            return
        shown = self._draft.candidate if self._draft else None
        starts = self._draft is not None and self._draft.engine_starts
        self._set(
            replace(
                draft,
                candidates=(shown,) if shown else (),
                waiting=True,
                engine_starts=starts or question.engine.pid is None,
                before=self._draft.answered if self._draft else None,
            )
        )
        self.suggestions.ask(question)

    def _take(self, answer: Answer) -> None:
        self._keep_accepted(answer)
        if self._draft is None or not self._draft.waiting:
            if overtaken := self._accepted.next:  # by a newer question
                self.suggestions.ask(overtaken)
            return
        if self.question(self._draft.prompt) != answer.question:
            return  # an answer to what was taken back meanwhile
        if answer.error is not None:
            self._keep_when_ready, self._then = False, _nothing
            self._set(self._draft.answered)
            self.failed.emit(answer.error)
            return
        self._set(Draft(self._draft.prompts, answer.candidates))
        if self._keep_when_ready and answer.candidates:
            then = self._then
            self.keep()
            then()

    def _keep_accepted(self, answer: Answer) -> None:
        try:
            begun = self._accepted.save(answer, self._workspace.session)
        except Exception as error:  # noqa: BLE001  whatever kept the engine from answering
            self.failed.emit(error)
            return
        shown, asked = self._workspace.video, answer.question
        is_here = shown is not None and shown.id == asked.video_id
        if begun is not None and is_here and self._workspace.chosen is None and not self._draft:
            self._workspace.choose(begun)

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
        """Write the mask, then forget the draft: one that is refused stays."""
        _, video = self._workspace.require()
        frame_index = self._workspace.frame_index
        object_id = self._object_id()
        if object_id is not None:
            set_mask(session, object_id, frame_index, rle, prompt=prompt)
            self._set(None)
            return
        category = self._workspace.next_category
        tracked = start_object(
            session,
            video.id,
            frame_index,
            rle,
            prompt=prompt,
            category=category.name if category else None,
        )
        self._set(None)
        self._workspace.choose(tracked.id)

    def _here(self) -> tuple[int | None, int, int | None]:
        """The video, the frame and the object that a draft made now would be of."""
        video = self._workspace.video
        return video.id if video else None, self._workspace.frame_index, self._object_id()

    def _check_place(self) -> None:
        """Forget a draft whose video or object is gone; one that is left was kept before."""
        if self._draft is not None and self._place != self._here():
            self._set(None)

    def _set(self, draft: Draft | None) -> None:
        if draft is None:
            self._keep_when_ready = False
            self._then = _nothing
        elif self._draft is None:
            self._place = self._here()
        if draft != self._draft:
            self._draft = draft
            self.changed.emit()

    def _frame_wh(self) -> tuple[int, int]:
        facts = self._workspace.require()[1].facts
        return facts.width, facts.height


def _nothing() -> None:
    """What waits for no mask."""


def _share_in_box(rle: Rle, box: Box) -> float:
    x, y = int(box.x0), int(box.y0)
    window = masks.decode_window(rle, (x, y, int(box.x1) - x + 1, int(box.y1) - y + 1))
    return int(np.count_nonzero(window)) / rle.area


def _painted(before: Rle, painted: Rle, *, erases: bool) -> Rle:
    return masks.subtract(before, painted) if erases else masks.union([before, painted])

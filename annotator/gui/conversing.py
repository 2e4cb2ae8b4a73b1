"""Asking a model in words: the question as a job, its answer as it comes, and the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.bridge import Bridge, Heard
from annotator.gui.offers import Offer, Offers
from annotator.gui.projects import Projects
from annotator.gui.said import Said
from annotator.gui.workspace import Workspace
from annotator.jobs import FINISHED, JobKind, JobState, JobStatus, Report, Result, Work
from model_backend.engine import AnswerMask, AnswerText
from storage.changes import Changes
from storage.errors import UserError
from storage.records import Expression, FramePrompt, TrackedObject, Turn

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.proposals import Proposal, Question
    from annotator.session import Session


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the frames [start, stop) of a video. ``prompts``: what it points at;
    ``window_frames``: how many are asked about at a time, None for all."""

    text: str
    start: int
    stop: int
    sampled_frames: int
    prompts: tuple[FramePrompt, ...] = ()
    window_frames: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to the ``id``-th question, as far as it came; ``state`` is that of its job."""

    id: int
    asked: Asked
    video_id: int
    job_id: int = 0
    state: JobState = JobState.WAITING
    text: str = ""
    object_ids: tuple[int, ...] = ()  # of what was accepted
    is_kept: bool = False  # it is in the conversation
    error: Exception | None = None  # what ended it

    @property
    def is_over(self) -> bool:
        return self.state in FINISHED


class Conversing(QObject):
    """One question at a time; what it finds becomes offers."""

    changed = Signal()  # the answer goes on, or has ended
    said = Signal(object)  # a Said
    failed = Signal(object)  # an exception
    turns_changed = Signal()  # the conversation that is kept, or the expressions, are different

    def __init__(
        self, workspace: Workspace, projects: Projects, offers: Offers, bridge: Bridge
    ) -> None:
        super().__init__(workspace)
        self._workspace, self._projects, self._offers = workspace, projects, offers
        self._bridge = bridge
        self._answer: Answer | None = None
        self._found: list[Proposal] = []
        self._wanted: set[int] = set()  # places of proposals that were accepted before their end
        self._count = 0
        bridge.heard.connect(self._hear)
        bridge.job_changed.connect(self._hear_of_job)
        bridge.changed.connect(self._take_in)
        offers.lost.connect(self._tell_lost)
        workspace.about_to_leave.connect(self.cancel)
        workspace.video_changed.connect(self._forget)

    # --- what there is -----------------------------------------------------------------------------

    @property
    def answer(self) -> Answer | None:
        """The newest, of the video that is shown."""
        return self._answer

    @property
    def is_asking(self) -> bool:
        return self._answer is not None and not self._answer.is_over

    def turns(self) -> Sequence[Turn]:
        """The conversation about the video, oldest first."""
        session, video = self._workspace.session, self._workspace.video
        return session.project.turns(video.id) if session and video else []

    def expressions(self) -> Sequence[Expression]:
        """The sentences that refer to objects of the video."""
        session, video = self._workspace.session, self._workspace.video
        return session.project.expressions(video.id) if session and video else []

    # --- what a person does ------------------------------------------------------------------------

    def ask(self, asked: Asked) -> None:
        """Ask; the answer comes by and by. Raises UserError for what cannot be asked."""
        from annotator import asking

        session, video = self._workspace.require()
        if self.is_asking:
            raise UserError("An answer is being given: wait for it, or cancel it.")
        asking.check(session.project, video.id, asked.text)
        self._count += 1
        self._found, self._wanted = [], set()
        self._answer = Answer(self._count, asked, video.id)
        job_id = self._projects.submit(
            self.tr("Asking: {0}").format(asked.text),
            self._work(session, self._answer),
            kind=JobKind.ASK,
            parameters=_parameters(session, video.name, asked),
        )
        self._answer = replace(self._answer, job_id=job_id)
        self.changed.emit()

    def cancel(self) -> None:
        """Wait for the answer no longer; what came stays to be decided on, and what was accepted becomes
        objects with the masks that came. The engine may be at a step
        that takes long: it ends after that, and the next question waits for it."""
        if self._answer is not None and self.is_asking:
            self._projects.jobs.cancel(self._answer.job_id)

    def accept(self, offers: Sequence[Offer]) -> None:
        """Make offers objects; those whose masks still come, as soon as all have come."""
        coming = self._answer.id if self._answer is not None and self.is_asking else None
        later = [it for it in offers if it.question == coming]
        now = [it for it in offers if it.question != coming]
        if now:
            self._remember(now, self._offers.accept(now))
        if later:
            self._wanted.update(it.place for it in later)
            self.said.emit(Said(self.tr("It becomes an object when all its masks have come.")))

    def reject_all(self) -> None:
        """One key is quickly pressed, and an answer may have taken minutes: say how it comes back."""
        count = len(self._offers.all)
        self._offers.reject(self._offers.all)
        if count:
            gone = self.tr("Proposals rejected: {0}. In the menu Words, they can be brought back.")
            self.said.emit(Said(gone.format(count)))

    def express(self) -> None:
        """Keep the newest question as an expression of all that it found: what was accepted of it, and
        what is still offered, which becomes objects. Of nothing, if nothing was found."""
        if self._answer is not None:
            mine = [it for it in self._offers.all if it.question == self._answer.id]
            there = {it.id for it in self._workspace.objects}
            known = [it for it in self._answer.object_ids if it in there]
            self._remember(mine, self._offers.express(self._answer.asked.text, mine, known))

    def remove_expression(self, expression: Expression) -> None:
        """Forget a sentence; its objects stay."""
        from annotator import proposals

        proposals.remove_expression(self._workspace.require_session(), expression)

    def clear(self) -> None:
        """Forget the conversation about the video."""
        from annotator import asking

        session, video = self._workspace.require()
        asking.clear_conversation(session, video.id)
        self._forget()

    # --- what a job says -----------------------------------------------------------------------------

    def _work(self, session: Session, answer: Answer) -> Work:
        asked, bridge = answer.asked, self._bridge
        done = self.tr("Answered; proposed: {0}.")

        def work(report: Report) -> Result:
            from annotator.proposals import Question

            info = session.engine.info()
            question = Question(info, asked.text, asked.start, asked.stop, asked.sampled_frames)
            steps = session.ask(
                answer.video_id, asked.text, start=asked.start, stop=asked.stop,
                prompts=asked.prompts, sampled_frames=asked.sampled_frames,
                window_frames=asked.window_frames,
            )  # fmt: skip
            seen: dict[int, set[int]] = {}  # frames by proposal
            with closing(steps):
                for item in steps:
                    bridge.tell_heard(Heard(answer.id, question, item))
                    if isinstance(item, AnswerMask):
                        seen.setdefault(item.proposal, set()).add(item.frame_index)
                    report(sum(map(len, seen.values())), len(seen) * (asked.stop - asked.start))
            return Result(done.format(len(seen)))

        return work

    def _hear(self, heard: Heard) -> None:
        answer = self._answer
        if answer is None or answer.id != heard.answer_id or answer.is_over:
            return  # nobody waits for it any more
        if isinstance(heard.item, AnswerText):
            self._answer = replace(answer, text=answer.text + heard.item.text)
            self.changed.emit()
        else:
            self._take_mask(answer, heard.question, heard.item)

    def _take_mask(self, answer: Answer, question: Question, item: AnswerMask) -> None:
        from annotator import proposals

        proposals.collect(self._found, item, question)
        name = proposals.suggested_name(answer.asked.text)
        self._offers.take(answer.id, self._found[item.proposal], item, name)

    def _hear_of_job(self, status: JobStatus) -> None:
        answer = self._answer
        state = JobState.CANCELLED if status.asked is JobState.CANCELLED else status.state
        if answer is None or status.id != answer.job_id or state is answer.state:
            return
        if state in FINISHED or not answer.is_over:
            self._answer = replace(answer, state=state, error=status.error)
            self._finish()

    def _finish(self) -> None:
        """The answer's state is another one; at its end, what was wanted before becomes objects."""
        answer = self._answer
        if answer is not None and answer.is_over and self._wanted:
            found = [self._offers.find(answer.id, place) for place in sorted(self._wanted)]
            self._wanted.clear()
            try:
                self.accept([it for it in found if it is not None])
            except UserError as error:
                self.failed.emit(error)
        self.changed.emit()

    def _take_in(self, changes: Changes) -> None:
        video = self._workspace.video
        if video is None or video.id not in changes.turns | changes.expressions | changes.objects:
            return
        if self._answer is not None and video.id in changes.turns:
            self._answer = replace(self._answer, is_kept=True)
        self.turns_changed.emit()

    def _remember(self, offers: Sequence[Offer], added: Sequence[TrackedObject]) -> None:
        if self._answer is not None:
            mine = [
                new.id
                for it, new in zip(offers, added, strict=True)
                if it.question == self._answer.id
            ]
            ids = (*self._answer.object_ids, *mine)
            self._answer = replace(self._answer, object_ids=ids)

    def _tell_lost(self, count: int) -> None:
        gone = self.tr("Proposals that nobody accepted are gone with their project: {0}.")
        self.said.emit(Said(gone.format(count)))

    def _forget(self) -> None:
        """Another video is shown, or the conversation begins anew: nobody waits for the answer."""
        self.cancel()
        self._answer = None
        self.changed.emit()
        self.turns_changed.emit()


def _parameters(session: Session, video_name: str, asked: Asked) -> dict[str, str]:
    return {
        "video": video_name,
        "text": asked.text,
        "frames": f"{asked.start} to {asked.stop - 1}",
        "sampled frames": str(asked.sampled_frames),
        "engine": session.engine.name,
    }

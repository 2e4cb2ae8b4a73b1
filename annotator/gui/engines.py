"""Which engine works on the open project: seeing it, exchanging it, ending it, getting its weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.engine_choice import EngineChoice
from annotator.gui.bridge import Bridge
from annotator.gui.preferences import Preferences
from annotator.gui.projects import Projects
from annotator.gui.workspace import Workspace
from annotator.jobs import FINISHED, JobKind, JobStatus, Lane, Report, Result
from model_backend import models, registry
from model_backend.engine import Capability
from model_backend.models import ModelStatus
from model_backend.registry import AUTO, EngineEntry

if TYPE_CHECKING:  # the window is there before these are loaded
    from model_backend.host import EngineHost


@dataclass(frozen=True, slots=True)
class EngineOffer:
    """An engine that can be chosen; ``reason`` says why it works here, or what is missing."""

    name: str
    available: bool
    reason: str


class Engines(QObject):
    """``changed``: another engine works, or weights came. ``preferred`` is what a person wants of any."""

    changed = Signal()
    chosen = Signal(object)  # the EngineChoice that works now, and is wanted the next time

    def __init__(self, workspace: Workspace, projects: Projects, bridge: Bridge) -> None:
        super().__init__(workspace)
        self._workspace, self._projects = workspace, projects
        self.preferred = Preferences()
        workspace.session_changed.connect(self.changed)
        bridge.job_changed.connect(self._hear_of_job)

    @property
    def host(self) -> EngineHost | None:
        """The engine of the open project."""
        session = self._workspace.session
        return session.engine if session else None

    @property
    def name(self) -> str:
        """Which engine works on the open project; empty without one."""
        return self.host.name if self.host else ""

    @property
    def understands_words(self) -> bool:
        """Whether it can find things by words and answer."""
        return self.host is not None and Capability.TEXT in self.host.capabilities

    def offers(self) -> list[EngineOffer]:
        """All engines, best first, and "auto"."""
        best = self.tr("the best that runs well here")
        return [EngineOffer(AUTO, available=True, reason=best), *map(self._offer, registry.ENGINES)]

    def _offer(self, entry: EngineEntry) -> EngineOffer:
        checkpoint = self.preferred.checkpoints.get(entry.name)
        if checkpoint is not None:
            return EngineOffer(
                entry.name, available=True, reason=self.tr("has {0}").format(checkpoint)
            )
        status = entry.availability()
        return EngineOffer(entry.name, status.available, status.reason)

    def choice_of(self, engine: str, *, checkpoint: str = "") -> EngineChoice:
        """An engine as the person wants it: on their device, in their precision, with the checkpoint that is
        named now, or else was named for it before."""
        preferred = replace(self.preferred, engine=engine)
        if checkpoint:
            preferred = replace(preferred, checkpoints={engine: checkpoint})
        return engine_choice(preferred)

    def word_models(self) -> Sequence[ModelStatus]:
        """The checkpoints that understand words, and what of them is on this machine."""
        return [it for it in models.list_models() if it.model.engine == "unipixel"]

    def use(self, choice: EngineChoice) -> None:
        """Let another engine work on the open project, when the jobs that wait have ended, and on
        those that are opened later."""
        session = self._workspace.require_session()
        done = self.tr("{0} works on the project now.")

        def work(report: Report) -> Result:  # noqa: ARG001
            choice.check()
            session.use_engine(choice)
            self._projects.choice = choice
            self.chosen.emit(choice)
            return Result(done.format(session.engine.name))

        self._projects.submit(self.tr("Changing to the engine {0}").format(choice.name), work)

    def stop(self) -> None:
        """End the engine's process at once, whatever it is doing."""
        session = self._workspace.require_session()
        done = self.tr("The engine was stopped; the next request starts it anew.")

        def work(report: Report) -> Result:  # noqa: ARG001
            session.stop_engine()
            return Result(done)

        title = self.tr("Stopping the engine {0}").format(self.name)
        self._projects.submit(title, work, lane=Lane.ENGINE)

    def fetch(self, model_name: str) -> int:
        """Get a model's weights, or what is missing of them; returns the job's id."""
        done = self.tr("The model {0} is on this machine now.").format(model_name)

        def work(report: Report) -> Result:
            folder = models.pull(model_name, lambda _, done, total: report(done, total))
            return Result(done, folder)

        return self._projects.jobs.submit(
            self.tr("Fetching {0}").format(model_name),
            work,
            kind=JobKind.DOWNLOAD,
            lane=Lane.DOWNLOADS,
            parameters={"model": model_name},
        )

    def _hear_of_job(self, status: JobStatus) -> None:
        if status.state in FINISHED:
            self.changed.emit()


def engine_choice(preferred: Preferences) -> EngineChoice:
    """The engine that a person prefers, on the device, in the precision and with the checkpoint they
    prefer where it has them."""
    wanted = {
        "device": preferred.device,
        "dtype": preferred.dtype,
        "checkpoint": preferred.checkpoints.get(preferred.engine, ""),
    }
    takes = registry.runs_networks(preferred.engine)
    options = {name: value for name, value in wanted.items() if takes and value}
    return EngineChoice(preferred.engine, options)

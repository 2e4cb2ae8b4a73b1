"""What there is to show of a job: one that waits or runs, or one that ended, perhaps long ago."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from annotator.gui.i18n import tr
from annotator.gui.job_text import STATES, rate_text
from annotator.gui.sentences import say
from annotator.gui.times import duration
from annotator.job_history import JobRecord
from annotator.jobs import JobState, JobStatus


@dataclass(frozen=True, slots=True)
class JobRow:
    """``job`` is None for one that ended; ``path`` is where its files lie."""

    title: str
    state: JobState
    submitted_at: str  # ISO 8601, UTC
    rate: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    path: Path | None = None
    job: JobStatus | None = None

    @property
    def when(self) -> str:
        """When it was asked for, in the machine's own time."""
        return _local_time(self.submitted_at)

    def follows(self, earlier: JobRow) -> bool:
        """Whether this is what ``earlier`` is now: the same job, or what is remembered of it."""
        if self.job is not None:
            return earlier.job is not None and self.job.id == earlier.job.id
        return (self.title, self.submitted_at) == (earlier.title, earlier.submitted_at)

    @property
    def details(self) -> str:
        """Its parameters and how it ended, a line each."""
        lines = [", ".join(f"{name}: {value}" for name, value in self.parameters.items())]
        return "\n".join(it for it in (*lines, say(self.outcome)) if it)


def row_of_job(status: JobStatus) -> JobRow:
    """One that has not ended."""
    return JobRow(
        title=status.title,
        state=status.state,
        submitted_at=status.submitted_at,
        rate=rate_text(status),
        parameters=status.parameters,
        job=status,
    )


def row_of_record(record: JobRecord) -> JobRow:
    """One that ended."""
    return JobRow(
        title=record.title,
        state=record.state,
        submitted_at=record.submitted_at,
        rate=tr("took {0}").format(duration(record.seconds)),
        parameters=record.parameters,
        outcome=record.outcome,
        path=Path(record.path) if record.path else None,
    )


def state_text(state: JobState) -> str:
    """The state in words."""
    return tr(STATES[state])


def _local_time(moment: str) -> str:
    """ "2026-11-25 22:14" in the machine's own time; empty for what is no time."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return ""

"""The jobs that ended, kept from one start of the program to the next: one JSON line each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import platformdirs

from annotator.jobs import JobKind, JobState, JobStatus
from storage.errors import UserError

KEPT_RECORDS = 300


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job that ended. ``outcome`` is the sentence that it ended with; ``path`` where its files lie."""

    title: str
    kind: JobKind
    state: JobState
    submitted_at: str  # ISO 8601, UTC
    seconds: float
    done: int
    total: int
    parameters: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    path: str | None = None


def record_of(status: JobStatus) -> JobRecord:
    """What is remembered of a job."""
    result = status.result
    return JobRecord(
        title=status.title,
        kind=status.kind,
        state=status.state,
        submitted_at=status.submitted_at,
        seconds=round(status.seconds, 1),
        done=status.done,
        total=status.total,
        parameters=dict(status.parameters),
        outcome=str(status.error) if status.error else result.sentence if result else "",
        path=str(result.path) if result and result.path else None,
    )


class JobHistory:
    """A file of records, the oldest first. Several programs may append to the same one.

    Without a ``path`` they are remembered until the program ends, and so is what cannot be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._unwritten: list[JobRecord] = []

    def append(self, record: JobRecord) -> None:
        """Remember a job. Raises UserError the first time that one cannot be written."""
        if self._path is None:
            self._unwritten.append(record)
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(record)) + "\n")
        except OSError as error:
            self._unwritten.append(record)
            if len(self._unwritten) == 1:
                raise UserError(
                    f"Jobs cannot be remembered after the program ends: {self._path} cannot be written: "
                    f"{error.strerror}. The jobs themselves go on."
                ) from error

    def records(self) -> list[JobRecord]:
        """All that are remembered; a line that a crash cut off is passed over. Forgets the oldest."""
        lines = _read(self._path) if self._path is not None else []
        if self._path is not None and len(lines) > 2 * KEPT_RECORDS:
            lines = lines[-KEPT_RECORDS:]
            _write(self._path, lines)
        written = [record for line in lines if (record := _parse(line)) is not None]
        return written + self._unwritten


def usual_path() -> Path:
    """Where the window's own history lies."""
    return platformdirs.user_state_path("maskbank", appauthor=False) / "jobs.jsonl"


def _read(path: Path) -> list[str]:
    """Its lines; none if it is not there, or somebody else's."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _write(path: Path, lines: list[str]) -> None:
    """Where there is no room for that, the file stays as long as it is."""
    beside = path.with_name(f"{path.name}.new")
    with suppress(OSError):
        beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        beside.replace(path)


def _parse(line: str) -> JobRecord | None:
    try:
        row = json.loads(line)
        kind, state = JobKind(row.pop("kind")), JobState(row.pop("state"))
        return JobRecord(kind=kind, state=state, **row)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None

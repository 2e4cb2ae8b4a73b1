"""How far a job is, in words: steps, or bytes of a download."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

from annotator.gui.i18n import later, tr
from annotator.gui.times import duration
from annotator.jobs import JobKind, JobState, JobStatus

_STEPS = 1000  # Qt's bars count in 32 bits, weights are larger
STATES = {
    JobState.WAITING: later("waiting"),
    JobState.RUNNING: later("running"),
    JobState.PAUSED: later("paused"),
    JobState.DONE: later("done"),
    JobState.CANCELLED: later("cancelled"),
    JobState.FAILED: later("failed"),
}

_ASKED = {
    JobState.PAUSED: later("pausing ..."),
    JobState.CANCELLED: later("cancelling ..."),
}


def asked_text(status: JobStatus) -> str:
    """What a person asked for that comes at the job's next step; empty for nothing."""
    return tr(_ASKED[status.asked]) if status.asked else ""


def show_progress(bar: QProgressBar, status: JobStatus) -> None:
    """Show how far a job is; a busy bar while nobody knows of how many steps."""
    share = status.done / status.total if status.total else 0.0
    is_busy = not status.total and status.state is JobState.RUNNING
    bar.setUpdatesEnabled(False)  # or else Qt paints it at once, with all that waits to be painted
    bar.setRange(0, 0 if is_busy else _STEPS)
    bar.setValue(round(share * _STEPS))
    bar.setFormat(progress_text(status))
    bar.setUpdatesEnabled(True)


def progress_text(status: JobStatus) -> str:
    """ "12 / 40", or "1.2 / 7.9 GB"."""
    if status.kind is JobKind.DOWNLOAD:
        unit, name = (1e9, "GB") if max(status.done, status.total) >= 1e9 else (1e6, "MB")
        of_all = f" / {status.total / unit:.1f}" if status.total else ""
        return f"{status.done / unit:.1f}{of_all} {name}"
    return f"{status.done} / {status.total}" if status.total else f"{status.done}"


def rate_text(status: JobStatus) -> str:
    """ "3.1 a second, 2 min left"; empty while it cannot be known."""
    if status.seconds_left is None:
        return ""
    if status.kind is JobKind.DOWNLOAD:
        rate = tr("{0} MB a second").format(f"{status.steps_per_second / 1e6:.1f}")
    else:
        rate = tr("{0} a second").format(f"{status.steps_per_second:.1f}")
    return tr("{0}, {1} left").format(rate, duration(status.seconds_left))


def bytes_text(count: float) -> str:
    """ "512 MB", "7.9 GB"."""
    return f"{count / 2**30:.1f} GB" if count >= 2**30 else f"{count / 2**20:.0f} MB"

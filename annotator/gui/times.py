"""Times as people read them."""

from __future__ import annotations

from annotator.gui.i18n import tr


def clock(seconds: float) -> str:
    """ "1:02.50", and hours where there are any."""
    hundredths = round(max(seconds, 0.0) * 100)
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest // 100:02}.{rest % 100:02}"
    return f"{hours}:{minutes:02}:{tail}" if hours else f"{minutes}:{tail}"


def duration(seconds: float) -> str:
    """A rough time left: "40 s", "3 min", "2 h 05 min"."""
    whole = round(seconds)
    if whole < 90:
        return tr("{0} s").format(whole)
    minutes = round(whole / 60)
    if minutes < 90:
        return tr("{0} min").format(minutes)
    return tr("{0} h {1} min").format(minutes // 60, f"{minutes % 60:02}")

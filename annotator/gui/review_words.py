"""What kinds of suspects are called in the window."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.gui.i18n import later
from annotator.review.suspect import Kind

KIND_TITLES: Mapping[Kind, str] = {
    Kind.SWAP: later("Changed places"),
    Kind.CUT: later("Scene cut"),
    Kind.LOW_SCORE: later("Low score"),
    Kind.AREA: later("Change of area"),
    Kind.PLACE: later("Jump"),
    Kind.OVERLAP: later("Overlap"),
    Kind.GAP: later("Gap"),
    Kind.UNVERIFIED: later("Unverified"),
}

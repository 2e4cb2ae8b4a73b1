"""Which panels the window has, and where they stand at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.gui.docks import BOTTOM, LEFT, RIGHT, PanelSpec
from annotator.gui.i18n import tr
from annotator.gui.stacking import column

if TYPE_CHECKING:
    from annotator.gui.window import Window


def panel_specs(window: Window) -> tuple[PanelSpec, ...]:
    """One line a panel, those that share a place after the one in front."""
    objects = column(window.objects, window.attributes)
    return (
        PanelSpec("videos", tr("Videos"), window.videos, LEFT, 300),
        PanelSpec("review", tr("Review"), window.review, LEFT, 300, behind="videos"),
        PanelSpec("objects", tr("Objects"), objects, RIGHT, 330),
        PanelSpec("words", tr("Words"), window.words, RIGHT, 330, behind="objects"),
        PanelSpec("history", tr("History"), window.history, RIGHT, 330, behind="objects"),
        PanelSpec("timeline", tr("Timeline"), window.timeline, BOTTOM, 240),
        PanelSpec("jobs", tr("Jobs"), window.jobs_panel, BOTTOM, 190, behind="timeline"),
    )

"""How much of a track something is done to."""

from __future__ import annotations

from enum import StrEnum

from annotator.gui.workspace import Workspace


class Scope(StrEnum):
    FRAME = "frame"  # the one that is shown
    RANGE = "range"
    TRACK = "track"  # all frames


def frames_in(scope: Scope, workspace: Workspace) -> tuple[int, int]:
    """The frames [start, stop) that are meant."""
    match scope:
        case Scope.FRAME:
            return workspace.frame_index, workspace.frame_index + 1
        case Scope.RANGE:
            return workspace.range
        case Scope.TRACK:
            return 0, len(workspace.seconds)

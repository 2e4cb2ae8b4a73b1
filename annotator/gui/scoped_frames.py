"""Which frames a scope means in the window."""

from __future__ import annotations

from annotator.gui.workspace import Workspace
from annotator.scope import Scope


def frames_in(scope: Scope, workspace: Workspace) -> tuple[int, int]:
    """The frames [start, stop): the one that is shown, the range, or all."""
    match scope:
        case Scope.FRAME:
            return workspace.frame_index, workspace.frame_index + 1
        case Scope.RANGE:
            return workspace.range
        case Scope.TRACK:
            return 0, len(workspace.seconds)

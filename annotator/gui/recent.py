"""The projects that were open lately, newest first."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from annotator.gui.workspace import Workspace

_MOST = 12
_KEY = "recent/projects"


@dataclass(frozen=True, slots=True)
class RecentProject:
    """``fingerprint`` is that of its first video, whose picture stands for it; "" if it has none."""

    path: str
    videos: int = 0
    fingerprint: str = ""

    @property
    def name(self) -> str:
        return Path(self.path).stem


class RecentProjects(QObject):
    """Remembers every project that is opened; without ``settings`` until the program ends."""

    changed = Signal()

    def __init__(self, workspace: Workspace, settings: QSettings | None) -> None:
        super().__init__(workspace)
        self._workspace, self._settings = workspace, settings
        self._projects = _read(str(settings.value(_KEY, "[]"))) if settings else ()
        workspace.session_changed.connect(self._remember)

    @property
    def projects(self) -> tuple[RecentProject, ...]:
        return self._projects

    def forget(self, path: str) -> None:
        """List a project no more."""
        self._set(tuple(it for it in self._projects if it.path != path))

    def _remember(self) -> None:
        session = self._workspace.session
        if session is None:
            return
        videos = session.project.videos()
        fingerprint = videos[0].facts.fingerprint if videos else ""
        newest = RecentProject(str(session.project.path), len(videos), fingerprint)
        others = (it for it in self._projects if it.path != newest.path)
        self._set((newest, *others)[:_MOST])

    def _set(self, projects: tuple[RecentProject, ...]) -> None:
        if projects == self._projects:
            return
        self._projects = projects
        if self._settings is not None:
            self._settings.setValue(_KEY, json.dumps([asdict(it) for it in projects]))
        self.changed.emit()


def _read(text: str) -> tuple[RecentProject, ...]:
    """What was saved; nothing if that is damaged."""
    try:
        return tuple(RecentProject(**it) for it in json.loads(text))
    except (ValueError, TypeError):
        return ()

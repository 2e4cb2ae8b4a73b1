"""What a person does with the videos of a project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QObject, Signal

from annotator.gui import requests as asked
from annotator.gui.bridge import Bridge
from annotator.gui.projects import Projects
from annotator.gui.said import Said
from annotator.gui.workspace import Workspace
from annotator.jobs import Report

_MOST_NAMED = 3


class VideoWork(QObject):
    """Each change is a step that can be undone."""

    said = Signal(object)  # a Said

    def __init__(self, workspace: Workspace, projects: Projects, bridge: Bridge) -> None:
        super().__init__(workspace)
        self._workspace, self._projects, self._bridge = workspace, projects, bridge

    def take(self, paths: Sequence[Path]) -> None:
        """What was dropped: a project is opened, videos join the project that is open."""
        session, project = self._workspace.session, _project_among(paths)
        if project is not None:
            self._projects.open(project)
        elif session is None:
            self._projects.open(*paths)
        else:
            self._projects.add(session, paths)

    def describe_drop(self, paths: Sequence[Path]) -> str:
        """What :meth:`take` will do with them."""
        session, project = self._workspace.session, _project_among(paths)
        if project is not None:
            return self.tr("Open the project {0}").format(project.stem)
        named = ", ".join(it.name for it in paths[:_MOST_NAMED])
        named += " ..." if len(paths) > _MOST_NAMED else ""
        if session is None:
            return self.tr("Open {0}").format(named)
        return self.tr("Add {0} to {1}").format(named, session.project.path.stem)

    def change(self, request: asked.VideoRequest) -> None:
        """Do what a panel asks for."""
        match request:
            case asked.RemoveVideos(video_ids):
                self.remove(video_ids)
            case asked.RelinkVideo(video_id, path):
                self.relink(video_id, path)
            case asked.FindMoved(folder):
                self.find_moved(folder)
            case _:
                assert_never(request)

    def remove(self, video_ids: Iterable[int]) -> None:
        """Take videos out of the project, with all that is labelled in them; their files stay."""
        from annotator.videos import remove_videos

        session = self._workspace.require_session()
        removed = [session.project.video(it).name for it in video_ids]
        remove_videos(session, video_ids)
        sentence = self.tr("{0} is removed; Ctrl+Z brings it back.").format(", ".join(removed))
        self.said.emit(Said(sentence))

    def relink(self, video_id: int, path: Path) -> None:
        """Say where a video is now."""
        session = self._workspace.require_session()

        def work(report: Report) -> None:  # noqa: ARG001
            from annotator.videos import relink_video

            relink_video(session, video_id, path)

        self._projects.submit(self.tr("Comparing {0}").format(path.name), work)

    def find_moved(self, folder: Path) -> None:
        """Look in a folder for all videos that are missing."""
        session = self._workspace.require_session()
        found = self.tr("Found again: {0}.")

        def work(report: Report) -> None:
            from annotator.relinking import find_moved

            names = [it.name for it in find_moved(session, folder, report)]
            self._bridge.tell(Said(found.format(", ".join(names))))

        self._projects.submit(self.tr("Looking for videos in {0}").format(folder.name), work)

    def step(self, by: int) -> None:
        """Show the next video, or for -1 the one before."""
        session, video = self._workspace.require()
        ids = [it.id for it in session.project.videos()]
        self._workspace.show_video(ids[(ids.index(video.id) + by) % len(ids)])


def _project_among(paths: Iterable[Path]) -> Path | None:
    return next((it for it in paths if it.suffix == ".maskbank"), None)

"""Making the small copies of videos that a hand scrubs through, as jobs that nobody waits for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.gui.giving_way import Motion
from annotator.gui.projects import Projects
from annotator.gui.workspace import Workspace
from annotator.jobs import Lane, Report
from storage.proxy_options import ProxyOptions

_REPORT_EVERY = 10  # frames


class Proxying(QObject):
    """Copies each video that is shown, unless there is a copy. ``options``: None for no copies.

    Copying stands still while a hand moves through the video.
    """

    made = Signal(int)  # the id of the video

    def __init__(
        self, workspace: Workspace, projects: Projects, motion: Motion, options: ProxyOptions | None
    ) -> None:
        super().__init__(workspace)
        self._workspace, self._projects, self._motion = workspace, projects, motion
        self.options = options
        workspace.video_changed.connect(self.make)

    def make(self) -> None:
        """Copy the video that is shown, unless there is a copy that is whole."""
        session, video, options = self._workspace.session, self._workspace.video, self.options
        if session is None or video is None or options is None:
            return

        def work(report: Report) -> None:
            from storage.video import open_proxy, write_proxy

            if (there := open_proxy(video.facts, options)) is not None:
                there.close()
                return

            def progress(done: int, total: int) -> None:
                if done % _REPORT_EVERY == 0 or done == total:
                    report(done, total)
                self._motion.wait_until_still()

            write_proxy(session.video_source(video.id), options, progress=progress)
            self.made.emit(video.id)

        title = self.tr("Making {0} quick to scrub").format(video.name)
        self._projects.submit(title, work, lane=Lane.BACKGROUND)

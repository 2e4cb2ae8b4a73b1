"""What changes whole tracks: done as jobs, because a track can be long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.bridge import Bridge
from annotator.gui.drafting import Drafting
from annotator.gui.projects import Projects
from annotator.gui.said import Said
from annotator.gui.sentences import say
from annotator.gui.workspace import Workspace
from annotator.jobs import Report
from storage.counting import which_frames

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.merging import Overlap
    from annotator.session import Session


class TrackWork(QObject):
    """Every method is one step that can be undone. Where another object takes part, it was asked for, and
    what was meant when it was asked for is what is done."""

    def __init__(
        self, workspace: Workspace, drafting: Drafting, projects: Projects, bridge: Bridge
    ) -> None:
        super().__init__(workspace)
        self._workspace, self._drafting, self._projects = workspace, drafting, projects
        self._bridge = bridge

    def swap(self, object_id: int, other_id: int, *, start: int, stop: int) -> None:
        """Let two objects change places on the frames [start, stop)."""

        def work(session: Session) -> None:
            from annotator.tracks import swap_from

            swap_from(session, object_id, other_id, start=start, stop=stop)

        self._submit(self.tr("Swapping on {0}").format(say(which_frames(start, stop))), work)

    def merge(self, object_id: int, other_ids: Sequence[int], overlap: Overlap) -> None:
        """Give an object all that others have, and remove those."""

        def work(session: Session) -> None:
            from annotator.merging import merge

            merge(session, object_id, other_ids, overlap=overlap)

        self._submit(self.tr("Merging"), work)

    def split(self) -> None:
        """Make what each selected object is from the frame shown on an object of its own."""
        object_ids = self._workspace.require_selected_ids()
        frame_index = self._workspace.frame_index

        def work(session: Session) -> None:
            from annotator.tracks import split_at

            split_at(session, object_ids, frame_index)

        self._submit(self.tr("Splitting at frame {0}").format(frame_index), work)

    def duplicate(self) -> None:
        """Make another object with the masks of each selected one."""
        object_ids = self._workspace.require_selected_ids()

        def work(session: Session) -> None:
            from annotator.tracks import duplicate

            duplicate(session, object_ids)

        self._submit(self.tr("Duplicating"), work)

    def hold(self) -> None:
        """Copy the masks that the selected objects have on the frame shown over the range."""
        object_ids = self._workspace.require_selected_ids()
        frame_index = self._workspace.frame_index
        start, stop = self._workspace.range
        sentence = self.tr("Masks copied: {0}; left, as a person stood for them: {1}.")

        def work(session: Session) -> None:
            from annotator.tracks import hold_masks

            copied = hold_masks(session, object_ids, frame_index, start=start, stop=stop)
            self._bridge.tell(Said(sentence.format(copied.masks, copied.kept)))

        self._submit(self.tr("Copying to {0}").format(say(which_frames(start, stop))), work)

    def copy(self, object_id: int, other_id: int, *, start: int, stop: int) -> None:
        """Copy the masks on the frames [start, stop) to another object."""
        sentence = self.tr("Masks copied: {0}; left, as a person stood for them: {1}.")

        def work(session: Session) -> None:
            from annotator.tracks import copy_to_object

            copied = copy_to_object(session, object_id, other_id, start=start, stop=stop)
            self._bridge.tell(Said(sentence.format(copied.masks, copied.kept)))

        self._submit(self.tr("Copying {0}").format(say(which_frames(start, stop))), work)

    # --- scenes ----------------------------------------------------------------------------------

    def find_cuts(self) -> None:
        """Look through the video for the frames on which a scene begins."""
        session, video = self._workspace.require()
        sentence = self.tr("Scene cuts found: {0}.")

        def work(report: Report) -> None:
            from annotator.scene_cuts import find_scene_cuts

            found = find_scene_cuts(session, video.id, progress=report)
            self._bridge.tell(Said(sentence.format(len(found))))

        self._projects.submit(self.tr("Looking for scene cuts"), work)

    def toggle_cut(self) -> None:
        """Say that a scene begins on the frame shown, or that none does."""
        from annotator.scene_cuts import toggle_scene_cut

        session, video = self._workspace.require()
        toggle_scene_cut(session, video.id, self._workspace.frame_index)

    def choose_scene(self) -> None:
        """Let the range be the scene that the frame shown belongs to."""
        from annotator.scene_cuts import scene_of

        here, count = self._workspace.frame_index, len(self._workspace.seconds)
        self._workspace.set_range(*scene_of(self._workspace.cuts, here, count))

    def _submit(self, title: str, work: Callable[[Session], None]) -> None:
        self._drafting.settle()
        session, _ = self._workspace.require()
        self._projects.submit(title, lambda report: work(session))  # noqa: ARG005

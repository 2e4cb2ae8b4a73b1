"""What can be done with the object at work and its masks."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QObject, Signal

from annotator.gui import requests as asked
from annotator.gui.drafting import Drafting
from annotator.gui.said import Said
from annotator.gui.scope import Scope, frames_in
from annotator.gui.workspace import Workspace
from storage import masks
from storage.errors import UserError

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session


class ObjectWork(QObject):
    """Every method is one step that can be undone; those that change nothing say so."""

    said = Signal(object)  # a Said

    def __init__(self, workspace: Workspace, drafting: Drafting) -> None:
        super().__init__(workspace)
        self._workspace, self._drafting = workspace, drafting

    # --- the object ------------------------------------------------------------------------------

    def change(self, request: asked.ObjectRequest) -> None:
        """What the list of objects asks for."""
        session, _ = self._workspace.require()
        match request:
            case asked.RenameObject(object_id, name):
                session.rename_object(object_id, name)
            case asked.RecolourObject(object_id, colour):
                session.recolour_object(object_id, colour)
            case asked.CategoriseObject(object_id, category):
                session.categorise_object(object_id, category)
            case asked.ShowObject(object_id, visible):
                session.show_object(object_id, visible=visible)
            case asked.LockObject(object_id, locked):
                session.lock_object(object_id, locked=locked)
            case asked.RemoveObject(object_id):
                session.remove_object(object_id)
            case asked.SetAttribute():
                self._describe(session, request)
            case _:
                assert_never(request)

    def _describe(self, session: Session, request: asked.SetAttribute) -> None:
        from annotator.attributes import set_attribute, set_attribute_on

        object_id, name, value = request.object_id, request.name, request.value
        if request.scope is Scope.TRACK:
            set_attribute(session, object_id, name, value)
        else:
            start, stop = frames_in(request.scope, self._workspace)
            set_attribute_on(session, object_id, name, value, start=start, stop=stop)

    def start_new(self) -> None:
        """Let the next click begin a new object."""
        self._workspace.require()
        self._workspace.choose(None)
        self._say(self.tr("Click or box a thing: it becomes a new object."))

    def toggle_shown(self) -> None:
        tracked = self._workspace.require_object()
        self.change(asked.ShowObject(tracked.id, visible=not tracked.visible))

    def toggle_locked(self) -> None:
        tracked = self._workspace.require_object()
        self.change(asked.LockObject(tracked.id, locked=not tracked.locked))

    def remove(self) -> None:
        """Delete the object with all its masks."""
        tracked = self._workspace.require_object()
        self.change(asked.RemoveObject(tracked.id))
        self._say(self.tr("[{0}] is deleted; Ctrl+Z brings it back.").format(tracked.number))

    # --- its masks -------------------------------------------------------------------------------

    def clear(self, scope: Scope) -> None:
        """Delete its masks; locked ones stay."""
        self._drafting.discard()
        self._session().clear_masks(self._id(), *frames_in(scope, self._workspace))

    def verify(self, scope: Scope, *, verified: bool = True) -> None:
        """Say that a person looked at its masks and they are right, or take that back."""
        frames = frames_in(scope, self._workspace)
        self._session().verify_masks(self._id(), *frames, verified=verified)

    def lock_masks(self, scope: Scope, *, locked: bool = True) -> None:
        """Keep its masks from any change, or allow it again."""
        frames = frames_in(scope, self._workspace)
        self._session().lock_masks(self._id(), *frames, locked=locked)

    def mark_absent(self) -> None:
        """Say that the object is not on this frame."""
        session, video = self._workspace.require()
        tracked = self._workspace.require_object()
        self._drafting.discard()
        nothing = masks.empty((video.facts.height, video.facts.width))
        session.set_mask(tracked.id, self._workspace.frame_index, nothing)

    def make_keyframe(self) -> None:
        """Say that the mask on this frame is right as it is; engines will hold on to it."""
        session, _ = self._workspace.require()
        tracked, frame_index = self._workspace.require_object(), self._workspace.frame_index
        mask = session.project.mask(tracked.id, frame_index)
        if mask is None:
            raise UserError(f"[{tracked.number}] has no mask on this frame: make one first.")
        session.set_mask(tracked.id, frame_index, mask.rle)

    def _id(self) -> int:
        return self._workspace.require_object().id

    def _session(self) -> Session:
        return self._workspace.require()[0]

    def _say(self, sentence: str) -> None:
        self.said.emit(Said(sentence))

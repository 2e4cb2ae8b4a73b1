"""What can be done with the selected objects and their masks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QObject, Signal

from annotator.gui import requests as asked
from annotator.gui.drafting import Drafting
from annotator.gui.projects import Projects
from annotator.gui.said import Said
from annotator.gui.scoped_frames import frames_in
from annotator.gui.workspace import Workspace
from annotator.jobs import Lane, Report
from annotator.masks import clear_masks, lock_masks, set_masks, verify_masks
from annotator.object_numbers import numbers
from annotator.objects import (
    categorise_objects,
    lock_objects,
    recolour_object,
    remove_objects,
    rename_object,
    show_objects,
)
from annotator.scope import Scope
from storage import masks
from storage.errors import UserError

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.session import Session

AT_ONCE = 100  # masks, which take some 20 ms


class ObjectWork(QObject):
    """What can be done with the selected objects. Every method is one step that can be undone; those that
    change nothing say so. Where many masks are changed the window does not wait for it."""

    said = Signal(object)  # a Said

    def __init__(self, workspace: Workspace, drafting: Drafting, projects: Projects) -> None:
        super().__init__(workspace)
        self._workspace, self._drafting, self._projects = workspace, drafting, projects

    # --- the objects -----------------------------------------------------------------------------

    def change(self, request: asked.ObjectRequest) -> None:
        """What the list of objects asks for."""
        session, _ = self._workspace.require()
        match request:
            case asked.CategoriseObjects(object_ids, category):
                self._categorise(session, object_ids, category)
            case asked.RenameObject(object_id, name):
                rename_object(session, object_id, name)
            case asked.RecolourObject(object_id, colour):
                recolour_object(session, object_id, colour)
            case asked.ShowObjects(object_ids, visible):
                show_objects(session, object_ids, visible=visible)
            case asked.LockObjects(object_ids, locked):
                lock_objects(session, object_ids, locked=locked)
            case asked.SetAttribute():
                self._describe(session, request)
            case _:
                assert_never(request)

    def _categorise(self, session: Session, object_ids: tuple[int, ...], name: str | None) -> None:
        """Say what objects are; the next new one will be the same."""
        from annotator.categories import add_category

        if object_ids:
            categorise_objects(session, object_ids, name)
        ids = {it.name: it.id for it in session.project.categories()}
        if name is not None and name not in ids:
            ids[name] = add_category(session, name).id
        self._workspace.set_next_category(ids.get(name) if name else None)

    def _describe(self, session: Session, request: asked.SetAttribute) -> None:
        from annotator.attributes import set_attribute, set_attribute_on

        object_ids, name, value = request.object_ids, request.name, request.value
        if request.scope is Scope.TRACK:
            set_attribute(session, object_ids, name, value)
        else:
            start, stop = frames_in(request.scope, self._workspace)
            set_attribute_on(session, object_ids, name, value, start=start, stop=stop)

    def start_new(self) -> None:
        """Accept what is proposed; the next click begins a new object."""
        self._workspace.require()
        self._drafting.leave()
        self._workspace.choose(None)
        category = self._workspace.next_category
        if category is None:
            self._say(self.tr("What you click, box or draw next becomes a new object."))
        else:
            self._say(
                self.tr("What you click, box or draw next becomes a new {0}.").format(category.name)
            )

    def toggle_shown(self) -> None:
        """Show what is hidden, or the other way round: as the object at work becomes, so do all."""
        visible = self._workspace.require_object().visible
        show_objects(self._session(), self._workspace.require_selected_ids(), visible=not visible)

    def toggle_locked(self) -> None:
        locked = self._workspace.require_object().locked
        lock_objects(self._session(), self._workspace.require_selected_ids(), locked=not locked)

    def remove(self) -> None:
        """Delete the objects with all their masks."""
        self._drafting.discard()
        who = numbers(self._workspace.require_selected())
        self._do(
            self.tr("Deleting {0}"),
            Scope.TRACK,
            lambda session, ids, *_: remove_objects(session, ids),
        )
        self._say(self.tr("{0} is deleted; Ctrl+Z brings it back.").format(who))

    # --- their masks -----------------------------------------------------------------------------

    def clear(self, scope: Scope) -> None:
        """Delete their masks; locked ones stay."""
        self._drafting.discard()
        self._do(
            self.tr("Deleting masks of {0}"),
            scope,
            clear_masks,
        )

    def verify(self, scope: Scope, *, verified: bool = True) -> None:
        """Say that a person looked at their masks and they are right, or take that back."""
        self._do(
            self.tr("Verifying {0}") if verified else self.tr("Unverifying {0}"),
            scope,
            lambda session, ids, start, stop: verify_masks(
                session, ids, start, stop, verified=verified
            ),
        )

    def lock_masks(self, scope: Scope, *, locked: bool = True) -> None:
        """Keep their masks from any change, or allow it again."""
        self._do(
            self.tr("Locking {0}") if locked else self.tr("Unlocking {0}"),
            scope,
            lambda session, ids, start, stop: lock_masks(session, ids, start, stop, locked=locked),
        )

    def mark_absent(self) -> None:
        """Say that the objects are not on this frame."""
        session, video = self._workspace.require()
        ids = self._workspace.require_selected_ids()
        self._drafting.discard()
        nothing = masks.empty(video.facts.frame_hw)
        set_masks(session, self._workspace.frame_index, dict.fromkeys(ids, nothing))

    def make_keyframe(self) -> None:
        """Say that the masks on this frame are right as they are; engines will hold on to them."""
        session, frame_index = self._session(), self._workspace.frame_index
        found = {}
        for tracked in self._workspace.require_selected():
            mask = session.project.mask(tracked.id, frame_index)
            if mask is None:
                raise UserError(f"[{tracked.number}] has no mask on this frame: make one first.")
            found[tracked.id] = mask.rle
        set_masks(session, frame_index, found)

    def _do(
        self, title: str, scope: Scope, change: Callable[[Session, list[int], int, int], None]
    ) -> None:
        """Change the selected objects on the frames [start, stop): a few masks at once, many as a job."""
        session, selected = self._session(), self._workspace.require_selected()
        ids = [it.id for it in selected]
        start, stop = frames_in(scope, self._workspace)
        if (stop - start) * len(ids) <= AT_ONCE:
            change(session, ids, start, stop)
            return

        def work(report: Report) -> None:  # noqa: ARG001
            change(session, ids, start, stop)

        self._projects.submit(title.format(numbers(selected)), work, lane=Lane.EDITS)

    def _session(self) -> Session:
        return self._workspace.require()[0]

    def _say(self, sentence: str) -> None:
        self.said.emit(Said(sentence))

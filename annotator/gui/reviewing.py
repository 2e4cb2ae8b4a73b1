"""The review queue at work: found off the window's thread, gone through suspect by suspect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.bridge import Bridge
from annotator.gui.latest import Latest
from annotator.gui.said import Said
from annotator.gui.workspace import Workspace
from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.scope import Scope
    from annotator.session import Session

_REST_MILLISECONDS = 700  # while a propagation writes a frame after the other


@dataclass(frozen=True, slots=True)
class QueueChoice:
    """Which suspects to list: of these kinds, of all videos or only of the one shown, worst first or in
    the order of the frames."""

    kinds: frozenset[Kind] = frozenset(Kind)
    this_video: bool = False
    worst_first: bool = True


class Reviewing(QObject):
    """Looks for suspects only while somebody watches the queue, or asks for the next one."""

    changed = Signal()  # another list
    current_changed = Signal()
    said = Signal(object)  # a Said
    failed = Signal(object)  # an exception

    def __init__(self, workspace: Workspace, bridge: Bridge) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._found: list[Suspect] = []
        self._listed: list[Suspect] = []
        self._current: Suspect | None = None
        self._place = 0  # of the current one, or where it was
        self._choice = QueueChoice()
        self._is_watched = False
        self._is_known = False  # whether what was found is still true
        self._afterwards: Callable[[], None] | None = None
        self._reader = Latest(_find, name="maskbank-review")
        self._reader.answered.connect(self._take)
        self._reader.failed.connect(self.failed)
        self._timer = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        bridge.changed.connect(lambda _: self._look_again())
        workspace.session_changed.connect(self._look_again)
        workspace.video_changed.connect(self._list)

    def close(self) -> None:
        """Stop looking."""
        self._timer.stop()
        self._reader.close()

    @property
    def suspects(self) -> Sequence[Suspect]:
        """Those that are listed."""
        return self._listed

    @property
    def found(self) -> Sequence[Suspect]:
        """All there are, whatever is listed."""
        return self._found

    @property
    def current(self) -> Suspect | None:
        """The one that is looked at."""
        return self._current

    @property
    def choice(self) -> QueueChoice:
        return self._choice

    def choose(self, choice: QueueChoice) -> None:
        """List other suspects."""
        self._choice = choice
        self._list()

    def watch(self, *, on: bool) -> None:
        """Keep the list up to date from now on, or no more."""
        self._is_watched = on
        if on and not self._is_known:
            self._look()

    # --- going through it ------------------------------------------------------------------------

    def show(self, suspect: Suspect) -> None:
        """Look at a suspect: its video, its frame, its object."""
        _, video = self._workspace.require()
        if video.id != suspect.video_id:
            self._workspace.show_video(suspect.video_id)
        self._current = suspect
        self._place = self._listed.index(suspect) if suspect in self._listed else 0
        self._workspace.choose(suspect.object_ids[0])
        self._workspace.seek(suspect.frame_index)
        self.current_changed.emit()

    def step(self, by: int) -> None:
        """Look at the next suspect, or for -1 at the one before."""
        self._when_known(lambda: self._step(by))

    def pass_as_fine(self, scope: Scope) -> None:
        """Say that the suspect looked at is right as it is, and go on to the next."""
        from annotator.review.verifying import verify

        if self._current is None:
            self.step(1)
            return
        fine, place = self._current, self._place
        verify(self._workspace.require_session(), fine, scope)
        self._found = [it for it in self._found if it != fine]
        self._list()
        self._current, self._place = None, place
        self._show_at(place)

    def _step(self, by: int) -> None:
        if self._current is not None:
            self._show_at(self._place + by)
        else:
            self._show_at(self._place if by > 0 else self._place - 1)

    def _show_at(self, place: int) -> None:
        if self._listed:
            self.show(self._listed[place % len(self._listed)])
        else:
            self.current_changed.emit()
            self.said.emit(Said(self.tr("There is nothing to look at.")))

    # --- finding ---------------------------------------------------------------------------------

    def _when_known(self, do: Callable[[], None]) -> None:
        if self._is_known:
            do()
        else:
            self._afterwards = do
            self._look()

    def _look_again(self) -> None:
        self._is_known = False
        if self._is_watched:
            self._timer.start()

    def _look(self) -> None:
        session = self._workspace.session
        if session is None:
            self._take((None, []))
        else:
            self._is_known = True  # unless something changes meanwhile
            self._reader.ask(session)

    def _take(self, answer: tuple[Session | None, list[Suspect]]) -> None:
        session, found = answer
        if session is not self._workspace.session:
            return
        self._found = found
        self._list()
        if self._afterwards is not None:
            do, self._afterwards = self._afterwards, None
            do()

    def _list(self) -> None:
        video = self._workspace.video
        listed = [
            it
            for it in self._found
            if it.kind in self._choice.kinds
            and not (self._choice.this_video and video and it.video_id != video.id)
        ]
        if not self._choice.worst_first:
            listed.sort(key=lambda it: (it.video_id, it.start, it.frame_index))
        self._listed = listed
        if self._current is not None and self._current not in listed:
            self._current = None
        elif self._current is not None:
            self._place = listed.index(self._current)
        self.changed.emit()


def _find(session: Session) -> tuple[Session, list[Suspect]]:
    from annotator.review.queue import find_suspects

    return session, find_suspects(session.project)

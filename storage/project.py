"""One open project: everything that is kept of the work on some videos, in one SQLite file.

Reading is possible from any thread at any time and sees what was committed. Writing goes through
edits, one at a time: an edit is one transaction and one undo step. A project is written by one process;
whoever opens it second can only read, and :attr:`Project.read_only_reason` says why.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects.sqlite import insert

from storage import history, overview, queries, rows, sqlite, tables
from storage.attributes import Attribute, AttributeSpan
from storage.changes import Changes
from storage.claims import Claims
from storage.edit import Edit
from storage.errors import ProjectError
from storage.fair_lock import FairLock
from storage.history import EditSummary, Recorder
from storage.long_edit import LongEdit
from storage.overview import Activity, MaskFacts, VideoCounts
from storage.queries import TrackMarks
from storage.records import (
    Category,
    EngineRun,
    Expression,
    FramePrompt,
    FrameTable,
    Mask,
    TrackedObject,
    Turn,
    Video,
)
from storage.whole_edit import WholeEdit, take_back

__all__ = [
    "Edit",
    "LongEdit",
    "Project",
    "TrackMarks",
    "WholeEdit",
]


class Project:
    """An open project; close it, or use it as a context manager."""

    def __init__(
        self,
        path: Path,
        readers: Engine,
        writer: Connection | None,
        read_only_reason: str | None,
        history_bytes: int,
        resources: ExitStack,
    ) -> None:
        self.path = path
        self.read_only_reason = read_only_reason
        self._readers = readers
        self._writer = writer
        self._history_bytes = history_bytes
        self._resources = resources
        self._turn = FairLock()  # held by the thread whose transaction is open
        self._long_edit: str | None = None  # label of the long or whole edit that runs
        self._claims: Claims | None = None  # what the whole edit that runs has added so far

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Closing twice does no harm."""
        with self._turn.held():
            self._resources.close()

    @property
    def read_only(self) -> bool:
        return self.read_only_reason is not None

    # --- reading ---

    def videos(self) -> list[Video]:
        """By id: in the order in which they were added."""
        with self._readers.connect() as connection:
            return queries.videos(connection)

    def video(self, video_id: int) -> Video:
        """Raises ProjectError if there is none."""
        with self._readers.connect() as connection:
            return queries.video(connection, video_id)

    def video_path(self, video_id: int) -> Path:
        """Where the video should be, absolute; it may have been moved away."""
        return Path(os.path.normpath(self.path.parent / self.video(video_id).path))

    def frame_table(self, video_id: int) -> FrameTable:
        """Raises ProjectError if there is no such video."""
        with self._readers.connect() as connection:
            return queries.frame_table(connection, video_id)

    def categories(self) -> list[Category]:
        with self._readers.connect() as connection:
            return queries.categories(connection)

    def next_number(self, video_id: int) -> int:
        """The number that a new object of the video gets."""
        with self._readers.connect() as connection:
            return queries.next_number(connection, video_id)

    def objects(self, video_id: int) -> list[TrackedObject]:
        """By number."""
        with self._readers.connect() as connection:
            return queries.objects(connection, video_id)

    def object(self, object_id: int) -> TrackedObject:
        """Raises ProjectError if there is none."""
        with self._readers.connect() as connection:
            return queries.tracked_object(connection, object_id)

    def attributes(self) -> list[Attribute]:
        """Those of all categories, in the order in which they were added."""
        with self._readers.connect() as connection:
            return queries.attributes(connection)

    def attribute_spans(self, object_id: int) -> list[AttributeSpan]:
        """An object's values on intervals of frames, by name and frame."""
        with self._readers.connect() as connection:
            return queries.attribute_spans(connection, object_id)

    def scene_cuts(self, video_id: int) -> tuple[int, ...] | None:
        """The frames on which a scene begins, ascending; None if nobody looked for them."""
        with self._readers.connect() as connection:
            return queries.scene_cuts(connection, video_id)

    def frame_masks(self, video_id: int, frame_index: int) -> list[Mask]:
        """By the number of their object."""
        with self._readers.connect() as connection:
            return queries.frame_masks(connection, video_id, frame_index)

    def mask(self, object_id: int, frame_index: int) -> Mask | None:
        with self._readers.connect() as connection:
            return queries.mask(connection, object_id, frame_index)

    def track(self, object_id: int, *, start: int = 0, stop: int | None = None) -> Iterator[Mask]:
        """An object's masks on the frames [start, stop), by frame, a few in memory at a time."""
        return queries.track(self._readers, object_id, start=start, stop=stop)

    def track_marks(self, object_id: int) -> TrackMarks:
        """What a timeline shows of an object; reads no pixels."""
        with self._readers.connect() as connection:
            return queries.track_marks(connection, object_id)

    def labelled_frames(self, video_id: int) -> list[int]:
        """The frames with at least one mask row, be it an empty one; ascending."""
        with self._readers.connect() as connection:
            return queries.labelled_frames(connection, video_id)

    def stream_frame_masks(self, video_id: int) -> Iterator[tuple[int, list[Mask]]]:
        """Every labelled frame with its masks by object number, a few frames in memory at a time."""
        return queries.stream_frame_masks(self._readers, video_id)

    def prompt(self, object_id: int, frame_index: int) -> FramePrompt:
        """What was shown of an object on a frame; an empty prompt for nothing."""
        with self._readers.connect() as connection:
            return queries.prompt(connection, object_id, frame_index)

    def prompts(self, object_id: int) -> list[FramePrompt]:
        """By frame."""
        with self._readers.connect() as connection:
            return queries.prompts(connection, object_id)

    def expressions(self, video_id: int) -> list[Expression]:
        with self._readers.connect() as connection:
            return queries.expressions(connection, video_id)

    def turns(self, video_id: int) -> list[Turn]:
        """The conversation, oldest first."""
        with self._readers.connect() as connection:
            return queries.turns(connection, video_id)

    def engine_runs(self) -> list[EngineRun]:
        with self._readers.connect() as connection:
            return queries.engine_runs(connection)

    def history(self) -> list[EditSummary]:
        """All steps that are remembered, oldest first; the undone ones are at the end."""
        with self._readers.connect() as connection:
            return history.summaries(connection)

    def replaced_masks(self, edit_id: int) -> dict[tuple[int, int], Mask | None]:
        """What a step did away with: (object id, frame index) to the mask there before, None if there
        was none. Empty if the step is undone or forgotten."""
        with self._readers.connect() as connection:
            before = history.replaced(connection, edit_id, tables.masks)
            sizes = {it.id: it.facts.frame_hw for it in queries.videos(connection)}
        return {
            (object_id, frame_index): (
                None if row is None else rows.mask_of_columns(row, sizes[video_id])
            )
            for (video_id, frame_index, object_id), row in before.items()
        }

    def is_done(self, edit_id: int) -> bool:
        """Whether a step is remembered and not undone."""
        with self._readers.connect() as connection:
            return history.is_done(connection, edit_id)

    # --- overviews ---

    def mask_facts(self, video_id: int) -> MaskFacts:
        """What is known of all masks of a video but their pixels."""
        with self._readers.connect() as connection:
            return overview.mask_facts(connection, video_id)

    def video_counts(self) -> dict[int, VideoCounts]:
        """How far the work on each video is; a video without objects is left out."""
        with self._readers.connect() as connection:
            return overview.video_counts(connection)

    def activity(self) -> list[Activity]:
        """How long people worked, by day and video."""
        with self._readers.connect() as connection:
            return overview.activity(connection)

    def add_activity(self, video_id: int, day: str, seconds: float) -> None:
        """Note that somebody worked on a video; this is no step and cannot be undone."""
        row = {"video_id": video_id, "day": day, "seconds": seconds}
        more = insert(tables.activity).values(row)
        total = tables.activity.c.seconds + more.excluded.seconds
        with self._transaction() as connection:
            connection.execute(more.on_conflict_do_update(set_={"seconds": total}))

    # --- writing ---

    @property
    def is_being_written(self) -> bool:
        """Whether an edit that begins now has to wait for another one."""
        return self._turn.is_held

    def check_writable(self) -> None:
        """Raises ProjectError if the project can only be read."""
        self._writable()

    @contextmanager
    def edit(self, label: str) -> Iterator[Edit]:
        """One transaction and one undo step; none if nothing changes.

        An exception drops all that the edit did. Raises ProjectError if the project is read-only or
        there is no room on the disk.
        """
        with self._transaction() as connection:
            watch = self._claims.check if self._claims else None
            recorder = Recorder(connection, label, watch=watch)
            yield Edit(recorder, self.path.parent)
            recorder.close()
            self._bound_history(connection, recorder.edit_id)

    @contextmanager
    def long_edit(self, label: str) -> Iterator[LongEdit]:
        """One undo step of many transactions: what was committed stays, whatever happens then.

        Leaving the block normally commits the rest. Other edits may come between two commits. Raises
        ProjectError if another long edit runs.
        """
        stack = ExitStack()
        edit = LongEdit(stack, self._transaction, label, self.path.parent)
        with self._only_long_edit(label), closing(edit), stack:
            yield edit
            edit.commit()
        with self._transaction() as connection:
            self._bound_history(connection, history.next_undo(connection))

    @contextmanager
    def whole_edit(self, label: str) -> Iterator[WholeEdit]:
        """One undo step of many transactions, all or nothing: whatever ends it early takes it back.

        Other edits may come between two commits, but those that touch or mention what it added raise
        ProjectError until it is whole. Readers see it grow. Raises ProjectError if a long edit runs.
        """
        stack, claims = ExitStack(), Claims(label)
        edit = WholeEdit(stack, self._transaction, label, self.path.parent, claims)
        with self._only_long_edit(label), closing(edit):
            self._claims = claims
            try:
                with stack:
                    yield edit
                    edit.commit()
                with self._transaction() as connection:
                    sqlite.mark_unfinished(connection, None)
            except BaseException:
                self._take_back(edit)
                raise
            finally:
                self._claims = None
        with self._transaction() as connection:
            self._bound_history(connection, history.next_undo(connection))

    def _take_back(self, edit: WholeEdit) -> None:
        if edit.edit_id is not None:
            take_back(self._writable(), self._transaction, edit.edit_id)

    def undo(self) -> Changes | None:
        """Undo the newest step that is done; None if there is none."""
        return self._swap(undo=True)

    def redo(self) -> Changes | None:
        """Redo the step that was undone last; None if there is none."""
        return self._swap(undo=False)

    def next_step_size(self, *, undo: bool) -> int:
        """How many rows the next :meth:`undo`, or redo, changes: 10,000 take most of a second."""
        find = history.next_undo if undo else history.next_redo
        with self._readers.connect() as connection:
            edit_id = find(connection)
            return 0 if edit_id is None else history.change_count(connection, edit_id)

    def _swap(self, *, undo: bool) -> Changes | None:
        with self._transaction() as connection:
            self._refuse_during_long_edit()
            find = history.next_undo if undo else history.next_redo
            edit_id = find(connection)
            if edit_id is None:
                return None
            changes = history.swap(connection, edit_id, undo=undo)
            self._bound_history(connection, edit_id)
            return changes

    @contextmanager
    def _only_long_edit(self, label: str) -> Iterator[None]:
        self._writable()
        with self._turn.held():
            self._refuse_during_long_edit()
            self._long_edit = label
        try:
            yield
        finally:
            self._long_edit = None

    def _writable(self) -> Connection:
        if self._writer is None:
            raise ProjectError(f"{self.path.name} can only be read: {self.read_only_reason}.")
        return self._writer

    def _refuse_during_long_edit(self) -> None:
        if self._long_edit is not None:
            raise ProjectError(f"{self._long_edit!r} is running. Wait for its end or cancel it.")

    def _bound_history(self, connection: Connection, newest_id: int | None) -> None:
        if newest_id is not None and self._long_edit is None:
            history.forget_old(connection, before_id=newest_id, limit_bytes=self._history_bytes)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        writer = self._writable()
        with self._turn.held(), writer.begin():
            yield writer

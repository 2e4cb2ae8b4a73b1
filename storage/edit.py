"""What can be changed in a project: the methods of an edit, which is one undo step.

Reading goes through the project and sees what was committed, so not yet what an open edit did.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from storage import attribute_edits, queries, rows, tables
from storage.attributes import Attribute, AttributeSpan, AttributeValue
from storage.changes import Changes
from storage.chunks import chunks
from storage.counting import frames
from storage.errors import ProjectError
from storage.history import Recorder
from storage.records import (
    Category,
    EngineRun,
    Expression,
    FramePrompt,
    FrameTable,
    Mask,
    Source,
    Speaker,
    TrackedObject,
    Turn,
    Video,
    VideoFacts,
)
from storage.row_store import Key, fetch_rows

_MASKS_AT_ONCE = 400


def relative_path(path: Path, folder: Path) -> str:
    """A path as the project keeps it: posix, from the project's folder if they share more than the root."""
    path, folder = (Path(os.path.normpath(place.absolute())) for place in (path, folder))
    shared = path.anchor == folder.anchor and path.parts[:2] == folder.parts[:2]
    return Path(os.path.relpath(path, folder)).as_posix() if shared else path.as_posix()


def _replaced(ids: Sequence[int], old: int, new: Sequence[int]) -> list[int]:
    """The ids with ``new`` in the place of ``old``, each once."""
    parts = (new if it == old else (it,) for it in ids)
    return list(dict.fromkeys(it for part in parts for it in part))


def _check_fits(mask: Mask, home: _Home) -> None:
    if mask.rle.frame_hw != home.frame_hw:
        raise ProjectError(
            f"The mask is for frames of {mask.rle.frame_hw} pixels (height, width), but those of "
            f"{home.video_name!r} have {home.frame_hw}."
        )
    if not 0 <= mask.frame_index < home.frame_count:
        raise ProjectError(
            f"There is no frame {mask.frame_index} in {home.video_name!r}: it has "
            f"{frames(home.frame_count)}, from 0 on."
        )


@dataclass(frozen=True, slots=True)
class _Home:
    """The video of an object, and the frames that a mask of it can have."""

    video_id: int
    video_name: str
    frame_hw: tuple[int, int]
    frame_count: int


class Edit:
    """One transaction. ``changes`` is what it changed so far."""

    def __init__(self, recorder: Recorder, folder: Path) -> None:
        self._current: Recorder | None = recorder
        self._folder = folder

    @property
    def changes(self) -> Changes:
        """What this edit changed so far; a long edit: since its last commit."""
        return self._current.changes if self._current else Changes()

    @property
    def _recorder(self) -> Recorder:
        assert self._current is not None
        return self._current

    @property
    def _connection(self) -> Connection:
        return self._recorder.connection

    # --- videos ---

    def add_video(self, *, name: str, path: Path, facts: VideoFacts, frames: FrameTable) -> Video:
        """Add a video; its name gets a number if it is taken."""
        taken = set(self._connection.scalars(select(tables.videos.c.name)))
        names = (name if n == 1 else f"{name} ({n})" for n in count(1))
        unique = next(candidate for candidate in names if candidate not in taken)
        stored = relative_path(path, self._folder)
        video_id = self._recorder.insert(tables.videos, rows.video_row(unique, stored, facts))
        self._recorder.put(tables.frame_tables, [rows.frame_table_row(video_id, frames)])
        self._put_next_number(video_id, 1)
        return Video(video_id, unique, stored, facts)

    def relink_video(self, video_id: int, path: Path) -> None:
        """Say where the video's file lies now."""
        video = queries.video(self._connection, video_id)
        row = rows.video_row(video.name, relative_path(path, self._folder), video.facts)
        self._recorder.put(tables.videos, [{"id": video_id, **row}])

    def remove_video(self, video_id: int) -> None:
        """Remove a video and all that was labelled in it."""
        queries.video(self._connection, video_id)
        for table in (tables.masks, tables.prompts, tables.attribute_spans, tables.scene_cuts,
                      tables.expressions, tables.turns, tables.objects, tables.object_numbers,
                      tables.frame_tables):  # fmt: skip
            self._recorder.remove(table, table.c.video_id == video_id)
        self._recorder.remove(tables.videos, tables.videos.c.id == video_id)

    def set_scene_cuts(self, video_id: int, frame_indices: Iterable[int]) -> None:
        """Say on which frames a scene begins; on no others."""
        frame_count = queries.video(self._connection, video_id).facts.frame_count
        found = sorted(set(frame_indices))
        if found and not 0 < found[0] <= found[-1] < frame_count:
            raise ProjectError(f"A scene can begin on the frames 1 to {frame_count - 1} only.")
        row = {"video_id": video_id, "frame_indices": found}
        self._recorder.put(tables.scene_cuts, [row])

    # --- categories and objects ---

    def categories(self) -> list[Category]:
        """Those that there are by now."""
        return queries.categories(self._connection)

    def add_category(self, name: str, colour: str) -> Category:
        self._check_category_name(name, category_id=None)
        row = {"name": name, "colour": colour}
        return Category(self._recorder.insert(tables.categories, row), name, colour)

    def update_category(self, category: Category) -> None:
        self._require(tables.categories, "category", category.id)
        self._check_category_name(category.name, category_id=category.id)
        row = {"id": category.id, "name": category.name, "colour": category.colour}
        self._recorder.put(tables.categories, [row])

    def remove_category(self, category_id: int) -> None:
        """Remove a category and its attributes; its objects stay, without one, and keep their values."""
        self._require(tables.categories, "category", category_id)
        query = select(tables.objects).where(tables.objects.c.category_id == category_id)
        found = self._connection.execute(query).all()
        self._recorder.put(tables.objects, [{**row._mapping, "category_id": None} for row in found])
        of_category = tables.attributes.c.category_id == category_id
        self._recorder.remove(tables.attributes, of_category)
        self._recorder.remove(tables.categories, tables.categories.c.id == category_id)

    def add_object(
        self,
        *,
        video_id: int,
        name: str,
        category_id: int | None,
        colour: str,
        attributes: Mapping[str, Any] = {},
        number: int | None = None,
    ) -> TrackedObject:
        """Add an object with the video's next number, or a higher one."""
        if category_id is not None:
            self._require(tables.categories, "category", category_id)
        next_number = self.next_number(video_id)
        number = next_number if number is None else number
        if number < next_number:
            raise ProjectError(
                f"The number {number} was given before; numbers from {next_number} on are free."
            )
        obj = TrackedObject(0, video_id, number, name, category_id, colour, attributes=attributes)
        row = rows.object_row(obj)
        del row["id"]
        object_id = self._recorder.insert(tables.objects, row)
        self._put_next_number(video_id, number + 1)
        return replace(obj, id=object_id)

    def update_object(self, obj: TrackedObject) -> None:
        """Change anything of an object but its video and its number."""
        now = queries.tracked_object(self._connection, obj.id)
        if (obj.video_id, obj.number) != (now.video_id, now.number):
            raise ValueError(f"an object keeps its video and its number: {obj}, was {now}")
        self._recorder.put(tables.objects, [rows.object_row(obj)])

    def remove_object(self, object_id: int, *, successor_id: int | None = None) -> None:
        """Remove an object with its masks, prompts and attributes.

        Expressions and turns that mention it mention ``successor_id`` from then on, or nothing.
        """
        obj = queries.tracked_object(self._connection, object_id)
        for table in (tables.masks, tables.prompts, tables.attribute_spans):
            self._recorder.remove(table, table.c.object_id == object_id)
        self._pass_mentions_on(obj, successor_id)
        self._recorder.remove(tables.objects, tables.objects.c.id == object_id)

    def _pass_mentions_on(self, obj: TrackedObject, successor_id: int | None) -> None:
        """An expression whose only object is gone goes too: it does not mean that nothing fits."""
        successors = () if successor_id is None else (successor_id,)
        for table in (tables.expressions, tables.turns):
            query = select(table).where(table.c.video_id == obj.video_id)
            for row in self._connection.execute(query).all():
                if obj.id in row.object_ids:
                    others = _replaced(row.object_ids, obj.id, successors)
                    if table is tables.expressions and not others:
                        self._recorder.remove(table, table.c.id == row.id)
                    else:
                        self._recorder.put(table, [{**row._mapping, "object_ids": others}])

    def next_number(self, video_id: int) -> int:
        """The number that a new object of the video gets."""
        return queries.next_number(self._connection, video_id)

    def _put_next_number(self, video_id: int, number: int) -> None:
        row = {"video_id": video_id, "next_number": number}
        self._recorder.put(tables.object_numbers, [row])

    def _check_category_name(self, name: str, *, category_id: int | None) -> None:
        query = select(tables.categories.c.id).where(tables.categories.c.name == name)
        if self._connection.scalar(query) not in (None, category_id):
            raise ProjectError(f"There is a category {name!r} already. Choose another name.")

    # --- attributes ---

    def add_attribute(self, attribute: Attribute) -> Attribute:
        """Define an attribute of a category; the project chooses the id."""
        self._require(tables.categories, "category", attribute.category_id)
        return attribute_edits.add(self._recorder, attribute)

    def update_attribute(self, attribute: Attribute) -> None:
        """Change anything of an attribute but its category; values go along with its name."""
        attribute_edits.update(self._recorder, attribute)

    def remove_attribute(self, attribute_id: int) -> None:
        """Remove an attribute and the values that objects of its category have."""
        attribute_edits.remove(self._recorder, attribute_id)

    def set_attribute_on(
        self, object_id: int, name: str, *, start: int, stop: int, value: AttributeValue | None
    ) -> None:
        """Say what an object is on the frames [start, stop); None: what it is elsewhere."""
        attribute_edits.set_on(self._recorder, object_id, name, start=start, stop=stop, value=value)

    def give_spans(self, object_id: int, spans: Iterable[AttributeSpan]) -> None:
        """Say of an object what the spans say; where two differ, the last one counts."""
        attribute_edits.give(self._recorder, object_id, list(spans))

    # --- masks and prompts ---

    def put_masks(self, masks: Iterable[Mask]) -> list[tuple[int, int]]:
        """Add masks or replace them. Returns the (object id, frame index) that were skipped: no mask
        of an engine replaces one that a person made, locked or verified."""
        skipped: list[tuple[int, int]] = []
        for chunk in chunks(masks, _MASKS_AT_ONCE):
            skipped += self._put_chunk(chunk)
        return skipped

    def _put_chunk(self, masks: Sequence[Mask]) -> list[tuple[int, int]]:
        homes = self._homes({mask.object_id for mask in masks})
        wanted: dict[Key, Mask] = {}
        for mask in masks:
            _check_fits(mask, homes[mask.object_id])
            key = (homes[mask.object_id].video_id, mask.frame_index, mask.object_id)
            if mask.source is not Source.ENGINE or key not in wanted or not wanted[key].kept:
                wanted[key] = mask
        there = fetch_rows(self._connection, tables.masks, wanted)
        kept = {
            key
            for key, row in there.items()
            if wanted[key].source is Source.ENGINE and rows.is_kept(row)
        }
        new = [rows.mask_row(mask, key[0]) for key, mask in wanted.items() if key not in kept]
        self._recorder.put(tables.masks, new, there)
        return [(object_id, frame_index) for _, frame_index, object_id in sorted(kept)]

    def mark_masks(
        self,
        object_id: int,
        frame_indices: Iterable[int],
        *,
        locked: bool | None = None,
        verified: bool | None = None,
    ) -> None:
        """Lock or verify masks, or take that back; None leaves a mark as it is."""
        marks = {"locked": locked, "verified": verified}
        marks = {name: value for name, value in marks.items() if value is not None}
        video_id = self._homes({object_id})[object_id].video_id
        for chunk in chunks(frame_indices, _MASKS_AT_ONCE):
            keys = [(video_id, frame_index, object_id) for frame_index in chunk]
            there = fetch_rows(self._connection, tables.masks, keys)
            self._recorder.put(tables.masks, [row | marks for row in there.values()], there)

    def remove_masks(self, object_id: int, frame_indices: Iterable[int]) -> None:
        """Remove masks; frames that have none are passed over."""
        here = tables.masks.c.object_id == object_id
        for chunk in chunks(frame_indices, _MASKS_AT_ONCE):
            self._recorder.remove(tables.masks, here & tables.masks.c.frame_index.in_(chunk))

    def put_prompt(self, object_id: int, prompt: FramePrompt) -> None:
        """Keep what a person showed of an object on a frame, instead of what was kept there."""
        video_id = self._homes({object_id})[object_id].video_id
        row = rows.prompt_row(prompt, object_id=object_id, video_id=video_id)
        self._recorder.put(tables.prompts, [row])

    def remove_prompt(self, object_id: int, frame_index: int) -> None:
        columns = tables.prompts.c
        here = (columns.object_id == object_id) & (columns.frame_index == frame_index)
        self._recorder.remove(tables.prompts, here)

    def _homes(self, object_ids: set[int]) -> dict[int, _Home]:
        columns = tables.videos.c
        query = (
            select(tables.objects.c.id, columns.id, columns.name, columns.height, columns.width,
                   columns.frame_count)
            .join(tables.videos, tables.objects.c.video_id == columns.id)
            .where(tables.objects.c.id.in_(object_ids))
        )  # fmt: skip
        homes = {
            object_id: _Home(video_id, name, (height, width), frame_count)
            for object_id, video_id, name, height, width, frame_count in self._connection.execute(
                query
            )
        }
        if missing := sorted(object_ids - homes.keys()):
            raise queries.missing("object", missing[0])
        return homes

    # --- words and engine runs ---

    def add_expression(self, *, video_id: int, text: str, object_ids: Sequence[int]) -> Expression:
        row = {"video_id": video_id, "text": text, "object_ids": list(object_ids)}
        row_id = self._recorder.insert(tables.expressions, row)
        return Expression(row_id, video_id, text, tuple(object_ids))

    def remove_expression(self, expression_id: int) -> None:
        self._require(tables.expressions, "expression", expression_id)
        self._recorder.remove(tables.expressions, tables.expressions.c.id == expression_id)

    def add_turn(
        self,
        *,
        video_id: int,
        speaker: Speaker,
        text: str,
        start: int,
        stop: int,
        object_ids: Sequence[int] = (),
    ) -> Turn:
        turn = Turn(0, video_id, speaker, text, start, stop, tuple(object_ids))
        return replace(turn, id=self._recorder.insert(tables.turns, rows.turn_row(turn)))

    def remove_turns(self, video_id: int) -> None:
        """Forget all that was said about a video."""
        self._recorder.remove(tables.turns, tables.turns.c.video_id == video_id)

    def add_engine_run(
        self, *, engine: str, checkpoint_sha256: str | None, parameters: Mapping[str, Any]
    ) -> EngineRun:
        """Note that an engine starts to work, now."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        run = EngineRun(0, engine, checkpoint_sha256, parameters, now)
        return replace(run, id=self._recorder.insert(tables.engine_runs, rows.engine_run_row(run)))

    def _require(self, table: Table, what: str, row_id: int) -> None:
        if self._connection.scalar(select(table.c.id).where(table.c.id == row_id)) is None:
            raise queries.missing(what, row_id)

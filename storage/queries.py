"""Reading a project: one function a question, on a connection that may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Engine, Select, Table, bindparam, select

from storage import rows, tables
from storage.attributes import Attribute, AttributeSpan
from storage.errors import ProjectError
from storage.records import (
    Category,
    EngineRun,
    Expression,
    FramePrompt,
    FrameTable,
    Mask,
    Source,
    TrackedObject,
    Turn,
    Video,
)

_FRAMES_PER_PAGE = 32


@dataclass(frozen=True, slots=True)
class TrackMarks:
    """What a timeline shows of one object: arrays (n,), one entry a mask, by frame.

    ``source`` is an index into :data:`storage.rows.SOURCES`; ``score`` is nan where there is none.
    """

    frame_index: npt.NDArray[np.int32]
    source: npt.NDArray[np.uint8]
    area: npt.NDArray[np.int64]
    score: npt.NDArray[np.float32]
    locked: npt.NDArray[np.bool_]
    verified: npt.NDArray[np.bool_]
    has_prompt: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.frame_index)

    def is_from(self, source: Source) -> npt.NDArray[np.bool_]:
        """(n,) whether each mask was made by ``source``."""
        is_from: npt.NDArray[np.bool_] = self.source == rows.SOURCES.index(source)
        return is_from

    @property
    def keyframe(self) -> npt.NDArray[np.bool_]:
        """(n,) whether a person made or locked each mask."""
        return self.is_from(Source.HUMAN) | self.locked

    @property
    def kept(self) -> npt.NDArray[np.bool_]:
        """(n,) whether no engine may replace each mask."""
        return self.keyframe | self.verified


# --- videos ----------------------------------------------------------------------------------------


def videos(connection: Connection) -> list[Video]:
    query = select(tables.videos).order_by(tables.videos.c.id)
    return [rows.video(row) for row in connection.execute(query)]


def video(connection: Connection, video_id: int) -> Video:
    return rows.video(_one(connection, tables.videos, "video", video_id))


def frame_table(connection: Connection, video_id: int) -> FrameTable:
    query = select(tables.frame_tables).where(tables.frame_tables.c.video_id == video_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise missing("video", video_id)
    return rows.frame_table(row)


# --- objects ---------------------------------------------------------------------------------------


def categories(connection: Connection) -> list[Category]:
    query = select(tables.categories).order_by(tables.categories.c.id)
    return [rows.category(row) for row in connection.execute(query)]


def next_number(connection: Connection, video_id: int) -> int:
    """The number that a new object of the video gets."""
    numbers = tables.object_numbers
    query = select(numbers.c.next_number).where(numbers.c.video_id == video_id)
    number: int | None = connection.scalar(query)
    if number is None:
        raise missing("video", video_id)
    return number


def objects(connection: Connection, video_id: int) -> list[TrackedObject]:
    columns = tables.objects.c
    query = select(tables.objects).where(columns.video_id == video_id).order_by(columns.number)
    return [rows.tracked_object(row) for row in connection.execute(query)]


def tracked_object(connection: Connection, object_id: int) -> TrackedObject:
    return rows.tracked_object(_one(connection, tables.objects, "object", object_id))


def attributes(connection: Connection) -> list[Attribute]:
    query = select(tables.attributes).order_by(tables.attributes.c.id)
    return [rows.attribute(row) for row in connection.execute(query)]


def attribute(connection: Connection, attribute_id: int) -> Attribute:
    return rows.attribute(_one(connection, tables.attributes, "attribute", attribute_id))


def attribute_spans(connection: Connection, object_id: int) -> list[AttributeSpan]:
    columns = tables.attribute_spans.c
    query = select(tables.attribute_spans).where(columns.object_id == object_id)
    query = query.order_by(columns.name, columns.start)
    return [rows.attribute_span(row) for row in connection.execute(query)]


def scene_cuts(connection: Connection, video_id: int) -> tuple[int, ...] | None:
    columns = tables.scene_cuts.c
    found = connection.scalar(select(columns.frame_indices).where(columns.video_id == video_id))
    return None if found is None else tuple(found)


def engine_runs(connection: Connection) -> list[EngineRun]:
    query = select(tables.engine_runs).order_by(tables.engine_runs.c.id)
    return [rows.engine_run(row) for row in connection.execute(query)]


# --- masks -----------------------------------------------------------------------------------------

_MASKS = select(tables.masks, tables.videos.c.height, tables.videos.c.width).join(
    tables.videos, tables.masks.c.video_id == tables.videos.c.id
)

# Made once, because the canvas asks for every frame. By id is by number: an object never gets a
# smaller number than one added before.
_MASKS_BETWEEN = _MASKS.where(
    tables.masks.c.video_id == bindparam("video"),
    tables.masks.c.frame_index.between(bindparam("first"), bindparam("last")),
).order_by(tables.masks.c.frame_index, tables.masks.c.object_id)


def frame_masks(connection: Connection, video_id: int, frame_index: int) -> list[Mask]:
    """The masks of one frame, by the number of their object."""
    return [mask for _, mask in _masks_between(connection, video_id, frame_index, frame_index)]


def mask(connection: Connection, object_id: int, frame_index: int) -> Mask | None:
    columns = tables.masks.c
    query = _MASKS.where(columns.object_id == object_id, columns.frame_index == frame_index)
    row = connection.execute(query).one_or_none()
    return None if row is None else rows.mask(row)


def track(engine: Engine, object_id: int, *, start: int, stop: int | None) -> Iterator[Mask]:
    """An object's masks on the frames [start, stop), by frame, a page in memory at a time."""
    columns = tables.masks.c
    query = _MASKS.where(columns.object_id == object_id).order_by(columns.frame_index)
    if stop is not None:
        query = query.where(columns.frame_index < stop)
    while True:
        with engine.connect() as connection:
            page = query.where(columns.frame_index >= start).limit(_FRAMES_PER_PAGE)
            found = [rows.mask(row) for row in connection.execute(page)]
        if not found:
            return
        yield from found
        start = found[-1].frame_index + 1


def labelled_frames(connection: Connection, video_id: int) -> list[int]:
    """The frames with at least one mask row, ascending."""
    of_video = select(tables.objects.c.id).where(tables.objects.c.video_id == video_id)
    frame_index = tables.masks.c.frame_index  # by object, the covering index has them
    query = select(frame_index).where(tables.masks.c.object_id.in_(of_video)).distinct()
    return list(connection.scalars(query.order_by(frame_index)))


def stream_frame_masks(engine: Engine, video_id: int) -> Iterator[tuple[int, list[Mask]]]:
    """All labelled frames with their masks by object number, a page in memory at a time."""
    with engine.connect() as connection:
        frames = labelled_frames(connection, video_id)
    for start in range(0, len(frames), _FRAMES_PER_PAGE):
        page = frames[start : start + _FRAMES_PER_PAGE]
        by_frame: dict[int, list[Mask]] = {}
        with engine.connect() as connection:
            for frame_index, found in _masks_between(connection, video_id, page[0], page[-1]):
                by_frame.setdefault(frame_index, []).append(found)
        yield from by_frame.items()


def _masks_between(
    connection: Connection, video_id: int, first: int, last: int
) -> Iterator[tuple[int, Mask]]:
    place = {"video": video_id, "first": first, "last": last}
    for row in connection.execute(_MASKS_BETWEEN, place):
        yield row.frame_index, rows.mask(row)


def track_marks(connection: Connection, object_id: int) -> TrackMarks:
    columns = tables.masks.c
    query = (
        select(columns.frame_index, columns.source, columns.area, columns.score, columns.locked,
               columns.verified)
        .where(columns.object_id == object_id)
        .order_by(columns.frame_index)
    )  # fmt: skip
    found = connection.execute(query).all()
    frame_index, source, area, score, locked, verified = (
        zip(*found, strict=True) if found else [()] * 6
    )
    prompted = tables.prompts.c.frame_index
    prompts_query = select(prompted).where(tables.prompts.c.object_id == object_id)
    return TrackMarks(
        np.array(frame_index, np.int32),
        np.array(source, np.uint8),
        np.array(area, np.int64),
        np.array(score, np.float32),
        np.array(locked, bool),
        np.array(verified, bool),
        np.isin(np.array(frame_index, np.int32), list(connection.scalars(prompts_query))),
    )


def prompts(connection: Connection, object_id: int) -> list[FramePrompt]:
    columns = tables.prompts.c
    query = (
        select(tables.prompts).where(columns.object_id == object_id).order_by(columns.frame_index)
    )
    return [rows.prompt(row) for row in connection.execute(query)]


def prompt(connection: Connection, object_id: int, frame_index: int) -> FramePrompt:
    columns = tables.prompts.c
    query = select(tables.prompts).where(
        columns.object_id == object_id, columns.frame_index == frame_index
    )
    row = connection.execute(query).one_or_none()
    return FramePrompt(frame_index) if row is None else rows.prompt(row)


# --- words -----------------------------------------------------------------------------------------


def expressions(connection: Connection, video_id: int) -> list[Expression]:
    return [
        rows.expression(row) for row in connection.execute(_of_video(tables.expressions, video_id))
    ]


def turns(connection: Connection, video_id: int) -> list[Turn]:
    return [rows.turn(row) for row in connection.execute(_of_video(tables.turns, video_id))]


def _of_video(table: Table, video_id: int) -> Select[Any]:
    return select(table).where(table.c.video_id == video_id).order_by(table.c.id)


def _one(connection: Connection, table: Table, what: str, row_id: int) -> rows.AnyRow:
    row = connection.execute(select(table).where(table.c.id == row_id)).one_or_none()
    if row is None:
        raise missing(what, row_id)
    return row


def missing(what: str, row_id: int) -> ProjectError:
    """The error for an id that nothing has."""
    return ProjectError(f"There is no {what} {row_id} in this project; it may have been removed.")

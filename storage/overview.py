"""Reading a project as a whole, without a pixel: what a browser, a review and statistics are made of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, case, distinct, func, select

from storage import rows, tables
from storage.records import Source


@dataclass(frozen=True, slots=True)
class MaskFacts:
    """All masks of one video by object and frame: arrays (n,), one entry a mask.

    ``box_xywh`` is (n, 4); ``score`` is nan where there is none; ``checked`` says that a person made,
    locked or verified the mask.
    """

    object_id: npt.NDArray[np.int64]
    frame_index: npt.NDArray[np.int64]
    box_xywh: npt.NDArray[np.int64]
    area: npt.NDArray[np.int64]
    score: npt.NDArray[np.float64]
    checked: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.object_id)

    def where(self, chosen: npt.NDArray[np.bool_] | slice) -> MaskFacts:
        """The masks for which ``chosen`` (n,) holds; a slice of them shares the arrays."""
        return MaskFacts(self.object_id[chosen], self.frame_index[chosen], self.box_xywh[chosen],
                         self.area[chosen], self.score[chosen], self.checked[chosen])  # fmt: skip

    def tracks(self) -> dict[int, MaskFacts]:
        """The same by the id of the object: parts of the arrays, in which objects follow each other."""
        starts = np.flatnonzero(np.diff(self.object_id, prepend=-1))  # -1 is the id of none
        bounds = pairwise([*starts.tolist(), len(self)])
        return {int(self.object_id[a]): self.where(slice(a, b)) for a, b in bounds}


@dataclass(frozen=True, slots=True)
class VideoCounts:
    """How far the work on a video is. ``checked``: masks that a person made, locked or verified."""

    objects: int = 0
    labelled_frames: int = 0
    masks: int = 0
    checked: int = 0


@dataclass(frozen=True, slots=True)
class Activity:
    """How long people worked on a video on a day."""

    video_id: int
    day: str  # ISO 8601, in the local time of the one who worked
    seconds: float


_CHECKED = (
    tables.masks.c.locked
    | tables.masks.c.verified
    | (tables.masks.c.source == rows.SOURCES.index(Source.HUMAN))
)


def mask_facts(connection: Connection, video_id: int) -> MaskFacts:
    columns = tables.masks.c
    query = (
        select(columns.object_id, columns.frame_index, columns.box_x, columns.box_y, columns.box_w,
               columns.box_h, columns.area, columns.score, _CHECKED)
        .where(columns.video_id == video_id)
    )  # fmt: skip
    # Rows as tuples: numpy takes those apart many times as fast.
    found = np.array([tuple(row) for row in connection.execute(query)], np.float64).reshape(-1, 9)
    found = found[np.lexsort((found[:, 1], found[:, 0]))]
    whole = np.nan_to_num(found).astype(np.int64)  # all columns but the score
    return MaskFacts(
        whole[:, 0], whole[:, 1], whole[:, 2:6], whole[:, 6], found[:, 7], whole[:, 8].astype(bool)
    )


def video_counts(connection: Connection) -> dict[int, VideoCounts]:
    """By the id of the video; one without objects is left out."""
    objects, masks = tables.objects, tables.masks
    query = (
        select(
            objects.c.video_id,
            func.count(distinct(objects.c.id)),
            func.count(distinct(masks.c.frame_index)),
            func.count(masks.c.frame_index),
            func.coalesce(func.sum(case((_CHECKED, 1), else_=0)), 0),
        )
        .join(masks, masks.c.object_id == objects.c.id, isouter=True)
        .group_by(objects.c.video_id)
    )
    return {video_id: VideoCounts(*counts) for video_id, *counts in connection.execute(query)}


def activity(connection: Connection) -> list[Activity]:
    """By day and video."""
    table = tables.activity
    query = select(table).order_by(table.c.day, table.c.video_id)
    return [Activity(*row) for row in connection.execute(query)]

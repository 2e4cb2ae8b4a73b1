"""Records as rows and rows as records."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Row as ResultRow

from storage.attributes import Attribute, AttributeKind, AttributeSpan
from storage.masks import Rle
from storage.records import (
    Box,
    Category,
    EngineRun,
    Expression,
    FramePrompt,
    FrameTable,
    Mask,
    Point,
    Source,
    Speaker,
    TrackedObject,
    Turn,
    Video,
    VideoFacts,
    VideoKind,
)

Row = dict[str, Any]
"""Column name to value, as SQLAlchemy gives and takes it."""

Json = Any  # what JSON can hold; mypy and SQLAlchemy know no closer type for it

AnyRow = ResultRow[*tuple[Any, ...]]

SOURCES = (Source.HUMAN, Source.ENGINE, Source.IMPORT)
"""A mask's source is stored as its place here: append only."""

_ZLIB_MAGIC = b"x"  # no byte of RLE counts is above "o"
_ZLIB_LEVEL = 1


# --- masks and prompts -----------------------------------------------------------------------------


def mask_row(mask: Mask, video_id: int) -> Row:
    x, y, w, h = mask.rle.box_xywh
    return {
        "video_id": video_id,
        "frame_index": mask.frame_index,
        "object_id": mask.object_id,
        "box_x": x,
        "box_y": y,
        "box_w": w,
        "box_h": h,
        "area": mask.rle.area,
        "counts": _pack_counts(mask.rle.counts),
        "source": SOURCES.index(mask.source),
        "score": mask.score,
        "predicted_iou": mask.predicted_iou,
        "engine_run_id": mask.engine_run_id,
        "locked": mask.locked,
        "verified": mask.verified,
    }


def mask(row: AnyRow) -> Mask:
    """From a row of ``masks``, followed by the height and the width of the video."""
    (_, frame_index, object_id, x, y, w, h, area, counts, source, score, predicted_iou, run_id,
     locked, verified, height, width) = row  # fmt: skip
    rle = Rle((height, width), (x, y, w, h), _unpack_counts(counts), area)
    return Mask(object_id, frame_index, rle, SOURCES[source], score, predicted_iou, run_id, locked,
                verified)  # fmt: skip


def mask_of_columns(row: Row, frame_hw: tuple[int, int]) -> Mask:
    """From the columns of ``masks`` by name, as the history keeps them."""
    box_xywh = (row["box_x"], row["box_y"], row["box_w"], row["box_h"])
    rle = Rle(frame_hw, box_xywh, _unpack_counts(row["counts"]), row["area"])
    return Mask(row["object_id"], row["frame_index"], rle, SOURCES[row["source"]], row["score"],
                row["predicted_iou"], row["engine_run_id"], row["locked"], row["verified"])  # fmt: skip


def is_kept(row: Row) -> bool:
    """:attr:`Mask.kept` of a row of ``masks``."""
    return bool(row["locked"] or row["verified"] or SOURCES[row["source"]] is Source.HUMAN)


def _pack_counts(counts: bytes) -> bytes:
    packed = zlib.compress(counts, _ZLIB_LEVEL)
    return packed if len(packed) < len(counts) else counts


def _unpack_counts(packed: bytes) -> bytes:
    return zlib.decompress(packed) if packed.startswith(_ZLIB_MAGIC) else packed


def prompt_row(prompt: FramePrompt, *, object_id: int, video_id: int) -> Row:
    mask_json = None
    if prompt.mask is not None:
        mask_json = {**asdict(prompt.mask), "counts": prompt.mask.counts.decode("ascii")}
    content = {
        "points": [[point.x, point.y, point.positive] for point in prompt.points],
        "box": list(asdict(prompt.box).values()) if prompt.box else None,
        "mask": mask_json,
    }
    return {
        "object_id": object_id,
        "frame_index": prompt.frame_index,
        "video_id": video_id,
        "content": _plain(content),
    }


def prompt(row: AnyRow) -> FramePrompt:
    content = row.content
    rle = content["mask"]
    return FramePrompt(
        row.frame_index,
        tuple(Point(*point) for point in content["points"]),
        Box(*content["box"]) if content["box"] else None,
        rle
        and Rle(
            tuple(rle["frame_hw"]), tuple(rle["box_xywh"]), rle["counts"].encode(), rle["area"]
        ),
    )


def _plain(value: Json) -> Json:
    """The same value as it comes back from JSON, so that equal rows compare equal."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


# --- videos ----------------------------------------------------------------------------------------


def video_row(name: str, path: str, facts: VideoFacts) -> Row:
    columns = {**asdict(facts), "kind": facts.kind.value, "rate": str(facts.rate)}
    return {"name": name, "path": path, **columns}


def video(row: AnyRow) -> Video:
    video_id, name, path, kind, width, height, frame_count, rate, *rest = row
    facts = VideoFacts(VideoKind(kind), width, height, frame_count, Fraction(rate), *rest)
    return Video(video_id, name, path, facts)


def frame_table_row(video_id: int, frames: FrameTable) -> Row:
    return {
        "video_id": video_id,
        "time_base": str(frames.time_base),
        "pts": _pack_numbers(frames.pts),
        "has_pts": _pack_numbers(frames.has_pts),
        "decode_index": _pack_numbers(frames.decode_index),
        "keyframe": _pack_numbers(frames.keyframe),
        "names": list(frames.names),
    }


def frame_table(row: AnyRow) -> FrameTable:
    return FrameTable(
        Fraction(row.time_base),
        _unpack_numbers(row.pts),
        _unpack_numbers(row.has_pts).astype(bool),
        _unpack_numbers(row.decode_index).astype(np.int32),
        _unpack_numbers(row.keyframe).astype(bool),
        tuple(row.names),
    )


def _pack_numbers(values: npt.NDArray[Any]) -> bytes:
    """Neighbouring values differ by little, and mostly by the same: a few bytes a thousand frames."""
    return zlib.compress(np.diff(values.astype("<i8"), prepend=0).tobytes())


def _unpack_numbers(packed: bytes) -> npt.NDArray[np.int64]:
    return np.frombuffer(zlib.decompress(packed), "<i8").cumsum()


# --- the rest --------------------------------------------------------------------------------------


def object_row(obj: TrackedObject) -> Row:
    return {**asdict(obj), "attributes": _plain(obj.attributes)}


def tracked_object(row: AnyRow) -> TrackedObject:
    return TrackedObject(**row._mapping)


def category(row: AnyRow) -> Category:
    return Category(*row)


def attribute_row(attribute: Attribute) -> Row:
    return {
        **asdict(attribute),
        "kind": attribute.kind.value,
        "choices": list(attribute.choices),
    }


def attribute(row: AnyRow) -> Attribute:
    row_id, category_id, name, kind, choices, varies = row
    return Attribute(row_id, category_id, name, AttributeKind(kind), tuple(choices), varies)


def attribute_span_row(span: AttributeSpan, object_id: int, video_id: int) -> Row:
    return {**asdict(span), "object_id": object_id, "video_id": video_id}


def attribute_span(row: AnyRow) -> AttributeSpan:
    return AttributeSpan(row.name, row.start, row.stop, row.value)


def engine_run_row(run: EngineRun) -> Row:
    """Without the id, which the database chooses."""
    return {
        "engine": run.engine,
        "checkpoint_sha256": run.checkpoint_sha256,
        "parameters": _plain(run.parameters),
        "started_at": run.started_at,
    }


def engine_run(row: AnyRow) -> EngineRun:
    return EngineRun(*row)


def expression(row: AnyRow) -> Expression:
    return Expression(row.id, row.video_id, row.text, tuple(row.object_ids))


def turn_row(turn: Turn) -> Row:
    """Without the id, which the database chooses."""
    return {
        "video_id": turn.video_id,
        "speaker": turn.speaker.value,
        "text": turn.text,
        "start": turn.start,
        "stop": turn.stop,
        "object_ids": list(turn.object_ids),
    }


def turn(row: AnyRow) -> Turn:
    return Turn(row.id, row.video_id, Speaker(row.speaker), row.text, row.start, row.stop,
                tuple(row.object_ids))  # fmt: skip

"""The words every other folder speaks: frozen records of what a project holds.

A *video* has *frames*, named by their index in presentation order, 0-based. An *object* is a tracked
thing in one video; its *number* is what ``[n]`` means in a conversation. A *mask* is where an object
is on a frame, a *prompt* is what a person pointed at. Coordinates are pixels of the upright frame:
x to the right, y down, (0, 0) the centre of the top-left pixel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from storage.errors import UserError
from storage.masks import Rle


class VideoKind(StrEnum):
    """What a video is on disk."""

    FILE = "file"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What one pass over a video found out; sizes are of the upright frame (rotation applied)."""

    kind: VideoKind
    width: int
    height: int
    frame_count: int
    rate: Fraction  # mean frames per second; for people to read, never to compute a frame index
    rotation_degrees: int  # clockwise, as the container asks for: 0, 90, 180, 270
    codec: str
    fingerprint: str  # of the file's content, to find it again when it moved
    damage: str | None = None  # a sentence: where the video stops being readable, and why

    @property
    def frame_hw(self) -> tuple[int, int]:
        return self.height, self.width


@dataclass(frozen=True, slots=True)
class FrameTable:
    """Exact identity of every frame, in presentation order.

    ``pts`` is int64 (n,), in ticks of ``time_base``; where the container gave none (``has_pts``
    False) it is interpolated, so that it always grows. ``decode_index`` is int32 (n,): the frame's
    place in decode order. ``keyframe`` is bool (n,). ``names`` are the file names of an image folder,
    empty for a video file.
    """

    time_base: Fraction
    pts: npt.NDArray[np.int64]
    has_pts: npt.NDArray[np.bool_]
    decode_index: npt.NDArray[np.int32]
    keyframe: npt.NDArray[np.bool_]
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.pts)

    def seconds(self, frame_index: int) -> float:
        """Presentation time of a frame, in seconds after the first frame."""
        return float((int(self.pts[frame_index]) - int(self.pts[0])) * self.time_base)


@dataclass(frozen=True, slots=True)
class VideoSource:
    """All that is needed to read a video's frames, in any process."""

    path: Path  # absolute
    facts: VideoFacts
    frames: FrameTable


@dataclass(frozen=True, slots=True)
class Video:
    """A video of a project; ``path`` is posix, relative to the project's folder where possible."""

    id: int
    name: str
    path: str
    facts: VideoFacts


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of thing ("dog")."""

    id: int
    name: str
    colour: str  # "#rrggbb"


@dataclass(frozen=True, slots=True)
class TrackedObject:
    """A thing followed through one video: the memory-bank entry."""

    id: int
    video_id: int
    number: int  # [n] in a conversation; unique in its video, never reused
    name: str
    category_id: int | None
    colour: str  # "#rrggbb"
    visible: bool = True
    locked: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)


class Source(StrEnum):
    """Who made a mask."""

    HUMAN = "human"
    ENGINE = "engine"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Mask:
    """Where an object is on a frame. An empty ``rle`` says that it is not there."""

    object_id: int
    frame_index: int
    rle: Rle
    source: Source
    score: float | None = None  # 0..1: how sure the engine is that the object is here and so shaped
    predicted_iou: float | None = None
    engine_run_id: int | None = None
    locked: bool = False
    verified: bool = False

    @property
    def kept(self) -> bool:
        """Whether no engine may replace this mask."""
        return self.locked or self.verified or self.source is Source.HUMAN


@dataclass(frozen=True, slots=True)
class Point:
    """A click: ``positive`` adds what is under it, negative subtracts."""

    x: float
    y: float
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its corner pixels, both inside it: x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not (self.x0 <= self.x1 and self.y0 <= self.y1):
            raise UserError(f"The box {self.x0:g},{self.y0:g},{self.x1:g},{self.y1:g} is empty: its "
                            "first corner must be the top left one.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class FramePrompt:
    """All that a person showed of one object on one frame."""

    frame_index: int
    points: tuple[Point, ...] = ()
    box: Box | None = None
    mask: Rle | None = None

    @property
    def is_empty(self) -> bool:
        return not self.points and self.box is None and self.mask is None


@dataclass(frozen=True, slots=True)
class Expression:
    """A sentence that refers to objects of a video; no objects means that nothing fits it."""

    id: int
    video_id: int
    text: str
    object_ids: tuple[int, ...]


class Speaker(StrEnum):
    """Who said a turn."""

    PERSON = "person"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance of the conversation about a video; ``[n]`` in it names an object."""

    id: int
    video_id: int
    speaker: Speaker
    text: str
    start: int  # the frames [start, stop) it is about
    stop: int
    object_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineRun:
    """Which engine made masks, from which checkpoint and with which parameters."""

    id: int
    engine: str
    checkpoint_sha256: str | None
    parameters: Mapping[str, Any]
    started_at: str  # ISO 8601, UTC

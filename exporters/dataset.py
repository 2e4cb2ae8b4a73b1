"""What a format writes from and what it reads into; formats know this and the vocabulary, no database.

Every format module ``exporters/<format>.py`` has the same three names:

    KEEPS: str                                        one sentence: what survives, what does not
    write(dataset, target, *, frames, progress)       -> ExportReport
    read(source)                                      -> ImportedDataset
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from storage.attributes import Attribute, AttributeKind, AttributeSpan, AttributeValue
from storage.masks import Rle
from storage.records import (
    Category,
    Expression,
    FrameTable,
    Mask,
    Source,
    Speaker,
    TrackedObject,
    Turn,
    Video,
)


class FrameImages(Protocol):
    """Exact frames of one video."""

    def frame(self, frame_index: int) -> npt.NDArray[np.uint8]:
        """One frame, RGB uint8 (H, W, 3)."""
        ...

    def write_jpeg(self, frame_index: int, path: Path) -> None:
        """Write one frame as a JPEG file: the source's own bytes, or newly encoded, as was asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who made a mask; ``engine`` is the name of the one that did."""

    source: Source
    engine: str | None
    verified: bool

    def as_record(self) -> dict[str, str | bool | None]:
        """For formats that are JSON."""
        return {"source": self.source.value, "engine": self.engine, "verified": self.verified}


class Dataset(Protocol):
    """What is to be exported, already narrowed to the videos, objects and frames that were asked for.

    A frame belongs to a data set if somebody or something looked at it: if it has at least one mask
    row, be it one that says "not here". Frames nobody labelled are not exported as empty ones.
    """

    def videos(self) -> Sequence[Video]: ...

    def categories(self) -> Sequence[Category]: ...

    def objects(self, video_id: int) -> Sequence[TrackedObject]:
        """By number."""
        ...

    def attributes(self) -> Sequence[Attribute]:
        """The attributes that its categories define."""
        ...

    def attribute_spans(self, object_id: int) -> Sequence[AttributeSpan]:
        """An object's values on intervals of frames; there they count instead of ``TrackedObject.attributes``."""
        ...

    def expressions(self, video_id: int) -> Sequence[Expression]:
        """The sentences that refer to objects of the video."""
        ...

    def turns(self, video_id: int) -> Sequence[Turn]:
        """The conversation about the video, in its order."""
        ...

    def frame_table(self, video_id: int) -> FrameTable: ...

    def frame_indices(self, video_id: int) -> Sequence[int]:
        """The labelled frames, ascending."""
        ...

    def frame_masks(self, video_id: int) -> Iterator[tuple[int, Sequence[Mask]]]:
        """The masks of every labelled frame, ascending, one frame in memory at a time."""
        ...

    def provenance(self) -> Callable[[Mask], Provenance] | None:
        """Who made each mask, for formats that have room for it; None if the export is not to say it."""
        ...

    def open_frames(self, video_id: int) -> AbstractContextManager[FrameImages]: ...


Progress = Callable[[int, int], None]
"""Called with (frames done, frames in all); whatever it raises ends the export and leaves no trace."""


def no_progress(done: int, total: int) -> None:
    """For callers that do not show any."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written, and in sentences what the format could not keep."""

    path: Path
    videos: int
    frames: int
    masks: int
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedVideo:
    """A video that a data set speaks about. ``frame_indices`` are the source frames it covers.

    ``images`` is the folder with its frames as image files, where the data set brings them;
    ``fingerprint`` is known if the data set was written by Maskbank.
    """

    name: str
    frame_hw: tuple[int, int]
    frame_indices: tuple[int, ...]
    images: Path | None = None
    image_names: tuple[str, ...] = ()  # one per frame index
    fingerprint: str | None = None
    source_frame_count: int | None = None


FrameAttributes = tuple[int, Mapping[str, AttributeValue]]
"""The frame index of a mask, and the attributes that the file gives with that mask."""


@dataclass(frozen=True, slots=True)
class ImportedObject:
    """An object of a data set: in ``video`` (its name), with ``number`` unique there.

    ``attributes`` are the values it has always, ``spans`` those on intervals of the source video's frames. Readers
    leave both empty and fill ``frame_attributes``; :mod:`exporters.object_attributes` derives the two from it.
    """

    video: str
    number: int
    name: str
    category: str | None
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    spans: tuple[AttributeSpan, ...] = ()
    frame_attributes: Iterable[FrameAttributes] = ()


@dataclass(frozen=True, slots=True)
class ImportedAttribute:
    """An attribute that a category (its name) defines."""

    category: str
    name: str
    kind: AttributeKind
    choices: tuple[str, ...] = ()
    varies: bool = False


@dataclass(frozen=True, slots=True)
class ImportedMask:
    """One mask of a data set, in frame indices of the source video."""

    video: str
    number: int
    frame_index: int
    rle: Rle
    score: float | None = None


@dataclass(frozen=True, slots=True)
class ImportedExpression:
    """A sentence about ``video`` that refers to the objects with these numbers, or to none."""

    video: str
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ImportedTurn:
    """One utterance of a conversation about the frames [start, stop) of ``video``.

    It is about the objects with these numbers; ``[n]`` in its text names one by its number, too.
    """

    video: str
    speaker: Speaker
    text: str
    start: int
    stop: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ImportedDataset:
    """A data set that was read and checked; ``masks`` streams them, frame by frame, video by video.

    Each call of ``masks`` starts anew. It raises FormatError, naming the record, for a bad one.
    """

    videos: tuple[ImportedVideo, ...]
    categories: tuple[str, ...]
    objects: tuple[ImportedObject, ...]
    masks: Callable[[], Iterator[ImportedMask]]
    warnings: tuple[str, ...] = field(default=())
    expressions: tuple[ImportedExpression, ...] = ()
    turns: tuple[ImportedTurn, ...] = ()
    attributes: tuple[ImportedAttribute, ...] = ()
    # attributes whose kind is not stated: category and name
    named: tuple[tuple[str, str], ...] = ()

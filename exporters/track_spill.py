"""Masks come frame by frame, but some formats want them object by object: kept in a file until then.

In memory are 72 bytes a mask; the runs, which are most of it, are on the disk.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from exporters.dataset import Provenance
from storage.records import Mask


@dataclass(slots=True)
class Track:
    """The masks of one object, one column a fact; ``position`` is that of the frame in its video."""

    position: array[int] = field(default_factory=lambda: array("q"))
    area: array[int] = field(default_factory=lambda: array("q"))
    box_xywh: array[int] = field(default_factory=lambda: array("q"))  # four for each mask
    score: array[float] = field(default_factory=lambda: array("d"))  # not a number: none
    made_by: list[Provenance] = field(default_factory=list)  # empty if nobody wants to know
    _place: array[int] = field(default_factory=lambda: array("q"))
    _length: array[int] = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.position)

    def mean_score(self) -> float | None:
        known = [score for score in self.score if not math.isnan(score)]
        return sum(known) / len(known) if known else None


class TrackSpill:
    """The tracks of one video; ``file`` is open for reading and writing, and emptied."""

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        file.truncate()
        self._file = file
        self._end = 0
        self._tracks: dict[int, Track] = {}
        self._known: dict[Provenance, Provenance] = {}  # each once, for the memory

    def add(
        self, mask: Mask, position: int, text: str, *, made_by: Provenance | None = None
    ) -> None:
        """Keep a mask, and ``text`` (ASCII) as what the format will write of it."""
        track = self._tracks.setdefault(mask.object_id, Track())
        track.position.append(position)
        track.area.append(mask.rle.area)
        track.box_xywh.extend(mask.rle.box_xywh)
        track.score.append(math.nan if mask.score is None else mask.score)
        if made_by is not None:
            track.made_by.append(self._known.setdefault(made_by, made_by))
        track._place.append(self._end)
        track._length.append(self._file.write(text.encode("ascii")))
        self._end += len(text)

    def track(self, object_id: int) -> Track:
        """An object's masks, in the order they were added; none if there are none."""
        return self._tracks.get(object_id, Track())

    def texts(self, track: Track) -> Iterator[str]:
        """What was kept of each mask of a track."""
        for place, length in zip(track._place, track._length, strict=True):
            self._file.seek(place)
            yield self._file.read(length).decode("ascii")


def spread(length: int, track: Track, texts: Iterable[str]) -> Iterator[str]:
    """A list with an entry for each frame: the texts at the track's positions, null elsewhere."""
    yield "["
    end = 0
    for position, text in zip(track.position, texts, strict=True):
        for empty in range(end, position):
            yield ",null" if empty else "null"
        yield f",{text}" if position else text
        end = position + 1
    for empty in range(end, length):
        yield ",null" if empty else "null"
    yield "]"

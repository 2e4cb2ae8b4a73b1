"""MeViS and ReVOS: sentences about one, several or no objects, whose tracks are in one JSON file.

MeViS   ROOT/<split>/meta_expressions.json, mask_dict.json, JPEGImages/<video>/<frame>.jpg
ReVOS   ROOT/meta_expressions_<split>_.json, mask_dict.json, [JPEGImages/]<video>/<frame>.jpg

{"videos": {video: {"frames": ["00000", ...], "expressions": {"0": {"exp": "...", "anno_id": [7]}}}}}
{"7": [RLE or null for each frame]}
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from annotator.benchmark.samples import Clip, FrameHw, Sample, Track, choose_split, first_folder
from exporters.fields import Fields
from exporters.json_stream import read_again, read_records
from exporters.segmentation import read_segmentation
from model_backend.unipixel import wording
from storage import masks
from storage.counting import entries, frames
from storage.errors import FormatError
from storage.masks import Rle

_REVOS_GROUPS = {0: "referring", 1: "reasoning", 2: "nothing to find"}


def read_mevis(root: Path, split: str | None) -> list[Sample]:
    """The samples of a split, valid_u or train. Raises UserError, naming the record, for a bad one."""
    chosen = root / choose_split(root, split, ("valid_u", "train"), "{}/meta_expressions.json")
    tracks = TrackFile(chosen / "mask_dict.json")
    return list(_samples(chosen / "meta_expressions.json", tracks, [chosen / "JPEGImages"]))


def read_revos(root: Path, split: str | None) -> list[Sample]:
    """The samples of a split, valid or train; questions are in groups of their own."""
    pattern = "meta_expressions_{}_.json"
    meta = root / pattern.format(choose_split(root, split, ("valid", "train"), pattern))
    tracks = TrackFile(root / "mask_dict.json")
    return list(_samples(meta, tracks, [root / "JPEGImages", root], groups=True))


class TrackFile:
    """A mask_dict.json, of which only the places of its masks are kept in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offsets: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
        self._lengths: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
        for record in read_records(path):
            self._offsets[record.section].append(record.offset)
            self._lengths[record.section].append(0 if record.value is None else record.length)

    def check(self, fields: Fields, anno_id: int, frame_count: int) -> None:
        """Raises FormatError for the record ``fields`` unless the track has a place for each frame."""
        there = len(self._offsets.get(str(anno_id), ()))
        if there != frame_count:
            raise fields.error(f"the track {anno_id} in {self._path.name} has {entries(there)} for {frames(frame_count)}")  # fmt: skip

    def union(self, anno_ids: Sequence[int], frame_count: int, frame_hw: FrameHw) -> list[Track]:
        """The tracks as one; of none, it is nowhere."""
        each = [self._track(anno_id, frame_hw) for anno_id in anno_ids]
        return [
            {
                i: masks.union([track[i] for track in each]) if each else masks.empty(frame_hw)
                for i in range(frame_count)
            }
        ]

    def _track(self, anno_id: int, frame_hw: FrameHw) -> list[Rle]:
        fields = Fields(f"{self._path}, track {anno_id}", {})
        places = zip(self._offsets[str(anno_id)], self._lengths[str(anno_id)], strict=True)
        with self._path.open("rb") as file:
            return [
                read_segmentation(fields, read_again(file, offset, length), frame_hw)
                if length
                else masks.empty(frame_hw)
                for offset, length in places
            ]


def _samples(
    meta: Path, tracks: TrackFile, image_roots: Sequence[Path], *, groups: bool = False
) -> Iterator[Sample]:
    for record in read_records(meta):
        if record.section != "videos":
            continue
        video = Fields.of(f"{meta}, video {str(record.key)[:200]!r}", record.value)
        clip = clip_of(video, str(record.key), image_roots)
        for key, value in video.nested("expressions").values.items():
            fields = Fields.of(f"{video.name}, expression {key[:50]!r}", value)
            anno_ids = _anno_ids(fields)
            for anno_id in anno_ids:
                tracks.check(fields, anno_id, len(clip.names))
            yield Sample(
                key=f"{record.key}/{key}",
                clip=clip,
                text=wording.segment(fields.text("exp"), image=len(clip.names) == 1),
                truth=partial(tracks.union, anno_ids, len(clip.names)),
                group=_REVOS_GROUPS[fields.whole("type_id", most=2)] if groups else "",
            )


def clip_of(video: Fields, folder: str, image_roots: Sequence[Path]) -> Clip:
    """The clip of a video of meta_expressions.json, whose record is ``video``."""
    names = video.values.get("frames")
    if not isinstance(names, list) or not names or not all(isinstance(it, str) for it in names):
        raise video.error("its frames are not a list of names")
    inside = Fields(video.name, {"folder": folder}).relative_path("folder")
    files = [Fields(video.name, {"frame": f"{it}.jpg"}).relative_path("frame") for it in names]
    return Clip(first_folder(image_roots, str(inside)) / inside, tuple(map(str, files)))


def _anno_ids(fields: Fields) -> list[int]:
    ids = fields.values.get("anno_id")
    if not isinstance(ids, list) or not all(type(it) is int for it in ids):
        raise FormatError(f"{fields.name}: its anno_id is not a list of numbers")
    return ids

"""Ref-YouTube-VOS and Ref-DAVIS17: sentences about one object each, and PNGs of object numbers.

    ROOT/meta_expressions/<split>/meta_expressions.json
    ROOT/<split>/JPEGImages/<video>/<frame>.jpg     for DAVIS also ROOT/DAVIS/JPEGImages/480p/...
    ROOT/<split>/Annotations/<video>/<frame>.png    for DAVIS also ROOT/DAVIS/Annotations/480p/...

    {"videos": {video: {"frames": ["00000", ...], "expressions": {"0": {"exp": "...", "obj_id": "1"}}}}}

The mask_dict.pkl that some copies have is not read: what is pickled could run code.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from annotator.benchmark.expression_sets import clip_of
from annotator.benchmark.samples import FrameHw, Sample, Track, choose_split, first_folder
from exporters.fields import Fields
from exporters.json_stream import read_records
from exporters.png import read_index_png
from model_backend.unipixel import wording
from storage.errors import FormatError
from storage.masks import encode

_META = "meta_expressions/{}/meta_expressions.json"


def read_ref_youtube_vos(root: Path, split: str | None) -> list[Sample]:
    """The samples of a split; usually train, as the masks of valid were never given out."""
    return list(_samples(root, choose_split(root, split, ("train", "valid"), _META)))


def read_ref_davis(root: Path, split: str | None) -> list[Sample]:
    """The samples of a split, valid or train."""
    return list(_samples(root, choose_split(root, split, ("valid", "train"), _META)))


def _samples(root: Path, split: str) -> Iterator[Sample]:
    meta = root / _META.format(split)
    images = [root / split / "JPEGImages", *_davis(root, "JPEGImages")]
    annotations = [root / split / "Annotations", *_davis(root, "Annotations")]
    for record in read_records(meta):
        if record.section != "videos":
            continue
        video = Fields.of(f"{meta}, video {str(record.key)[:200]!r}", record.value)
        clip = clip_of(video, str(record.key), images)
        pngs = first_folder(annotations, str(record.key)) / str(record.key)
        for key, value in video.nested("expressions").values.items():
            fields = Fields.of(f"{video.name}, expression {key[:50]!r}", value)
            paths = [pngs / Path(name).with_suffix(".png") for name in clip.names]
            yield Sample(
                key=f"{record.key}/{key}",
                clip=clip,
                text=wording.segment(fields.text("exp"), image=len(clip.names) == 1),
                truth=partial(_track, paths, _object_number(fields)),
            )


def _davis(root: Path, kind: str) -> list[Path]:
    return [base / kind / "480p" for base in (root / "DAVIS", root)]


def _object_number(fields: Fields) -> int:
    text = fields.text("obj_id")
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 254):
        raise fields.error(f"its obj_id {text[:50]!r} is not the value of a pixel, 1 to 254")
    return int(text)


def _track(pngs: list[Path], number: int, frame_hw: FrameHw) -> list[Track]:
    track = {}
    for frame_index, path in enumerate(pngs):
        indices = read_index_png(path)
        if indices.shape != frame_hw:
            raise FormatError(f"{path} is {indices.shape[1]} x {indices.shape[0]} pixels, its frame {frame_hw[1]} x {frame_hw[0]}.")  # fmt: skip
        track[frame_index] = encode(indices == number)
    return [track]
